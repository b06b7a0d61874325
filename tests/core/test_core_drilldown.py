"""Every number of the review is the length of its list, and the number that the rules give."""

from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given

from data.core.history.places import NO_PARENT
from data.core.history.replay import FLOW_COLUMNS, flow, flow_table
from data.core.review.drilldown import drilldown_rows, metric_counts
from data.core.review.metric_key import Metric, MetricKey, parse_metric_key
from data.core.review.review_data import ReviewData
from data.core.review.review_report import ReviewAnalysis
from tests.builders import areas, city
from tests.event_histories import build_history, event_histories, periods
from tests.example_limits import limited_examples
from tests.personas import ANGGREK, BARAT, CEMPAKA, TIMUR, local_time
from tests.review_reports import build_review_analysis, with_deadlines

SINCE, UNTIL = local_time("2026-11-23 00:00"), local_time("2026-11-24 00:00")  # the whole Monday
PLACES = (BARAT, TIMUR, NO_PARENT)
MONDAY = [
    ("1", "received", "2026-11-22 20:00"),
    ("1", "closed", "2026-11-23 08:00", {"evidence": True}),
    ("1", "reopened", "2026-11-23 09:00"),
    ("2", "received", "2026-11-23 10:00", {"service_code": "banjir"}),
    ("2", "moved", "2026-11-23 11:00", {"area_code": CEMPAKA}),
    ("3", "received", "2026-11-23 12:00", {"area_code": None}),
    ("3", "withdrawn", "2026-11-23 13:00"),
    ("4", "received", "2026-11-23 22:00", {"area_code": CEMPAKA}),
    ("4", "closed", "2026-11-23 23:00"),
]


def ids(metric_key: str, history: pd.DataFrame | None = None) -> list[str]:
    """Return the ids of the reports behind a number of that Monday."""
    analysis = build_review_analysis(build_history(MONDAY) if history is None else history, SINCE, UNTIL)
    return sorted(row["service_request_id"] for row in analysis.reports(parse_metric_key(metric_key)))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("opening", ["1"]),
        ("new", ["2", "3", "4"]),
        ("new:banjir", ["2"]),
        (f"new@{TIMUR}", ["4"]),
        (f"new@{NO_PARENT}", ["3"]),
        ("reopened", ["1"]),
        (f"moved_in@{TIMUR}", ["2"]),
        (f"moved_out@{BARAT}", ["2"]),
        ("closed", ["1", "4"]),
        ("withdrawn", ["3"]),
        ("closing", ["1", "2"]),
        (f"closing@{TIMUR}:banjir", ["2"]),
        ("evidence:with", ["1"]),
        ("evidence:without", ["4"]),
        ("age:1", ["1"]),  # 28 hours
        ("age:0", ["2"]),  # 14 hours
        ("state:no_target", ["1", "2"]),
        ("held_city:kecamatan", ["1", "2", "3", "4"]),
        (f"held@{BARAT}:kecamatan", ["1", "2"]),
        ("week_open:11", ["1", "2"]),
        ("week_new:11", ["1", "2", "3", "4"]),
        ("week_new:10", []),
        ("sign:reopened_soon", ["1"]),
    ],
)
def test_the_reports_behind_a_number_by_hand(cell: str, expected: list[str]) -> None:
    assert ids(cell) == expected


HELD = [
    # 1: 00-08 and 09-24; 2: 10-24, moved at 11; 3: an hour; 4: an hour
    ("held_city:kecamatan", {"1": 23.0, "2": 14.0, "3": 1.0, "4": 1.0}),
    (f"held@{BARAT}:kecamatan", {"1": 23.0, "2": 1.0}),
    (f"held@{TIMUR}:kecamatan", {"2": 13.0, "4": 1.0}),
    (f"held@{NO_PARENT}:kecamatan", {"3": 1.0}),
]


@pytest.mark.parametrize(("cell", "hours"), HELD)
def test_a_time_held_list_shows_the_hours_of_each_report(cell: str, hours: dict[str, float]) -> None:
    rows = build_review_analysis(build_history(MONDAY), SINCE, UNTIL).reports(parse_metric_key(cell))
    assert {row["service_request_id"]: row["figures"] for row in rows} == {
        report: {"hours": value} for report, value in hours.items()
    }


def test_hours_are_shown_to_a_tenth() -> None:
    history = build_history([("1", "received", "2026-11-23 08:00"), ("1", "closed", "2026-11-23 08:20")])
    (row,) = build_review_analysis(history, SINCE, UNTIL).reports(parse_metric_key("held_city:kecamatan"))
    assert row["figures"] == {"hours": 0.3}


def test_evidence_is_unknown_where_no_source_reports_any() -> None:
    silent = [("1", "received", "2026-11-23 08:00"), ("1", "closed", "2026-11-23 09:00")]
    assert ids("evidence:unknown", build_history(silent)) == ["1"]
    assert ids("evidence:without", build_history(silent)) == []


def test_a_report_exactly_one_day_old_is_in_the_first_age_band() -> None:
    history = build_history([("1", "received", "2026-11-23 00:00"), ("2", "received", "2026-11-22 23:59")])
    assert (ids("age:0", history), ids("age:1", history)) == (["1"], ["2"])


def test_an_indicator_lists_each_report_with_its_figures_and_moment() -> None:
    (row,) = build_review_analysis(build_history(MONDAY), SINCE, UNTIL).reports(
        parse_metric_key("sign:reopened_soon")
    )
    assert row["figures"]["at"] == local_time("2026-11-23 09:00")
    assert set(row["figures"]) > {"at"}
    (other,) = build_review_analysis(build_history(MONDAY), SINCE, UNTIL).reports(parse_metric_key("opening"))
    assert other["figures"] is None


def test_an_empty_history_has_no_counts() -> None:
    assert build_review_analysis(build_history([]), SINCE, UNTIL).report["counts"] == {}


def test_the_rate_is_made_of_closed_in_time_closed_late_and_overdue() -> None:
    """90 minutes each: 1 was late by its first closing and is open again, 4 took an hour, 2 is over."""
    history = with_deadlines(build_history(MONDAY))
    assert ids("judged:overdue", history) == ["1", "2"]
    assert ids("judged:on_time", history) == ["4"]
    assert ids("judged:late", history) == []
    assert ids("judged_before:overdue", history) == ["1"]


@limited_examples(6)
@given(event_histories(), periods())
def test_every_count_equals_the_length_of_its_list(
    history: pd.DataFrame, period: tuple[datetime, datetime]
) -> None:
    analysis = build_review_analysis(with_deadlines(history), *period)
    counts_by_key = metric_counts(analysis.drilldown)
    for name, number in counts_by_key.items():
        assert (
            len(analysis.reports(parse_metric_key(name), limit=10_000))
            == number
            == analysis.count(parse_metric_key(name))
        )


@limited_examples(6)
@given(event_histories(), periods())
def test_a_count_is_the_sum_of_its_parts(history: pd.DataFrame, period: tuple[datetime, datetime]) -> None:
    """Parents add up to the city, details to the total; assignees of the city count a moved report once."""
    table = build_review_analysis(with_deadlines(history), *period).drilldown
    counts_by_key = metric_counts(table)
    for figure in Metric:
        whole = len(drilldown_rows(table, MetricKey(figure)))
        assert whole == sum(counts_by_key.get(str(MetricKey(figure, parent)), 0) for parent in PLACES)
        assert whole == sum(
            n for name, n in counts_by_key.items() if _is_detail(parse_metric_key(name), figure)
        )


def _is_detail(metric_key: MetricKey, metric: Metric) -> bool:
    return metric_key.metric is metric and metric_key.parent is None and metric_key.detail is not None


@limited_examples(15)
@given(event_histories(), periods())
def test_the_flow_counts_equal_those_of_the_flow_table(
    history: pd.DataFrame, period: tuple[datetime, datetime]
) -> None:
    counts_by_key = metric_counts(build_review_analysis(history, *period).drilldown)
    table = flow_table(history, areas(), *period)
    for place in PLACES:
        actual = [counts_by_key.get(str(MetricKey(Metric(name), place)), 0) for name in FLOW_COLUMNS]
        assert actual == [table.loc[place, name] for name in FLOW_COLUMNS]
    city = flow(history, *period)
    without_moves = [name for name in FLOW_COLUMNS if not name.startswith("moved")]
    assert [counts_by_key.get(name, 0) for name in without_moves] == [
        getattr(city, name) for name in without_moves
    ]
    assert counts_by_key.get("moved_in", 0) == counts_by_key.get("moved_out", 0)


@limited_examples(6)
@given(event_histories(), periods())
def test_the_counts_equal_those_of_the_review_and_of_the_ranking(
    history: pd.DataFrame, period: tuple[datetime, datetime]
) -> None:
    analysis = build_review_analysis(with_deadlines(history), *period)
    counts_by_key, review = metric_counts(analysis.drilldown), analysis.review
    for sign in review.signs:
        assert counts_by_key.get(f"sign:{sign['sign']}", 0) == (sign["count"] or 0)
    for row in review.holders:
        assert counts_by_key[f"held_city:{row['holder']}"] == row["reports"]
    for part in ("with_evidence", "without_evidence", "evidence_unknown"):
        detail = part.removeprefix("evidence_").removesuffix("_evidence")
        assert counts_by_key.get(f"evidence:{detail}", 0) == review.closings[part]
    for moment, figure in zip(period, ("judged_before", "judged"), strict=True):
        rows, _ = analysis.review_data.ranking(moment)
        for row in rows:
            actual = [
                counts_by_key.get(f"{figure}@{row['code']}{d}", 0)
                for d in ("", ":on_time", ":late", ":overdue")
            ]
            assert actual == [row["n"], row["closed_on_time"], row["closed_late"], row["overdue"]]


def test_a_sensitive_report_is_listed_by_its_kecamatan_only() -> None:
    story = [("1", "received", "2026-11-23 08:00", {"service_code": "narkoba", "area_code": ANGGREK})]
    (row,) = build_review_analysis(build_history(story), SINCE, UNTIL).reports(MetricKey(Metric.NEW))
    assert (row["area"], row["parent"], row["parent_name"]) == (None, BARAT, "Barat")
    assert {"lat", "long", "reporter"} & row.keys() == set()


def test_a_long_list_comes_in_parts() -> None:
    story = [(str(number), "received", f"2026-11-23 08:{number:02}") for number in range(30)]
    analysis = build_review_analysis(build_history(story), SINCE, UNTIL)
    pages = [analysis.reports(MetricKey(Metric.NEW), start, 20) for start in (0, 20, 40)]
    assert [len(page) for page in pages] == [20, 10, 0]
    assert len({row["service_request_id"] for page in pages for row in page}) == 30


def test_a_report_is_in_the_next_band_of_age_a_second_after_the_day() -> None:
    """Filed a second more than 24 hours, and exactly 24 hours, before the end of Monday."""
    history = build_history(
        [("1", "received", "2026-11-22 23:59:59"), ("2", "received", "2026-11-23 00:00:00")]
    )
    assert (ids("age:1", history), ids("age:0", history)) == (["1"], ["2"])


def test_hours_held_are_exact_over_many_weeks() -> None:
    """From 1 October, 00:00, to 24 November, 00:00: 54 days."""
    history = build_history([("1", "received", "2026-10-01 00:00")])
    analysis = build_review_analysis(history, local_time("2026-10-01 00:00"), UNTIL)
    (row,) = analysis.reports(parse_metric_key("held_city:kecamatan"))
    assert row["figures"] == {"hours": 54 * 24.0}


def test_an_event_at_the_end_of_the_period_is_included() -> None:
    assert ids("new", build_history([("1", "received", "2026-11-24 00:00")])) == ["1"]


def test_only_events_from_the_first_of_the_twelve_weeks_on_are_counted() -> None:
    """Twelve weeks before Tuesday 24 November, 00:00, is Tuesday 1 September, 00:00."""
    history = build_history([
        ("1", "received", "2026-08-31 09:00"),
        ("2", "received", "2026-09-01 09:00"), ("1", "closed", "2026-09-02 09:00"),
        ("2", "closed", "2026-09-03 09:00"),
    ])  # fmt: skip
    assert (ids("week_new:0", history), ids("week_closed:0", history)) == (["2"], ["1", "2"])
    assert ids("week_open:0", history) == []


def test_a_report_received_closed_counts_from_its_reopening() -> None:
    history = build_history([
        ("1", "received", "2026-08-01 08:00", {"status": "closed", "status_description": "selesai",
                                               "closed_datetime": local_time("2026-08-01 08:00")}),
        ("1", "reopened", "2026-11-20 09:00"),
    ])  # fmt: skip
    assert (ids("week_open:11", history), ids("week_open:10", history)) == (["1"], [])
    assert ids("closing", history) == ["1"]


def test_evidence_is_known_for_a_source_that_ever_reported_any() -> None:
    """Long before the period, and not at a closing."""
    history = build_history([
        ("1", "received", "2026-08-01 08:00"), ("1", "closed", "2026-08-01 09:00"),
        ("1", "amended", "2026-08-02 08:00", {"evidence": True}),
        ("2", "received", "2026-11-23 08:00"), ("2", "closed", "2026-11-23 09:00"),
    ])  # fmt: skip
    assert (ids("evidence:without", history), ids("evidence:unknown", history)) == (["2"], [])


def test_weeks_are_cut_at_the_citys_hour_also_where_its_clocks_change() -> None:
    """In Berlin clocks go back on Sunday 25 October 2026: a week before Wednesday 08.00 is 06.00 UTC."""
    berlin = city(timezone="Europe/Berlin")
    history = build_history([("1", "received", "2026-10-21 14:30")])  # 06.30 UTC
    until = datetime(2026, 10, 28, 7, tzinfo=UTC)
    analysis = ReviewAnalysis(
        ReviewData(history, areas(), berlin, until - timedelta(days=1), until, revision=1)
    )
    assert [len(analysis.reports(parse_metric_key(f"week_new:{week}"))) for week in (10, 11)] == [0, 1]


def test_the_previous_period_ends_at_the_citys_midnight() -> None:
    """30 days before Tuesday 24 November: the midnight before 25 October; closed at six that evening."""
    history = with_deadlines(build_history([
        ("1", "received", "2026-10-24 17:00"), ("1", "closed", "2026-10-24 18:00"),
        ("2", "received", "2026-10-25 01:00"), ("2", "closed", "2026-10-25 02:00"),
    ]))  # fmt: skip
    barat, _ = sorted(
        build_review_analysis(history, SINCE, UNTIL).report["ranking"], key=lambda row: row["code"]
    )
    assert barat["previous_n"] == 1


def test_a_report_with_an_indicator_twice_is_listed_once_with_its_last_figures() -> None:
    history = build_history([
        ("1", "received", "2026-11-23 08:00"), ("1", "closed", "2026-11-23 08:03"),
        ("1", "reopened", "2026-11-23 08:04"), ("1", "closed", "2026-11-23 08:05"),
    ])  # fmt: skip
    (row,) = build_review_analysis(history, SINCE, UNTIL).reports(parse_metric_key("sign:closed_quickly"))
    assert row["figures"]["minutes"] == 5.0
