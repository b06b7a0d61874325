"""The order in which a camat takes up his reports: to be saved, late, to come, standing still."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.core.backlog.backlog import FIRST, TURNS, Turn, backlogs
from tests.builders import city, facts, standings
from tests.core.backlogs import HOUR, backlog_of, report_due_in, report_rows
from tests.personas import BARAT, MONDAY_NOON

STOPPED = {"stopped_at": MONDAY_NOON - HOUR, "status_description": "menunggu_pelapor"}


@pytest.mark.parametrize(
    ("row", "turn"),
    [
        (report_due_in(1), Turn.SAVABLE),
        (report_due_in(0), Turn.SAVABLE),  # the deadline itself is on time
        (report_due_in(24), Turn.SAVABLE),
        (report_due_in(24 + 1 / 60), Turn.AHEAD),
        (report_due_in(-1 / 60), Turn.LATE),
        (report_due_in(-90), Turn.LATE),  # very late
        (report_due_in(1, **STOPPED), Turn.STANDING),
        (report_due_in(-5, **STOPPED), Turn.STANDING),  # late, and nothing that the camat can do now
        (report_due_in(None), Turn.UNTARGETED),
        (report_due_in(None, **STOPPED), Turn.UNTARGETED),
    ],
)
def test_each_report_is_taken_up_in_one_turn(row: dict[str, Any], turn: Turn) -> None:
    assert backlog_of(row).rows["turn"].tolist() == [turn]


def test_what_is_late_with_its_clock_stopped_is_counted_by_itself() -> None:
    made = backlog_of(
        report_due_in(-5, **STOPPED),
        report_due_in(1, **STOPPED),
        report_due_in(-5),
        report_due_in(None, **STOPPED),
    )
    assert made.standing_late == 1


def test_the_first_five_of_a_monday_noon() -> None:
    """Checked by hand: two to save, the nearer first; then the late ones, the one late for longest first."""
    made = backlog_of(
        report_due_in(-3, service_request_id="late by 3 h"),
        report_due_in(None, service_request_id="no deadline"),
        report_due_in(50, service_request_id="due on Wednesday"),
        report_due_in(23, service_request_id="due tomorrow at 11"),
        report_due_in(-30, service_request_id="late by 30 h"),
        report_due_in(2, **STOPPED, service_request_id="asked back"),
        report_due_in(4, service_request_id="due today at 16"),
    )
    order = made.rows["service_request_id"].tolist()
    assert order == [
        "due today at 16", "due tomorrow at 11", "late by 30 h", "late by 3 h", "due on Wednesday",
        "asked back", "no deadline",
    ]  # fmt: skip
    assert made.first["service_request_id"].tolist() == order[:FIRST]


@pytest.mark.parametrize("due", [16, -2, 40])
def test_equal_ones_are_taken_up_by_filing_then_by_key(due: float) -> None:
    made = backlog_of(
        report_due_in(due, filed=5, service_request_id="b"),
        report_due_in(due, filed=5, service_request_id="a"),
        report_due_in(due, filed=9, service_request_id="z"),
    )
    assert made.rows["service_request_id"].tolist() == ["z", "a", "b"]


def test_without_a_deadline_the_oldest_comes_first() -> None:
    made = backlog_of(
        report_due_in(None, filed=1, service_request_id="new"),
        report_due_in(None, filed=90, service_request_id="old"),
    )
    assert made.rows["service_request_id"].tolist() == ["old", "new"]


@settings(max_examples=15)
@given(rows=report_rows, seed=st.randoms(use_true_random=False))
def test_the_order_is_the_same_however_the_store_hands_reports_out(rows: list[Any], seed: Any) -> None:
    told = [{**row, "service_request_id": str(number)} for number, row in enumerate(rows)]
    mixed = seed.sample(told, len(told))
    one, other = (
        backlogs(facts(standings=standings(*order)), city(), MONDAY_NOON) for order in (told, mixed)
    )
    for code, made in one.items():
        assert made.rows["service_request_id"].tolist() == other[code].rows["service_request_id"].tolist()


@settings(max_examples=15)
@given(rows=report_rows)
def test_nothing_that_can_be_saved_stands_behind_what_cannot(rows: list[Any]) -> None:
    made = backlog_of(*rows, code=BARAT).rows
    turns = [TURNS.index(Turn(turn)) for turn in made["turn"]]
    assert turns == sorted(turns)
    for turn in (Turn.SAVABLE, Turn.LATE, Turn.AHEAD):
        left = made.loc[made["turn"] == turn, "left"].tolist()
        assert left == sorted(left)
    savable = made[made["turn"] == Turn.SAVABLE]
    assert savable["left"].between(timedelta(0), timedelta(hours=24)).all()
