"""Reports of the store as narrow columns, read in batches without an object for each of their values.

Each row arrives as few values: its moments as one (:mod:`data.store.packed_moments`), and whatever has few
different values as one JSON text, of which each different one is decoded once.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import numpy as np
import orjson
from numpy.dtypes import StringDType
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, CursorResult, Select, Table, Text, cast, func, select

from data.core.columns.frames import MOMENTS
from data.core.columns.report_columns import CodedTexts, ReportColumns
from data.store.packed_moments import packed, unpacked
from data.store.reports import is_active_since
from data.store.schema import service_request

COMBINED_TEXTS = (
    "source", "status", "status_description", "agency_responsible", "expected_basis", "closed_basis",
    "placement", "verdict",
)  # fmt: skip
COMBINED_NUMBERS = ("provisional", "evidence", "reopened")
# With these two there are as many combinations as reports, without them some hundreds.
SEPARATE_TEXTS = ("area_code", "service_code")
BATCH = 5_000
SQLITE = "sqlite"

Rows = Sequence[Sequence[Any]]


def active_reports(connection: Connection, since: datetime) -> ReportColumns:
    """Return what :func:`data.store.reports.standings` returns of ``since``, as columns."""
    dialect = connection.dialect.name
    query = column_query(dialect, service_request).where(is_active_since(since))
    # PostgreSQL's driver would hold all rows at once; on SQLite a stream takes the first row by itself.
    return read_columns(connection, query.execution_options(stream_results=dialect != SQLITE))


def changed_reports(connection: Connection, after: int) -> ReportColumns:
    """Return the reports that changed after a change number."""
    query = column_query(connection.dialect.name, service_request)
    return read_columns(connection, query.where(service_request.c.change > after))


@cache
def column_query(dialect: str, table: Table) -> Select[Any]:
    """Return the query for :func:`read_columns` of reports or events.

    :param dialect: ``sqlite`` or ``postgresql``
    """
    columns = table.c
    combined = [columns[name] for name in (*COMBINED_TEXTS, *COMBINED_NUMBERS)]
    return select(
        columns.change,
        columns.service_request_id,
        columns.lat,
        columns.long,
        *[columns[name] for name in SEPARATE_TEXTS],
        _as_json(dialect, combined),
        packed(dialect, [columns[name] for name in MOMENTS]),
    )


def _as_json(dialect: str, columns: Sequence[ColumnElement[Any]]) -> ColumnElement[str]:
    array = func.json_array if dialect == SQLITE else func.json_build_array
    return cast(array(*columns, type_=Text), Text)


def read_columns(connection: Connection, query: Select[Any]) -> ReportColumns:
    """Return the rows of a :func:`column_query` in order of their change."""
    batches = _Batches()
    for rows in _partitions(connection.execute(query)):
        batches.add(rows)
    return batches.columns()


def _partitions(result: CursorResult[Any]) -> Iterator[Rows]:
    """Yield rows batch by batch; those of SQLite as its driver gives them, which takes a fifth less time."""
    if result.dialect.name != SQLITE:
        yield from result.partitions(BATCH)
        return
    with result:
        while rows := result.cursor.fetchmany(BATCH):
            yield rows


class _Codes(dict[str | None, int]):
    """Codes of texts in the order in which they are first seen, from 1; 0 for none."""

    def __init__(self) -> None:
        super().__init__({None: 0})

    def __missing__(self, text: str | None) -> int:
        code = self[text] = len(self)
        return code

    def encode(self, values: Sequence[str | None]) -> NDArray[np.int32]:
        """Return the codes of texts."""
        return np.fromiter(map(self.__getitem__, values), dtype=np.int32, count=len(values))

    def coded(self, codes: NDArray[np.int32]) -> CodedTexts:
        """Return a column with these codes."""
        labels = tuple(str(text) for text in self if text is not None)
        return CodedTexts(codes - np.int32(1), labels)


class _Batches:
    """The columns of the batches read so far."""

    def __init__(self) -> None:
        self._arrays: dict[str, list[NDArray[Any]]] = {name: [] for name in _READ_COLUMNS}
        self._codes = {name: _Codes() for name in (*SEPARATE_TEXTS, "combined")}

    def add(self, rows: Rows) -> None:
        """Add rows of the query."""
        change, number, lat, long, area_code, service_code, combined, moments = zip(*rows, strict=True)
        batch = {
            "change": np.array(change, dtype=np.int64),
            "service_request_id": np.array(number, dtype=StringDType()),
            "lat": np.array(lat, dtype=np.float64),
            "long": np.array(long, dtype=np.float64),
            "area_code": self._codes["area_code"].encode(area_code),
            "service_code": self._codes["service_code"].encode(service_code),
            "combined": self._codes["combined"].encode(combined),
            **dict(zip(MOMENTS, unpacked(moments, len(MOMENTS)), strict=True)),
        }
        for name, values in batch.items():
            self._arrays[name].append(values)

    def columns(self) -> ReportColumns:
        """Return all rows in order of their change."""
        arrays = {name: _joined(self._arrays.pop(name), dtype) for name, dtype in _READ_COLUMNS.items()}
        combined = arrays.pop("combined")
        texts = {name: self._codes[name].coded(arrays.pop(name)) for name in SEPARATE_TEXTS}
        values: dict[str, Any] = {**arrays, **texts, **_split(self._codes["combined"], combined)}
        columns = ReportColumns(**values)
        is_ordered = bool(np.all(columns.change[1:] > columns.change[:-1]))
        return columns if is_ordered else columns.select(np.argsort(columns.change))


_READ_COLUMNS: dict[str, Any] = {
    "change": np.int64,
    "service_request_id": StringDType(),
    "lat": np.float64,
    "long": np.float64,
    **dict.fromkeys((*SEPARATE_TEXTS, "combined"), np.int32),
    **dict.fromkeys(MOMENTS, np.int64),
}


def _joined(arrays: list[NDArray[Any]], dtype: Any) -> NDArray[Any]:
    return np.concatenate(arrays) if arrays else np.empty(0, dtype=dtype)


def _split(codes: _Codes, combined: NDArray[np.int32]) -> dict[str, Any]:
    """Return the columns of combined values, of which each different combination is decoded once."""
    rows = [orjson.loads(text) for text in codes if text is not None]
    values = list(zip(*rows, strict=True)) if rows else [()] * len((*COMBINED_TEXTS, *COMBINED_NUMBERS))
    texts = dict(zip(COMBINED_TEXTS, values, strict=False))
    numbers = dict(zip(COMBINED_NUMBERS, values[len(COMBINED_TEXTS) :], strict=True))
    position = combined - 1
    flags = {name: np.array(numbers[name], dtype=np.bool_)[position] for name in ("provisional", "evidence")}
    reopened = np.array(numbers["reopened"], dtype=np.int64)[position]
    coded = {name: _coded_at(values, position) for name, values in texts.items()}
    return {**coded, **flags, "reopened": reopened}


def _coded_at(values: Sequence[str | None], position: NDArray[np.int32]) -> CodedTexts:
    codes = _Codes()
    return codes.coded(codes.encode(values)[position])
