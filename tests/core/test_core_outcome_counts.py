"""Outcomes of all stored reports against their deadlines: each in exactly one count."""

from datetime import timedelta
from typing import Any

import pytest

from data.core.integrity.outcome_counts import OUTCOMES, outcome_counts
from tests.builders import standings
from tests.personas import local_time

NOON = local_time("2026-11-25 12:00")  # Wednesday
HOUR = timedelta(hours=1)
CLOSED_STATUS = {"status": "closed", "status_description": "selesai"}


def closed(hours: float | None, **changed: Any) -> dict[str, Any]:
    """Return a report closed so many hours after its deadline of Wednesday noon; None: at an unknown time."""
    at = None if hours is None else NOON + hours * HOUR
    return {**CLOSED_STATUS, "expected_datetime": NOON, "closed_datetime": at, **changed}


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ({"expected_datetime": None}, "no_target"),
        ({"expected_datetime": NOON}, "open"),
        ({"expected_datetime": NOON - HOUR}, "open_overdue"),
        ({"expected_datetime": NOON - HOUR, "stopped_at": NOON - 2 * HOUR}, "open"),
        ({"expected_datetime": NOON - 3 * HOUR, "stopped_at": NOON - 2 * HOUR}, "open_overdue"),
        (closed(0), "closed_on_time"),
        (closed(1), "closed_late"),
        (closed(None), "closed_unknown"),
        (closed(1, expected_datetime=None), "no_target"),
        (closed(1, status_description="ditolak"), "withdrawn"),
        (closed(1, status_description="duplikat"), "withdrawn"),
    ],
)
def test_each_report_counts_once(row: dict[str, Any], name: str) -> None:
    assert outcome_counts(standings(row), NOON) == {**dict.fromkeys(OUTCOMES, 0), name: 1}


def test_the_counts_add_up_to_all_reports() -> None:
    rows = [{"expected_datetime": NOON}, closed(-1), closed(-1), closed(1), {"expected_datetime": None}]
    counts = outcome_counts(standings(*rows), NOON)
    assert sum(counts.values()) == len(rows)
    assert (counts["closed_on_time"], counts["closed_late"], counts["open"], counts["no_target"]) == (
        2,
        1,
        1,
        1,
    )


def test_an_empty_store_counts_true_zeros() -> None:
    assert outcome_counts(standings(), NOON) == dict.fromkeys(OUTCOMES, 0)
