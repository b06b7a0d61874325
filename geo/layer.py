"""Reader of area layers: the default one of Manado, or any file."""

from collections.abc import Mapping
from pathlib import Path

from geo.areas import AreaLayer, LayerError, LayerFields
from geo.build import default_layer
from geo.levels import with_levels
from geo.normalise import normalise
from geo.read import read_rows

__all__ = ["AreaLayer", "LayerError", "LayerFields", "open_layer"]

_DEFAULT_FIELDS = LayerFields()


def open_layer(
    file: Path | None = None,
    *,
    fields: LayerFields = _DEFAULT_FIELDS,
    parent_names: Mapping[str, str] | None = None,
    parent_groups: int | None = None,
    layer: str | None = None,
    tolerant: bool = False,
) -> AreaLayer:
    """Return the areas of ``file``, or the default layer of Manado if it is None.

    :param file: GeoJSON, GeoPackage, Shapefile or KML, in any declared CRS
    :param fields: the file's columns
    :param parent_names: names of parents by code, for a file without them; default: the code is the name
    :param parent_groups: without a parent column, how many dot-separated groups of a code are its parent's
        code; default: all but the last
    :param layer: the layer to read, of a file that holds several
    :param tolerant: leave out areas whose geometry cannot be used, and name them in the layer's ``left_out``
    :raises LayerError: the layer is unusable
    """
    if file is None:
        return default_layer()
    rows = read_rows(file, layer)
    normal = normalise(
        *with_levels(rows.frame, fields),
        parent_names=parent_names,
        parent_groups=parent_groups,
        closed=rows.closed,
        tolerant=tolerant,
    )
    return AreaLayer(normal.areas, False, rows.label, normal.repairs, normal.left_out)
