"""The latest events, newest first, with the hours to closing and whether it met its deadline."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from data.core.report.standing import EventKind
from data.core.snapshot.lists import EVENT_LIMIT, NameLookup, latest_events
from tests.builders import areas, city, event, events
from tests.personas import ANGGREK, BARAT, local_time

NOON = local_time("2026-11-25 12:00")  # Wednesday
MONDAY = local_time("2026-11-23 08:00")


def event_rows(*rows: dict[str, Any], as_of: datetime = NOON) -> list[dict[str, Any]]:
    return latest_events(events(*rows), as_of, NameLookup(city(), areas()))


def closing(at: datetime, **changed: Any) -> dict[str, Any]:
    return event(EventKind.CLOSED, at, **{"status_description": "selesai", "closed_datetime": at, **changed})


def test_an_event_row_has_plain_values() -> None:
    rows = event_rows(event(EventKind.RECEIVED, MONDAY))
    assert rows == [
        {
            "kind": "received",
            "occurred_at": datetime(2026, 11, 23, 0, tzinfo=UTC),
            "service_code": "sampah", "service_name": "Sampah",
            "placement": "point", "area": ANGGREK, "area_name": "Anggrek",
            "parent": BARAT, "parent_name": "Barat",
            "status_description": "menunggu",
            "hours": None,
            "on_time": None,
        }
    ]  # fmt: skip
    assert type(rows[0]["occurred_at"]) is datetime


@pytest.mark.parametrize("kind", list(EventKind))
def test_only_events_for_the_wall_are_listed(kind: EventKind) -> None:
    shown_kinds = {EventKind.RECEIVED, EventKind.CLOSED, EventKind.REOPENED, EventKind.WITHDRAWN}
    assert [event_row["kind"] for event_row in event_rows(event(kind, MONDAY))] == (
        [kind.value] if kind in shown_kinds else []
    )


def test_events_are_ordered_newest_first_and_then_by_change() -> None:
    rows = event_rows(
        event(EventKind.RECEIVED, MONDAY, "1", service_code="a"),
        event(EventKind.RECEIVED, MONDAY - timedelta(hours=1), "2", service_code="b"),
        event(EventKind.RECEIVED, MONDAY, "3", service_code="c"),
    )
    assert [row["service_code"] for row in rows] == ["c", "a", "b"]


def test_events_after_the_moment_are_not_listed() -> None:
    rows = [
        event(EventKind.RECEIVED, NOON, "1"),
        event(EventKind.RECEIVED, NOON + timedelta(microseconds=1), "2"),
    ]
    assert len(event_rows(*rows)) == 1


def test_only_the_last_24_events_are_listed() -> None:
    assert EVENT_LIMIT == 24
    rows = [
        event(EventKind.RECEIVED, MONDAY + timedelta(minutes=n), str(n), service_code=f"c{n}")
        for n in range(26)
    ]
    assert [row["service_code"] for row in event_rows(*rows)] == [f"c{n}" for n in range(25, 1, -1)]


# Filed on Monday 23 November at 08:00, due on Wednesday the 25th at 08:00.
CLOSINGS = [
    ("after a day and a half", closing(MONDAY + timedelta(hours=36)), 36.0, True),
    ("at the deadline itself", closing(MONDAY + timedelta(hours=48)), 48.0, True),
    ("a second late", closing(MONDAY + timedelta(hours=48, seconds=1)), 48 + 1 / 3600, False),
    ("without a deadline", closing(MONDAY + timedelta(hours=1), expected_datetime=None), 1.0, None),
    ("nobody knows when", closing(MONDAY + timedelta(hours=1), closed_datetime=None), None, None),
    ("before it was filed, says the source",
     closing(MONDAY + timedelta(hours=1), closed_datetime=MONDAY - timedelta(hours=2)), 0.0, True),
]  # fmt: skip


@pytest.mark.parametrize(("row", "hours", "on_time"), [c[1:] for c in CLOSINGS], ids=[c[0] for c in CLOSINGS])
def test_a_closing_has_its_hours_and_whether_it_met_its_deadline(
    row: dict[str, Any], hours: float | None, on_time: bool | None
) -> None:
    event_row = event_rows(row)[0]
    assert event_row["hours"] == pytest.approx(hours, abs=1e-9)
    assert event_row["on_time"] is on_time


def test_a_withdrawal_has_neither_hours_nor_a_met_deadline() -> None:
    event_row = event_rows(
        event(EventKind.WITHDRAWN, NOON, status_description="ditolak", closed_datetime=NOON)
    )[0]
    assert (event_row["hours"], event_row["on_time"]) == (None, None)


def test_an_empty_history_has_no_events() -> None:
    assert event_rows() == []
