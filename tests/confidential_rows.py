"""Rows that are confidential by what they say anywhere, in every kind of source."""

import json
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import Any

from bootstrap import AppContext
from data.core.config.city import Open311Source
from data.sources.open311.rows import RowBuilder
from jobs.feed_factory import open_feed
from jobs.pull import pull
from tests.personas import IN_ANGGREK
from tests.pulls import ScriptedFeed, csv_body, find_source, pull_body
from tests.table_files import excel

MARKER = "PENANDA"
COLUMNS = {
    "service_request_id": "Nomor", "requested_datetime": "Tanggal", "status_description": "Status",
    "description": "Uraian", "service_name": "Kategori", "address": "Alamat", "area_name": "Kelurahan",
    "parent_name": "Kecamatan", "reporter": "Nama Pelapor", "media_url": "Foto", "lat": "Lintang",
    "long": "Bujur", "status_notes": "Tindak Lanjut",
}  # fmt: skip
TEXT_COLUMNS = (
    "Uraian",
    "Kategori",
    "Alamat",
    "Kelurahan",
    "Nama Pelapor",
    "Foto",
    "Tindak Lanjut",
    "Catatan",
)
SP4N_COLUMNS = {"Nomor": "Tracking ID", "Tanggal": "Tanggal Laporan Masuk", "Status": "Status Laporan",
                "Uraian": "Isi Laporan Awal", "Tindak Lanjut": "Alasan Tunda/Arsip"}  # fmt: skip
Row = dict[str, Any]


def make_row(number: int, **changed: Any) -> Row:
    """Return a row by column, with a marker in every text."""
    fixed = {"Nomor": f"T-{number}", "Tanggal": "2026-11-23", "Status": "proses", "Kecamatan": "BARAT"}
    texts = {name: f"{MARKER} {name.lower()} yang panjang sekali dan bukan label" for name in TEXT_COLUMNS}
    point = {"Lintang": IN_ANGGREK[0], "Bujur": IN_ANGGREK[1]}
    return {**fixed, **texts, **point, **changed}


def public_row(number: int, **changed: Any) -> Row:
    """Return a row with markers that is public so far, of a category and an area that are known."""
    return make_row(number, **{"Kategori": "Sampah", "Kelurahan": "ANGGREK", **changed})


SAYINGS: list[Row] = [
    {"Rahasia": "Ya"}, {"Rahasia": "1"}, {"is_rahasia": "true"}, {"Sifat": "RAHASIA"}, {"Lain": "Rahasia"},
    {"Lain": "Laporan Rahasia: Ya"}, {"Kategori": "Laporan Rahasia"}, {"Catatan": "Bersifat rahasia."},
    {"Uraian": f"RAHASIA - {MARKER} pungutan di kantor lurah setiap hari Senin"}, {"Status": "rahasia"},
    {"Tipe Laporan (Anonim/Rahasia)": "Anonim, Rahasia"}, {"Tertutup?": "x"}, {"Lain": "tidak untuk publik"},
    {"Nama Pelapor": "R A H A S I A"}, {"Foto": "[Rahasia]"},
]  # fmt: skip
NESTED: list[Row] = [
    {"extended_attributes": {"rahasia": True, "isi": MARKER}}, {"tag": ["sampah", "rahasia"]},
    {"atribut": [{"name": "Laporan Rahasia", "value": "Ya", "ket": MARKER}]},
]  # fmt: skip
TABLE = {"name": "lembar", "kind": "table", "fields": COLUMNS}
SOURCES: list[dict[str, Any]] = [
    TABLE,
    {"name": "qlue", "kind": "qlue", "fields": COLUMNS},
    {"name": "titik", "kind": "geojson", "fields": {**COLUMNS, "lat": "Lintang", "long": "Bujur"}},
    {"name": "sp4n", "kind": "sp4n", "fields": {"address": "Alamat", "media_url": "Foto"}},
    {"name": "kota", "kind": "open311", "url": "http://127.0.0.1:9", "fields": COLUMNS},
    {"name": "aduan", "kind": "sql", "database": {"env": "ADUAN_URL"}, "query": "SELECT * FROM aduan",
     "fields": COLUMNS},
]  # fmt: skip
CONFIG = {"source": SOURCES, "confidential": {"words": ["tertutup", "tidak untuk publik"]}}


def cells(rows: list[Row]) -> list[list[Any]]:
    header = list(dict.fromkeys(name for row in rows for name in row))
    return [header, *([row.get(name, "") for name in header] for row in rows)]


def as_csv(rows: list[Row]) -> bytes:
    return csv_body(*[[str(cell) for cell in row] for row in cells(rows)])


def with_sp4n_names(rows: list[Row]) -> list[Row]:
    return [{SP4N_COLUMNS.get(name, name): value for name, value in row.items()} for row in rows]


def pull_sql(context: AppContext, rows: list[Row]) -> Mapping[str, Any]:
    table = cells(rows)
    path = context.settings.city_file.parent / "aduan.db"
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE aduan ({})".format(", ".join(map(json.dumps, table[0]))))
        places = ", ".join("?" * len(table[0]))
        values = [
            [json.dumps(cell) if isinstance(cell, dict | list) else cell for cell in row] for row in table[1:]
        ]
        database.executemany(f"INSERT INTO aduan VALUES ({places})", values)
    source = find_source(context, "aduan")
    return pull(context, source, open_feed(source, context))


def pull_open311(context: AppContext, rows: list[Row]) -> Mapping[str, Any]:
    source = find_source(context, "kota")
    assert isinstance(source, Open311Source)
    builder = RowBuilder(source, lambda identity, token: identity or token, dict)
    feed = ScriptedFeed([builder.build_row(number, row) for number, row in enumerate(rows, start=1)])
    return pull(context, source, feed)


def geojson(rows: list[Row]) -> bytes:
    return json.dumps(
        {"features": [{"type": "Feature", "properties": row, "geometry": None} for row in rows]}
    ).encode()


KINDS: dict[str, Callable[[AppContext, list[Row]], Mapping[str, Any]]] = {
    "csv": lambda context, rows: pull_body(context, as_csv(rows), "lembar"),
    "xlsx": lambda context, rows: pull_body(context, excel(*cells(rows)), "lembar"),
    "json": lambda context, rows: pull_body(context, json.dumps(rows).encode(), "lembar"),
    "qlue": lambda context, rows: pull_body(context, json.dumps(rows).encode(), "qlue"),
    "geojson": lambda context, rows: pull_body(context, geojson(rows), "titik"),
    "sp4n": lambda context, rows: pull_body(context, as_csv(with_sp4n_names(rows)), "sp4n"),
    "open311": pull_open311,
    "sql": pull_sql,
}  # fmt: skip
NESTED_KINDS = ("json", "qlue", "geojson", "open311", "sql")
