"""The speed of an import: rows are read, validated, located, given deadlines, compared and written.

The baseline only writes: the rows that the import left in its two large tables, by ``executemany`` of the
same engine into an equal, empty store, in one transaction.
"""

from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine, Table, select

from data.store.engine import writer
from data.store.schema import event, service_request
from tests.bench.many import import_table, open_import_context, write_table
from tests.bench.pairs import result_line, seconds

REPORTS = 20_000
BAR = 0.4
PAIRS = 5

Rows = dict[Table, list[dict[str, Any]]]


def measure() -> dict[str, Any]:
    """Measure the benchmark ``importing``: seconds of the baseline divided by ours."""
    with TemporaryDirectory() as folder:
        table = write_table(Path(folder) / "rekap.csv", REPORTS)
        ratio = median(_ratio(Path(folder) / str(number), table) for number in range(PAIRS))
    return result_line("importing", ratio, BAR, "higher", "executemany of the rows that it stores", REPORTS)


def _ratio(folder: Path, table: Path) -> float:
    """Return the ratio of one pair, each into a store of its own."""
    folder.mkdir()
    subject, bare = open_import_context(folder / "ours"), open_import_context(folder / "bare")
    subject_seconds = seconds(lambda: import_table(subject, table))
    rows = _stored(subject.engine)
    assert len(rows[service_request]) == REPORTS
    floor_seconds = seconds(lambda: _write(bare.engine, rows))
    subject.engine.dispose()
    bare.engine.dispose()
    return floor_seconds / subject_seconds


def _stored(engine: Engine) -> Rows:
    with engine.connect() as connection:
        return {
            table: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in (event, service_request)
        }


def _write(engine: Engine, rows: Rows) -> None:
    with writer(engine).begin() as connection:
        for table, values in rows.items():
            connection.execute(table.insert(), values)
