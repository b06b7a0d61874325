"""Rows of GeoJSON FeatureCollections of points."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from data.core.config.city import GeoJsonSource
from data.core.findings import FindingCounter, FindingKind
from data.sources.base import Row
from data.sources.column_usage import ColumnUsage
from data.sources.columns import map_rows, parse_json, require_items
from data.sources.pages import count_pages_left_out

PROPERTIES = "properties."
GEOMETRY_PATHS = {"lat": "geometry.coordinates.1", "long": "geometry.coordinates.0"}


def geojson_rows(source: GeoJsonSource, body: bytes, findings: FindingCounter | None = None) -> Iterator[Row]:
    """Return the rows of a FeatureCollection; a feature that is not a point loses its coordinates only.

    :param findings: counts properties, geometries and pages that are not read
    """
    content, findings = parse_json(body), findings or FindingCounter()
    features = content.get("features") if isinstance(content, Mapping) else None
    items = require_items(features, "features")
    _count_left_out(source, items, findings)
    count_pages_left_out(content, len(items), findings)
    return map_rows(
        source, {**GEOMETRY_PATHS, **_as_property_paths(source.fields)}, map(_without_other_geometry, items)
    )


def _count_left_out(source: GeoJsonSource, features: Iterable[Any], findings: FindingCounter) -> None:
    """Count the properties that no field takes, and the geometries that are no points."""
    usage = ColumnUsage(
        [*source.fields.values(), *(path.removeprefix(PROPERTIES) for path in source.id_from)]
    )
    for feature in features:
        if isinstance(feature, Mapping) and isinstance(feature.get("properties"), Mapping):
            usage.observe(feature["properties"])
        if _without_other_geometry(feature) is not feature:
            findings.add(FindingKind.COLUMN_LEFT_OUT, f"geometry ({feature['geometry'].get('type')})")
    usage.add_to(findings)


def _as_property_paths(fields: Mapping[str, str]) -> dict[str, str]:
    return {field_name: f"{PROPERTIES}{column}" for field_name, column in fields.items()}


def _without_other_geometry(feature: Any) -> Any:
    geometry = feature.get("geometry") if isinstance(feature, Mapping) else None
    if not isinstance(geometry, Mapping) or geometry.get("type") == "Point":
        return feature
    return {**feature, "geometry": None}
