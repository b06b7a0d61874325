"""Builders: each makes a whole valid thing, of which a test states only what it is about."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from data.clock import Clock
from data.core.city import City
from data.core.facts import AREA_COLUMNS
from data.settings import Settings, read_settings
from jobs.world import World, open_world
from tests.cast import AREAS, IN_ANGGREK, MONDAY_NOON, SIDE, SOUTH, WEST

CITY: dict[str, Any] = {
    "code": "31.01",
    "name": "Kota Uji",
    "timezone": "Asia/Makassar",
    "areas": {"file": "uji.geojson", "parent_field": "parent", "parent_name_field": "parent_name"},
    "ranking": {"window_days": 30, "minimum_sample": 3},
    "category": [
        {"code": "sampah", "name": "Sampah", "agencies": ["Camat", "DLH"]},
        {"code": "banjir", "name": "Banjir", "aliases": ["flood"]},
        {"code": "narkoba", "name": "Narkoba", "sensitive": True},
        {"code": "usul", "name": "Usul"},
    ],
    "policy": [
        {
            "id": "uji",
            "from": date(2016, 8, 31),
            "resolve": {"sampah": "48 jam", "banjir": "12 jam", "narkoba": "168 jam"},
        }
    ],
    "source": [{"name": "qlue", "kind": "qlue", "every_seconds": 60, "timezone": "Asia/Jakarta"}],
}


def city(**changed: Any) -> City:
    """The town's configuration; top-level keys can be given other values."""
    return City.model_validate({**CITY, **changed})


def square(code: str) -> shapely.Polygon:
    """The area of a code: the last digit counts northwards, the kecamatan eastwards."""
    parent, number = int(code.split(".")[2]), int(code[-1])
    west, south = WEST + (parent - 1) * SIDE, SOUTH + (number - 1) * SIDE
    return shapely.box(west, south, west + SIDE, south + SIDE)


def areas() -> pd.DataFrame:
    """The town's areas, ``AREA_COLUMNS``."""
    return pd.DataFrame(list(AREAS), columns=list(AREA_COLUMNS))


def write_city(folder: Path, **changed: Any) -> Path:
    """The town as files: its TOML (returned) and its area layer beside it."""
    shapes = gpd.GeoDataFrame(areas(), geometry=[square(row[0]) for row in AREAS], crs="EPSG:4326")
    shapes.to_file(folder / "uji.geojson", driver="GeoJSON")
    path = folder / "uji.toml"
    path.write_text(to_toml({**CITY, **changed}), encoding="utf-8")
    return path


def to_toml(table: Mapping[str, Any], at: tuple[str, ...] = ()) -> str:
    """A nested mapping as TOML: values first, then tables, then lists of tables."""
    plain = {k: v for k, v in table.items() if not isinstance(v, Mapping) and not _tables(v)}
    lines = [f"{json.dumps(name)} = {_value(value)}" for name, value in plain.items()]
    for name, value in table.items():
        path = (*at, json.dumps(name))
        if isinstance(value, Mapping):
            lines.append(f"[{'.'.join(path)}]\n{to_toml(value, path)}")
        elif _tables(value):
            lines.extend(f"[[{'.'.join(path)}]]\n{to_toml(item, path)}" for item in value)
    return "\n".join(lines)


def _tables(value: Any) -> bool:
    return isinstance(value, list | tuple) and bool(value) and isinstance(value[0], Mapping)


def _value(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else json.dumps(value)


def settings(folder: Path, **environ: str) -> Settings:
    """Settings whose city and kept files all lie in ``folder``."""
    usual = {"PANTAU_CITY": str(folder / "uji.toml"), "PANTAU_VAR": str(folder / "var")}
    return read_settings({**usual, "PANTAU_REPORTER_KEY": "kunci uji", **environ})


def fixed_clock(moment: datetime = MONDAY_NOON) -> Clock:
    """A clock that stands still."""
    return Clock(read=moment.timestamp)


def open_town(folder: Path, url: str = "", moment: datetime = MONDAY_NOON, **changed: Any) -> World:
    """The town at work, with an empty store at ``url`` (SQLite in ``folder`` if none)."""
    write_city(folder, **changed)
    return open_world(settings(folder, PANTAU_DATABASE_URL=url), time=fixed_clock(moment))


def qlue_row(number: int = 1, **changed: Any) -> dict[str, Any]:
    """A row of Qlue's flat feed: rubbish in Anggrek, filed at 09:00 WIB that Monday."""
    lat, long = IN_ANGGREK
    usual = {
        "post_id": number, "post_date": "2026-11-23 09:00:00", "post_title": "Sampah",
        "post_desc": "menumpuk", "post_images": "", "loc_lat": lat, "loc_lng": long,
        "profile_name": "Maria Rumengan",
    }  # fmt: skip
    return {**usual, **changed}


def hours_before(hours: float, moment: datetime = MONDAY_NOON) -> datetime:
    """A moment in UTC, so many hours earlier."""
    return (moment - timedelta(hours=hours)).astimezone(UTC)
