"""The border guard: what may enter the store as a report, and what may not."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from data.core.report.record import ON_MAP, Placement, ServiceRequest, StatusChange
from data.core.status import Status
from tests.personas import MONDAY_NOON

LEAST: dict[str, Any] = {
    "source": "qlue", "service_request_id": "1", "service_code": "sampah", "requested_datetime": MONDAY_NOON,
}  # fmt: skip


def record(**changed: Any) -> ServiceRequest:
    return ServiceRequest(**{**LEAST, **changed})


def test_an_id_a_category_and_a_filing_time_are_enough() -> None:
    found = record()
    assert (found.status_description, found.status) == ("tidak_dikenal", Status.OPEN)
    assert (found.lat, found.long, found.history, found.issues) == (None, None, (), ())


@pytest.mark.parametrize("name", list(LEAST))
def test_without_one_of_them_it_is_no_report(name: str) -> None:
    with pytest.raises(ValidationError, match=name):
        ServiceRequest(**{key: value for key, value in LEAST.items() if key != name})


GOOD: list[dict[str, Any]] = [
    {"lat": 90, "long": 180}, {"lat": -90, "long": -180}, {"lat": 0, "long": 0},
    {"rating": 1}, {"rating": 5}, {"service_request_id": "x" * 200}, {"description": "x" * 100_000},
]  # fmt: skip
BAD: list[dict[str, Any]] = [
    {"lat": 90.1, "long": 0}, {"lat": -90.1, "long": 0},

    {"lat": 0, "long": 180.1}, {"lat": 0, "long": -180.1},
    {"rating": 0}, {"rating": 6}, {"service_request_id": ""}, {"service_request_id": "x" * 201},
    {"description": "x" * 100_001}, {"reporter_name": "Maria Rumengan"},
    {"requested_datetime": datetime(2026, 11, 23, 8)},  # noqa: DTZ001 - a Monday without a zone is the case
    {"closed_datetime": datetime(2026, 11, 23, 8)},  # noqa: DTZ001
]  # fmt: skip


@pytest.mark.parametrize("changed", GOOD, ids=lambda changed: str(changed)[:40])
def test_values_at_the_border_are_let_in(changed: dict[str, Any]) -> None:
    found = record(**changed)
    assert {name: getattr(found, name) for name in changed} == changed


@pytest.mark.parametrize("changed", BAD, ids=lambda changed: str(changed)[:40])
def test_values_beyond_the_border_are_refused_by_name(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as error:
        record(**changed)
    assert {str(fault["loc"][0]) for fault in error.value.errors()} <= set(changed)


@pytest.mark.parametrize("half", [{"lat": 1.4}, {"long": 124.8}], ids=["lat", "long"])
def test_half_a_point_is_refused(half: dict[str, float]) -> None:
    with pytest.raises(ValidationError, match="lat and long come together or not at all"):
        record(**half)


def test_the_state_follows_from_the_word_alone() -> None:
    assert record(status_description="selesai").status is Status.CLOSED
    assert record(status_description="proses", closed_datetime=MONDAY_NOON).status is Status.OPEN


def test_a_record_and_its_history_cannot_be_changed_afterwards() -> None:
    for thing in (record(), StatusChange(at=MONDAY_NOON, status_description="proses")):
        with pytest.raises(ValidationError):
            thing.status_description = "selesai"


def test_the_map_holds_points_and_named_areas() -> None:
    assert set(ON_MAP) == {Placement.POINT, Placement.NAMED}
    assert [placement.value for placement in Placement] == ["point", "named", "outside", "none"]


@given(st.none() | st.floats(-90, 90), st.none() | st.floats(-180, 180))
def test_a_record_has_a_whole_point_or_none(lat: float | None, long: float | None) -> None:
    if (lat is None) == (long is None):
        assert (record(lat=lat, long=long).lat, record(lat=lat, long=long).long) == (lat, long)
    else:
        with pytest.raises(ValidationError):
            record(lat=lat, long=long)


@given(st.datetimes(timezones=st.just(UTC)))
def test_aware_times_come_through_unchanged(at: datetime) -> None:
    assert record(requested_datetime=at, updated_datetime=at).requested_datetime == at
