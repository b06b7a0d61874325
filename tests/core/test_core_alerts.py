"""What interrupts the room: deadlines that were just missed, and in which words a burst is told."""

from datetime import timedelta
from typing import Any

import pytest

from data.core.history.counts import open_reports
from data.core.snapshot.alerts import JUST_LATE, burst_lines, just_late
from data.core.snapshot.lists import Names
from tests.builders import areas, city, standings
from tests.personas import ANGGREK, BARITO, CEMPAKA, DELIMA, MONDAY_NOON

SECOND = timedelta(seconds=1)


def due(seconds: float, **more: Any) -> dict[str, Any]:
    """A report due so many seconds after Monday noon, filed a day before."""
    moments = {"requested_datetime": MONDAY_NOON - timedelta(days=1)}
    return {**moments, "expected_datetime": MONDAY_NOON + seconds * SECOND, **more}


def told(*rows: dict[str, Any]) -> list[str]:
    """Whose deadlines are told, by id, in their order."""
    opened = open_reports(standings(*rows), MONDAY_NOON)
    return [line["service_request_id"] for line in just_late(opened, MONDAY_NOON, Names(city(), areas()))]


@pytest.mark.parametrize(
    ("seconds", "is_told"),
    [(-3600, False), (-3599, True), (-1, True), (0, True), (30, True), (31, False), (3600, False)],
)
def test_a_deadline_is_told_from_half_a_minute_before_it_for_an_hour(seconds: int, is_told: bool) -> None:
    """A screen tells the moment itself; it must know of it before."""
    assert bool(told(due(seconds))) is is_told


def test_a_clock_that_stands_still_misses_no_deadline() -> None:
    assert told(due(-60, stopped_at=MONDAY_NOON - timedelta(hours=1))) == []


def test_what_is_closed_or_has_no_deadline_is_not_told() -> None:
    assert told(due(-60, status_description="selesai", closed_datetime=MONDAY_NOON - SECOND)) == []
    assert told({**due(0), "expected_datetime": None}) == []


def test_the_latest_missed_stands_first_and_there_are_few() -> None:
    rows = [due(-60 * minute, service_request_id=str(minute)) for minute in (3, 1, 6, 2, 5, 4)]
    assert told(*rows) == ["1", "2", "3", "4", "5"]
    assert len(told(*rows)) == JUST_LATE


def burst(*codes: str, kind: str = "banjir") -> dict[str, Any]:
    rows = [
        {"requested_datetime": MONDAY_NOON - timedelta(minutes=i), "area_code": code, "service_code": kind,
         "lat": 1.4, "long": 124.8}
        for i in range(8) for code in codes
    ]  # fmt: skip
    (line,) = burst_lines(standings(*rows), areas(), city(), MONDAY_NOON)
    return line


@pytest.mark.parametrize(
    ("codes", "places"),
    [
        ((ANGGREK,), ["Anggrek"]),
        ((ANGGREK, BARITO), ["Anggrek", "Barito"]),
        ((ANGGREK, CEMPAKA), ["Anggrek", "Cempaka"]),
        ((ANGGREK, BARITO, CEMPAKA), ["Anggrek", "Barito", "Cempaka"]),
        ((ANGGREK, BARITO, CEMPAKA, DELIMA), ["Barat", "Timur"]),
    ],
)
def test_a_burst_is_told_by_its_kelurahan_or_if_they_are_many_by_their_kecamatan(
    codes: tuple[str, ...], places: list[str]
) -> None:
    found = burst(*codes)
    assert found["places"] == places
    assert (found["service_code"], found["service_name"], found["count"]) == (
        "banjir",
        "Banjir",
        8 * len(codes),
    )


def test_a_burst_of_what_no_screen_places_is_not_told() -> None:
    rows = [{"requested_datetime": MONDAY_NOON, "service_code": "narkoba"}] * 9
    assert burst_lines(standings(*rows), areas(), city(), MONDAY_NOON) == []
