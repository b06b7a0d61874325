"""Evidence counts for the closing that it came with, as known by a given moment."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from data.core.history.evidence import closing_evidence
from data.core.report.standing import EventKind
from tests.builders import event, events
from tests.personas import MONDAY_NOON


def hours_later(hours: int) -> datetime:
    return MONDAY_NOON + timedelta(hours=hours)


def opening_event(hours: int, kind: EventKind = EventKind.RECEIVED) -> dict[str, Any]:
    return event(kind, hours_later(hours), status="open", evidence=False)


def closing_event(hours: int, evidence: bool, kind: EventKind = EventKind.CLOSED) -> dict[str, Any]:
    return event(kind, hours_later(hours), status="closed", evidence=evidence)


# History rows, each an hour after the one before, and the evidence of each closed row at the last hour.
CASES = [
    ("closed with a photo", [opening_event(0), closing_event(1, True)], [1.0]),
    ("closed without one", [opening_event(0), closing_event(1, False)], [0.0]),
    (
        "handed in later",
        [opening_event(0), closing_event(1, False), closing_event(2, True, EventKind.AMENDED)],
        [1.0, 1.0],
    ),
    (
        "the photo of the closing before does not serve for the next",
        [
            opening_event(0),
            closing_event(1, True),
            opening_event(2, EventKind.REOPENED),
            closing_event(3, False),
        ],
        [1.0, 0.0],
    ),
    (
        "each opening again begins anew",
        [
            *(opening_event(0), closing_event(1, False), opening_event(2, EventKind.REOPENED)),
            *(closing_event(3, True), opening_event(4, EventKind.REOPENED), closing_event(5, False)),
        ],
        [0.0, 1.0, 0.0],
    ),
]


@pytest.mark.parametrize(
    ("history_rows", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_closing_has_the_evidence_of_its_own_spell(
    history_rows: list[dict[str, Any]], expected: list[float]
):
    history = events(*history_rows)
    evidence = closing_evidence(history, hours_later(len(history_rows) - 1))[history["status"] == "closed"]
    assert evidence.tolist() == expected


def test_evidence_counts_up_to_and_including_the_moment():
    history = events(opening_event(0), closing_event(1, False), closing_event(2, True, EventKind.AMENDED))
    assert closing_evidence(history, hours_later(1)).iloc[1] == 0.0
    assert closing_evidence(history, hours_later(2) - timedelta(microseconds=1)).iloc[1] == 0.0
    assert closing_evidence(history, hours_later(2)).iloc[1] == 1.0


def test_evidence_belongs_to_one_report_of_one_source():
    history = events(
        event(EventKind.CLOSED, hours_later(0), "1", status="closed", evidence=True),
        event(EventKind.CLOSED, hours_later(0), "2", status="closed", evidence=False),
        event(EventKind.CLOSED, hours_later(0), "1", status="closed", evidence=False, source="lapor"),
    )
    assert closing_evidence(history, hours_later(1)).tolist() == [1.0, 0.0, 0.0]


def test_evidence_of_an_open_report_is_no_evidence_of_its_closing():
    history = events(
        event(EventKind.AMENDED, hours_later(0), status="open", evidence=True),
        event(EventKind.CLOSED, hours_later(1), status="closed", evidence=False),
    )
    assert closing_evidence(history, hours_later(1)).iloc[1] == 0.0


def test_evidence_stays_unknown_until_one_event_has_it():
    history = events(closing_event(0, False), closing_event(1, False, EventKind.AMENDED)).astype(
        {"evidence": "object"}
    )
    history["evidence"] = [None, None]
    assert closing_evidence(history, hours_later(2)).isna().all()
    history["evidence"] = [None, True]
    assert closing_evidence(history, hours_later(2)).tolist() == [1.0, 1.0]
