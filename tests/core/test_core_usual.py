"""The usual number of reports received by this time of day, from the four weeks before today."""

from datetime import timedelta
from typing import Any

import pytest

from data.core.history.counts import usual_by_now
from tests.builders import standings
from tests.personas import ZONE, local_time

NOON = local_time("2026-11-25 12:00")  # Wednesday


def usual_number(*filed: str, as_of: Any = NOON) -> float | None:
    return usual_by_now(standings(*({"requested_datetime": local_time(at)} for at in filed)), as_of, ZONE)


def test_an_empty_store_has_no_usual_number() -> None:
    assert usual_number() is None


HISTORY = [
    ("six days and a bit: Wednesday 00:01 of the week before", "2026-11-18 00:01", None),
    ("exactly a week: Wednesday 00:00", "2026-11-18 00:00", 1 / 7),
    (
        "seven days and a bit: Tuesday",
        "2026-11-17 11:00",
        0.0,
    ),  # day eight back lies before the seven whole days
    ("only today", "2026-11-25 08:00", None),
]


@pytest.mark.parametrize(("first", "mean"), [row[1:] for row in HISTORY], ids=[row[0] for row in HISTORY])
def test_a_week_of_history_is_required(first: str, mean: float | None) -> None:
    assert usual_number(first) == mean


def test_a_mean_over_ten_days_counted_by_hand() -> None:
    mean_by_now = usual_number(
        "2026-11-15 00:00",  # Sunday: the history is ten whole days, 15 to 24 November
        "2026-11-20 11:59",  # Friday
        "2026-11-20 12:00",  # Friday at this very time of day
        "2026-11-20 12:01",  # Friday, but later in the day
        "2026-11-24 23:59",  # Tuesday, later in the day
        "2026-11-25 00:00",  # today
        "2026-11-25 10:00",
    )
    assert mean_by_now == 3 / 10


def test_only_the_last_28_days_before_today_count() -> None:
    mean_by_now = usual_number(
        "2026-10-01 08:00",  # Thursday, long before
        "2026-10-27 23:59",  # Tuesday, the last minute before
        "2026-10-28 00:00",  # Wednesday, the first moment of the 28 days
        "2026-11-24 08:00",
    )
    assert mean_by_now == 2 / 28


def test_the_time_of_day_is_local_to_the_city() -> None:
    """07:00 WITA is 23:00 UTC of the day before: by UTC it would come after noon."""
    assert usual_number("2026-11-11 07:00", "2026-11-12 07:00", "2026-11-13 13:00") == 1 / 13


def test_withdrawn_reports_are_counted() -> None:
    days = [NOON - timedelta(days=n, hours=1) for n in range(1, 11)]
    rows = [{"requested_datetime": at, "status_description": "ditolak"} for at in days]
    assert usual_by_now(standings(*rows), NOON, ZONE) == 1.0
