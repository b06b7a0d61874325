"""Reader of map files: GeoJSON, GeoPackage, Shapefile, KML."""

from pathlib import Path

import geopandas as gpd

from geo.areas import LayerError


def read_frame(file: Path, layer: str | None = None) -> tuple[gpd.GeoDataFrame, str]:
    """Return the rows of one map layer as they are in the file, and a label of their origin.

    :raises LayerError: the file is missing or unreadable, holds no map layer, or holds several and ``layer``
        names none of them
    """
    if not file.exists():
        raise LayerError(f"{file}: no such file")
    try:
        chosen = _choose(file, layer)
        return gpd.read_file(file, layer=chosen), _label(file, chosen)
    except (OSError, RuntimeError, ValueError) as error:
        raise LayerError(f"{file}: cannot be read as a map: {error}") from error


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


def _label(file: Path, layer: str) -> str:
    return file.name if layer == file.stem else f"{file.name} ({layer})"
