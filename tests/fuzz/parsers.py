"""What is fuzzed: every parser of foreign bytes, its seeds, and what must hold of any input.

Of any input at all: rows, each a record or a rejection with its reason, or a :class:`FeedError` that says
something. Where the number of rows can be counted in another way, none may be missing.
"""

import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import openpyxl
import zstandard

from data.core.config.city import GeoJsonSource, Open311Source, QlueSource, Sp4nSource, TableSource
from data.core.report.record import RejectedRow, ServiceRequest
from data.sources.base import FeedError, Row
from data.sources.geojson import geojson_rows
from data.sources.open311.responses import parse_items
from data.sources.open311.rows import RowBuilder
from data.sources.points import RawPosition, parse_position
from data.sources.qlue import qlue_rows
from data.sources.tables import table_rows
from data.sources.tables.date_order import ORDERS
from data.sources.tables.hyperlinks import read_links
from data.sources.tables.moments import parse_cell_time, parse_formatted_time, possible_dates
from data.sources.tables.sp4n import WITHHELD_TEXT
from data.sources.validator import RowValidator
from data.sources.values import parse_coordinates
from tests.builders import city, qlue_row
from tests.georeport_server import make_report, to_xml
from tests.personas import MONDAY_NOON
from tests.table_files import HEADER, SOURCE, delimited, excel, json_lines, json_list

ParserCheck = Callable[[bytes], int]

GOOD = ["A-1", "2026-11-02 08:00", "", "", "open", "Sampah", "penuh", "1.405", "124.805"]
UNUSUAL = [
    "A-2",
    "3 Okt 2026 08.00",
    "31/12/2026",
    "45293.5",
    "selesai",
    "",
    'ia berkata "ya";\nlalu',
    "1,4",
    "x",
]
LAPOR_HEADER = ["Tracking ID", "Tanggal Laporan Masuk", "Waktu Laporan Masuk", "Nama Pelapor", "Kategori",
         "Isi Laporan Awal", "Tipe Laporan", "Status Laporan", "Kecamatan", "Kelurahan"]  # fmt: skip
LAPOR_ROW = [
    "77",
    "3 Mei 2026",
    "08:00",
    "Maria",
    "Sampah",
    "penuh",
    "Rahasia",
    "Terverifikasi",
    "Delima",
    "",
]
QLUE = QlueSource.model_validate({"name": "qlue", "kind": "qlue", "url": "http://127.0.0.1/"})
OPEN311 = Open311Source.model_validate({"name": "lapor", "kind": "open311", "url": "http://127.0.0.1/"})
GEOJSON = GeoJsonSource.model_validate(
    {"name": "banjir", "kind": "geojson", "fields": {"requested_datetime": "at", "description": "text"},
     "id_from": ["properties.at"]}
)  # fmt: skip
TABLE = TableSource.model_validate(SOURCE)
ORDERED_TABLE = TableSource.model_validate({**SOURCE, "date_order": "dmy", "id_from": ["Nomor"]})
SP4N = Sp4nSource.model_validate({"name": "sp4n", "kind": "sp4n"})
TEST_CITY = city()
SHEET, SHEET_PARTS = "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"
LAYOUTS = ("%d %B %Y %I.%M %p", "%d/%m/%Y %H:%M:%S", "%Y-%m-%dT%H:%M:%S%z", "%c", "%s", "epoch", "epoch_ms")


@dataclass(frozen=True)
class Parser:
    """One door for foreign bytes.

    :param check: raises where something does not hold; returns how many rows came
    :param runs: its share of 100,000 inputs
    """

    check: ParserCheck
    seeds: Sequence[bytes]
    runs: int
    dictionary_words: Sequence[str] = field(default=())


def _read_rows(source: Any, rows: Callable[[], Iterable[Row]]) -> list[Row] | None:
    """The rows, each a record or a rejection; None if the whole was refused in words."""
    guard = RowValidator(TEST_CITY, source, lambda name: "x", getattr(source, "date_format", None))
    try:
        read_rows = list(rows())
    except FeedError as error:
        assert str(error)
        return None
    for row in read_rows:
        checked = guard.check(row, MONDAY_NOON)
        is_valid = isinstance(checked, ServiceRequest) or (
            isinstance(checked, RejectedRow) and checked.reason
        )
        assert is_valid, f"row {row.number} is neither kept nor rejected"
    assert [row.number for row in read_rows] == list(range(1, len(read_rows) + 1))
    return read_rows


def _read_and_count(source: Any, rows: Callable[[], Iterable[Row]], expected_count: int | None) -> int:
    read_rows = _read_rows(source, rows)
    assert read_rows is None or expected_count is None or len(read_rows) == expected_count, (
        f"{len(read_rows or ())} rows of {expected_count}"
    )
    return len(read_rows or ())


def _json_list_length(body: bytes, *path: str) -> int | None:
    """How many things a JSON list holds, as the standard library reads it; None if it is no such list."""
    try:
        content = json.loads(body)
        for step in path:
            content = content[step]
    except (ValueError, RecursionError, KeyError, IndexError, TypeError):
        return None
    return len(content) if isinstance(content, list) else None


def qlue(body: bytes) -> int:
    """Qlue's markers."""
    return _read_and_count(QLUE, lambda: qlue_rows(QLUE, body), _json_list_length(body))


def geojson(body: bytes) -> int:
    """A collection of points."""
    return _read_and_count(GEOJSON, lambda: geojson_rows(GEOJSON, body), _json_list_length(body, "features"))


def open311(body: bytes) -> int:
    """An answer of a GeoReport v2 server, JSON or XML."""
    maker = RowBuilder(OPEN311, lambda identity, token: identity or token, dict)

    def rows() -> Iterable[Row]:
        return [maker.build_row(number, item) for number, item in enumerate(parse_items(body), start=1)]

    count = _json_list_length(body)  # a list within a list is looked into
    nested = count == 1 and _json_list_length(body, 0) is not None  # type: ignore[arg-type]
    return _read_and_count(OPEN311, rows, None if nested else count)


def table(body: bytes) -> int:
    """Any table; each is read with its order of day and month searched for, and with it given."""
    _read_rows(TABLE, lambda: table_rows(TABLE, body))
    return len(_read_rows(ORDERED_TABLE, lambda: table_rows(ORDERED_TABLE, body)) or ())


def between(body: bytes) -> int:
    """Hostile text between two good lines of CSV: neither of them is lost."""
    content = delimited(HEADER, GOOD) + body + b"\r\n" + delimited(["A-9", *GOOD[1:]])
    read_rows = _read_rows(ORDERED_TABLE, lambda: table_rows(ORDERED_TABLE, content))
    if read_rows is None:
        return 0
    assert "A-1" in read_rows[0].raw
    assert sum("A-9" in row.raw for row in read_rows) >= 1, "the line below is lost"
    return len(read_rows)


def lines(body: bytes) -> int:
    """JSON lines: as many rows as lines with something in them."""
    content = json_lines(HEADER, GOOD) + body
    try:
        line_count = len(
            [line for line in re.split(r"[\r\n]", content.decode().replace("\0", "")) if line.strip()]
        )
    except UnicodeDecodeError:
        line_count = None  # in cp1252 a byte may be a blank, or may not be at all
    jsonl = ORDERED_TABLE.model_copy(update={"format": "jsonl"})
    return _read_and_count(jsonl, lambda: table_rows(jsonl, content), line_count)


def packed(body: bytes) -> int:
    """Something packed, whole or torn; also hostile content in a whole packing."""
    table(body)
    return table(gzip.compress(body, 1)) + table(zstandard.compress(body, 1))


def sheet(body: bytes) -> int:
    """A workbook with a hostile sheet, rightly packed: what a damaged archive never lets through."""
    return table(_with_part(BOOK, SHEET, body))


def sp4n(body: bytes) -> int:
    """An export of SP4N-LAPOR, as a workbook or as text. Nobody who asked for secrecy is named."""
    read_rows = _read_rows(SP4N, lambda: table_rows(SP4N, body)) or []
    for row in read_rows:
        secret = row.fields.get("service_code") == "rahasia"
        assert not secret or not {"reporter", "area_name", "service_name"} & set(row.fields)
        assert not secret or row.fields.get("description") == WITHHELD_TEXT
    return len(read_rows)


def points(body: bytes) -> int:
    """A position in a text, a list or an object: both degrees, or none and a reason where there was one."""
    value_text = body.decode("utf-8", "replace")
    try:
        values = [value_text, json.loads(body)]
    except (ValueError, RecursionError):
        values = [value_text]
    return sum(_is_on_the_globe(pair) for pair in map(parse_position, values) if pair)


def _is_on_the_globe(pair: RawPosition) -> bool:
    issues: list[str] = []
    coordinate_pair = parse_coordinates(*pair, issues)
    lat, long = coordinate_pair["lat"], coordinate_pair["long"]
    assert (lat is None) == (long is None), f"half a position: {coordinate_pair}"
    if lat is None or long is None:
        return False
    assert abs(lat) <= 90, f"{lat} is no latitude"
    assert abs(long) <= 180, f"{long} is no longitude"
    return not issues


def layouts(body: bytes) -> int:
    """A time in each layout, and without any: a moment, or nothing."""
    value_text = body.decode("utf-8", "replace")
    moments = [parse_formatted_time(value_text, layout) for layout in LAYOUTS]
    moments += [parse_cell_time(value_text, order) for order in (None, *ORDERS)]
    possible_dates(value_text)
    return sum(moment is not None for moment in moments)


def links(body: bytes) -> int:
    """A sheet's links, the sheet or what it names being hostile: addresses of the web, or words."""
    return sum(len(_read_part_links(body, part)) for part in (SHEET, SHEET_PARTS))


def _read_part_links(body: bytes, part: str) -> dict[tuple[int, int], str]:
    try:
        urls = read_links(io.BytesIO(_with_part(LINKED_BOOK, part, body)), "Sheet", frozenset(range(3)))
    except FeedError as error:
        assert str(error)
        return {}
    assert all(url.lower().startswith(("http://", "https://")) for url in urls.values())
    return urls


def _with_part(book: bytes, part: str, body: bytes) -> bytes:
    """The workbook with one part of it replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            target.writestr(name, body if name == part else source.read(name))
    return buffer.getvalue()


def _workbook_with_links() -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Sheet"
    book.active["A1"].hyperlink = "https://contoh.id/a.jpg"
    book.active["B2"] = '=HYPERLINK("https://contoh.id/b.jpg","Lihat")'
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _part(book: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return archive.read(name)


LINKED_BOOK = _workbook_with_links()
BOOK = excel(HEADER, GOOD, UNUSUAL, rows_above=(["Rekap aduan"], []))
LAPOR_BOOK = excel(
    LAPOR_HEADER, LAPOR_ROW, [*LAPOR_ROW[:6], "", *LAPOR_ROW[7:]], rows_above=(["SP4N-LAPOR!"],)
)
REPORTS = [make_report(1), make_report(2, 5, status="CLOSED", lat="", long=None, media_url=["a", "b"])]
FEATURE = {"type": "Feature", "properties": {"at": "2026-11-02T08:00:00", "text": "air"},
           "geometry": {"type": "Point", "coordinates": [124.8, 1.4]}}  # fmt: skip
NESTED = {"id": 5, "post_date": "2026-11-02 08:00:00", "profile": {"location": {"lat": "1.4", "lng": "124.8"},
          "detail": {"status": "wait", "suggest": {"labels": ["", "ic_2flod.png"]}}}}  # fmt: skip
CELLS = (",", ";", "\t", '"', "\r\n", "Jumlah", "Nomor", "2026-11-02", "31/12/2026", "selesai", "1,405")
TAGS = (
    "<requests>",
    "<request>",
    "</request>",
    "<service_request_id>",
    "xsi:nil=",
    "<!DOCTYPE",
    "&#0;",
    "<![CDATA[",
)
CELL_TAGS = ("<row r=", "<c r=", 't="s"', 't="inlineStr"', "<v>", "</row>")
KEYS = ('"service_request_id":', '"requested_datetime":', '"code":', "[[", "null", "1e999", "\\ud800", "NaN")

PARSERS: dict[str, Parser] = {
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
    "table": Parser(
        table,
        [delimited(HEADER, GOOD, UNUSUAL), delimited(HEADER, GOOD, separator=";", encoding="utf-8-sig"),
         delimited(HEADER, GOOD, UNUSUAL, separator="\t", encoding="utf-16"), json_lines(HEADER, GOOD),
         json_list(HEADER, GOOD, UNUSUAL)],
        14_000, CELLS,
    ),
    "between": Parser(between, [delimited(UNUSUAL), b'A-2,"', b'"\r\n"'], 10_000, CELLS),
    "lines": Parser(lines, [json_lines(HEADER, GOOD, UNUSUAL), b"{}\n[]\n"], 10_000, KEYS),
    "packed": Parser(
        packed,
        [gzip.compress(delimited(HEADER, GOOD)), zstandard.compress(json_lines(HEADER, GOOD)),
         delimited(HEADER, GOOD)],
        4_000,
    ),
    "book": Parser(table, [BOOK], 4_000),
    "sheet": Parser(sheet, [_part(BOOK, SHEET)], 4_000, CELL_TAGS),
    "points": Parser(points, [b"(1.4, 124.8)", b"POINT (124.8 1.4)", b'{"lat": "1,4", "lng": 124.8}',
                              "1\u00b029'30\" LU, 124\u00b050'24\" BT".encode()],
                     4_000, ("POINT", "LU", "BT", "\u00b0", '"coordinates":', '"geometry":')),
    "layouts": Parser(layouts, [b"3 Mei 2026 12.30 malam", b"03/05/2026 24:00", b"2026-05-03T08:00:00+08:00",
                                b"1777766400000", b"45293.5"],
                      4_000, ("malam", "WITA", "Mei", "24:00", "/", "am")),
    "links": Parser(links, [_part(LINKED_BOOK, SHEET), _part(LINKED_BOOK, SHEET_PARTS)], 4_000,
                    (*CELL_TAGS, "<hyperlink ref=", "HYPERLINK(", "<!DOCTYPE", "A1:XFD1048576")),
    "sp4n": Parser(sp4n, [LAPOR_BOOK, delimited(LAPOR_HEADER, LAPOR_ROW)], 4_000, (*CELLS, "Rahasia")),
}  # fmt: skip
