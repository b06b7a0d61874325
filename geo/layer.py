"""Reader of area layers: the default one of Manado, or any file."""

from collections.abc import Mapping
from pathlib import Path

from geo.areas import AreaLayer, LayerError, LayerFields
from geo.build import default_layer
from geo.normalise import normalise
from geo.read import read_frame

__all__ = ["AreaLayer", "LayerError", "LayerFields", "open_layer"]

_DEFAULT_FIELDS = LayerFields()


def open_layer(
    file: Path | None = None,
    *,
    fields: LayerFields = _DEFAULT_FIELDS,
    parent_names: Mapping[str, str] | None = None,
    parent_groups: int | None = None,
    layer: str | None = None,
) -> AreaLayer:
    """Return the areas of ``file``, or the default layer of Manado if it is None.

    :param file: GeoJSON, GeoPackage, Shapefile or KML, in any declared CRS
    :param fields: the file's columns
    :param parent_names: names of parents by code, for a file without them; default: the code is the name
    :param parent_groups: without a parent column, how many dot-separated groups of a code are its parent's
        code; default: all but the last
    :param layer: the layer to read, of a file that holds several
    :raises LayerError: the layer is unusable
    """
    if file is None:
        return default_layer()
    frame, source = read_frame(file, layer)
    areas = normalise(frame, fields, parent_names=parent_names, parent_groups=parent_groups)
    return AreaLayer(areas, schematic=False, source=source)
