"""Normalisation of any table of polygons to the columns of an area layer."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd

from geo.areas import LONLAT, LayerError, LayerFields
from geo.polygons import lonlat_polygons


def normalise(
    frame: gpd.GeoDataFrame,
    fields: LayerFields,
    *,
    parent_names: Mapping[str, str] | None = None,
    parent_groups: int | None = None,
) -> gpd.GeoDataFrame:
    """Return the ``areas`` frame of an :class:`AreaLayer`, with its columns, CRS and order.

    :raises LayerError: a missing field, no rows, an empty or repeated code, an empty name, an empty or
        contradictory parent, or geometry that :func:`lonlat_polygons` refuses
    """
    require_fields(frame, fields)
    table = pd.DataFrame({"code": to_text(frame[fields.code]), "name": to_text(frame[fields.name])})
    _check_codes(table, fields)
    table["parent"] = _parents(frame, table["code"], fields, parent_groups)
    table["parent_name"] = _parent_names(frame, table["parent"], fields, parent_names or {})
    _check_parents(table)
    geometry = lonlat_polygons(frame.geometry, table["code"])
    areas = gpd.GeoDataFrame(table, geometry=geometry.to_numpy(), crs=LONLAT)
    return areas.sort_values("code", ignore_index=True)


def require_fields(frame: gpd.GeoDataFrame, fields: LayerFields) -> None:
    """Check that a frame has rows and all fields.

    :raises LayerError: no rows, or a missing field; the message lists the fields there are
    """
    available = [str(column) for column in frame.columns if column != frame.geometry.name]
    for field in (fields.code, fields.name, fields.parent, fields.parent_name):
        if field is not None and field not in available:
            raise LayerError(f"no field {field!r}; the fields are: {', '.join(available) or 'none'}")
    if frame.empty:
        raise LayerError("the layer has no areas")


def to_text(column: pd.Series[str]) -> pd.Series[str]:
    """Return a column as trimmed text, indexed from 0; a missing value is "", and 7171.0 is "7171"."""
    return pd.Series([_text(value) for value in column], dtype=str)


def _text(value: object) -> str:
    if value is None or value is pd.NA or value != value:
        return ""
    # Shapefiles and spreadsheets hold long numeric codes as floats.
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def _check_codes(table: pd.DataFrame, fields: LayerFields) -> None:
    blank = table["code"].eq("")
    if blank.any():
        raise LayerError(f"field {fields.code!r} is empty for: {_sample(table['name'][blank])}")
    unnamed = table["name"].eq("")
    if unnamed.any():
        raise LayerError(f"field {fields.name!r} is empty for: {_sample(table['code'][unnamed])}")
    repeated = table["code"].duplicated()
    if repeated.any():
        raise LayerError(
            f"field {fields.code!r} repeats: {_sample(table['code'][repeated])}; "
            "dissolve the parts of an area into one row, or name another field"
        )


def _parents(
    frame: gpd.GeoDataFrame, codes: pd.Series[str], fields: LayerFields, groups: int | None
) -> pd.Series[str]:
    if fields.parent is not None:
        return to_text(frame[fields.parent])
    return pd.Series([_parent_code(code, groups) for code in codes], dtype=str)


def _parent_code(code: str, groups: int | None) -> str:
    parts = code.split(".")
    count = len(parts) - 1 if groups is None else groups
    if not 0 < count < len(parts):
        raise LayerError(f"code {code!r} has no parent in its dot-separated groups: name the parent field")
    return ".".join(parts[:count])


def _parent_names(
    frame: gpd.GeoDataFrame, parents: pd.Series[str], fields: LayerFields, names_by_code: Mapping[str, str]
) -> pd.Series[str]:
    if fields.parent_name is not None:
        return to_text(frame[fields.parent_name])
    return pd.Series([names_by_code.get(parent, parent) for parent in parents], dtype=str)


def _check_parents(table: pd.DataFrame) -> None:
    for column in ("parent", "parent_name"):
        blank = table[column].eq("")
        if blank.any():
            raise LayerError(f"{column.replace('_', ' ')} is empty for: {_sample(table['code'][blank])}")
    pairs = table[["parent", "parent_name"]].drop_duplicates()
    inconsistent = pairs["parent"].duplicated()
    if inconsistent.any():
        raise LayerError(f"parent(s) with more than one name: {_sample(pairs['parent'][inconsistent])}")
    shared = table["code"].isin(table["parent"])
    if shared.any():
        raise LayerError(f"code(s) of an area and of a parent at once: {_sample(table['code'][shared])}")


def _sample(values: pd.Series[str], limit: int = 10) -> str:
    suffix = f" and {len(values) - limit} more" if len(values) > limit else ""
    return ", ".join(values.head(limit)) + suffix
