"""Validation of a source's rows: which are valid reports, and which are not."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from data.core.report.record import MAP_PLACEMENTS, Placement, ServiceRequest, StatusChange
from data.core.status import Status
from tests.personas import MONDAY_NOON

REQUIRED_FIELDS: dict[str, Any] = {
    "source": "qlue", "service_request_id": "1", "service_code": "sampah", "requested_datetime": MONDAY_NOON,
}  # fmt: skip


def record(**changed: Any) -> ServiceRequest:
    return ServiceRequest(**{**REQUIRED_FIELDS, **changed})


def test_source_id_category_and_filing_time_are_sufficient() -> None:
    request = record()
    assert (request.status_description, request.status) == ("tidak_dikenal", Status.OPEN)
    assert (request.lat, request.long, request.history, request.issues) == (None, None, (), ())


@pytest.mark.parametrize("name", list(REQUIRED_FIELDS))
def test_each_required_field_is_required(name: str) -> None:
    with pytest.raises(ValidationError, match=name):
        ServiceRequest(**{key: value for key, value in REQUIRED_FIELDS.items() if key != name})


VALID: list[dict[str, Any]] = [
    {"lat": 90, "long": 180}, {"lat": -90, "long": -180}, {"lat": 0, "long": 0},
    {"rating": 1}, {"rating": 5}, {"service_request_id": "x" * 200}, {"description": "x" * 100_000},
]  # fmt: skip
INVALID: list[dict[str, Any]] = [
    {"lat": 90.1, "long": 0}, {"lat": -90.1, "long": 0},
    {"lat": 0, "long": 180.1}, {"lat": 0, "long": -180.1},
    {"rating": 0}, {"rating": 6}, {"service_request_id": ""}, {"service_request_id": "x" * 201},
    {"description": "x" * 100_001}, {"reporter_name": "Maria Rumengan"},
    {"requested_datetime": datetime(2026, 11, 23, 8)},  # noqa: DTZ001 - a Monday without a zone is the case
    {"closed_datetime": datetime(2026, 11, 23, 8)},  # noqa: DTZ001
]  # fmt: skip


@pytest.mark.parametrize("changed", VALID, ids=lambda changed: str(changed)[:40])
def test_limit_values_are_accepted(changed: dict[str, Any]) -> None:
    request = record(**changed)
    assert {name: getattr(request, name) for name in changed} == changed


@pytest.mark.parametrize("changed", INVALID, ids=lambda changed: str(changed)[:40])
def test_values_beyond_the_limits_are_refused_by_field(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as error:
        record(**changed)
    assert {str(detail["loc"][0]) for detail in error.value.errors()} <= set(changed)


@pytest.mark.parametrize("half", [{"lat": 1.4}, {"long": 124.8}], ids=["lat", "long"])
def test_half_a_point_is_refused(half: dict[str, float]) -> None:
    with pytest.raises(ValidationError, match="lat and long come together or not at all"):
        record(**half)


def test_the_status_follows_from_status_description_alone() -> None:
    assert record(status_description="selesai").status is Status.CLOSED
    assert record(status_description="proses", closed_datetime=MONDAY_NOON).status is Status.OPEN


def test_a_record_and_its_history_are_immutable() -> None:
    for model in (record(), StatusChange(at=MONDAY_NOON, status_description="proses")):
        with pytest.raises(ValidationError):
            model.status_description = "selesai"


def test_the_map_holds_points_and_named_areas() -> None:
    assert set(MAP_PLACEMENTS) == {Placement.POINT, Placement.NAMED}
    assert [placement.value for placement in Placement] == ["point", "named", "outside", "none"]


@given(st.none() | st.floats(-90, 90), st.none() | st.floats(-180, 180))
def test_a_record_has_a_whole_point_or_none(lat: float | None, long: float | None) -> None:
    if (lat is None) == (long is None):
        assert (record(lat=lat, long=long).lat, record(lat=lat, long=long).long) == (lat, long)
    else:
        with pytest.raises(ValidationError):
            record(lat=lat, long=long)


@given(st.datetimes(timezones=st.just(UTC)))
def test_aware_times_are_stored_unchanged(at: datetime) -> None:
    assert record(requested_datetime=at, updated_datetime=at).requested_datetime == at


PARSED: list[dict[str, Any]] = [
    {}, {"lat": 1.4, "long": 124.8, "rating": 5, "reporter": "0a"}, {"history": (), "issues": ("x",)},
    {"history": (StatusChange(at=MONDAY_NOON, status_description="proses"),), "date_only": ("history.0",)},
    {"description": "x" * 100_000, "closed_datetime": MONDAY_NOON, "blank": ("service_code",)},
]  # fmt: skip


@pytest.mark.parametrize("values", PARSED)
def test_a_record_of_parsed_values_is_that_of_the_model(values: dict[str, Any]) -> None:
    parsed, checked = ServiceRequest.of_parsed({**REQUIRED_FIELDS, **values}), record(**values)
    assert parsed == checked
    assert parsed.model_dump_json() == checked.model_dump_json()
    assert list(parsed.__dict__) == list(checked.__dict__)
    assert parsed.model_copy(update={"rating": 1}) == checked.model_copy(update={"rating": 1})
    with pytest.raises(ValidationError, match="frozen"):
        parsed.rating = 2  # type: ignore[misc]


@pytest.mark.parametrize(
    "values",
    [
        {"service_request_id": ""}, {"service_request_id": "x" * 201}, {"description": "x" * 100_001},
        {"lat": 1.4}, {"lat": None, "long": 124.8}, {"other": 1},
    ],
)  # fmt: skip
def test_parsed_values_that_the_model_refuses_are_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ServiceRequest.of_parsed({**REQUIRED_FIELDS, **values})
