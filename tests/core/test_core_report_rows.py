"""A report in a list: names for codes, age, lateness and assignee, and no person."""

from datetime import timedelta
from typing import Any

import pandas as pd
import pytest

from data.core.review import report_rows
from data.core.review.drilldown import drilldown_rows
from data.core.review.metric_key import Metric, MetricKey
from data.core.review.report_rows import TOP_LIMIT
from tests.event_histories import build_history
from tests.personas import ANGGREK, local_time
from tests.review_reports import build_review_analysis, with_deadlines

SINCE, UNTIL = local_time("2026-11-23 00:00"), local_time("2026-11-24 00:00")  # the whole Monday
STORY = [
    ("1", "received", "2026-11-22 20:00", {"reporter": "a1b2"}),
    ("2", "received", "2026-11-23 08:00", {"status_description": "disposisi", "agency_responsible": "DLH"}),
    ("2", "closed", "2026-11-23 12:00", {"reporter": "a1b2"}),
    ("3", "received", "2026-11-23 10:00"),
    ("3", "status", "2026-11-23 13:00", {"status_description": "menunggu_pelapor",
                                         "stopped_at": local_time("2026-11-23 13:00")}),
]  # fmt: skip


def rows_by_id(metric: Metric, history: pd.DataFrame | None = None) -> dict[str, dict[str, Any]]:
    analysis = build_review_analysis(
        with_deadlines(build_history(STORY)) if history is None else history, SINCE, UNTIL
    )
    return {row["service_request_id"]: row for row in analysis.reports(MetricKey(metric))}


def test_a_row_has_names_and_figures_and_no_reporter() -> None:
    """Filed on Sunday at 20:00, due at 21:30: at midnight of Monday 28 hours old and 26.5 over."""
    row = rows_by_id(Metric.CLOSING)["1"]
    assert row == {
        "source": "qlue", "service_request_id": "1", "service_code": "sampah", "service_name": "Sampah",
        "area": ANGGREK, "area_name": "Anggrek", "parent": "31.01.01", "parent_name": "Barat",
        "placement": "point",
        "status_description": "menunggu", "agency_responsible": None, "provisional": False,
        "requested_datetime": local_time("2026-11-22 20:00"),
        "expected_datetime": local_time("2026-11-22 21:30"), "occurred_at": local_time("2026-11-22 20:00"),
        "closed_datetime": None, "stopped_at": None, "reopened": 0,
        "state": "very_late", "figures": None, "age_hours": 28.0, "over_hours": 26.5,
        "holder": "kecamatan",
    }  # fmt: skip


def test_age_and_lateness_of_a_closed_report_end_at_its_closing() -> None:
    """Filed at 08:00, due at 09:30, closed at 12:00."""
    row = rows_by_id(Metric.CLOSED)["2"]
    assert (row["age_hours"], row["over_hours"], row["state"]) == (4.0, 2.5, None)
    assert row["closed_datetime"] == local_time("2026-11-23 12:00")


def test_lateness_of_a_stopped_clock_ends_when_it_stopped() -> None:
    """Filed at 10:00, due at 11:30, stopped at 13:00; its age runs on until midnight."""
    row = rows_by_id(Metric.CLOSING)["3"]
    assert (row["age_hours"], row["over_hours"], row["holder"]) == (14.0, 1.5, "pelapor")


def test_a_report_without_a_deadline_has_no_lateness() -> None:
    row = rows_by_id(Metric.CLOSING, build_history(STORY))["1"]
    assert (row["over_hours"], row["expected_datetime"], row["state"]) == (None, None, "no_target")


def test_opening_reports_are_described_as_of_the_beginning() -> None:
    assert rows_by_id(Metric.OPENING)["1"]["age_hours"] == 4.0
    assert rows_by_id(Metric.CLOSING)["1"]["age_hours"] == 28.0


def test_rows_are_ordered_by_deadline_and_then_by_filing() -> None:
    assert list(rows_by_id(Metric.CLOSING)) == ["1", "3"]
    reversed_history = build_history(
        [STORY[3], ("0", "received", "2026-11-23 11:00"), ("9", "received", "2026-11-23 10:00")]
    )
    assert list(rows_by_id(Metric.CLOSING, reversed_history)) == ["3", "9", "0"]


@pytest.mark.parametrize("count", [TOP_LIMIT - 1, TOP_LIMIT, TOP_LIMIT + 1])
def test_oldest_and_most_overdue_lists_have_at_most_12_rows(count: int) -> None:
    story = [(f"{n:02}", "received", f"2026-11-23 {n:02}:00") for n in range(count)]
    sheet, expected = (
        build_review_analysis(with_deadlines(build_history(story)), SINCE, UNTIL).report,
        [f"{n:02}" for n in range(min(count, TOP_LIMIT))],
    )
    assert [row["service_request_id"] for row in sheet["oldest"]] == expected
    assert [row["service_request_id"] for row in sheet["worst"]] == expected


def test_a_report_due_at_this_moment_is_not_most_overdue() -> None:
    history = with_deadlines(
        build_history([("1", "received", "2026-11-23 22:30"), ("2", "received", "2026-11-23 22:29")])
    )
    assert history["expected_datetime"].iloc[0] - pd.Timestamp(UNTIL) == timedelta(0)
    assert [
        row["service_request_id"] for row in build_review_analysis(history, SINCE, UNTIL).report["worst"]
    ] == ["2"]


def test_a_list_starts_at_0_and_has_at_most_200_rows() -> None:
    analysis = build_review_analysis(with_deadlines(build_history(STORY)), SINCE, UNTIL)
    metric_key = MetricKey(Metric.CLOSING)
    rows = drilldown_rows(analysis.drilldown, metric_key)
    many = pd.concat([rows] * 101)
    assert [
        row["service_request_id"]
        for row in report_rows.metric_report_rows(analysis.review_data, rows, metric_key)
    ] == ["1", "3"]
    assert (
        len(report_rows.metric_report_rows(analysis.review_data, many, metric_key))
        == len(analysis.reports(metric_key, limit=200)) * 100
        == 200
    )


def test_a_report_closed_at_an_unknown_time_ages_like_an_open_one() -> None:
    """Filed at 08:00; at midnight 16 hours."""
    story = [STORY[1], ("2", "closed", "2026-11-23 12:00", {"closed_datetime": None})]
    assert rows_by_id(Metric.CLOSED, build_history(story))["2"]["age_hours"] == 16.0


def test_a_clock_that_stops_in_the_future_is_still_running() -> None:
    """Filed on Sunday at 20:00, due at 21:30, stopped on Wednesday: at midnight 26.5 hours over."""
    story = [(*STORY[0][:3], {"stopped_at": local_time("2026-11-25 00:00")})]
    assert rows_by_id(Metric.CLOSING, with_deadlines(build_history(story)))["1"]["over_hours"] == 26.5


def test_ages_are_rounded_to_a_tenth_of_an_hour() -> None:
    """Filed on 1 October at 00:03: 54 days less three minutes, 1,295.95 hours."""
    row = rows_by_id(Metric.CLOSING, build_history([("1", "received", "2026-10-01 00:03")]))["1"]
    assert row["age_hours"] in (1295.9, 1296.0)  # half of a tenth is rounded by the number's own digits


def test_oldest_reports_have_their_state_and_age_at_the_end() -> None:
    (first, _) = build_review_analysis(with_deadlines(build_history(STORY)), SINCE, UNTIL).report["oldest"]
    assert (first["service_request_id"], first["state"], first["age_hours"]) == ("1", "very_late", 28.0)
