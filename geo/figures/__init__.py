"""The figures behind the default map of Manado, read afresh at each call (a few milliseconds)."""

from pathlib import Path

import pandas as pd

_FOLDER = Path(__file__).parent

_PLACES = {
    "kelurahan_code": "code",
    "kelurahan": "name",
    "kecamatan_code": "parent",
    "kecamatan": "parent_name",
    "lat": "lat",
    "long": "long",
    "area_km2": "area_km2",
    "population_estimate": "population_estimate",
}


def places() -> pd.DataFrame:
    """The 87 kelurahan, sorted by code.

    Columns: code, name, parent, parent_name (text); lat, long (degrees, a point inside);
    area_km2 (km²); population_estimate (residents, shared out by polling stations: mark it as an estimate).
    """
    table = pd.read_csv(_FOLDER / "kelurahan.csv", dtype={"kelurahan_code": str, "kecamatan_code": str})
    return table[list(_PLACES)].rename(columns=_PLACES).sort_values("code", ignore_index=True)


def anchors() -> pd.DataFrame:
    """The 868 points whose kelurahan is known. Columns: code (text), lat, long (degrees)."""
    table = pd.read_csv(_FOLDER / "kelurahan_anchors.csv", dtype={"kelurahan_code": str})
    return table.rename(columns={"kelurahan_code": "code"})[["code", "lat", "long"]]


def outline_points() -> pd.DataFrame:
    """The corners of the city's outline, in order. Columns: ring (0 main land, 1-3 islands), lat, long."""
    return pd.read_csv(_FOLDER / "city_outline.csv")[["ring", "lat", "long"]]


def aliases() -> pd.DataFrame:
    """Other spellings. Columns: code (of a kelurahan, or of a kecamatan), official, alias (text)."""
    table = pd.read_csv(_FOLDER / "kelurahan_aliases.csv", dtype=str)
    return table[["code", "official", "alias"]]
