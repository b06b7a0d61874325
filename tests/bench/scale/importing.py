"""An import of new rows into a store of a scale: rows a second of processor, against bare writing."""

import csv
import sqlite3
import time
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import create_engine

from data.config.logs import configure_logging
from data.sources.files import FileFeed
from data.store.schema import event, metadata, service_request
from jobs.pull import pull
from tests.bench.density.city import STORE_FILE
from tests.bench.many import FIELDS
from tests.bench.pairs import result_line, without_garbage_collection
from tests.bench.scale.boards import ScaleBoard, open_scale
from tests.bench.scale.targets import BARE_ROWS, PROMISES

ROWS = 20_000
SOURCE = "aplikasi"
TABLES = (event, service_request)


def measure_importing(per_day: int) -> dict[str, Any]:
    """Measure the import of new rows."""
    configure_logging("error")
    board = open_scale(per_day)
    with TemporaryDirectory() as folder:
        table = _write_table(Path(folder) / "baru.csv", board)
        with without_garbage_collection():
            start = time.process_time()
            _import(board, table)
            taken = time.process_time() - start
        floor_taken = _write_bare(board.folder / STORE_FILE, Path(folder) / "bare.db")
    ours, floor = ROWS / taken, ROWS / floor_taken
    description = (
        f"executemany of the rows that it stores ({floor:,.0f} reports a second of processor); it took "
        f"{ours:,.0f} rows a second"
    )
    bar = round(PROMISES["importing"].at(per_day) / BARE_ROWS, 4)
    return result_line(f"importing:{per_day}", ours / floor, bar, "higher", description, per_day)


def _import(board: ScaleBoard, table: Path) -> None:
    source = board.app_context.city.get_source(SOURCE)
    assert source is not None
    assert source.kind == "table"
    board.moment += timedelta(seconds=1)
    line = pull(board.app_context, source, FileFeed(source, path=table), file=table.name)
    assert (line["read"], line["new"]) == (ROWS, ROWS), line


def _write_table(path: Path, board: ScaleBoard) -> Path:
    """Write reports of the last days with texts and points, most of them closed."""
    points = board.app_context.layer.areas.geometry.representative_point()
    names = [category.name for category in board.app_context.city.category]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(FIELDS.values())
        for number in range(ROWS):
            point = points.iloc[number * 7 % len(points)]
            filed = board.moment - timedelta(hours=1, seconds=number * 10)
            closed = (filed + timedelta(minutes=50)).isoformat(" ") if number % 5 else ""
            writer.writerow(
                [
                    f"B-{number}", filed.isoformat(" "), closed, "selesai" if closed else "proses",
                    names[number * 3 % len(names)], f"Sampah di depan rumah nomor {number}, mohon diangkut",
                    "", round(point.y + number % 97 * 1e-6, 6), round(point.x + number % 89 * 1e-6, 6),
                    f"warga {number}",
                ]
            )  # fmt: skip
    return path


def _write_bare(store: Path, bare: Path) -> float:
    """Write what the import left in the large tables into an empty store; return the processor seconds."""
    metadata.create_all(create_engine(f"sqlite:///{bare}"), tables=list(TABLES))
    source, target = sqlite3.connect(store), sqlite3.connect(bare)
    query = "SELECT {} FROM {} WHERE service_request_id >= 'B-' AND service_request_id < 'B.'"
    names = {table.name: ", ".join(table.c.keys()) for table in TABLES}
    rows = {name: source.execute(query.format(columns, name)).fetchall() for name, columns in names.items()}
    assert len(rows[service_request.name]) == ROWS
    start = time.process_time()
    for name, values in rows.items():
        marks = ", ".join("?" * len(values[0]))
        target.executemany(f"INSERT INTO {name} ({names[name]}) VALUES ({marks})", values)
    target.commit()
    taken = time.process_time() - start
    for connection in (source, target):
        connection.close()
    return taken
