"""The figures behind the default map of Manado, read at each call (a few milliseconds)."""

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
    """Return the 87 kelurahan, sorted by code.

    Columns: code, name, parent, parent_name (text); lat, long (degrees, a point inside);
    area_km2 (km²); population_estimate (residents, distributed by polling stations: mark it as an estimate).
    """
    table = pd.read_csv(_FOLDER / "kelurahan.csv", dtype={"kelurahan_code": str, "kecamatan_code": str})
    return table[list(_PLACES)].rename(columns=_PLACES).sort_values("code", ignore_index=True)


def anchors() -> pd.DataFrame:
    """Return the 868 points with a known kelurahan: columns code (text), lat, long (degrees)."""
    table = pd.read_csv(_FOLDER / "kelurahan_anchors.csv", dtype={"kelurahan_code": str})
    return table.rename(columns={"kelurahan_code": "code"})[["code", "lat", "long"]]


def outline_points() -> pd.DataFrame:
    """Return the corners of the outline, in order: columns ring (0 mainland, 1-3 islands), lat, long."""
    return pd.read_csv(_FOLDER / "city_outline.csv")[["ring", "lat", "long"]]


def aliases() -> pd.DataFrame:
    """Return other spellings: columns code (of a kelurahan or a kecamatan), official, alias (text)."""
    table = pd.read_csv(_FOLDER / "kelurahan_aliases.csv", dtype=str)
    return table[["code", "official", "alias"]]
