"""GeoJSON FeatureCollections of points."""

from collections.abc import Iterator, Mapping
from typing import Any

from data.core.config.city import GeoJsonSource
from data.sources.base import Row
from data.sources.columns import mapped, not_empty, parse_json

GEOMETRY = {"lat": "geometry.coordinates.1", "long": "geometry.coordinates.0"}


def geojson_rows(source: GeoJsonSource, body: bytes) -> Iterator[Row]:
    """A FeatureCollection; a feature that is not a point keeps its report and loses its place."""
    content = parse_json(body)
    features = content.get("features") if isinstance(content, Mapping) else None
    items = not_empty(features, "features")
    return mapped(source, {**GEOMETRY, **_in_properties(source.fields)}, map(_pointed, items))


def _in_properties(fields: Mapping[str, str]) -> dict[str, str]:
    return {ours: f"properties.{theirs}" for ours, theirs in fields.items()}


def _pointed(feature: Any) -> Any:
    geometry = feature.get("geometry") if isinstance(feature, Mapping) else None
    if not isinstance(geometry, Mapping) or geometry.get("type") == "Point":
        return feature
    return {**feature, "geometry": None}
