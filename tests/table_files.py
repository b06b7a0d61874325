"""Table files in every format, and the check of their rows."""

import csv
import gzip
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import zstandard

from data.core.config.city import Sp4nSource, TableSource
from data.core.report.record import RejectedRow, ServiceRequest
from data.sources.tables import table_rows
from data.sources.validator import RowValidator
from tests.builders import city
from tests.personas import MONDAY_NOON

HEADER = ["Nomor", "Tanggal", "Batas", "Tutup", "Status", "Kategori", "Uraian", "Lintang", "Bujur"]
FIELDS = {
    "service_request_id": "Nomor", "requested_datetime": "Tanggal", "expected_datetime": "Batas",
    "closed_datetime": "Tutup", "status_description": "Status", "service_name": "Kategori",
    "description": "Uraian", "lat": "Lintang", "long": "Bujur",
}  # fmt: skip
SOURCE: dict[str, Any] = {"name": "rekap", "kind": "table", "fields": FIELDS}

Cells = Sequence[Any]


def delimited(*rows: Cells, separator: str = ",", encoding: str = "utf-8") -> bytes:
    """Return rows as delimited text."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=separator).writerows(rows)
    return buffer.getvalue().encode(encoding)


def json_lines(header: Cells, *rows: Cells) -> bytes:
    """Return rows as JSON lines; a short row has no values for its last columns."""
    return b"".join(json.dumps(dict(zip(header, row, strict=False))).encode() + b"\n" for row in rows)


def json_list(header: Cells, *rows: Cells) -> bytes:
    """Return rows as one JSON list."""
    return json.dumps([dict(zip(header, row, strict=False)) for row in rows]).encode()


def excel(*rows: Cells, rows_above: Sequence[Cells] = ()) -> bytes:
    """Return rows as a workbook, with rows above the table if any."""
    book = openpyxl.Workbook()
    for row in (*rows_above, *rows):
        book.active.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


FORMATS = {
    "csv": lambda *rows: delimited(*rows),
    "semicolons and a mark": lambda *rows: delimited(*rows, separator=";", encoding="utf-8-sig"),
    "tsv": lambda *rows: delimited(*rows, separator="\t"),
    "utf-16": lambda *rows: delimited(*rows, separator="\t", encoding="utf-16"),
    "jsonl": json_lines,
    "json": json_list,
    "under data": lambda *rows: b'{"data": ' + json_list(*rows) + b"}",
    "xlsx": lambda *rows: excel(*rows),
    "gz": lambda *rows: gzip.compress(delimited(*rows)),
    "zst": lambda *rows: zstandard.compress(json_lines(*rows)),
}


def check_file(content: bytes | Path, **changed: Any) -> list[ServiceRequest | RejectedRow]:
    """Return the record or rejection of every row of a file."""
    options = {**SOURCE, **changed}
    model = Sp4nSource if options["kind"] == "sp4n" else TableSource
    if options["kind"] == "sp4n" and "fields" not in changed:
        options["fields"] = {}
    source = model.model_validate(options)
    validator = RowValidator(city(), source, lambda name: f"hash of {len(name)}", source.date_format)
    return [validator.check(row, MONDAY_NOON) for row in validator.mark_days(table_rows(source, content))]


def check_single(content: bytes, **changed: Any) -> ServiceRequest:
    """Return the record of a file's only row."""
    (row,) = check_file(content, **changed)
    assert isinstance(row, ServiceRequest), row
    return row
