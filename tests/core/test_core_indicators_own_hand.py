"""Indicators of an office's own hand: deadlines moved later, late reports joined, late questions."""

from typing import Any

import pandas as pd
import pytest

from data.core.config.indicator_rule import AnomalyRule
from data.core.review.anomaly_indicators import (
    ReviewPeriod,
    all_indicators,
    asked_late,
    joined_late,
    recategorised_later,
)
from tests.builders import areas
from tests.event_histories import build_history
from tests.personas import ZONE, local_time

WEEK = ReviewPeriod(local_time("2026-11-23 00:00"), local_time("2026-11-30 00:00"), ZONE)
DUE = {
    "expected_datetime": local_time("2026-11-25 08:00"),
    "approaching_at": local_time("2026-11-24 22:00"),
}
FILED = ("1", "received", "2026-11-23 08:00", DUE)
DUPLICATE = {"status_description": "duplikat"}
ASKED = {"status_description": "menunggu_pelapor"}


def due_at(moment: str | None) -> dict[str, Any]:
    return {"service_code": "usul", "expected_datetime": local_time(moment) if moment else None}


@pytest.mark.parametrize(
    ("after", "gained"),
    [
        pytest.param("2026-12-09 08:00", [336.0], id="two weeks later"),
        pytest.param("2026-11-25 08:06", [0.1], id="six minutes later"),
        pytest.param("2026-11-25 08:00", [], id="the same"),
        pytest.param("2026-11-24 08:00", [], id="earlier"),
    ],
)
def test_a_category_that_moves_the_deadline_later(after: str, gained: list[float]) -> None:
    """Before the deadline too, unlike a late change of category."""
    flagged = recategorised_later(
        build_history([FILED, ("1", "recategorised", "2026-11-24 08:00", due_at(after))]), WEEK
    )
    assert flagged["hours_gained"].tolist() == gained
    assert flagged["service_code_before"].tolist() == ["sampah"] * len(gained)


def test_a_category_that_removes_the_deadline_is_listed_without_hours() -> None:
    flagged = recategorised_later(
        build_history([FILED, ("1", "recategorised", "2026-11-24 08:00", due_at(None))]), WEEK
    )
    assert flagged["hours_gained"].isna().tolist() == [True]


@pytest.mark.parametrize(
    "story",
    [
        pytest.param([FILED, ("1", "recategorised", "2026-11-30 08:00", due_at("2026-12-09 08:00"))],
                     id="after the period"),
        pytest.param([FILED, ("1", "status", "2026-11-24 08:00", due_at("2026-12-09 08:00"))],
                     id="of the same category"),
        pytest.param([FILED, ("1", "closed", "2026-11-24 08:00"),
                      ("1", "recategorised", "2026-11-24 09:00", due_at("2026-12-09 08:00"))], id="closed"),
        pytest.param([("1", "received", "2026-11-23 08:00"),
                      ("1", "recategorised", "2026-11-24 09:00", due_at("2026-12-09 08:00"))], id="had none"),
    ],
)  # fmt: skip
def test_what_gains_nothing_is_no_later_deadline(story: list[Any]) -> None:
    assert recategorised_later(build_history(story), WEEK).empty


@pytest.mark.parametrize(
    ("steps", "late"),
    [
        pytest.param([("withdrawn", "2026-11-25 09:30", DUPLICATE)], [1.5], id="after the deadline"),
        pytest.param([("withdrawn", "2026-11-25 08:00", DUPLICATE)], [], id="at the deadline itself"),
        pytest.param([("withdrawn", "2026-11-24 08:00", DUPLICATE)], [], id="in time"),
        pytest.param([("withdrawn", "2026-11-25 09:30")], [], id="rejected, which the center does"),
        pytest.param([("withdrawn", "2026-11-30 09:30", DUPLICATE)], [], id="after the period"),
        pytest.param([("status", "2026-11-24 08:00", {"stopped_at": local_time("2026-11-24 08:00")}),
                      ("withdrawn", "2026-11-25 09:30", DUPLICATE)], [], id="its clock was stopped in time"),
        pytest.param([("status", "2026-11-25 10:00", {"stopped_at": local_time("2026-11-25 10:00")}),
                      ("withdrawn", "2026-11-26 09:30", DUPLICATE)], [2.0], id="its clock was stopped late"),
    ],
)  # fmt: skip
def test_a_late_report_that_is_counted_with_another(steps: list[Any], late: list[float]) -> None:
    flagged = joined_late(build_history([FILED, *[("1", *step) for step in steps]]), WEEK)
    assert flagged["hours_late"].tolist() == late
    assert flagged["expected_before"].tolist() == [pd.Timestamp(DUE["expected_datetime"])] * len(late)


@pytest.mark.parametrize(
    ("asked_at", "left"),
    [
        pytest.param("2026-11-24 21:59", [], id="with more than a fifth of the time left"),
        pytest.param("2026-11-24 22:00", [10.0], id="as the deadline approaches"),
        pytest.param("2026-11-25 09:00", [-1.0], id="after the deadline"),
        pytest.param("2026-11-30 09:00", [], id="after the period"),
    ],
)
def test_a_question_that_stops_the_clock_near_its_end(asked_at: str, left: list[float]) -> None:
    flagged = asked_late(build_history([FILED, ("1", "status", asked_at, ASKED)]), WEEK)
    assert flagged["hours_left"].tolist() == left


def test_a_question_while_the_clock_is_stopped_gains_nothing() -> None:
    stopped = {"status_description": "diteruskan", "stopped_at": local_time("2026-11-24 08:00")}
    story = [FILED, ("1", "status", "2026-11-24 08:00", stopped), ("1", "status", "2026-11-25 09:00", ASKED)]
    assert asked_late(build_history(story), WEEK).empty


def test_a_question_without_a_moment_of_approach_is_late_after_the_deadline() -> None:
    """A source's own deadline has none."""
    due = {"expected_datetime": DUE["expected_datetime"]}
    for asked_at, count in (("2026-11-25 07:59", 0), ("2026-11-25 08:00", 1)):
        story = [("1", "received", "2026-11-23 08:00", due), ("1", "status", asked_at, ASKED)]
        assert len(asked_late(build_history(story), WEEK)) == count


def test_these_indicators_are_listed_only_where_there_are_reports() -> None:
    """Readers of older reviews know the list of the others, which stays as it was otherwise."""
    names = ("recategorised_later", "joined_late", "asked_late")
    for steps, expected in (([], []), ([("1", "status", "2026-11-25 09:00", ASKED)], ["asked_late"])):
        listed = all_indicators(build_history([FILED, *steps]), areas(), WEEK, AnomalyRule(), None)
        assert [name for name, _table in listed if name in names] == expected
