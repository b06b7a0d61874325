"""JSON of open data portals: rows as lists of cells, with names in the metadata or the first row."""

import json
from typing import Any

import pytest

from data.core.report.record import RejectedRow, ServiceRequest
from data.sources.base import FeedError
from tests.table_files import FIELDS, check_file

TIMED = {name: FIELDS[name] for name in ("service_request_id", "requested_datetime", "description")}
NAMES = ["Nomor", "Tanggal", "Uraian"]
ROWS = [["A-1", "2026-11-02 08:00", "air naik"], ["A-2", "2026-11-02 09:00", None]]


def portal_json(rows: list[Any], columns: Any) -> bytes:
    return json.dumps({"meta": {"view": {"columns": columns}}, "data": rows}).encode()


def read_ids(content: bytes) -> list[str | None]:
    return [
        row.service_request_id if isinstance(row, ServiceRequest) else None
        for row in check_file(content, fields=TIMED)
    ]


@pytest.mark.parametrize("key", ["fieldName", "name"])
def test_column_names_are_read_from_portal_metadata(key: str) -> None:
    assert read_ids(portal_json(ROWS, [{"id": -1, key: name} for name in NAMES])) == ["A-1", "A-2"]


def test_without_metadata_the_first_row_names_the_columns() -> None:
    assert read_ids(json.dumps([NAMES, *ROWS]).encode()) == ["A-1", "A-2"]
    assert read_ids(json.dumps({"records": [NAMES, *ROWS]}).encode()) == ["A-1", "A-2"]


def test_a_row_of_another_length_is_rejected_alone() -> None:
    outcomes = check_file(
        portal_json([ROWS[0], ["A-3"], "x", ROWS[1]], [{"name": name} for name in NAMES]), fields=TIMED
    )
    assert [type(row) for row in outcomes] == [ServiceRequest, RejectedRow, RejectedRow, ServiceRequest]
    assert "A-3" in outcomes[1].raw


@pytest.mark.parametrize("columns", [None, 5, [], ["Nomor"], [{"name": ""}] * 3, [{"name": "Nomor"}] * 3])
def test_blank_or_invalid_portal_column_names_are_ignored(columns: Any) -> None:
    """The rows then lack the column of the id, which the mapping requires."""
    with pytest.raises(FeedError, match="no column"):
        check_file(portal_json(ROWS, columns), fields=TIMED)


def test_map_server_features_are_read_with_their_points() -> None:
    feature = {"attributes": {"Nomor": 7, "Tanggal": "2026-11-02"}, "geometry": {"x": 124.8, "y": 1.4}}
    fields = {"service_request_id": "attributes.Nomor", "requested_datetime": "attributes.Tanggal",
              "point": "geometry"}  # fmt: skip
    (record,) = check_file(json.dumps({"features": [feature]}).encode(), fields=fields)
    assert isinstance(record, ServiceRequest)
    assert (record.service_request_id, record.lat, record.long) == ("7", 1.4, 124.8)
