"""Fuzzed parsers of feeds and of single values, with their seeds."""

import json
from collections.abc import Iterable

from data.core.config.city import GeoJsonSource, Open311Source, QlueSource
from data.sources.base import Row
from data.sources.geojson import geojson_rows
from data.sources.open311.responses import parse_items
from data.sources.open311.rows import RowBuilder
from data.sources.points import RawPosition, parse_position
from data.sources.qlue import qlue_rows
from data.sources.tables.date_order import ORDERS
from data.sources.tables.moments import parse_cell_time, parse_formatted_time, possible_dates
from data.sources.values import parse_coordinates
from tests.builders import qlue_row
from tests.fuzz.checks import Parser, count_rows, json_list_length
from tests.georeport_server import make_report, to_xml

QLUE = QlueSource.model_validate({"name": "qlue", "kind": "qlue", "url": "http://127.0.0.1/"})
OPEN311 = Open311Source.model_validate({"name": "lapor", "kind": "open311", "url": "http://127.0.0.1/"})
GEOJSON = GeoJsonSource.model_validate(
    {"name": "banjir", "kind": "geojson", "fields": {"requested_datetime": "at", "description": "text"},
     "id_from": ["properties.at"]}
)  # fmt: skip
LAYOUTS = ("%d %B %Y %I.%M %p", "%d/%m/%Y %H:%M:%S", "%Y-%m-%dT%H:%M:%S%z", "%c", "%s", "epoch", "epoch_ms")
REPORTS = [make_report(1), make_report(2, 5, status="CLOSED", lat="", long=None, media_url=["a", "b"])]
FEATURE = {"type": "Feature", "properties": {"at": "2026-11-02T08:00:00", "text": "air"},
           "geometry": {"type": "Point", "coordinates": [124.8, 1.4]}}  # fmt: skip
NESTED = {"id": 5, "post_date": "2026-11-02 08:00:00", "profile": {"location": {"lat": "1.4", "lng": "124.8"},
          "detail": {"status": "wait", "suggest": {"labels": ["", "ic_2flod.png"]}}}}  # fmt: skip
TAGS = ("<requests>", "<request>", "</request>", "<service_request_id>", "xsi:nil=", "<!DOCTYPE", "&#0;",
        "<![CDATA[")  # fmt: skip
KEYS = ('"service_request_id":', '"requested_datetime":', '"code":', "[[", "null", "1e999", "\\ud800", "NaN")


def qlue(body: bytes) -> int:
    """Check Qlue's list of markers."""
    return count_rows(QLUE, lambda: qlue_rows(QLUE, body), json_list_length(body))


def geojson(body: bytes) -> int:
    """Check a GeoJSON collection of points."""
    return count_rows(GEOJSON, lambda: geojson_rows(GEOJSON, body), json_list_length(body, "features"))


def open311(body: bytes) -> int:
    """Check a response of a GeoReport v2 server, JSON or XML."""
    builder = RowBuilder(OPEN311, lambda identity, token: identity or token, dict)

    def rows() -> Iterable[Row]:
        return [builder.build_row(number, item) for number, item in enumerate(parse_items(body), start=1)]

    count = json_list_length(body)  # a list in a list of one is unwrapped
    nested = count == 1 and json_list_length(body, 0) is not None
    return count_rows(OPEN311, rows, None if nested else count)


def points(body: bytes) -> int:
    """Check a position in a text, a list or an object: both coordinates, or none and an issue."""
    value_text = body.decode("utf-8", "replace")
    try:
        values = [value_text, json.loads(body)]
    except (ValueError, RecursionError):
        values = [value_text]
    return sum(_is_valid_position(pair) for pair in map(parse_position, values) if pair)


def _is_valid_position(pair: RawPosition) -> bool:
    issues: list[str] = []
    coordinate_pair = parse_coordinates(*pair, issues)
    lat, long = coordinate_pair["lat"], coordinate_pair["long"]
    assert (lat is None) == (long is None), f"one coordinate only: {coordinate_pair}"
    if lat is None or long is None:
        return False
    assert abs(lat) <= 90, f"{lat} is no latitude"
    assert abs(long) <= 180, f"{long} is no longitude"
    return not issues


def layouts(body: bytes) -> int:
    """Check a time in each layout and without one: a time or None."""
    value_text = body.decode("utf-8", "replace")
    times = [parse_formatted_time(value_text, layout) for layout in LAYOUTS]
    times += [parse_cell_time(value_text, order) for order in (None, *ORDERS)]
    possible_dates(value_text)
    return sum(time is not None for time in times)


FEED_PARSERS: dict[str, Parser] = {
    "qlue": Parser(
        qlue, [json.dumps([qlue_row(1), NESTED]).encode()], 12_000, ('"post_id":', '"profile":', *KEYS)
    ),
    "geojson": Parser(
        geojson, [json.dumps({"type": "FeatureCollection", "features": [FEATURE]}).encode()], 10_000, KEYS
    ),
    "open311": Parser(
        open311,
        [json.dumps(REPORTS).encode(), to_xml(REPORTS), json.dumps({"requests": REPORTS}).encode(),
         b'[{"code": 403, "description": "no"}]'],
        16_000, (*TAGS, *KEYS),
    ),
    "points": Parser(points, [b"(1.4, 124.8)", b"POINT (124.8 1.4)", b'{"lat": "1,4", "lng": 124.8}',
                              "1\u00b029'30\" LU, 124\u00b050'24\" BT".encode()],
                     4_000, ("POINT", "LU", "BT", "\u00b0", '"coordinates":', '"geometry":')),
    "layouts": Parser(layouts, [b"3 Mei 2026 12.30 malam", b"03/05/2026 24:00", b"2026-05-03T08:00:00+08:00",
                                b"1777766400000", b"45293.5"],
                      4_000, ("malam", "WITA", "Mei", "24:00", "/", "am")),
}  # fmt: skip
