"""What a source only repeats undoes nothing that was done here; what it newly says counts."""

from typing import Any

import pytest

from data.core.report.record import Place, Placement, ServiceRequest, StatusChange
from data.core.report.standing import Known
from data.core.report.told import TOLD, evidence_of, told_by, told_in, told_now, without_echo
from tests.builders import hours_before, standing
from tests.personas import ANGGREK, CEMPAKA, IN_ANGGREK, IN_CEMPAKA

HERE = Place(placement=Placement.POINT, area_code=ANGGREK)
THERE = Place(placement=Placement.POINT, area_code=CEMPAKA)
LAT, LONG = IN_ANGGREK
AT_FIRST = {
    "service_code": "sampah", "status_description": "menunggu", "agency_responsible": None, "evidence": False,
    "lat": LAT, "long": LONG, "area_code": ANGGREK, "placement": "point",
}  # fmt: skip


def row(**changed: Any) -> ServiceRequest:
    """What the source goes on telling, unless it is said otherwise."""
    usual: dict[str, Any] = {
        "source": "qlue", "service_request_id": "1", "service_code": "sampah", "lat": LAT, "long": LONG,
        "status_description": "menunggu", "requested_datetime": hours_before(9),
        "closed_datetime": hours_before(1),
        "history": (StatusChange(at=hours_before(8), status_description="menunggu"),),
    }  # fmt: skip
    return ServiceRequest(**{**usual, **changed})


def followed(told: dict[str, Any] | None = None, **now: Any) -> Known:
    """A report that was followed up here: in work at the DLH, moved to Cempaka, under another category."""
    lat, long = IN_CEMPAKA
    usual = {"status_description": "proses", "agency_responsible": "DLH", "service_code": "banjir",
             "area_code": CEMPAKA, "placement": "named", "lat": lat, "long": long}  # fmt: skip
    now = standing(**{**usual, **now})
    return Known(now, {TOLD: {**AT_FIRST, **(told or {})}}, hours_before(5), hours_before(5), "mark")


def untouched() -> Known:
    return Known(standing(), {}, hours_before(5), hours_before(5), "mark")


def test_what_a_row_tells_and_what_a_state_was_told_are_of_one_form() -> None:
    assert told_in(row(), HERE) == AT_FIRST
    state = standing(lat=LAT, long=LONG, area_code=ANGGREK, placement="point", evidence=False)
    assert told_by(state) == AT_FIRST
    assert told_in(row(evidence_url="https://contoh.id/a.jpg"), HERE)["evidence"] is True


def test_what_is_told_is_kept_of_reports_that_are_followed_up_here_only() -> None:
    assert told_now(row(), HERE, untouched()) == {}
    assert told_now(row(), THERE, followed()) == {TOLD: {**AT_FIRST, "area_code": CEMPAKA}}


def test_a_report_that_nobody_acted_on_here_is_taken_as_it_comes() -> None:
    assert without_echo(row(), HERE, untouched()) == (row(), HERE)


def test_an_echo_is_put_as_the_report_stands_here() -> None:
    found, place = without_echo(row(), HERE, followed())
    lat, long = IN_CEMPAKA
    kept = (found.service_code, found.status_description, found.agency_responsible, found.lat, found.long)
    assert kept == ("banjir", "proses", "DLH", lat, long)
    assert (found.closed_datetime, found.history) == (None, ())
    assert place == Place(placement=Placement.NAMED, area_code=CEMPAKA)
    assert found.requested_datetime == row().requested_datetime


NEWS = [
    ("a new state", {"status_description": "disposisi"}, ("banjir", "disposisi", "DLH")),
    ("a new holder", {"agency_responsible": "PUPR"}, ("banjir", "proses", "PUPR")),
    ("a new category", {"service_code": "jalan"}, ("jalan", "proses", "DLH")),
]


@pytest.mark.parametrize(("said", "kept"), [case[1:] for case in NEWS], ids=[case[0] for case in NEWS])
def test_news_count_and_what_is_only_repeated_beside_them_does_not(
    said: dict[str, Any], kept: tuple[str, ...]
) -> None:
    found, _ = without_echo(row(**said), HERE, followed())
    assert (found.service_code, found.status_description, found.agency_responsible) == kept
    fresh = "status_description" in said
    assert bool(found.history) is fresh
    assert (found.closed_datetime is not None) is fresh


@pytest.mark.parametrize(
    ("said", "place"),
    [({}, THERE), ({"lat": 1.4}, HERE), ({"long": 124.9}, HERE), ({"lat": None, "long": None}, HERE)],
)
def test_a_place_that_is_new_in_any_part_is_taken_whole(said: dict[str, Any], place: Place) -> None:
    found, where = without_echo(row(**said), place, followed())
    assert where == place
    assert (found.lat, found.long) == (row(**said).lat, row(**said).long)
    assert found.status_description == "proses"


CLOSED_HERE = [
    # told first, told now, what stands after it
    ("menunggu", "proses", "selesai"),  # it has got as far as working on it
    ("menunggu", "selesai", "selesai"),  # it has closed it too
    ("selesai", "menunggu", "menunggu"),  # it has opened it again: news
]


@pytest.mark.parametrize(("first", "now", "stands"), CLOSED_HERE)
def test_of_what_was_closed_here_only_a_reopening_is_news(first: str, now: str, stands: str) -> None:
    known = followed({"status_description": first}, status_description="selesai")
    found, _ = without_echo(row(status_description=now), HERE, known)
    assert found.status_description == stands


@pytest.mark.parametrize(
    ("told", "shown", "ours", "counts"),
    [(False, False, True, True), (False, True, False, True), (True, True, False, False),
     (True, False, True, False)],
)  # fmt: skip
def test_evidence_is_ours_until_the_source_says_something_new(
    told: bool, shown: bool, ours: bool, counts: bool
) -> None:
    url = "https://contoh.id/a.jpg" if shown else None
    assert evidence_of(row(evidence_url=url), followed({"evidence": told}, evidence=ours)) is counts
    assert evidence_of(row(evidence_url=url), untouched()) is shown


def test_the_point_of_an_echo_is_put_as_it_stands_here_to_the_north_as_well() -> None:
    found, _ = without_echo(row(), HERE, followed(lat=LAT + 0.01))
    assert found.lat == LAT + 0.01
