"""Fuzzed parsers of tables and workbooks, with their seeds."""

import gzip
import io
import re
import zipfile
from pathlib import Path
from tempfile import NamedTemporaryFile

import openpyxl
import zstandard

from data.core.config.city import Sp4nSource, TableSource
from data.core.marking import MarkingRule
from data.core.report.withheld import WITHHELD_TEXT
from data.sources.base import FeedError
from data.sources.tables import table_rows
from data.sources.tables.file_head import first_part
from data.sources.tables.hyperlinks import read_links
from data.sources.tables.inspection import collect_samples, detect_columns, layout_for, propose_source
from data.sources.tables.layout import date_texts
from tests.fuzz.checks import Parser, count_rows, read_rows
from tests.fuzz.feed_parsers import KEYS
from tests.table_files import HEADER, SOURCE, delimited, excel, json_lines, json_list

GOOD = ["A-1", "2026-11-02 08:00", "", "", "open", "Sampah", "penuh", "1.405", "124.805"]
UNUSUAL = ["A-2", "3 Okt 2026 08.00", "31/12/2026", "45293.5", "selesai", "", 'ia berkata "ya";\nlalu', "1,4",
           "x"]  # fmt: skip
LAPOR_HEADER = ["Tracking ID", "Tanggal Laporan Masuk", "Waktu Laporan Masuk", "Nama Pelapor", "Kategori",
         "Isi Laporan Awal", "Tipe Laporan", "Status Laporan", "Kecamatan", "Kelurahan"]  # fmt: skip
LAPOR_ROW = ["77", "3 Mei 2026", "08:00", "Maria", "Sampah", "penuh", "Rahasia", "Terverifikasi", "Delima",
             ""]  # fmt: skip
TABLE = TableSource.model_validate(SOURCE)
ORDERED_TABLE = TableSource.model_validate({**SOURCE, "date_order": "dmy", "id_from": ["Nomor"]})
SP4N = Sp4nSource.model_validate({"name": "sp4n", "kind": "sp4n"})
SHEET, SHEET_PARTS = "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"
CELLS = (",", ";", "\t", '"', "\r\n", "Jumlah", "Nomor", "2026-11-02", "31/12/2026", "selesai", "1,405")
CELL_TAGS = ("<row r=", "<c r=", 't="s"', 't="inlineStr"', "<v>", "</row>")


def table(body: bytes) -> int:
    """Check any table, with a detected and with a configured order of day and month."""
    read_rows(TABLE, lambda: table_rows(TABLE, body))
    return len(read_rows(ORDERED_TABLE, lambda: table_rows(ORDERED_TABLE, body)) or ())


def inspection(body: bytes) -> int:
    """Check that a file without a configured source is inspected, or refused with a reason."""
    with NamedTemporaryFile(suffix=".csv") as file:
        file.write(body)
        file.flush()
        try:
            detected = detect_columns(io.BytesIO(body))
            with first_part(Path(file.name)) as (part, _is_whole):
                source = propose_source(detected, "berkas")
                rows = table_rows(source, part)
                layout = layout_for(rows, io.BytesIO(part.read_bytes()))
                orders = list(date_texts(layout, source))
                names = [name for name in detected.columns if name]
                collect_samples(layout.first, names, MarkingRule())
        except FeedError as error:
            assert str(error)
            return 0
    return len(orders)


def between(body: bytes) -> int:
    """Check that hostile text between two good lines of CSV loses neither of them."""
    content = delimited(HEADER, GOOD) + body + b"\r\n" + delimited(["A-9", *GOOD[1:]])
    parsed_rows = read_rows(ORDERED_TABLE, lambda: table_rows(ORDERED_TABLE, content))
    if parsed_rows is None:
        return 0
    assert "A-1" in parsed_rows[0].raw
    assert sum("A-9" in row.raw for row in parsed_rows) >= 1, "the line below is lost"
    return len(parsed_rows)


def lines(body: bytes) -> int:
    """Check that JSON lines give as many rows as there are lines that are not blank."""
    content = json_lines(HEADER, GOOD) + body
    try:
        line_count = len(
            [line for line in re.split(r"[\r\n]", content.decode().replace("\0", "")) if line.strip()]
        )
    except UnicodeDecodeError:
        line_count = None  # in cp1252 a byte may be a blank, or invalid
    jsonl = ORDERED_TABLE.model_copy(update={"format": "jsonl"})
    return count_rows(jsonl, lambda: table_rows(jsonl, content), line_count)


def packed(body: bytes) -> int:
    """Check compressed input, valid or not, and hostile content in valid compression."""
    table(body)
    return table(gzip.compress(body, 1)) + table(zstandard.compress(body, 1))


def sheet(body: bytes) -> int:
    """Check a hostile sheet in a valid archive: a damaged archive would be refused before."""
    return table(_with_part(BOOK, SHEET, body))


def sp4n(body: bytes) -> int:
    """Check an export of SP4N-LAPOR; a secret report has no reporter, kelurahan, category or text."""
    parsed_rows = read_rows(SP4N, lambda: table_rows(SP4N, body)) or []
    for row in parsed_rows:
        secret = row.fields.get("service_code") == "rahasia"
        assert not secret or not {"reporter", "area_name", "service_name"} & set(row.fields)
        assert not secret or row.fields.get("description") == WITHHELD_TEXT
    return len(parsed_rows)


def links(body: bytes) -> int:
    """Check the links of a sheet, with a hostile sheet or hostile relations."""
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
    """Return the workbook with one part replaced."""
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

TABLE_PARSERS: dict[str, Parser] = {
    "table": Parser(
        table,
        [delimited(HEADER, GOOD, UNUSUAL), delimited(HEADER, GOOD, separator=";", encoding="utf-8-sig"),
         delimited(HEADER, GOOD, UNUSUAL, separator="\t", encoding="utf-16"), json_lines(HEADER, GOOD),
         json_list(HEADER, GOOD, UNUSUAL)],
        10_000, CELLS,
    ),
    "inspection": Parser(
        inspection,
        [delimited(["Status", "Uraian"], ["Selesai", "x"], ["Jumlah", "1"]), delimited(HEADER, GOOD, UNUSUAL),
         json_lines(HEADER, GOOD), json_list(HEADER, UNUSUAL), gzip.compress(delimited(HEADER, GOOD))],
        4_000, CELLS,
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
    "links": Parser(links, [_part(LINKED_BOOK, SHEET), _part(LINKED_BOOK, SHEET_PARTS)], 4_000,
                    (*CELL_TAGS, "<hyperlink ref=", "HYPERLINK(", "<!DOCTYPE", "A1:XFD1048576")),
    "sp4n": Parser(sp4n, [LAPOR_BOOK, delimited(LAPOR_HEADER, LAPOR_ROW)], 4_000, (*CELLS, "Rahasia")),
}  # fmt: skip
