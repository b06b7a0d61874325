"""Builders of whole valid values, of which a test states only what it is about."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import MISSING, asdict, fields
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from pydantic import ValidationError

from bootstrap import AppContext, open_app_context
from data.config.clock import Clock
from data.config.settings import Settings, read_settings
from data.core.config.city import City
from data.core.history.facts import (
    AREA_COLUMNS,
    EVENT_COLUMNS,
    STANDING_COLUMNS,
    Facts,
    SourceHealth,
    typed_frame,
)
from data.core.report.standing import EventKind, Standing
from data.core.status import Status, status_of
from tests.personas import ANGGREK, AREAS, IN_ANGGREK, MONDAY_NOON, SIDE, SOUTH, WEST, local_time
from tests.store_templates import provide_store

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


def city(**overrides: Any) -> City:
    """Return the configuration of the test city.

    :param overrides: other values of top-level keys
    """
    return City.model_validate({**CITY, **overrides})


def square(code: str) -> shapely.Polygon:
    """Return the square of an area: the last digit of its code counts northwards, its kecamatan eastwards."""
    parent, number = int(code.split(".")[2]), int(code[-1])
    west, south = WEST + (parent - 1) * SIDE, SOUTH + (number - 1) * SIDE
    return shapely.box(west, south, west + SIDE, south + SIDE)


def areas() -> pd.DataFrame:
    """Return the areas of the test city, with ``AREA_COLUMNS``."""
    return pd.DataFrame(list(AREAS), columns=list(AREA_COLUMNS))


def write_city(folder: Path, **overrides: Any) -> Path:
    """Write the TOML file of the test city, with its area layer beside it; return the path."""
    (folder / "uji.geojson").write_bytes(_area_layer())
    path = folder / "uji.toml"
    path.write_text(to_toml({**CITY, **overrides}), encoding="utf-8")
    return path


@cache
def _area_layer() -> bytes:
    """Return the test city's area layer as GeoJSON."""
    shapes = gpd.GeoDataFrame(areas(), geometry=[square(row[0]) for row in AREAS], crs="EPSG:4326")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "uji.geojson"
        shapes.to_file(path, driver="GeoJSON")
        return path.read_bytes()


def to_toml(table: Mapping[str, Any], prefix: tuple[str, ...] = ()) -> str:
    """Return a nested mapping as TOML: values first, then tables, then lists of tables."""
    plain = {
        key: item_value
        for key, item_value in table.items()
        if not isinstance(item_value, Mapping) and not _tables(item_value)
    }
    lines = [f"{json.dumps(name)} = {_value(value)}" for name, value in plain.items()]
    for name, value in table.items():
        path = (*prefix, json.dumps(name))
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
    """Return settings with the city file and all stored files in ``folder``."""
    defaults = {
        "PANTAU_CITY": str(folder / "uji.toml"),
        "PANTAU_VAR": str(folder / "var"),
        "PANTAU_WALL_ACCESS": "open",
    }
    return read_settings({**defaults, "PANTAU_REPORTER_KEY": "kunci uji, yang cukup panjang, 32+", **environ})


def fixed_clock(moment: datetime = MONDAY_NOON) -> Clock:
    """Return a clock that stands still."""
    return Clock(time_source=moment.timestamp)


def open_test_context(
    folder: Path, url: str = "", moment: datetime = MONDAY_NOON, **overrides: Any
) -> AppContext:
    """Open the test city with an empty store.

    :param url: of the store; empty for SQLite in ``folder``
    """
    write_city(folder, **overrides)
    return open_city(settings(folder, PANTAU_DATABASE_URL=url), fixed_clock(moment), **overrides)


def open_city(city_settings: Settings, clock: Clock, **overrides: Any) -> AppContext:
    """Open the test city, whose file is written already, with an empty store.

    :param overrides: those of the file
    """
    with suppress(ValidationError):  # of a wrong file, which the start refuses with its reason
        provide_store(city_settings, city(**overrides))
    return open_app_context(city_settings, time=clock)


def qlue_row(number: int = 1, **overrides: Any) -> dict[str, Any]:
    """Return a row of Qlue's flat feed: waste in Anggrek, filed at 09:00 WIB that Monday."""
    lat, long = IN_ANGGREK
    defaults = {
        "post_id": number, "post_date": "2026-11-23 09:00:00", "post_title": "Sampah",
        "post_desc": "menumpuk", "post_images": "", "loc_lat": lat, "loc_lng": long,
        "profile_name": "Maria Rumengan",
    }  # fmt: skip
    return {**defaults, **overrides}


def hours_before(hours: float, moment: datetime = MONDAY_NOON) -> datetime:
    """Return the moment so many hours earlier, in UTC."""
    return (moment - timedelta(hours=hours)).astimezone(UTC)


STANDING: dict[str, Any] = {
    "service_code": "sampah",
    "status_description": "menunggu",
    "requested_datetime": local_time("2026-11-23 08:00"),
    "expected_datetime": local_time("2026-11-25 08:00"),
    "area_code": ANGGREK,
    "placement": "point",
    "lat": IN_ANGGREK[0],
    "long": IN_ANGGREK[1],
    "reopened": 0,
}


def standing(**overrides: Any) -> Standing:
    """Return a waiting report's standing: waste in Anggrek, filed Monday at 08:00, due on Wednesday at 08:00.

    Values that follow from others are derived unless given: the status, the time of receipt, and each moment
    that the deadline decides. Other values are the defaults of the class, or None.
    """
    values = {**STANDING, **overrides}
    values = {**_derived_values(values), **values}
    defaults = {field.name: None if field.default is MISSING else field.default for field in fields(Standing)}
    return Standing(**{**defaults, **values})


def _derived_values(values: Mapping[str, Any]) -> dict[str, Any]:
    filed, due, closed = (
        values.get(name) for name in ("requested_datetime", "expected_datetime", "closed_datetime")
    )
    derived: dict[str, Any] = {"status": status_of(values["status_description"]), "received_at": filed}
    if due is not None:
        allowed = due - filed
        derived |= {"expected_basis": "policy", "approaching_at": filed + allowed * 4 / 5}
        derived |= {"very_late_at": filed + allowed * 3 if allowed > timedelta(0) else None}
    if derived["status"] is Status.CLOSED:
        derived |= {"closed_basis": "source" if closed else "unknown", "verdict": _verdict(closed, due)}
    return derived


def _verdict(closed: datetime | None, due: datetime | None) -> str:
    if due is None:
        return "no_target"
    if closed is None:
        return "closed_unknown"
    return "closed_on_time" if closed <= due else "closed_late"


def standings(*rows: Mapping[str, Any]) -> pd.DataFrame:
    """Return one report a row, each as :func:`standing` with those changes; ids count from 1 unless given."""
    table = []
    for number, row in enumerate(rows, start=1):
        values = dict(row)
        key = values.pop("source", "qlue"), values.pop("service_request_id", str(number))
        table.append((*key, *asdict(standing(**values)).values()))
    return typed_frame(table, STANDING_COLUMNS)


def event(kind: EventKind, at: datetime, service_request_id: str = "1", **overrides: Any) -> dict[str, Any]:
    """Return an event's values by name, learnt when it happened unless ``learnt_at`` is given."""
    defaults = {"source": "qlue", "occurred_at": at, "learnt_at": at}
    times = {name: overrides.pop(name, value) for name, value in defaults.items()}
    standing_values = asdict(standing(**overrides))
    return {**times, "kind": kind.value, "service_request_id": service_request_id, **standing_values}


def events(*rows: Mapping[str, Any]) -> pd.DataFrame:
    """Return events in this order, with ``change`` counting from 1."""
    numbered = [{"change": number, **row} for number, row in enumerate(rows, start=1)]
    return typed_frame([[row.get(name) for name in EVENT_COLUMNS] for row in numbered], EVENT_COLUMNS)


def source_health(**overrides: Any) -> SourceHealth:
    """Return a source pulled each minute, last at Monday noon, and stale after three minutes."""
    defaults: dict[str, Any] = {
        "source": "qlue", "label": "Qlue", "every_seconds": 60.0, "stale_after_intervals": 3,
        "last_try": MONDAY_NOON, "last_success": MONDAY_NOON, "error": None,
    }  # fmt: skip
    return SourceHealth(**{**defaults, **overrides})


def facts(**overrides: Any) -> Facts:
    """Return the test city without a report, its one source fresh at Monday noon."""
    defaults = {
        "standings": standings(), "events": events(), "areas": areas(), "sources": (source_health(),),
        "revision": 1,
    }  # fmt: skip
    return Facts(**{**defaults, **overrides})
