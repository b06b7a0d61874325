"""Comparison of two layers, and overlaps within one."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.areas import AreaLayer
from geo.names import spelling_key
from geo.polygons import metric


@dataclass(frozen=True)
class Differences:
    """The differences between a layer and an official one.

    Attributes:
        missing: codes only in the layer
        extra: codes only in the official one
        renamed: (code, name, official name) where the names differ by more than spelling
        agreement_percent: share of the official surface with the right code
    """

    missing: tuple[str, ...]
    extra: tuple[str, ...]
    renamed: tuple[tuple[str, str, str], ...]
    agreement_percent: float


def differences(layer: AreaLayer, official: AreaLayer) -> Differences:
    """Compare a layer with an official one."""
    common_codes = sorted(set(layer.codes) & set(official.codes))
    names = [(code, layer.name_of(code), official.name_of(code)) for code in common_codes]
    return Differences(
        missing=tuple(sorted(set(layer.codes) - set(common_codes))),
        extra=tuple(sorted(set(official.codes) - set(common_codes))),
        renamed=tuple(row for row in names if spelling_key(row[1]) != spelling_key(row[2])),
        agreement_percent=round(100 * agreement(layer, official), 2),
    )


def agreement(layer: AreaLayer, official: AreaLayer) -> float:
    """Return the share (0 to 1, of UTM area) of the official surface with the right code in ``layer``."""
    table = agreement_by_area(layer, official)
    return float((table["share"] * table["area_m2"]).sum() / table["area_m2"].sum())


def agreement_by_area(layer: AreaLayer, official: AreaLayer) -> pd.DataFrame:
    """Return one row per official area.

    Columns: code, name; area_m2 (of the official area); share (0 to 1, how much of it ``layer`` gives to the
    same code); iou (0 to 1, intersection over union).
    """
    reference = metric(official.areas)
    layer_shapes = layer.areas.to_crs(reference.crs).set_index("code").geometry.reindex(reference["code"])
    shapes = [shapely.Polygon() if shape is None else shape for shape in layer_shapes]
    area = reference.area.to_numpy()
    common = shapely.area(shapely.intersection(reference.geometry.to_numpy(), shapes))
    table = pd.DataFrame({"code": reference["code"], "name": reference["name"], "area_m2": area})
    return table.assign(share=common / area, iou=common / (area + shapely.area(shapes) - common))


def overlaps(layer: AreaLayer, *, at_least_m2: float = 10.0) -> pd.DataFrame:
    """Return the pairs of areas that overlap, largest first: columns code, other, area_m2.

    :param at_least_m2: square metres; smaller overlaps are drawing noise and are left out
    """
    areas = metric(layer.areas)
    first, second = _touching_pairs(areas)
    shapes, codes = areas.geometry.to_numpy(), areas["code"].to_numpy()
    size = shapely.area(shapely.intersection(shapes[first], shapes[second]))
    table = pd.DataFrame({"code": codes[first], "other": codes[second], "area_m2": size})
    return table[table["area_m2"] >= at_least_m2].sort_values("area_m2", ascending=False, ignore_index=True)


def _touching_pairs(areas: gpd.GeoDataFrame) -> tuple[np.ndarray, np.ndarray]:
    first, second = areas.sindex.query(areas.geometry, predicate="intersects")
    return first[first < second], second[first < second]
