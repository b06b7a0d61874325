"""Rows of a source after a follow-up: repeated values undo nothing, changed values are applied."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from data.core.report.reconcile.source_values import (
    SOURCE_VALUES_KEY,
    current_evidence,
    drop_repeated_values,
    initial_source_values,
    source_values_of_row,
    source_values_of_standing,
    updated_source_values,
)
from data.core.report.record import Place, Placement, ServiceRequest, StatusChange
from data.core.report.standing import KnownReport, Standing
from tests.builders import hours_before, standing
from tests.core.conftest import ReportScenario
from tests.personas import ANGGREK, CEMPAKA, IN_ANGGREK, IN_CEMPAKA

AT_ANGGREK = Place(placement=Placement.POINT, area_code=ANGGREK)
AT_CEMPAKA = Place(placement=Placement.POINT, area_code=CEMPAKA)
LAT, LONG = IN_ANGGREK
FIRST_VALUES = {
    "service_code": "sampah", "status_description": "menunggu", "agency_responsible": None, "evidence": False,
    "lat": LAT, "long": LONG, "area_code": ANGGREK, "placement": "point",
}  # fmt: skip


def row(**changed: Any) -> ServiceRequest:
    """Return the row that the source repeats, with other values if given."""
    defaults: dict[str, Any] = {
        "source": "qlue", "service_request_id": "1", "service_code": "sampah", "lat": LAT, "long": LONG,
        "status_description": "menunggu", "requested_datetime": hours_before(9),
        "closed_datetime": hours_before(1),
        "history": (StatusChange(at=hours_before(8), status_description="menunggu"),),
    }  # fmt: skip
    return ServiceRequest(**{**defaults, **changed})


def followed_up_report(source_values: dict[str, Any] | None = None, **current: Any) -> KnownReport:
    """Return a report followed up here: in progress at the DLH, moved to Cempaka, in another category."""
    lat, long = IN_CEMPAKA
    defaults = {
        "status_description": "proses", "agency_responsible": "DLH", "service_code": "banjir",
        "area_code": CEMPAKA, "placement": "named", "lat": lat, "long": long,
    }  # fmt: skip
    details = {SOURCE_VALUES_KEY: {**FIRST_VALUES, **(source_values or {})}}
    return known(standing(**{**defaults, **current}), details)


def untouched_report() -> KnownReport:
    return known(standing(), {})


def known(current: Standing, details: dict[str, Any]) -> KnownReport:
    return KnownReport(current, details, hours_before(5), hours_before(5), "mark")


def test_source_values_of_row_and_standing_have_the_same_form() -> None:
    assert source_values_of_row(row(), AT_ANGGREK) == FIRST_VALUES
    state = standing(lat=LAT, long=LONG, area_code=ANGGREK, placement="point", evidence=False)
    assert source_values_of_standing(state) == FIRST_VALUES
    assert source_values_of_row(row(evidence_url="https://contoh.id/a.jpg"), AT_ANGGREK)["evidence"] is True


def test_source_values_are_stored_only_for_followed_up_reports() -> None:
    assert updated_source_values(row(), AT_ANGGREK, untouched_report()) == {}
    updated = updated_source_values(row(), AT_CEMPAKA, followed_up_report())
    assert updated == {SOURCE_VALUES_KEY: {**FIRST_VALUES, "area_code": CEMPAKA}}


def test_source_values_are_stored_with_the_first_action_only() -> None:
    untouched = untouched_report()
    first = {SOURCE_VALUES_KEY: source_values_of_standing(untouched.standing)}
    assert initial_source_values(untouched) == first
    assert initial_source_values(followed_up_report()) == {}


def test_rows_of_reports_without_follow_up_are_applied_unchanged() -> None:
    assert drop_repeated_values(row(), AT_ANGGREK, untouched_report()) == (row(), AT_ANGGREK)


def test_repeated_source_values_do_not_override_the_follow_up() -> None:
    merged, place = drop_repeated_values(row(), AT_ANGGREK, followed_up_report())
    lat, long = IN_CEMPAKA
    assert (merged.service_code, merged.status_description) == ("banjir", "proses")
    assert (merged.agency_responsible, merged.lat, merged.long) == ("DLH", lat, long)
    assert (merged.closed_datetime, merged.history) == (None, ())
    assert place == Place(placement=Placement.NAMED, area_code=CEMPAKA)
    assert merged.requested_datetime == row().requested_datetime


CHANGED_VALUES = [
    ("a new status", {"status_description": "disposisi"}, ("banjir", "disposisi", "DLH")),
    ("a new agency", {"agency_responsible": "PUPR"}, ("banjir", "proses", "PUPR")),
    ("a new category", {"service_code": "jalan"}, ("jalan", "proses", "DLH")),
]


@pytest.mark.parametrize(
    ("changed", "expected"), [case[1:] for case in CHANGED_VALUES], ids=[case[0] for case in CHANGED_VALUES]
)
def test_changed_source_values_are_applied_and_repeated_ones_are_not(
    changed: dict[str, Any], expected: tuple[str, ...]
) -> None:
    merged, _ = drop_repeated_values(row(**changed), AT_ANGGREK, followed_up_report())
    assert (merged.service_code, merged.status_description, merged.agency_responsible) == expected
    is_new_status = "status_description" in changed
    assert bool(merged.history) is is_new_status
    assert (merged.closed_datetime is not None) is is_new_status


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({}, AT_CEMPAKA),
        ({"lat": 1.4}, AT_ANGGREK),
        ({"long": 124.9}, AT_ANGGREK),
        ({"lat": None, "long": None}, AT_ANGGREK),
    ],
)
def test_a_place_that_changed_in_any_part_is_applied_whole(changed: dict[str, Any], place: Place) -> None:
    given = row(**changed)
    merged, merged_place = drop_repeated_values(given, place, followed_up_report())
    assert merged_place == place
    assert (merged.lat, merged.long) == (given.lat, given.long)
    assert merged.status_description == "proses"


CLOSED_HERE = [
    # the source's first status, its status now, the status after it
    ("menunggu", "proses", "selesai"),  # the source starts work
    ("menunggu", "selesai", "selesai"),  # the source closes it too
    ("selesai", "menunggu", "menunggu"),  # the source reopens it: a change
]


@pytest.mark.parametrize(("first", "now", "expected"), CLOSED_HERE)
def test_after_closing_by_follow_up_only_a_reopening_is_applied(first: str, now: str, expected: str) -> None:
    known_report = followed_up_report({"status_description": first}, status_description="selesai")
    merged, _ = drop_repeated_values(row(status_description=now), AT_ANGGREK, known_report)
    assert merged.status_description == expected


@pytest.mark.parametrize(
    ("first", "now", "here", "expected"),
    [
        (False, False, True, True),
        (False, True, False, True),
        (True, True, False, False),
        (True, False, True, True),
    ],
)
def test_follow_up_evidence_counts_until_the_source_changes_its_own(
    first: bool, now: bool, here: bool, expected: bool
) -> None:
    record = row(evidence_url="https://contoh.id/a.jpg" if now else None)
    assert current_evidence(record, followed_up_report({"evidence": first}, evidence=here)) is expected
    assert current_evidence(record, untouched_report()) is now


def test_a_repeated_point_does_not_override_the_latitude() -> None:
    merged, _ = drop_repeated_values(row(), AT_ANGGREK, followed_up_report(lat=LAT + 0.01))
    assert merged.lat == LAT + 0.01


def test_events_of_a_followed_up_report_store_the_source_values(
    make_report: Callable[..., ReportScenario],
) -> None:
    report = make_report()
    report.receive("2026-11-23 08:05")
    assert report.known_report is not None
    first_values = source_values_of_standing(report.known_report.standing)
    details = {**report.known_report.details, SOURCE_VALUES_KEY: first_values}
    report.known_report = replace(report.known_report, details=details)
    events = report.receive("2026-11-23 09:00", "proses")
    stored = [event.amended[SOURCE_VALUES_KEY] for event in events if SOURCE_VALUES_KEY in event.amended]
    assert stored == [{**first_values, "status_description": "proses"}]
