"""Coordinates in metres of other reference systems, and latitude and longitude in each other's column."""

from typing import Any

import pytest

from data.core.report.points import EXCHANGED_ISSUE
from data.core.report.record import ServiceRequest
from data.sources.base import Row
from data.sources.projected import parse_metres
from data.sources.validator import RowValidator
from tests.builders import city
from tests.personas import MONDAY_NOON

UTM = "EPSG:32651"
LAT, LONG = 1.48, 124.84
EAST, NORTH = 704713.47, 163669.75  # the same place in UTM zone 51 north


def record(crs: str | None = UTM, **fields: Any) -> ServiceRequest:
    source = {"name": "uji", "kind": "table", **({"crs": crs} if crs else {})}
    configured = city(source=[source])
    validator = RowValidator(configured, configured.source[0], lambda name: name)
    values = {"service_request_id": "1", "requested_datetime": "2026-11-23T09:00:00Z", **fields}
    outcome = validator.check(Row(1, "row", values), MONDAY_NOON)
    assert isinstance(outcome, ServiceRequest)
    return outcome


@pytest.mark.parametrize(
    "fields",
    [
        {"lat": NORTH, "long": EAST},
        {"lat": "163669,75", "long": "704713,47"},
        {"lat": "163.669,75", "long": "704.713,47 m"},
        {"lat": "163,669.75", "long": "704,713.47"},
        {"point": f"POINT ({EAST} {NORTH})"},
        {"point": f"{EAST}, {NORTH}"},
        {"point": {"type": "Point", "coordinates": [EAST, NORTH]}},
        {"point": {"x": EAST, "y": NORTH}},
    ],
)
def test_metres_become_degrees(fields: dict[str, Any]) -> None:
    read = record(**fields)
    assert (read.lat, read.long) == (pytest.approx(LAT, abs=1e-5), pytest.approx(LONG, abs=1e-5))
    assert read.issues == ()


@pytest.mark.parametrize("fields", [{"lat": "utara", "long": EAST}, {"lat": 9e99, "long": EAST}, {"lat": 1}])
def test_what_is_no_position_in_the_system_is_an_issue(fields: dict[str, Any]) -> None:
    read = record(**fields)
    assert (read.lat, read.long) == (None, None)
    assert "are not a position in EPSG:32651" in read.issues[0]


def test_no_position_is_no_issue() -> None:
    assert record(lat="", long=None).issues == ()


@pytest.mark.parametrize(
    ("text", "metres"), [("1.234.567", 1234567), ("704 683.5", 704683.5), ("x", None), ("", None)]
)
def test_numbers_with_any_separators(text: str, metres: float | None) -> None:
    assert parse_metres(text) == metres


@pytest.mark.parametrize(
    ("lat", "long"),
    [(LONG, LAT), (str(LONG), str(LAT)), ("124,84", "1,48"), ("124\u00b050'24\" BT", "1\u00b028'48\" LU")],
)
def test_exchanged_columns_are_read_the_other_way_round(lat: Any, long: Any) -> None:
    read = record(None, lat=lat, long=long)
    assert (read.lat, read.long) == (pytest.approx(LAT), pytest.approx(LONG))
    assert read.issues == (EXCHANGED_ISSUE,)


def test_an_unknown_system_is_refused() -> None:
    with pytest.raises(ValueError, match="must be a coordinate reference system such as EPSG:32751"):
        record("EPSG:99999999")
