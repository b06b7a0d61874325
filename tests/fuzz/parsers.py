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
from data.core.report.record import Rejection, ServiceRequest
from data.sources.base import FeedError, Row
from data.sources.geojson import geojson_rows
from data.sources.open311.responses import items
from data.sources.open311.rows import RowMaker
from data.sources.points import Degrees, position
from data.sources.qlue import qlue_rows
from data.sources.tables import table_rows
from data.sources.tables.date_order import ORDERS
from data.sources.tables.hyperlinks import links_of
from data.sources.tables.moments import parse_layout, parse_moment, readings
from data.sources.tables.sp4n import WITHHELD
from data.sources.validator import Guard
from data.sources.values import coordinates
from tests.builders import city, qlue_row
from tests.open311 import report, to_xml
from tests.personas import MONDAY_NOON
from tests.tables import HEADER, SOURCE, delimited, excel, json_lines, json_list

Check = Callable[[bytes], int]

GOOD = ["A-1", "2026-11-02 08:00", "", "", "open", "Sampah", "penuh", "1.405", "124.805"]
ODD = [
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
LAPOR = ["Tracking ID", "Tanggal Laporan Masuk", "Waktu Laporan Masuk", "Nama Pelapor", "Kategori",
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
SERVER = Open311Source.model_validate({"name": "lapor", "kind": "open311", "url": "http://127.0.0.1/"})
POINTS = GeoJsonSource.model_validate(
    {"name": "banjir", "kind": "geojson", "fields": {"requested_datetime": "at", "description": "text"},
     "id_from": ["properties.at"]}
)  # fmt: skip
TABLE = TableSource.model_validate(SOURCE)
ORDERED = TableSource.model_validate({**SOURCE, "date_order": "dmy", "id_from": ["Nomor"]})
EXPORT = Sp4nSource.model_validate({"name": "sp4n", "kind": "sp4n"})
TOWN = city()
SHEET, SHEET_PARTS = "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"
LAYOUTS = ("%d %B %Y %I.%M %p", "%d/%m/%Y %H:%M:%S", "%Y-%m-%dT%H:%M:%S%z", "%c", "%s", "epoch", "epoch_ms")


@dataclass(frozen=True)
class Parser:
    """One door for foreign bytes.

    :param check: raises where something does not hold; returns how many rows came
    :param runs: its share of 100,000 inputs
    """

    check: Check
    seeds: Sequence[bytes]
    runs: int
    words: Sequence[str] = field(default=())


def _answered(source: Any, rows: Callable[[], Iterable[Row]]) -> list[Row] | None:
    """The rows, each a record or a rejection; None if the whole was refused in words."""
    guard = Guard(TOWN, source, lambda name: "x", getattr(source, "date_format", None))
    try:
        found = list(rows())
    except FeedError as error:
        assert str(error)
        return None
    for row in found:
        checked = guard.check(row, MONDAY_NOON)
        kept = isinstance(checked, ServiceRequest) or (isinstance(checked, Rejection) and checked.reason)
        assert kept, f"row {row.number} is neither kept nor rejected"
    assert [row.number for row in found] == list(range(1, len(found) + 1))
    return found


def _counted(source: Any, rows: Callable[[], Iterable[Row]], told: int | None) -> int:
    found = _answered(source, rows)
    assert found is None or told is None or len(found) == told, f"{len(found or ())} rows of {told}"
    return len(found or ())


def _listed(body: bytes, *path: str) -> int | None:
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
    return _counted(QLUE, lambda: qlue_rows(QLUE, body), _listed(body))


def geojson(body: bytes) -> int:
    """A collection of points."""
    return _counted(POINTS, lambda: geojson_rows(POINTS, body), _listed(body, "features"))


def open311(body: bytes) -> int:
    """An answer of a GeoReport v2 server, JSON or XML."""
    maker = RowMaker(SERVER, lambda identity, token: identity or token, dict)

    def rows() -> Iterable[Row]:
        return [maker.row(number, item) for number, item in enumerate(items(body), start=1)]

    count = _listed(body)  # a list within a list is looked into
    nested = count == 1 and _listed(body, 0) is not None  # type: ignore[arg-type]
    return _counted(SERVER, rows, None if nested else count)


def table(body: bytes) -> int:
    """Any table; each is read with its order of day and month searched for, and with it given."""
    _answered(TABLE, lambda: table_rows(TABLE, body))
    return len(_answered(ORDERED, lambda: table_rows(ORDERED, body)) or ())


def between(body: bytes) -> int:
    """Hostile text between two good lines of CSV: neither of them is lost."""
    whole = delimited(HEADER, GOOD) + body + b"\r\n" + delimited(["A-9", *GOOD[1:]])
    found = _answered(ORDERED, lambda: table_rows(ORDERED, whole))
    if found is None:
        return 0
    assert "A-1" in found[0].raw
    assert sum("A-9" in row.raw for row in found) >= 1, "the line below is lost"
    return len(found)


def lines(body: bytes) -> int:
    """JSON lines: as many rows as lines with something in them."""
    whole = json_lines(HEADER, GOOD) + body
    try:
        told = len([line for line in re.split(r"[\r\n]", whole.decode().replace("\0", "")) if line.strip()])
    except UnicodeDecodeError:
        told = None  # in cp1252 a byte may be a blank, or may not be at all
    jsonl = ORDERED.model_copy(update={"format": "jsonl"})
    return _counted(jsonl, lambda: table_rows(jsonl, whole), told)


def packed(body: bytes) -> int:
    """Something packed, whole or torn; also hostile content in a whole packing."""
    table(body)
    return table(gzip.compress(body, 1)) + table(zstandard.compress(body, 1))


def sheet(body: bytes) -> int:
    """A workbook with a hostile sheet, rightly packed: what a damaged archive never lets through."""
    return table(_with(BOOK, SHEET, body))


def sp4n(body: bytes) -> int:
    """An export of SP4N-LAPOR, as a workbook or as text. Nobody who asked for secrecy is named."""
    found = _answered(EXPORT, lambda: table_rows(EXPORT, body)) or []
    for row in found:
        secret = row.fields.get("service_code") == "rahasia"
        assert not secret or not {"reporter", "area_name", "service_name"} & set(row.fields)
        assert not secret or row.fields.get("description") == WITHHELD
    return len(found)


def points(body: bytes) -> int:
    """A position in a text, a list or an object: both degrees, or none and a reason where there was one."""
    written = body.decode("utf-8", "replace")
    try:
        values = [written, json.loads(body)]
    except (ValueError, RecursionError):
        values = [written]
    return sum(_is_on_the_globe(found) for found in map(position, values) if found)


def _is_on_the_globe(found: Degrees) -> bool:
    issues: list[str] = []
    placed = coordinates(*found, issues)
    lat, long = placed["lat"], placed["long"]
    assert (lat is None) == (long is None), f"half a position: {placed}"
    if lat is None or long is None:
        return False
    assert abs(lat) <= 90, f"{lat} is no latitude"
    assert abs(long) <= 180, f"{long} is no longitude"
    return not issues


def layouts(body: bytes) -> int:
    """A time in each layout, and without any: a moment, or nothing."""
    written = body.decode("utf-8", "replace")
    found = [parse_layout(written, layout) for layout in LAYOUTS]
    found += [parse_moment(written, order) for order in (None, *ORDERS)]
    readings(written)
    return sum(moment is not None for moment in found)


def links(body: bytes) -> int:
    """A sheet's links, the sheet or what it names being hostile: addresses of the web, or words."""
    return sum(len(_links(body, part)) for part in (SHEET, SHEET_PARTS))


def _links(body: bytes, part: str) -> dict[tuple[int, int], str]:
    try:
        found = links_of(io.BytesIO(_with(LINKED, part, body)), "Sheet", frozenset(range(3)))
    except FeedError as error:
        assert str(error)
        return {}
    assert all(url.lower().startswith(("http://", "https://")) for url in found.values())
    return found


def _with(book: bytes, part: str, body: bytes) -> bytes:
    """The workbook with one part of it replaced."""
    page = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(page, "w") as new:
        for name in old.namelist():
            new.writestr(name, body if name == part else old.read(name))
    return page.getvalue()


def _linked() -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Sheet"
    book.active["A1"].hyperlink = "https://contoh.id/a.jpg"
    book.active["B2"] = '=HYPERLINK("https://contoh.id/b.jpg","Lihat")'
    page = io.BytesIO()
    book.save(page)
    return page.getvalue()


def _part(book: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return archive.read(name)


LINKED = _linked()
BOOK = excel(HEADER, GOOD, ODD, above=(["Rekap aduan"], []))
LAPOR_BOOK = excel(LAPOR, LAPOR_ROW, [*LAPOR_ROW[:6], "", *LAPOR_ROW[7:]], above=(["SP4N-LAPOR!"],))
REPORTS = [report(1), report(2, 5, status="CLOSED", lat="", long=None, media_url=["a", "b"])]
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
        [delimited(HEADER, GOOD, ODD), delimited(HEADER, GOOD, separator=";", encoding="utf-8-sig"),
         delimited(HEADER, GOOD, ODD, separator="\t", encoding="utf-16"), json_lines(HEADER, GOOD),
         json_list(HEADER, GOOD, ODD)],
        14_000, CELLS,
    ),
    "between": Parser(between, [delimited(ODD), b'A-2,"', b'"\r\n"'], 10_000, CELLS),
    "lines": Parser(lines, [json_lines(HEADER, GOOD, ODD), b"{}\n[]\n"], 10_000, KEYS),
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
    "links": Parser(links, [_part(LINKED, SHEET), _part(LINKED, SHEET_PARTS)], 4_000,
                    (*CELL_TAGS, "<hyperlink ref=", "HYPERLINK(", "<!DOCTYPE", "A1:XFD1048576")),
    "sp4n": Parser(sp4n, [LAPOR_BOOK, delimited(LAPOR, LAPOR_ROW)], 4_000, (*CELLS, "Rahasia")),
}  # fmt: skip
