"""JSON of open data portals: rows as lists of cells, their names told apart or in the first row."""

import json
from typing import Any

import pytest

from data.core.report.record import Rejection, ServiceRequest
from data.sources.base import FeedError
from tests.tables import FIELDS, checked

TIMED = {name: FIELDS[name] for name in ("service_request_id", "requested_datetime", "description")}
NAMES = ["Nomor", "Tanggal", "Uraian"]
ROWS = [["A-1", "2026-11-02 08:00", "air naik"], ["A-2", "2026-11-02 09:00", None]]


def portal(rows: list[Any], columns: Any) -> bytes:
    return json.dumps({"meta": {"view": {"columns": columns}}, "data": rows}).encode()


def ids(content: bytes) -> list[str | None]:
    return [
        row.service_request_id if isinstance(row, ServiceRequest) else None
        for row in checked(content, fields=TIMED)
    ]


@pytest.mark.parametrize("key", ["fieldName", "name"])
def test_rows_take_the_names_that_the_portal_tells_apart(key: str) -> None:
    assert ids(portal(ROWS, [{"id": -1, key: name} for name in NAMES])) == ["A-1", "A-2"]


def test_rows_take_their_names_from_the_first_where_nobody_tells_them() -> None:
    assert ids(json.dumps([NAMES, *ROWS]).encode()) == ["A-1", "A-2"]
    assert ids(json.dumps({"records": [NAMES, *ROWS]}).encode()) == ["A-1", "A-2"]


def test_a_row_of_another_length_is_rejected_by_itself_and_kept() -> None:
    found = checked(
        portal([ROWS[0], ["A-3"], "x", ROWS[1]], [{"name": name} for name in NAMES]), fields=TIMED
    )
    assert [type(row) for row in found] == [ServiceRequest, Rejection, Rejection, ServiceRequest]
    assert "A-3" in found[1].raw


@pytest.mark.parametrize("columns", [None, 5, [], ["Nomor"], [{"name": ""}] * 3, [{"name": "Nomor"}] * 3])
def test_names_that_are_none_are_no_names(columns: Any) -> None:
    """The rows then lack the column of the id: another file than the mapping means."""
    with pytest.raises(FeedError, match="no column"):
        checked(portal(ROWS, columns), fields=TIMED)


def test_the_features_of_a_map_server_are_found_with_their_points() -> None:
    feature = {"attributes": {"Nomor": 7, "Tanggal": "2026-11-02"}, "geometry": {"x": 124.8, "y": 1.4}}
    fields = {"service_request_id": "attributes.Nomor", "requested_datetime": "attributes.Tanggal",
              "point": "geometry"}  # fmt: skip
    (found,) = checked(json.dumps({"features": [feature]}).encode(), fields=fields)
    assert isinstance(found, ServiceRequest)
    assert (found.service_request_id, found.lat, found.long) == ("7", 1.4, 124.8)
