"""Rows of GeoJSON FeatureCollections of points."""

from collections.abc import Iterator, Mapping
from typing import Any

from data.core.config.city import GeoJsonSource
from data.sources.base import Row
from data.sources.columns import map_rows, parse_json, require_items

GEOMETRY_PATHS = {"lat": "geometry.coordinates.1", "long": "geometry.coordinates.0"}


def geojson_rows(source: GeoJsonSource, body: bytes) -> Iterator[Row]:
    """Return the rows of a FeatureCollection; a feature that is not a point loses its coordinates only."""
    content = parse_json(body)
    features = content.get("features") if isinstance(content, Mapping) else None
    items = require_items(features, "features")
    return map_rows(
        source, {**GEOMETRY_PATHS, **_as_property_paths(source.fields)}, map(_without_other_geometry, items)
    )


def _as_property_paths(fields: Mapping[str, str]) -> dict[str, str]:
    return {field_name: f"properties.{column}" for field_name, column in fields.items()}


def _without_other_geometry(feature: Any) -> Any:
    geometry = feature.get("geometry") if isinstance(feature, Mapping) else None
    if not isinstance(geometry, Mapping) or geometry.get("type") == "Point":
        return feature
    return {**feature, "geometry": None}
