"""What-if: the figures of a kecamatan if some reports were closed now."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from data.core.backlog.backlog import backlogs_by_parent
from data.core.backlog.what_if import closing_effect
from data.core.ranking.rates import wilson_interval
from tests.builders import city
from tests.core.backlogs import backlog_of, facts_of_reports, report_due_in, report_rows
from tests.example_limits import limited_examples
from tests.personas import BARAT, MONDAY_NOON

CLOSED: dict[str, Any] = {
    "status_description": "selesai",
    "closed_datetime": MONDAY_NOON - timedelta(hours=2),
}
# Judged: two closed in time, one closed late, one open and late: 2 of 4.
OPEN_AND_CLOSED = [
    report_due_in(5, **CLOSED),
    report_due_in(9, **CLOSED),
    report_due_in(-4, **CLOSED),
    report_due_in(-1, service_request_id="late"),
    report_due_in(3, service_request_id="in time"),
    report_due_in(None, service_request_id="no deadline"),
]


def effect_of(*ids: str) -> Any:
    return closing_effect(backlog_of(*OPEN_AND_CLOSED), [("qlue", identity) for identity in ids])


def test_finishing_a_report_in_time_adds_a_case_and_a_success() -> None:
    effect = effect_of("in time")
    assert (
        effect.before.hits,
        effect.before.n,
        effect.after.hits,
        effect.after.n,
    ) == (2, 4, 3, 5)
    assert (effect.before.on_time, effect.after.on_time) == (0.5, 0.6)
    assert (effect.before.stock, effect.after.stock) == (3, 2)
    assert (effect.after.low, effect.after.high) == wilson_interval(3, 5)


def test_finishing_a_late_report_shortens_the_backlog_and_leaves_the_rate() -> None:
    effect = effect_of("late")
    assert (effect.after.hits, effect.after.n, effect.after.on_time) == (2, 4, 0.5)
    assert (effect.before.overdue, effect.after.overdue, effect.after.stock) == (1, 0, 2)


def test_finishing_a_report_without_a_deadline_leaves_the_rate() -> None:
    effect = effect_of("no deadline")
    assert (effect.after.n, effect.after.stock, effect.after.overdue) == (4, 2, 1)


def test_a_small_difference_is_not_significant() -> None:
    assert effect_of("in time").is_significant is False


def test_a_difference_beyond_the_interval_is_significant() -> None:
    """None of four in time; ten saved make 10 of 14 = 71 %; Wilson's upper end of 0 of 4 is 49 %."""
    late = [report_due_in(-9, **CLOSED) for _ in range(4)]
    effect = closing_effect(
        backlog_of(*late, *[report_due_in(3, service_request_id=f"s{i}") for i in range(10)]),
        [("qlue", f"s{i}") for i in range(10)],
    )
    assert effect.before.on_time == 0
    assert effect.is_significant is True


def test_below_the_minimum_sample_there_is_no_rate() -> None:
    effect = closing_effect(backlog_of(report_due_in(3, service_request_id="one")), [("qlue", "one")])
    assert (effect.before.on_time, effect.after.on_time, effect.is_significant) == (
        None,
        None,
        None,
    )
    assert (effect.before.stock, effect.after.stock) == (1, 0)


def test_reports_outside_the_backlog_change_nothing() -> None:
    effect = effect_of("elsewhere", "late")
    assert effect.closed_count == 1
    assert effect_of().before == effect_of().after


@limited_examples(15)
@given(rows=report_rows, number=st.integers(0, 5))
def test_finishing_never_lowers_the_rate_and_removes_exactly_the_finished_reports(
    rows: list[Any], number: int
) -> None:
    backlog = backlogs_by_parent(facts_of_reports(rows), city(), MONDAY_NOON)[BARAT]
    keys = list(
        zip(backlog.rows["source"].head(number), backlog.rows["service_request_id"].head(number), strict=True)
    )
    effect = closing_effect(backlog, keys)
    assert effect.closed_count == len(keys)
    assert effect.before.stock - effect.after.stock == len(keys)
    assert effect.after.overdue >= 0
    if effect.before.on_time is not None and effect.after.on_time is not None:
        assert effect.after.on_time >= effect.before.on_time


def test_below_the_minimum_sample_there_are_cases_and_no_rate() -> None:
    minimum_sample = city().ranking.minimum_sample
    enough, few = (
        backlog_of(*[report_due_in(5, **CLOSED) for _ in range(count)])
        for count in (minimum_sample, minimum_sample - 1)
    )
    rated = closing_effect(enough, []).before
    assert (rated.hits, rated.n, rated.on_time) == (minimum_sample, minimum_sample, 1.0)
    unrated = closing_effect(few, []).before
    assert (unrated.hits, unrated.n, unrated.on_time, unrated.low) == (
        minimum_sample - 1,
        minimum_sample - 1,
        None,
        None,
    )


def test_where_one_report_is_enough_one_report_has_a_rate() -> None:
    (alone,) = [backlog_of(report_due_in(3, service_request_id="only"))]
    effect = closing_effect(replace(alone, minimum_sample=1), [("qlue", "only")])
    assert (effect.before.on_time, effect.after.on_time) == (None, 1.0)
