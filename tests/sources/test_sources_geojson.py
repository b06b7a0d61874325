"""Rows of GeoJSON features."""

import json

import pytest

from data.core.report.record import RejectedRow
from data.sources.base import FeedError
from tests.personas import IN_ANGGREK, local_time

DERIVED_ID = {"id_from": ["properties.created_at", "properties.text", "geometry.coordinates"],
           "fields": {"requested_datetime": "created_at", "description": "text"}}  # fmt: skip


def feature(geometry, **properties) -> dict:
    defaults = {"pkey": 1, "created_at": "2026-11-23T09:00:00+08:00", "text": "air naik"}
    return {"type": "Feature", "geometry": geometry, "properties": {**defaults, **properties}}


def point(long=IN_ANGGREK[1], lat=IN_ANGGREK[0]) -> dict:
    return {"type": "Point", "coordinates": [long, lat]}


def body(*features) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_a_point_is_read_with_its_longitude_first(read_geojson):
    (row,) = read_geojson(body(feature(point())))
    assert (row.lat, row.long) == IN_ANGGREK
    assert (row.service_request_id, row.description) == ("1", "air naik")
    assert row.requested_datetime == local_time("2026-11-23 09:00")


def test_a_height_after_the_point_is_ignored(read_geojson):
    (row,) = read_geojson(body(feature({"type": "Point", "coordinates": [124.8, 1.4, 12.0]})))
    assert (row.lat, row.long) == (1.4, 124.8)


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {"type": "Point", "coordinates": []},
        {"type": "Point"},
        {"type": "LineString", "coordinates": [[124.8, 1.4], [124.9, 1.5]]},
        {"type": "Polygon", "coordinates": [[[124.8, 1.4], [124.9, 1.5], [124.9, 1.4], [124.8, 1.4]]]},
        "POINT (124.8 1.4)",
    ],
)
def test_a_feature_without_a_point_is_a_report_without_a_location(read_geojson, geometry):
    (row,) = read_geojson(body(feature(geometry)))
    assert (row.service_request_id, row.lat, row.long) == ("1", None, None)


def test_features_without_ids_get_one_derived_from_id_from(read_geojson):
    rows = [feature(point()), feature(point(), text="surut"), feature(point(124.9))]
    first = [row.service_request_id for row in read_geojson(body(*rows), **DERIVED_ID)]
    again = [row.service_request_id for row in read_geojson(body(*reversed(rows)), **DERIVED_ID)]
    assert len(set(first)) == 3
    assert again == first[::-1]


def test_a_derived_id_does_not_depend_on_the_order_of_keys(read_geojson):
    row = feature(point())
    reordered = {**row, "properties": dict(reversed(row["properties"].items()))}
    first, second = read_geojson(body(row, reordered), **DERIVED_ID)
    assert first.service_request_id == second.service_request_id


def test_a_feature_without_any_id_from_value_is_rejected(read_geojson):
    empty = {"type": "Feature", "geometry": None, "properties": {}}
    (row,) = read_geojson(body(empty), **DERIVED_ID)
    assert row.reason == "service_request_id is missing"


@pytest.mark.parametrize("item", [{"type": "Feature"}, {"type": "Feature", "properties": None}, "teks", None])
def test_a_feature_without_properties_is_rejected_alone(read_geojson, item):
    rejected, accepted = read_geojson(body(item, feature(point())))
    assert isinstance(rejected, RejectedRow)
    assert accepted.service_request_id == "1"


@pytest.mark.parametrize(
    "content",
    [b"{}", b'{"features": []}', b'{"features": {}}', b"[]", b'{"type": "FeatureCollection", "features": ['],
)
def test_a_response_without_features_is_refused(read_geojson, content):
    with pytest.raises(FeedError):
        read_geojson(content)


def test_a_fixed_value_replaces_a_missing_column(read_geojson):
    (row,) = read_geojson(body(feature(point())), fixed={"service_name": "Banjir"})
    assert row.service_code == "banjir"
