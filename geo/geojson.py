"""GeoJSON as compact bytes, the same for the same areas."""

import json
from collections.abc import Sequence

import geopandas as gpd
import shapely

from geo.areas import AreaLayer

AREA_PROPERTIES = ("code", "name", "parent", "parent_name")


def layer_geojson(layer: AreaLayer) -> bytes:
    """Return a layer at full precision (properties code, name, parent, parent_name)."""
    return frame_geojson(layer.areas, AREA_PROPERTIES, name=layer.source)


def frame_geojson(frame: gpd.GeoDataFrame, properties: Sequence[str], *, name: str | None = None) -> bytes:
    """Return rows (EPSG:4326) as a FeatureCollection, with these text columns as properties."""
    columns = [frame[column] for column in properties]
    features = [
        {
            "type": "Feature",
            "properties": dict(zip(properties, values, strict=True)),
            "geometry": shapely.geometry.mapping(geometry),
        }
        for geometry, *values in zip(frame.geometry, *columns, strict=True)
    ]
    named = {"name": name} if name else {}
    collection = {"type": "FeatureCollection", **named, "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()
