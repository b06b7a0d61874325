"""Reader of map files: GeoJSON, GeoPackage, Shapefile, KML."""

import warnings
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd

from geo.areas import LayerError


@dataclass(frozen=True, eq=False)
class MapRows:
    """The rows of one map layer as they are in the file.

    Attributes:
        label: where they came from
        closed: the rows of which a ring was open, and is closed
    """

    frame: gpd.GeoDataFrame
    label: str
    closed: frozenset[int]


def read_rows(file: Path, layer: str | None = None) -> MapRows:
    """Read one map layer.

    :raises LayerError: the file is missing or unreadable, holds no map layer, or holds several and ``layer``
        names none of them
    """
    if not file.exists():
        raise LayerError(f"{file}: no such file")
    try:
        with warnings.catch_warnings(action="ignore"):  # what they say is found, and told by area, later
            chosen = _choose(file, layer)
            frame, closed = _read_closing_rings(file, chosen)
    except LayerError:
        raise
    except Exception as error:  # the readers of the formats raise whatever they like
        reason = str(error) or type(error).__name__
        raise LayerError(f"{file}: cannot be read as a map: {reason}") from error
    return MapRows(frame, _label(file, chosen), closed)


def _choose(file: Path, layer: str | None) -> str:
    layers = gpd.list_layers(file).dropna(subset="geometry_type")
    names = [str(name) for name in layers["name"]]
    if not names:
        raise LayerError(f"{file}: holds no map layer")
    if layer is None and len(names) == 1:
        return names[0]
    if layer in names:
        return str(layer)
    raise LayerError(f"{file}: name one of its layers: {', '.join(names)}")


def _read_closing_rings(file: Path, layer: str) -> tuple[gpd.GeoDataFrame, frozenset[int]]:
    """Return the rows, and which of them had an open ring; one of a single corner gives no geometry."""
    frame = gpd.read_file(file, layer=layer, on_invalid="ignore").reset_index(drop=True)
    missing = frame.geometry.isna()
    if not missing.any():
        return frame, frozenset()
    frame = gpd.read_file(file, layer=layer, on_invalid="fix").reset_index(drop=True)
    closed = missing & frame.geometry.notna()
    return frame, frozenset(closed[closed].index)


def _label(file: Path, layer: str) -> str:
    return file.name if layer == file.stem else f"{file.name} ({layer})"
