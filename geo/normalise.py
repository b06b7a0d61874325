"""Normalisation of any table of polygons to the columns of an area layer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from geo.areas import LONLAT, AreaRemark, LayerError, LayerFields, area_labels, sample
from geo.polygons import PolygonCheck, lonlat_polygons

_REMEDY = "repair them in a GIS program, or import the others with --leave-out CODE for each of these"


@dataclass(frozen=True, eq=False)
class NormalAreas:
    """The ``areas`` frame of an :class:`AreaLayer`, and what was done to reach it."""

    areas: gpd.GeoDataFrame
    repairs: tuple[AreaRemark, ...]
    left_out: tuple[AreaRemark, ...]


def normalise(
    frame: gpd.GeoDataFrame,
    fields: LayerFields,
    *,
    parent_names: Mapping[str, str] | None = None,
    parent_groups: int | None = None,
    closed: Collection[int] = (),
    tolerant: bool = False,
) -> NormalAreas:
    """Return the areas of a frame with the columns, CRS and order of a layer.

    :param closed: the rows of which a ring was open in the file
    :param tolerant: leave out areas whose geometry cannot be used, as long as others remain
    :raises LayerError: a missing field, no rows, or all other problems at once: an empty or repeated code, an
        empty name, an empty or contradictory parent, geometry with a problem of :class:`PolygonCheck`
    """
    require_fields(frame, fields)
    table = pd.DataFrame({"code": to_text(frame[fields.code]), "name": to_text(frame[fields.name])})
    problems = _code_problems(table, fields)
    table["parent"] = _parents(frame, table["code"], fields, parent_groups)
    table["parent_name"] = _parent_names(frame, table["parent"], fields, parent_names or {})
    problems += _parent_problems(table, fields)
    check = _check_polygons(frame.geometry, closed, problems)
    if problems or (check.problems and (not tolerant or len(check.problems) == len(table))):
        raise LayerError("; ".join([*problems, *_geometry_problems(table, check)]))
    areas = gpd.GeoDataFrame(table, geometry=check.geometry.to_numpy(), crs=LONLAT)
    used = areas.drop(index=list(check.problems)).sort_values("code", ignore_index=True)
    repairs = {row: ", ".join(remarks) for row, remarks in check.repairs.items() if row not in check.problems}
    return NormalAreas(used, _remarks(table, repairs), _remarks(table, check.problems))


def require_fields(frame: gpd.GeoDataFrame, fields: LayerFields) -> None:
    """Check that a frame has rows and all fields.

    :raises LayerError: no rows, or a missing field; the message lists the fields there are
    """
    if frame.empty:
        raise LayerError("the layer has no areas")
    available = [str(column) for column in frame.columns if column != frame.geometry.name]
    for field in (fields.code, fields.name, fields.parent, fields.parent_name):
        if field is not None and field not in available:
            raise LayerError(f"no field {field!r}; the fields are: {', '.join(available) or 'none'}")


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


def _code_problems(table: pd.DataFrame, fields: LayerFields) -> list[str]:
    blank, unnamed = table["code"].eq(""), table["name"].eq("")
    repeated = table["code"].duplicated() & ~blank
    return [
        text
        for rows, text in (
            (blank, f"field {fields.code!r} is empty for: {area_labels(table[blank])}"),
            (unnamed, f"field {fields.name!r} is empty for: {area_labels(table[unnamed])}"),
            (
                repeated,
                f"field {fields.code!r} repeats: {area_labels(table[repeated])}; "
                "dissolve the parts of an area into one row, or name another field",
            ),
        )
        if rows.any()
    ]


def _check_polygons(geometry: gpd.GeoSeries, closed: Collection[int], problems: list[str]) -> PolygonCheck:
    """Check the polygons; a problem of the whole file is added to ``problems``."""
    try:
        return lonlat_polygons(geometry, closed)
    except LayerError as error:
        problems.append(str(error))
        return PolygonCheck(geometry, {}, {})


def _geometry_problems(table: pd.DataFrame, check: PolygonCheck) -> list[str]:
    """Return a text for each problem of geometry, with all areas that have it."""
    rows_by_problem: dict[str, list[int]] = {}
    for row, problem in check.problems.items():
        rows_by_problem.setdefault(problem, []).append(row)
    remarks = [
        f"{len(rows)} area(s) have {problem}: {area_labels(table.iloc[rows])}"
        for problem, rows in rows_by_problem.items()
    ]
    return [*remarks, _REMEDY] if remarks else []


def _remarks(table: pd.DataFrame, remarks: Mapping[int, str]) -> tuple[AreaRemark, ...]:
    codes, names = table["code"], table["name"]
    return tuple(AreaRemark(codes[row], names[row], text) for row, text in sorted(remarks.items()))


def _parents(
    frame: gpd.GeoDataFrame, codes: pd.Series[str], fields: LayerFields, groups: int | None
) -> pd.Series[str]:
    if fields.parent is not None:
        return to_text(frame[fields.parent])
    return pd.Series([_parent_code(code, groups) for code in codes], dtype=str)


def _parent_code(code: str, groups: int | None) -> str:
    """Return the first groups of a code; "" where it has not so many."""
    parts = code.split(".")
    count = len(parts) - 1 if groups is None else groups
    return ".".join(parts[:count]) if 0 < count < len(parts) else ""


def _parent_names(
    frame: gpd.GeoDataFrame, parents: pd.Series[str], fields: LayerFields, names_by_code: Mapping[str, str]
) -> pd.Series[str]:
    if fields.parent_name is not None:
        return to_text(frame[fields.parent_name])
    return pd.Series([names_by_code.get(parent, parent) for parent in parents], dtype=str)


def _parent_problems(table: pd.DataFrame, fields: LayerFields) -> list[str]:
    blank = {column: table[column].eq("") & table["code"].ne("") for column in ("parent", "parent_name")}
    if fields.parent is None and blank["parent"].any():
        without = sample(list(table["code"][blank["parent"]].map(repr)))
        return [f"code {without} has no parent in its dot-separated groups: name the parent field"]
    remarks = [
        f"{column.replace('_', ' ')} is empty for: {area_labels(table[rows])}"
        for column, rows in blank.items()
        if rows.any()
    ]
    return remarks + _contradictions(table[table["parent"].ne("")])


def _contradictions(table: pd.DataFrame) -> list[str]:
    pairs = table[["parent", "parent_name"]].drop_duplicates()
    inconsistent = pairs["parent"].duplicated()
    shared = table["code"].isin(table["parent"]) & table["code"].ne(table["parent"])
    remarks = []
    if inconsistent.any():
        remarks.append(f"parent(s) with more than one name: {sample(list(pairs['parent'][inconsistent]))}")
    if shared.any():
        remarks.append(f"code(s) of an area and of a parent at once: {area_labels(table[shared])}")
    return remarks
