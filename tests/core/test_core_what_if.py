"""What a kecamatan's figures would be if some reports were finished now, told honestly."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from data.core.backlog.backlog import backlogs
from data.core.backlog.what_if import effect
from data.core.ranking.rates import wilson
from tests.builders import city
from tests.core.backlogs import backlog_of, facts_of_reports, report_due_in, report_rows
from tests.personas import BARAT, MONDAY_NOON

CLOSED: dict[str, Any] = {
    "status_description": "selesai",
    "closed_datetime": MONDAY_NOON - timedelta(hours=2),
}
# Judged: two closed in time, one closed late, one open and late: 2 of 4.
TOWN = [
    report_due_in(5, **CLOSED),
    report_due_in(9, **CLOSED),
    report_due_in(-4, **CLOSED),
    report_due_in(-1, service_request_id="late"),
    report_due_in(3, service_request_id="in time"),
    report_due_in(None, service_request_id="no deadline"),
]


def finishing(*ids: str) -> Any:
    return effect(backlog_of(*TOWN), [("qlue", identity) for identity in ids])


def test_one_in_time_is_one_more_case_and_one_more_success() -> None:
    found = finishing("in time")
    assert (found.before.hits, found.before.n, found.after.hits, found.after.n) == (2, 4, 3, 5)
    assert (found.before.on_time, found.after.on_time) == (0.5, 0.6)
    assert (found.before.stock, found.after.stock) == (3, 2)
    assert (found.after.low, found.after.high) == wilson(3, 5)


def test_one_already_late_leaves_the_rate_and_shortens_the_backlog() -> None:
    found = finishing("late")
    assert (found.after.hits, found.after.n, found.after.on_time) == (2, 4, 0.5)
    assert (found.before.overdue, found.after.overdue, found.after.stock) == (1, 0, 2)


def test_one_without_a_deadline_is_in_no_rate() -> None:
    found = finishing("no deadline")
    assert (found.after.n, found.after.stock, found.after.overdue) == (4, 2, 1)


def test_a_small_difference_is_not_called_more_than_luck() -> None:
    assert finishing("in time").beyond_luck is False


def test_a_difference_beyond_the_interval_is_named() -> None:
    """None of four in time; ten saved make 10 of 14 = 71 %; Wilson's upper end of 0 of 4 is 49 %."""
    late = [report_due_in(-9, **CLOSED) for _ in range(4)]
    found = effect(
        backlog_of(*late, *[report_due_in(3, service_request_id=f"s{i}") for i in range(10)]),
        [("qlue", f"s{i}") for i in range(10)],
    )
    assert found.before.on_time == 0
    assert found.beyond_luck is True


def test_below_the_minimum_sample_no_rate_is_told() -> None:
    found = effect(backlog_of(report_due_in(3, service_request_id="one")), [("qlue", "one")])
    assert (found.before.on_time, found.after.on_time, found.beyond_luck) == (None, None, None)
    assert (found.before.stock, found.after.stock) == (1, 0)


def test_a_report_of_somebody_else_changes_nothing() -> None:
    found = finishing("elsewhere", "late")
    assert found.finished == 1
    assert finishing().before == finishing().after


@settings(max_examples=15)
@given(rows=report_rows, number=st.integers(0, 5))
def test_finishing_never_lowers_the_rate_and_takes_exactly_what_was_finished(
    rows: list[Any], number: int
) -> None:
    made = backlogs(facts_of_reports(rows), city(), MONDAY_NOON)[BARAT]
    keys = list(
        zip(made.rows["source"].head(number), made.rows["service_request_id"].head(number), strict=True)
    )
    found = effect(made, keys)
    assert found.finished == len(keys)
    assert found.before.stock - found.after.stock == len(keys)
    assert found.after.overdue >= 0
    if found.before.on_time is not None and found.after.on_time is not None:
        assert found.after.on_time >= found.before.on_time


def test_below_the_minimum_the_cases_are_told_and_no_rate() -> None:
    least = city().ranking.minimum_sample
    enough, few = (
        backlog_of(*[report_due_in(5, **CLOSED) for _ in range(count)]) for count in (least, least - 1)
    )
    told = effect(enough, []).before
    assert (told.hits, told.n, told.on_time) == (least, least, 1.0)
    silent = effect(few, []).before
    assert (silent.hits, silent.n, silent.on_time, silent.low) == (least - 1, least - 1, None, None)


def test_where_one_report_is_enough_one_report_has_a_rate() -> None:
    (alone,) = [backlog_of(report_due_in(3, service_request_id="only"))]
    found = effect(replace(alone, minimum_sample=1), [("qlue", "only")])
    assert (found.before.on_time, found.after.on_time) == (None, 1.0)
