"""The cities of the stores of any density: Manado's rules, in its own kelurahan or in a grid of areas."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely

from bootstrap import AppContext, open_app_context
from data.config.settings import CITIES
from jobs.area_reassignment import sync_layer
from tests.bench.many import FIELDS
from tests.builders import fixed_clock, settings, to_toml

CITY_FILE, AREA_FILE, STORE_FILE = "kota.toml", "wilayah.geojson", "pantau.sqlite"
SOURCES = ("aplikasi", "loket")
PULL_SECONDS = 300
GRID_WINDOW_DAYS = 30  # of the grid's ranking and durations: its board holds a month of reports
AREAS_PER_PARENT = 14
WEST, SOUTH, SIDE = 124.70, 1.30, 0.01
MORE_CATEGORIES = (
    ("air_bersih", "Air bersih", "24 jam"),
    ("drainase", "Drainase", "5 hari kerja"),
    ("izin_usaha", "Izin usaha", "10 hari kerja"),
    ("kebisingan", "Kebisingan", "8 jam kerja"),
    ("kesehatan", "Kesehatan", "2 hari kerja"),
    ("pajak", "Pajak daerah", "14 hari kerja"),
    ("pendidikan", "Pendidikan", "10 hari kerja"),
    ("taman", "Taman kota", "5 hari kerja"),
    ("trotoar", "Trotoar", "14 hari kerja"),
)


def write_city(folder: Path, areas: int | None = None) -> Path:
    """Write a city file into a folder, with its layer and the files of its sources; return its path.

    :param areas: of a grid; None: the kelurahan of Manado
    """
    folder.mkdir(parents=True, exist_ok=True)
    table = tomllib.loads((CITIES / "manado.toml").read_text(encoding="utf-8"))
    table["source"] = [_source(name) for name in SOURCES]
    if areas is not None:
        _write_grid(folder / AREA_FILE, areas)
        _use_grid(table)
    for name in SOURCES:
        (folder / f"{name}.csv").write_text(",".join(_columns()) + "\n", encoding="utf-8")
    path = folder / CITY_FILE
    path.write_text(to_toml(table), encoding="utf-8")
    return path


def open_city(folder: Path, moment: datetime, url: str = "") -> AppContext:
    """Open the city of a folder, its clock standing at a moment.

    :param url: of the store; empty for SQLite in the folder
    """
    city_settings = settings(
        folder,
        PANTAU_CITY=str(folder / CITY_FILE),
        PANTAU_DATABASE_URL=url or f"sqlite:///{folder.absolute() / STORE_FILE}",
    )
    app_context = open_app_context(city_settings, time=fixed_clock(moment))
    sync_layer(app_context)
    return app_context


def _source(name: str) -> dict[str, Any]:
    return {
        "name": name, "kind": "table", "file": f"{name}.csv", "every_seconds": PULL_SECONDS,
        "complete": False, "date_order": "ymd", "fields": dict(FIELDS),
    }  # fmt: skip


def _columns() -> list[str]:
    return list(FIELDS.values())


def _use_grid(table: dict[str, Any]) -> None:
    """Replace Manado's areas by the grid's, and give the city more categories."""
    table["areas"] = {"file": AREA_FILE, "parent_field": "parent", "parent_name_field": "parent_name"}
    table["ranking"] |= {"window_days": GRID_WINDOW_DAYS, "duration_days": GRID_WINDOW_DAYS}
    for code, name, allowed in MORE_CATEGORIES:
        table["category"].append({"code": code, "name": name, "agencies": ["Camat", f"Dinas {name}"]})
        table["policy"][0]["resolve"][code] = allowed


def _write_grid(path: Path, areas: int) -> None:
    rows, shapes = [], []
    for number in range(areas):
        parent, inner = divmod(number, AREAS_PER_PARENT)
        code = f"71.71.{parent + 1:02d}"
        rows.append((f"{code}.{inner + 1001}", f"Kelurahan {number + 1}", code, f"Kecamatan {parent + 1}"))
        shapes.append(_cell(parent, inner))
    names = ["code", "name", "parent", "parent_name"]
    layer = gpd.GeoDataFrame(rows, columns=names, geometry=shapes, crs="EPSG:4326")
    layer.to_file(path, driver="GeoJSON")


def _cell(parent: int, inner: int) -> shapely.Polygon:
    """Return a square: a kecamatan is a block of two columns, and five blocks are a row of the city."""
    row, column = divmod(parent, 5)
    west = WEST + (column * 2 + inner % 2) * SIDE
    south = SOUTH + (row * (AREAS_PER_PARENT // 2) + inner // 2) * SIDE
    return shapely.box(west, south, west + SIDE, south + SIDE)
