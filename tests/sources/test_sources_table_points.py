"""Positions in one column of a table, from the file to the location in the store."""

from pathlib import Path
from typing import Any

import pytest

from jobs.area_reassignment import sync_layer
from jobs.feed_factory import open_feed
from jobs.pull import pull
from tests.builders import open_test_context
from tests.personas import ANGGREK, IN_ANGGREK
from tests.pulls import find_source, reports
from tests.table_files import delimited, json_list

LAT, LONG = IN_ANGGREK
HEADER = ["No", "Tgl", "Lokasi"]
FIELDS = {"service_request_id": "No", "requested_datetime": "Tgl", "point": "Lokasi"}


def import_body(folder: Path, body: bytes, **fields: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Import a file by the city's TOML; return the ledger line and the only report."""
    context = open_test_context(
        folder, source=[{"name": "rekap", "kind": "table", "fields": {**FIELDS, **fields}}]
    )
    sync_layer(context)
    path = folder / "rekap.dat"
    path.write_bytes(body)
    source = find_source(context, "rekap")
    line = pull(context, source, open_feed(source, context, path))
    assert line["error"] is None
    (report,) = reports(context.engine).values()
    return line, report


TEXTS = [f"({LAT}, {LONG})", f"POINT ({LONG} {LAT})", f"SRID=4326;point({LONG} {LAT})",
         f"{LAT}; {LONG}", f"{LAT}\u00b0, {LONG}\u00b0".replace(".", ",")]  # fmt: skip
OBJECTS: list[Any] = [
    {"latitude": str(LAT), "longitude": str(LONG)},
    {"lat": LAT, "lng": LONG},
    {"type": "Point", "coordinates": [LONG, LAT]},
    {"type": "Feature", "geometry": {"type": "Point", "coordinates": [LONG, LAT]}},
    [LONG, LAT],
]


@pytest.mark.parametrize("written", TEXTS)
def test_a_text_position_is_located(tmp_path: Path, written: str) -> None:
    _, report = import_body(tmp_path, delimited(HEADER, ["A", "2026-11-02", written]))
    assert (report["lat"], report["long"], report["area_code"]) == (LAT, LONG, ANGGREK)


@pytest.mark.parametrize("written", OBJECTS)
def test_an_object_position_is_located(tmp_path: Path, written: Any) -> None:
    _, report = import_body(tmp_path, json_list(HEADER, ["A", "2026-11-02", written]))
    assert (report["lat"], report["long"], report["area_code"]) == (LAT, LONG, ANGGREK)


@pytest.mark.parametrize("written", ["Jl. Sam Ratulangi 12", "1,405,124,805", "POINT EMPTY", "-"])
def test_a_text_without_a_position_is_a_report_without_a_location(tmp_path: Path, written: str) -> None:
    line, report = import_body(tmp_path, delimited(HEADER, ["A", "2026-11-02", written]))
    assert (line["new"], line["no_location"]) == (1, 1)
    assert (report["lat"], report["long"]) == (None, None)


def test_lat_and_long_columns_take_precedence_over_the_point(tmp_path: Path) -> None:
    body = delimited([*HEADER, "X", "Y"], ["A", "2026-11-02", "(9, 9)", LONG, LAT])
    _, report = import_body(tmp_path, body, lat="Y", long="X")
    assert (report["lat"], report["long"]) == (LAT, LONG)
