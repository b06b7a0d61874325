"""The checks of the review's sums report what does not add up."""

import pandas as pd
import pytest

from data.core.history.assignees import assignment_spans
from data.core.history.replay import flow, flow_table
from data.core.integrity.checks import check_assignees, check_flow_table
from tests.builders import areas
from tests.event_histories import build_history
from tests.personas import BARAT, local_time

SINCE, UNTIL = local_time("2026-11-23 00:00"), local_time("2026-11-24 00:00")
STORY = [
    ("1", "received", "2026-11-23 08:00"),
    ("1", "closed", "2026-11-23 10:00"),
    ("2", "received", "2026-11-23 11:00"),
]


@pytest.fixture
def table() -> pd.DataFrame:
    """Return the flow of that Monday."""
    return flow_table(build_history(STORY), areas(), SINCE, UNTIL)


def faults(table: pd.DataFrame) -> list[str]:
    """Return the faults of a table."""
    return [
        fault.identity
        for fault in check_flow_table(table, flow(build_history(STORY), SINCE, UNTIL), "Monday")
    ]


def test_consistent_tables_have_no_fault(table: pd.DataFrame) -> None:
    """Neither the table nor the assignees have a fault."""
    assert faults(table) == []
    assert (
        check_assignees(
            assignment_spans(build_history(STORY), SINCE, UNTIL), build_history(STORY), SINCE, UNTIL
        )
        == []
    )


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("closing", ["stock and flow per place", "closing of all places = closing of the city"]),
        ("moved_in", ["stock and flow per place"]),
        ("closed_without_evidence", ["stock and flow per place"]),
    ],
)
def test_one_report_too_many_is_reported(table: pd.DataFrame, column: str, expected: list[str]) -> None:
    """It is reported for the area and, where it matters there, for the city."""
    table.loc[BARAT, column] += 1
    assert faults(table) == expected


def test_places_that_balance_but_differ_from_the_city_are_reported(table: pd.DataFrame) -> None:
    """A report counted twice balances in each area, and is one too many in the city."""
    table.loc[BARAT, ["new", "closing"]] += 1
    assert faults(table) == [f"{name} of all places = {name} of the city" for name in ("new", "closing")]


def test_a_missing_minute_of_assignment_is_reported() -> None:
    """The fault names the report."""
    assignments = assignment_spans(build_history(STORY), SINCE, UNTIL)
    assignments.loc[0, "held"] -= pd.Timedelta(minutes=1)
    reported = check_assignees(assignments, build_history(STORY), SINCE, UNTIL)
    assert [(fault.identity, fault.where) for fault in reported] == [("sum of holders = open time", "qlue/1")]


def test_a_report_without_any_assignment_is_reported() -> None:
    """Its whole open time is missing."""
    assignments = assignment_spans(build_history(STORY), SINCE, UNTIL).iloc[1:]
    assert [fault.where for fault in check_assignees(assignments, build_history(STORY), SINCE, UNTIL)] == [
        "qlue/1"
    ]
