"""The order of urgency of a backlog: savable, late, due later, paused, without a deadline."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.backlog.backlog import NEXT_UP_COUNT, TRIAGE_GROUPS, TriageGroup, backlogs_by_parent
from tests.builders import city, facts, standings
from tests.core.backlogs import HOUR, backlog_of, report_due_in, report_rows
from tests.example_limits import limited_examples
from tests.personas import BARAT, MONDAY_NOON

STOPPED = {"stopped_at": MONDAY_NOON - HOUR, "status_description": "menunggu_pelapor"}


@pytest.mark.parametrize(
    ("row", "turn"),
    [
        (report_due_in(1), TriageGroup.SAVABLE),
        (report_due_in(0), TriageGroup.SAVABLE),  # the deadline itself is on time
        (report_due_in(24), TriageGroup.SAVABLE),
        (report_due_in(24 + 1 / 60), TriageGroup.DUE_LATER),
        (report_due_in(-1 / 60), TriageGroup.LATE),
        (report_due_in(-90), TriageGroup.LATE),  # very late
        (report_due_in(1, **STOPPED), TriageGroup.PAUSED),
        (report_due_in(-5, **STOPPED), TriageGroup.PAUSED),  # late, with a stopped clock
        (report_due_in(None), TriageGroup.NO_DEADLINE),
        (report_due_in(None, **STOPPED), TriageGroup.NO_DEADLINE),
    ],
)
def test_each_report_is_in_one_triage_group(row: dict[str, Any], turn: TriageGroup) -> None:
    assert backlog_of(row).rows["turn"].tolist() == [turn]


def test_paused_overdue_reports_are_counted_separately() -> None:
    backlog = backlog_of(
        report_due_in(-5, **STOPPED),
        report_due_in(1, **STOPPED),
        report_due_in(-5),
        report_due_in(None, **STOPPED),
    )
    assert backlog.paused_overdue == 1


def test_the_triage_order_of_a_monday_noon() -> None:
    """Checked by hand: two savable, the nearer first; then the late ones, the most overdue first."""
    backlog = backlog_of(
        report_due_in(-3, service_request_id="late by 3 h"),
        report_due_in(None, service_request_id="no deadline"),
        report_due_in(50, service_request_id="due on Wednesday"),
        report_due_in(23, service_request_id="due tomorrow at 11"),
        report_due_in(-30, service_request_id="late by 30 h"),
        report_due_in(2, **STOPPED, service_request_id="asked back"),
        report_due_in(4, service_request_id="due today at 16"),
    )
    order = backlog.rows["service_request_id"].tolist()
    assert order == [
        "due today at 16", "due tomorrow at 11", "late by 30 h", "late by 3 h", "due on Wednesday",
        "asked back", "no deadline",
    ]  # fmt: skip
    assert backlog.next_up["service_request_id"].tolist() == order[:NEXT_UP_COUNT]


@pytest.mark.parametrize("due", [16, -2, 40])
def test_equal_reports_are_ordered_by_filing_then_by_key(due: float) -> None:
    backlog = backlog_of(
        report_due_in(due, filed=5, service_request_id="b"),
        report_due_in(due, filed=5, service_request_id="a"),
        report_due_in(due, filed=9, service_request_id="z"),
    )
    assert backlog.rows["service_request_id"].tolist() == ["z", "a", "b"]


def test_without_a_deadline_the_oldest_comes_first() -> None:
    backlog = backlog_of(
        report_due_in(None, filed=1, service_request_id="new"),
        report_due_in(None, filed=90, service_request_id="old"),
    )
    assert backlog.rows["service_request_id"].tolist() == ["old", "new"]


@limited_examples(15)
@given(rows=report_rows, seed=st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_the_order_of_the_store(rows: list[Any], seed: Any) -> None:
    numbered = [{**row, "service_request_id": str(number)} for number, row in enumerate(rows)]
    shuffled = seed.sample(numbered, len(numbered))
    backlogs_in_order, backlogs_shuffled = (
        backlogs_by_parent(facts(standings=standings(*order)), city(), MONDAY_NOON)
        for order in (numbered, shuffled)
    )
    for code, backlog in backlogs_in_order.items():
        assert (
            backlog.rows["service_request_id"].tolist()
            == backlogs_shuffled[code].rows["service_request_id"].tolist()
        )


@limited_examples(15)
@given(rows=report_rows)
def test_savable_reports_come_before_all_others(rows: list[Any]) -> None:
    backlog_table = backlog_of(*rows, code=BARAT).rows
    turns = [TRIAGE_GROUPS.index(TriageGroup(turn)) for turn in backlog_table["turn"]]
    assert turns == sorted(turns)
    for turn in (TriageGroup.SAVABLE, TriageGroup.LATE, TriageGroup.DUE_LATER):
        left = backlog_table.loc[backlog_table["turn"] == turn, "left"].tolist()
        assert left == sorted(left)
    savable = backlog_table[backlog_table["turn"] == TriageGroup.SAVABLE]
    assert savable["left"].between(timedelta(0), timedelta(hours=24)).all()
