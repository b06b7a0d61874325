"""Indicators of single reports: closed quickly, no evidence, recategorised late, reopened soon."""

from typing import Any

import pandas as pd
import pytest

from data.core.config.indicator_rule import AnomalyRule
from data.core.review.anomaly_indicators import (
    ReviewPeriod,
    closed_quickly,
    closed_without_evidence,
    one_reporter,
    recategorised_late,
    reopened_soon,
    rescheduled_late,
)
from tests.event_histories import build_history
from tests.personas import ANGGREK, ZONE, local_time

RULE = AnomalyRule()
WEEK = ReviewPeriod(local_time("2026-11-23 00:00"), local_time("2026-11-30 00:00"), ZONE)  # Monday to Monday
DUE = {"expected_datetime": local_time("2026-11-25 08:00")}  # Wednesday


def ids(table: pd.DataFrame) -> list[str]:
    """Return the ids of an indicator's reports."""
    return table["service_request_id"].tolist()


@pytest.mark.parametrize(
    ("filed", "closed", "minutes"),
    [
        pytest.param("2026-11-23 08:00", "2026-11-23 08:04", [4.0], id="four minutes"),
        pytest.param("2026-11-23 08:00", "2026-11-23 08:10", [10.0], id="exactly at the threshold"),
        pytest.param("2026-11-23 08:00", "2026-11-23 08:11", [], id="a minute more"),
        pytest.param("2026-11-22 23:55", "2026-11-23 00:00", [], id="at the start, which is excluded"),
        pytest.param("2026-11-29 23:55", "2026-11-30 00:00", [5.0], id="at the end, which is included"),
        pytest.param("2026-11-29 23:55", "2026-11-30 00:01", [], id="after the end"),
    ],
)
def test_closed_within_minutes_of_filing(filed: str, closed: str, minutes: list[float]) -> None:
    """The minutes are listed with it."""
    flagged = closed_quickly(build_history([("1", "received", filed), ("1", "closed", closed)]), WEEK, RULE)
    assert flagged["minutes"].tolist() == minutes


def test_minutes_are_rounded_to_a_tenth() -> None:
    """250 seconds are 4.17 minutes."""
    history = build_history([("1", "received", "2026-11-23 08:00"), ("1", "closed", "2026-11-23 08:04:10")])
    assert closed_quickly(history, WEEK, RULE)["minutes"].tolist() == [4.2]


def test_a_closing_at_an_unknown_time_is_not_quick() -> None:
    """It was closed when we first saw it; nothing else is known."""
    unknown = {"closed_datetime": None, "closed_basis": "unknown"}
    history = build_history(
        [("1", "received", "2026-11-23 08:00"), ("1", "closed", "2026-11-23 08:01", unknown)]
    )
    assert ids(closed_quickly(history, WEEK, RULE)) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"closed_datetime": local_time("2026-11-23 08:01"), "closed_basis": "day"},
        {"closed_datetime": local_time("2026-11-22 08:00")},
    ],
    ids=["only the day is known", "before the filing"],
)
def test_a_closing_that_is_no_exact_duration_is_not_quick(changed: dict[str, Any]) -> None:
    history = build_history(
        [("1", "received", "2026-11-23 08:00"), ("1", "closed", "2026-11-23 08:01", changed)]
    )
    assert ids(closed_quickly(history, WEEK, RULE)) == []


def test_an_immediately_rejected_report_is_not_closed_quickly() -> None:
    """A rejection improves no figure."""
    history = build_history([("1", "received", "2026-11-23 08:00"), ("1", "withdrawn", "2026-11-23 08:01")])
    assert ids(closed_quickly(history, WEEK, RULE)) == []


def test_closed_without_evidence_lists_the_agency() -> None:
    """Report 1 has a photo, report 2 has none, report 3 got one the day after."""
    history = build_history(
        [
            *[
                (report, "received", "2026-11-23 08:00", {"agency_responsible": "Satpol PP"})
                for report in "123"
            ],
            ("1", "closed", "2026-11-23 12:00", {"evidence": True}),
            ("2", "closed", "2026-11-23 13:00"),
            ("3", "closed", "2026-11-23 14:00"),
            ("3", "amended", "2026-11-24 14:00", {"evidence": True}),
        ]
    )
    flagged = closed_without_evidence(history, WEEK)
    assert ids(flagged) == ["2"]
    assert flagged["agency_responsible"].tolist() == ["Satpol PP"]
    assert flagged["at"].tolist() == [pd.Timestamp(local_time("2026-11-23 13:00"))]


@pytest.mark.parametrize(
    ("steps", "late"),
    [
        pytest.param([("recategorised", "2026-11-25 09:30")], [1.5], id="while overdue"),
        pytest.param([("recategorised", "2026-11-25 08:00")], [], id="at the deadline itself"),
        pytest.param([("recategorised", "2026-11-24 08:00")], [], id="in time"),
        pytest.param([("closed", "2026-11-25 10:00"), ("recategorised", "2026-11-25 11:00")], [3.0],
                     id="after it was closed late"),
        pytest.param([("closed", "2026-11-25 08:00"), ("recategorised", "2026-11-25 11:00")], [],
                     id="after it was closed at the deadline itself"),
        pytest.param([("recategorised", "2026-11-25 10:10")], [2.2], id="hours to a tenth"),
        pytest.param([("closed", "2026-11-24 10:00"), ("recategorised", "2026-11-25 11:00")], [],
                     id="after it was closed in time, which gains nothing"),
    ],
)  # fmt: skip
def test_category_changed_after_the_deadline(steps: list[tuple[str, str]], late: list[float]) -> None:
    """Both categories and both deadlines are listed."""
    changed = {"service_code": "usul", "expected_datetime": local_time("2026-12-31 08:00")}
    history = build_history(
        [
            ("1", "received", "2026-11-23 08:00", DUE),
            *[("1", kind, at, changed if kind == "recategorised" else {}) for kind, at in steps],
        ]
    )
    flagged = recategorised_late(history, WEEK)
    assert flagged["hours_late"].tolist() == late
    for row in flagged.itertuples():
        assert (row.service_code_before, row.service_code) == ("sampah", "usul")
        assert row.expected_before == DUE["expected_datetime"]
        assert row.expected_after == changed["expected_datetime"]


def test_hours_late_are_total_hours_over_weeks() -> None:
    """Wednesday 4 November 08.00 to Thursday 26 November 08.00 are 22 days."""
    history = build_history(
        [
            ("1", "received", "2026-11-02 08:00", {"expected_datetime": local_time("2026-11-04 08:00")}),
            ("1", "recategorised", "2026-11-26 08:00", {"service_code": "usul"}),
        ]
    )
    assert recategorised_late(history, WEEK)["hours_late"].tolist() == [528.0]


def test_a_report_without_a_deadline_is_not_recategorised_late() -> None:
    """There was no deadline to miss."""
    history = build_history(
        [("1", "received", "2026-11-23 08:00"), ("1", "recategorised", "2026-11-29 08:00")]
    )
    assert ids(recategorised_late(history, WEEK)) == []


def test_a_deadline_moved_after_it_had_passed_is_listed_with_how_late_it_was() -> None:
    moved = {"expected_datetime": local_time("2026-12-15 08:00")}
    history = build_history(
        [
            ("1", "received", "2026-11-23 08:00", DUE),
            ("1", "rescheduled", "2026-11-26 08:00", moved),
            ("2", "received", "2026-11-23 08:00", DUE),
            ("2", "amended", "2026-11-24 08:00", moved),
        ]
    )
    flagged = rescheduled_late(history, WEEK)
    assert (ids(flagged), flagged["hours_late"].tolist()) == (["1"], [24.0])
    assert flagged["expected_after"].tolist() == [moved["expected_datetime"]]


@pytest.mark.parametrize(
    ("closed", "reopened", "days"),
    [
        pytest.param("2026-11-23 08:00", "2026-11-24 08:00", [1.0], id="a day later"),
        pytest.param("2026-11-20 08:00", "2026-11-27 08:00", [7.0], id="exactly a week later"),
        pytest.param("2026-11-23 08:00", "2026-11-24 09:00", [1.04], id="25 hours, in days to a hundredth"),
        pytest.param("2026-11-20 08:00", "2026-11-27 08:01", [], id="a minute more"),
        pytest.param("2026-11-20 08:00", "2026-11-22 08:00", [], id="before the period"),
    ],
)
def test_reopened_within_a_week_of_its_closing(closed: str, reopened: str, days: list[float]) -> None:
    """What counts is the last closing before."""
    history = build_history(
        [
            ("1", "received", "2026-11-10 08:00"),
            ("1", "closed", "2026-11-11 08:00"),
            ("1", "reopened", "2026-11-11 09:00"),
            ("1", "closed", closed),
            ("1", "reopened", reopened),
        ]
    )
    flagged = reopened_soon(history, WEEK, RULE)
    assert flagged["days"].tolist() == days
    assert flagged["closed_at"].tolist() == [pd.Timestamp(local_time(closed))] * len(days)


def filed_reports(count: int, reporter: str | None, day: str, first: int = 0) -> list[Any]:
    """Return so many reports of one reporter, a minute apart from eight in the morning."""
    return [
        (f"{reporter}-{number}", "received", f"{day} 08:{number:02d}", {"reporter": reporter})
        for number in range(first, first + count)
    ]


@pytest.mark.parametrize(
    ("story", "expected"),
    [
        pytest.param(filed_reports(9, "maria", "2026-11-24"), [], id="nine in a day"),
        pytest.param(filed_reports(10, "maria", "2026-11-24"), [(1, 10)] * 10, id="ten in a day"),
        pytest.param(
            filed_reports(9, "maria", "2026-11-24") + filed_reports(9, "maria", "2026-11-25", 9),
            [],
            id="two days",
        ),
        pytest.param(
            filed_reports(9, "maria", "2026-11-24") + filed_reports(9, "yohanis", "2026-11-24"),
            [],
            id="two people",
        ),
        pytest.param(filed_reports(30, None, "2026-11-24"), [], id="nobody knows who"),
        pytest.param(filed_reports(10, "maria", "2026-11-20"), [], id="before the period"),
        pytest.param(
            filed_reports(10, "maria", "2026-11-24") + filed_reports(12, "yohanis", "2026-11-25"),
            [(1, 10)] * 10 + [(2, 12)] * 12,
            id="two people, told apart by a number",
        ),
    ],
)
def test_one_reporter_lists_many_reports_of_one_person_in_a_day(
    story: list[Any], expected: list[tuple[int, int]]
) -> None:
    """The list has neither a name nor the key of a person."""
    flagged = one_reporter(build_history(story), WEEK, RULE)
    assert list(zip(flagged["person"], flagged["reports_that_day"], strict=True)) == expected
    assert "reporter" not in flagged.columns


def test_one_reporter_has_the_day_and_counts_only_received_reports() -> None:
    """Nine filed on a Tuesday and closed the same day are nine, not eighteen."""
    nine = filed_reports(9, "maria", "2026-11-24")
    closings = [(step[0], "closed", f"2026-11-24 12:{number:02d}") for number, step in enumerate(nine)]
    assert one_reporter(build_history(nine + closings), WEEK, RULE).empty
    tenth = filed_reports(10, "maria", "2026-11-24") + closings
    assert one_reporter(build_history(tenth), WEEK, RULE)["day"].tolist() == ["2026-11-24"] * 10


def test_one_reporter_uses_the_citys_calendar_day() -> None:
    """A day ends at midnight in the city, not in UTC."""
    story = [
        (str(number), "received", f"2026-11-{24 + number // 6} {('23', '00')[number // 6]}:{number:02d}",
         {"reporter": "maria"})
        for number in range(12)
    ]  # fmt: skip
    assert ids(one_reporter(build_history(story), WEEK, RULE)) == []
    assert len(one_reporter(build_history(story), WEEK, AnomalyRule(reports_a_day=6))) == 12


def test_every_indicator_row_has_the_area_of_its_report() -> None:
    """So that a list can be read by kecamatan."""
    history = build_history([("1", "received", "2026-11-23 08:00"), ("1", "closed", "2026-11-23 08:04")])
    flagged = closed_quickly(history, WEEK, RULE)
    assert flagged[["source", "service_request_id", "area_code"]].to_numpy().tolist() == [
        ["qlue", "1", ANGGREK]
    ]
