"""A table of any number of reports, and a city that imports it."""

import csv
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from bootstrap import AppContext
from data.config.logs import configure_logging
from data.sources.files import FileFeed
from jobs.area_reassignment import sync_layer
from jobs.pull import pull
from tests.builders import open_test_context
from tests.personas import IN_ANGGREK, MONDAY_NOON

FIELDS = {
    "service_request_id": "Nomor", "requested_datetime": "Tanggal", "closed_datetime": "Tutup",
    "status_description": "Status", "service_name": "Kategori", "description": "Uraian",
    "area_name": "Kelurahan", "lat": "Lintang", "long": "Bujur", "reporter": "Pelapor",
}  # fmt: skip
SOURCE: dict[str, Any] = {"name": "rekap", "kind": "table", "fields": FIELDS, "date_order": "ymd"}


def open_import_context(folder: Path) -> AppContext:
    """Open a city for such tables, with an empty store; only faults are logged."""
    configure_logging("warning")
    folder.mkdir(exist_ok=True)
    app_context = open_test_context(folder, source=[SOURCE])
    sync_layer(app_context)
    return app_context


def write_table(path: Path, reports: int, *, repeats: int = 1) -> Path:
    """Write reports of the last two weeks, four of five closed, each with text, point and reporter.

    :param times: how often the file repeats all of them
    """
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(FIELDS.values())
        for _ in range(repeats):
            writer.writerows(_rows(reports))
    return path


def import_table(app_context: AppContext, path: Path) -> dict[str, Any]:
    """Import a file as ``python -m jobs import`` does."""
    source = app_context.city.source[0]
    assert source.kind == "table"
    return pull(app_context, source, FileFeed(source, path=path), file=path.name)


def _rows(reports: int) -> Iterator[list[Any]]:
    lat, long = IN_ANGGREK
    for number in range(reports):
        requested_at = MONDAY_NOON - timedelta(seconds=3_600 + number * 1_200_000 / reports)
        closed_at = requested_at + timedelta(minutes=50) if number % 5 else ""
        yield [
            f"L-{number}", requested_at.isoformat(" "), closed_at and closed_at.isoformat(" "),
            "selesai" if closed_at else "proses", ("Sampah", "Banjir", "Usul")[number % 3],
            f"Sampah menumpuk di depan rumah nomor {number}, mohon segera diangkut", "Anggrek",
            lat + number % 97 * 1e-6, long + number % 89 * 1e-6, f"warga {number}",
        ]  # fmt: skip
