"""Alerts of the wall: deadlines that were just missed, and the names of bursts."""

from datetime import timedelta
from typing import Any

import pytest

from data.core.history.counts import open_reports
from data.core.snapshot.alerts import JUST_LATE_LIMIT, cluster_rows, just_late
from data.core.snapshot.lists import NameLookup
from tests.builders import areas, city, standings
from tests.personas import ANGGREK, BARITO, CEMPAKA, DELIMA, MONDAY_NOON

SECOND = timedelta(seconds=1)


def due(seconds: float, **changed: Any) -> dict[str, Any]:
    """Return a report due so many seconds after Monday noon, filed a day before."""
    moments = {"requested_datetime": MONDAY_NOON - timedelta(days=1)}
    return {**moments, "expected_datetime": MONDAY_NOON + seconds * SECOND, **changed}


def just_late_ids(*rows: dict[str, Any]) -> list[str]:
    """Return the ids of the listed deadlines in order."""
    opened = open_reports(standings(*rows), MONDAY_NOON)
    return [
        line["service_request_id"] for line in just_late(opened, MONDAY_NOON, NameLookup(city(), areas()))
    ]


@pytest.mark.parametrize(
    ("seconds", "is_listed"),
    [(-3600, False), (-3599, True), (-1, True), (0, True), (30, True), (31, False), (3600, False)],
)
def test_a_deadline_is_listed_from_half_a_minute_before_it_until_an_hour_after(
    seconds: int, is_listed: bool
) -> None:
    """A screen shows the moment itself, so it needs the deadline before."""
    assert bool(just_late_ids(due(seconds))) is is_listed


def test_a_report_with_a_stopped_clock_is_not_just_late() -> None:
    assert just_late_ids(due(-60, stopped_at=MONDAY_NOON - timedelta(hours=1))) == []


def test_closed_reports_and_those_without_a_deadline_are_not_just_late() -> None:
    assert just_late_ids(due(-60, status_description="selesai", closed_datetime=MONDAY_NOON - SECOND)) == []
    assert just_late_ids({**due(0), "expected_datetime": None}) == []


def test_the_most_recently_missed_deadlines_come_first_and_the_list_is_capped() -> None:
    rows = [due(-60 * minute, service_request_id=str(minute)) for minute in (3, 1, 6, 2, 5, 4)]
    assert just_late_ids(*rows) == ["1", "2", "3", "4", "5"]
    assert len(just_late_ids(*rows)) == JUST_LATE_LIMIT


def test_the_latest_are_listed_also_of_more_than_a_list_of_timers_holds() -> None:
    rows = [due(-20 * number, service_request_id=f"{number:03}") for number in range(1, 151)]
    assert just_late_ids(*rows) == ["001", "002", "003", "004", "005"]


def cluster_row(*codes: str, kind: str = "banjir") -> dict[str, Any]:
    rows = [
        {"requested_datetime": MONDAY_NOON - timedelta(minutes=i), "area_code": code, "service_code": kind,
         "lat": 1.4, "long": 124.8}
        for i in range(8) for code in codes
    ]  # fmt: skip
    (line,) = cluster_rows(standings(*rows), areas(), city(), MONDAY_NOON)
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
def test_a_cluster_is_named_by_its_kelurahan_or_by_kecamatan_if_there_are_many(
    codes: tuple[str, ...], places: list[str]
) -> None:
    row = cluster_row(*codes)
    assert row["places"] == places
    assert (row["service_code"], row["service_name"], row["count"]) == (
        "banjir",
        "Banjir",
        8 * len(codes),
    )


def test_a_cluster_of_a_sensitive_category_is_not_shown() -> None:
    rows = [{"requested_datetime": MONDAY_NOON, "service_code": "narkoba"}] * 9
    assert cluster_rows(standings(*rows), areas(), city(), MONDAY_NOON) == []
