"""Area layers: points and names to areas, areas to their parents, and GeoJSON for the browser."""

from geo.areas import AreaLayer, LayerError, LayerFields
from geo.browser import bounds, feature_collection, label_points, outline, parent_borders
from geo.compare import agreement, agreement_by_area, overlaps
from geo.figures import aliases, anchors, places
from geo.layer import open_layer
from geo.locate import Locator, locate
from geo.names import NameIndex, NameRules
from geo.official import INSTALLED_FIELDS, import_official, installed_layer, installed_path, layer_in_use

__all__ = [
    "INSTALLED_FIELDS",
    "AreaLayer",
    "LayerError",
    "LayerFields",
    "Locator",
    "NameIndex",
    "NameRules",
    "agreement",
    "agreement_by_area",
    "aliases",
    "anchors",
    "bounds",
    "feature_collection",
    "import_official",
    "installed_layer",
    "installed_path",
    "label_points",
    "layer_in_use",
    "locate",
    "open_layer",
    "outline",
    "overlaps",
    "parent_borders",
    "places",
]
