"""What a source only repeats undoes nothing that was done here; what it newly says counts."""

from typing import Any

import pytest

from data.core.report.record import Place, Placement, ServiceRequest, StatusChange
from data.core.report.standing import KnownReport
from data.core.report.told import (
    SOURCE_VALUES_KEY,
    current_evidence,
    drop_repeated_values,
    source_values_of_row,
    source_values_of_standing,
    updated_source_values,
)
from tests.builders import hours_before, standing
from tests.personas import ANGGREK, CEMPAKA, IN_ANGGREK, IN_CEMPAKA

AT_ANGGREK = Place(placement=Placement.POINT, area_code=ANGGREK)
AT_CEMPAKA = Place(placement=Placement.POINT, area_code=CEMPAKA)
LAT, LONG = IN_ANGGREK
FIRST_VALUES = {
    "service_code": "sampah", "status_description": "menunggu", "agency_responsible": None, "evidence": False,
    "lat": LAT, "long": LONG, "area_code": ANGGREK, "placement": "point",
}  # fmt: skip


def row(**changed: Any) -> ServiceRequest:
    """What the source goes on telling, unless it is said otherwise."""
    defaults: dict[str, Any] = {
        "source": "qlue", "service_request_id": "1", "service_code": "sampah", "lat": LAT, "long": LONG,
        "status_description": "menunggu", "requested_datetime": hours_before(9),
        "closed_datetime": hours_before(1),
        "history": (StatusChange(at=hours_before(8), status_description="menunggu"),),
    }  # fmt: skip
    return ServiceRequest(**{**defaults, **changed})


def followed_up_report(source_values: dict[str, Any] | None = None, **current: Any) -> KnownReport:
    """A report that was followed up here: in work at the DLH, moved to Cempaka, under another category."""
    lat, long = IN_CEMPAKA
    defaults = {"status_description": "proses", "agency_responsible": "DLH", "service_code": "banjir",
             "area_code": CEMPAKA, "placement": "named", "lat": lat, "long": long}  # fmt: skip
    current = standing(**{**defaults, **current})
    return KnownReport(
        current,
        {SOURCE_VALUES_KEY: {**FIRST_VALUES, **(source_values or {})}},
        hours_before(5),
        hours_before(5),
        "mark",
    )


def untouched_report() -> KnownReport:
    return KnownReport(standing(), {}, hours_before(5), hours_before(5), "mark")


def test_source_values_of_row_and_standing_have_the_same_form() -> None:
    assert source_values_of_row(row(), AT_ANGGREK) == FIRST_VALUES
    state = standing(lat=LAT, long=LONG, area_code=ANGGREK, placement="point", evidence=False)
    assert source_values_of_standing(state) == FIRST_VALUES
    assert source_values_of_row(row(evidence_url="https://contoh.id/a.jpg"), AT_ANGGREK)["evidence"] is True


def test_source_values_are_stored_only_for_followed_up_reports() -> None:
    assert updated_source_values(row(), AT_ANGGREK, untouched_report()) == {}
    assert updated_source_values(row(), AT_CEMPAKA, followed_up_report()) == {
        SOURCE_VALUES_KEY: {**FIRST_VALUES, "area_code": CEMPAKA}
    }


def test_rows_of_reports_without_follow_up_are_applied_unchanged() -> None:
    assert drop_repeated_values(row(), AT_ANGGREK, untouched_report()) == (row(), AT_ANGGREK)


def test_repeated_source_values_do_not_override_the_follow_up() -> None:
    merged, place = drop_repeated_values(row(), AT_ANGGREK, followed_up_report())
    lat, long = IN_CEMPAKA
    values = (
        merged.service_code,
        merged.status_description,
        merged.agency_responsible,
        merged.lat,
        merged.long,
    )
    assert values == ("banjir", "proses", "DLH", lat, long)
    assert (merged.closed_datetime, merged.history) == (None, ())
    assert place == Place(placement=Placement.NAMED, area_code=CEMPAKA)
    assert merged.requested_datetime == row().requested_datetime


CHANGED_VALUES = [
    ("a new state", {"status_description": "disposisi"}, ("banjir", "disposisi", "DLH")),
    ("a new holder", {"agency_responsible": "PUPR"}, ("banjir", "proses", "PUPR")),
    ("a new category", {"service_code": "jalan"}, ("jalan", "proses", "DLH")),
]


@pytest.mark.parametrize(
    ("said", "kept"), [case[1:] for case in CHANGED_VALUES], ids=[case[0] for case in CHANGED_VALUES]
)
def test_changed_source_values_are_applied_and_repeated_ones_are_not(
    said: dict[str, Any], kept: tuple[str, ...]
) -> None:
    merged, _ = drop_repeated_values(row(**said), AT_ANGGREK, followed_up_report())
    assert (merged.service_code, merged.status_description, merged.agency_responsible) == kept
    fresh = "status_description" in said
    assert bool(merged.history) is fresh
    assert (merged.closed_datetime is not None) is fresh


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({}, AT_CEMPAKA),
        ({"lat": 1.4}, AT_ANGGREK),
        ({"long": 124.9}, AT_ANGGREK),
        ({"lat": None, "long": None}, AT_ANGGREK),
    ],
)
def test_a_place_that_changed_in_any_part_is_applied_whole(said: dict[str, Any], place: Place) -> None:
    merged, where = drop_repeated_values(row(**said), place, followed_up_report())
    assert where == place
    assert (merged.lat, merged.long) == (row(**said).lat, row(**said).long)
    assert merged.status_description == "proses"


CLOSED_HERE = [
    # told first, told now, what stands after it
    ("menunggu", "proses", "selesai"),  # it has got as far as working on it
    ("menunggu", "selesai", "selesai"),  # it has closed it too
    ("selesai", "menunggu", "menunggu"),  # it has opened it again: news
]


@pytest.mark.parametrize(("first", "now", "stands"), CLOSED_HERE)
def test_after_closing_by_follow_up_only_a_reopening_is_applied(first: str, now: str, stands: str) -> None:
    known_report = followed_up_report({"status_description": first}, status_description="selesai")
    merged, _ = drop_repeated_values(row(status_description=now), AT_ANGGREK, known_report)
    assert merged.status_description == stands


@pytest.mark.parametrize(
    ("told", "shown", "ours", "counts"),
    [(False, False, True, True), (False, True, False, True), (True, True, False, False),
     (True, False, True, False)],
)  # fmt: skip
def test_follow_up_evidence_counts_until_the_source_changes_its_own(
    told: bool, shown: bool, ours: bool, counts: bool
) -> None:
    url = "https://contoh.id/a.jpg" if shown else None
    assert (
        current_evidence(row(evidence_url=url), followed_up_report({"evidence": told}, evidence=ours))
        is counts
    )
    assert current_evidence(row(evidence_url=url), untouched_report()) is shown


def test_a_repeated_point_does_not_override_the_latitude() -> None:
    merged, _ = drop_repeated_values(row(), AT_ANGGREK, followed_up_report(lat=LAT + 0.01))
    assert merged.lat == LAT + 0.01
