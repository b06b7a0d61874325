"""Evidence counts for the closing that it came with, as known by the moment that is asked about."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from data.core.history.evidence import evidenced
from data.core.report.standing import EventKind
from tests.builders import event, events
from tests.personas import MONDAY_NOON


def after(hours: int) -> datetime:
    return MONDAY_NOON + timedelta(hours=hours)


def opened(hours: int, kind: EventKind = EventKind.RECEIVED) -> dict[str, Any]:
    return event(kind, after(hours), status="open", evidence=False)


def closed(hours: int, evidence: bool, kind: EventKind = EventKind.CLOSED) -> dict[str, Any]:
    return event(kind, after(hours), status="closed", evidence=evidence)


# What was told, each an hour after the one before; asked about the last hour; the answer for each row closed.
CASES = [
    ("closed with a photo", [opened(0), closed(1, True)], [1.0]),
    ("closed without one", [opened(0), closed(1, False)], [0.0]),
    (
        "handed in later",
        [opened(0), closed(1, False), closed(2, True, EventKind.AMENDED)],
        [1.0, 1.0],
    ),
    (
        "the photo of the closing before does not serve for the next",
        [opened(0), closed(1, True), opened(2, EventKind.REOPENED), closed(3, False)],
        [1.0, 0.0],
    ),
    (
        "each opening again begins anew",
        [
            *(opened(0), closed(1, False), opened(2, EventKind.REOPENED)),
            *(closed(3, True), opened(4, EventKind.REOPENED), closed(5, False)),
        ],
        [0.0, 1.0, 0.0],
    ),
]


@pytest.mark.parametrize(("told", "shown"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_closing_is_shown_by_what_came_with_it(told: list[dict[str, Any]], shown: list[float]):
    history = events(*told)
    found = evidenced(history, after(len(told) - 1))[history["status"] == "closed"]
    assert found.tolist() == shown


def test_evidence_of_after_the_moment_is_not_known_yet_and_of_that_very_moment_is():
    told = events(opened(0), closed(1, False), closed(2, True, EventKind.AMENDED))
    assert evidenced(told, after(1)).iloc[1] == 0.0
    assert evidenced(told, after(2) - timedelta(microseconds=1)).iloc[1] == 0.0
    assert evidenced(told, after(2)).iloc[1] == 1.0


def test_one_report_does_not_lend_its_photo_to_another_nor_to_another_source():
    told = events(
        event(EventKind.CLOSED, after(0), "1", status="closed", evidence=True),
        event(EventKind.CLOSED, after(0), "2", status="closed", evidence=False),
        event(EventKind.CLOSED, after(0), "1", status="closed", evidence=False, source="lapor"),
    )
    assert evidenced(told, after(1)).tolist() == [1.0, 0.0, 0.0]


def test_a_photo_of_an_open_report_shows_nothing_of_its_closing():
    told = events(
        event(EventKind.AMENDED, after(0), status="open", evidence=True),
        event(EventKind.CLOSED, after(1), status="closed", evidence=False),
    )
    assert evidenced(told, after(1)).iloc[1] == 0.0


def test_what_nobody_knows_stays_unknown_until_one_row_tells():
    told = events(closed(0, False), closed(1, False, EventKind.AMENDED)).astype({"evidence": "object"})
    told["evidence"] = [None, None]
    assert evidenced(told, after(2)).isna().all()
    told["evidence"] = [None, True]
    assert evidenced(told, after(2)).tolist() == [1.0, 1.0]
