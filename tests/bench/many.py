"""A table of any number of reports, and the town that imports it."""

import csv
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from bootstrap import World
from data.config.logs import configure_logging
from data.sources.files import FileFeed
from jobs.area_reassignment import sync_layer
from jobs.pull import pull
from tests.builders import open_town
from tests.personas import IN_ANGGREK, MONDAY_NOON

FIELDS = {
    "service_request_id": "Nomor", "requested_datetime": "Tanggal", "closed_datetime": "Tutup",
    "status_description": "Status", "service_name": "Kategori", "description": "Uraian",
    "area_name": "Kelurahan", "lat": "Lintang", "long": "Bujur", "reporter": "Pelapor",
}  # fmt: skip
SOURCE: dict[str, Any] = {"name": "rekap", "kind": "table", "fields": FIELDS, "date_order": "ymd"}


def open_office(folder: Path) -> World:
    """A town that takes such tables, its store still empty; only what goes wrong is logged."""
    configure_logging("warning")
    folder.mkdir(exist_ok=True)
    world = open_town(folder, source=[SOURCE])
    sync_layer(world)
    return world


def write_table(path: Path, reports: int, *, times: int = 1) -> Path:
    """Reports of the last two weeks, four of five closed, each with its text, its point and its reporter.

    :param times: how often the file tells all of them
    """
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(FIELDS.values())
        for _ in range(times):
            writer.writerows(_rows(reports))
    return path


def import_table(world: World, path: Path) -> dict[str, Any]:
    """What ``python -m jobs import`` does with a file."""
    source = world.city.source[0]
    assert source.kind == "table"
    return pull(world, source, FileFeed(source, path=path), file=path.name)


def _rows(reports: int) -> Iterator[list[Any]]:
    lat, long = IN_ANGGREK
    for number in range(reports):
        filed = MONDAY_NOON - timedelta(seconds=3_600 + number * 1_200_000 / reports)
        closed = filed + timedelta(minutes=50) if number % 5 else ""
        yield [
            f"L-{number}", filed.isoformat(" "), closed and closed.isoformat(" "),
            "selesai" if closed else "proses", ("Sampah", "Banjir", "Usul")[number % 3],
            f"Sampah menumpuk di depan rumah nomor {number}, mohon segera diangkut", "Anggrek",
            lat + number % 97 * 1e-6, long + number % 89 * 1e-6, f"warga {number}",
        ]  # fmt: skip
