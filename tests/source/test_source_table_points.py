"""A position in one column of a table, as the city's file says, from the file to the place in the store."""

from pathlib import Path
from typing import Any

import pytest

from jobs.area_reassignment import sync_layer
from jobs.feed_factory import feed_of
from jobs.pull import pull
from tests.builders import open_town
from tests.personas import ANGGREK, IN_ANGGREK
from tests.pulls import named, reports
from tests.tables import delimited, json_list

LAT, LONG = IN_ANGGREK
HEADER = ["No", "Tgl", "Lokasi"]
FIELDS = {"service_request_id": "No", "requested_datetime": "Tgl", "point": "Lokasi"}


def imported(folder: Path, body: bytes, **fields: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The ledger line and the only report of an import by the city's TOML."""
    world = open_town(folder, source=[{"name": "rekap", "kind": "table", "fields": {**FIELDS, **fields}}])
    sync_layer(world)
    path = folder / "rekap.dat"
    path.write_bytes(body)
    source = named(world, "rekap")
    line = pull(world, source, feed_of(source, world, path))
    assert line["error"] is None
    (report,) = reports(world.engine).values()
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
def test_a_text_is_a_place(tmp_path: Path, written: str) -> None:
    _, report = imported(tmp_path, delimited(HEADER, ["A", "2026-11-02", written]))
    assert (report["lat"], report["long"], report["area_code"]) == (LAT, LONG, ANGGREK)


@pytest.mark.parametrize("written", OBJECTS)
def test_an_object_is_a_place(tmp_path: Path, written: Any) -> None:
    _, report = imported(tmp_path, json_list(HEADER, ["A", "2026-11-02", written]))
    assert (report["lat"], report["long"], report["area_code"]) == (LAT, LONG, ANGGREK)


@pytest.mark.parametrize("written", ["Jl. Sam Ratulangi 12", "1,405,124,805", "POINT EMPTY", "-"])
def test_a_text_without_a_position_keeps_its_report_and_has_no_place(tmp_path: Path, written: str) -> None:
    line, report = imported(tmp_path, delimited(HEADER, ["A", "2026-11-02", written]))
    assert (line["new"], line["no_location"]) == (1, 1)
    assert (report["lat"], report["long"]) == (None, None)


def test_columns_of_their_own_go_before_the_point(tmp_path: Path) -> None:
    body = delimited([*HEADER, "X", "Y"], ["A", "2026-11-02", "(9, 9)", LONG, LAT])
    _, report = imported(tmp_path, body, lat="Y", long="X")
    assert (report["lat"], report["long"]) == (LAT, LONG)
