"""Events of the store as columns, read in order of their change without an object for each value."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Select, Text, cast, func, select

from data.core.columns.event_frames import EVENT_MOMENTS, EVENT_NUMBERS
from data.core.columns.report_columns import Degrees, Moments, Numbers
from data.core.report.standing import EventKind
from data.core.status import Status
from data.store.packed_moments import packed, unpacked
from data.store.query_chunks import key_chunks, value_chunks
from data.store.report_columns import SQLITE
from data.store.schema import event

NO_CHANGE = -1  # before the first change number

# What has few combinations comes as one JSON text, of which each different one is decoded once.
COMBINED_TEXTS = (
    "kind", "source", "status_description", "agency_responsible", "closed_basis", "placement", "verdict",
    "expected_basis",
)  # fmt: skip
COMBINED_NUMBERS = ("is_open", "evidence", "provisional", "reopened")
COMBINED = (*COMBINED_TEXTS, "status", *COMBINED_NUMBERS[1:])
SEPARATE = ("area_code", "service_code")
BATCH = 10_000
REMEMBERED = 100_000  # reports whose latest change is remembered while events are read

EventKey = tuple[int, str]  # the code of a report's source, and its number there


class TextCodes(dict[str | None, int]):
    """The codes of a column's texts, in the order in which they are first seen; -1 for none."""

    def __init__(self) -> None:
        super().__init__({None: -1})

    def __missing__(self, text: str | None) -> int:
        code = self[text] = len(self) - 1
        return code

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the texts by code."""
        return tuple(str(text) for text in self if text is not None)

    def encode(self, column: Sequence[str | None]) -> NDArray[np.int32]:
        """Return the codes of a column of texts."""
        return np.fromiter(map(self.__getitem__, column), dtype=np.int32, count=len(column))


@dataclass(frozen=True)
class EventBatch:
    """Some events in order of change; ``previous`` is the change number of each report's event before.

    It is ``NO_CHANGE`` for its first one.

    :param numbers: of their reports, at the source
    :param values: ``EVENT_NUMBERS``
    """

    change: Numbers
    previous: Numbers
    numbers: Sequence[str]
    codes: dict[str, NDArray[np.int32]]
    values: dict[str, NDArray[Any]]
    moments: dict[str, Moments]


def event_batches(connection: Connection, after: int, codes: dict[str, TextCodes]) -> Iterator[EventBatch]:
    """Yield all events after a change number in order of change, in batches.

    :param codes: of each text column; extended by what is new
    """
    combinations, latest, query = _Combinations(codes), _LatestChanges(connection), _query(connection)
    # By ranges of change numbers: asked for all at once, SQLite sorts them on disk.
    while (first := _first_change(connection, after)) is not None:
        after = first + BATCH - 1
        in_range = query.where(event.c.change >= first, event.c.change <= after)
        yield _batch(_rows(connection, in_range.order_by(event.c.change)), codes, combinations, latest)


def read_points(connection: Connection, changes: Numbers) -> Iterator[tuple[Numbers, Degrees, Degrees]]:
    """Yield change number, latitude and longitude of some events, in parts."""
    query = select(event.c.change, event.c.lat, event.c.long)
    for chunk in value_chunks(changes.tolist()):
        rows = connection.execute(query.where(event.c.change.in_(chunk))).all()
        change, lat, long = zip(*rows, strict=True)
        yield np.array(change, np.int64), np.array(lat, np.float64), np.array(long, np.float64)


def _first_change(connection: Connection, after: int) -> int | None:
    query = select(func.min(event.c.change)).where(event.c.change > after)
    return connection.execute(query).scalar()


def _rows(connection: Connection, query: Select[Any]) -> Sequence[Sequence[Any]]:
    """Return the rows of a query; those of SQLite as its driver gives them, which takes less time."""
    result = connection.execute(query)
    if connection.dialect.name != SQLITE:
        return result.all()
    with result:
        return result.cursor.fetchall()


def _query(connection: Connection) -> Select[Any]:
    return select(
        event.c.change,
        event.c.service_request_id,
        event.c.lat,
        event.c.long,
        *[event.c[name] for name in SEPARATE],
        _as_json(connection),
        packed(connection.dialect.name, [event.c[name] for name in EVENT_MOMENTS]),
    )


def _as_json(connection: Connection) -> ColumnElement[str]:
    array = func.json_array if connection.dialect.name == SQLITE else func.json_build_array
    return cast(array(*[event.c[name] for name in COMBINED], type_=Text), Text)


def _transposed(rows: Sequence[Sequence[Any]]) -> Iterator[list[Any]]:
    """Yield the columns of rows; an iterator for each row, as ``zip`` makes, would be visited as garbage."""
    return (list(map(itemgetter(number), rows)) for number in range(len(rows[0])))


def _batch(
    rows: Sequence[Sequence[Any]],
    codes: dict[str, TextCodes],
    combinations: "_Combinations",
    latest: "_LatestChanges",
) -> EventBatch:
    change, numbers, lat, long, *separate, combined, moments = _transposed(rows)
    parts = combinations.parts(combined)
    coded = {name: parts[:, number].copy() for number, name in enumerate(COMBINED_TEXTS)}
    coded |= {name: codes[name].encode(values) for name, values in zip(SEPARATE, separate, strict=True)}
    values = dict(zip(COMBINED_NUMBERS, parts[:, len(COMBINED_TEXTS) :].T, strict=True))
    values |= {"lat": np.array(lat, dtype=np.float64), "long": np.array(long, dtype=np.float64)}
    keys = [*zip(coded["source"].tolist(), numbers, strict=True)]
    is_first = coded["kind"] == codes["kind"][EventKind.RECEIVED]
    return EventBatch(
        change=np.array(change, dtype=np.int64),
        previous=latest.replace(keys, change, is_first, codes["source"].labels),
        numbers=numbers,
        codes=coded,
        values={name: values[name].astype(dtype) for name, dtype in EVENT_NUMBERS.items()},
        moments=dict(zip(EVENT_MOMENTS, unpacked(moments, len(EVENT_MOMENTS)), strict=True)),
    )


class _LatestChanges:
    """The change number of each report's latest event so far.

    Those of the reports that changed last are remembered; a search in the index for each event would take
    most of the time of a large store.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._latest: dict[EventKey, int] = {}

    def replace(
        self,
        keys: Sequence[EventKey],
        changes: Sequence[int],
        is_first: NDArray[np.bool_],
        sources: tuple[str, ...],
    ) -> Numbers:
        """Return the latest change of each event's report before it, ``NO_CHANGE`` for its first event."""
        latest = self._latest
        before = np.fromiter(self._replaced(keys, changes), dtype=np.int64, count=len(keys))
        unknown = {keys[row]: row for row in np.flatnonzero((before == NO_CHANGE) & ~is_first).tolist()}
        for key, change in self._stored(unknown, changes[0], sources):
            before[unknown[key]] = change
        for key in [*islice(latest, max(0, len(latest) - REMEMBERED))]:
            del latest[key]
        return before

    def _replaced(self, keys: Sequence[EventKey], changes: Sequence[int]) -> Iterator[int]:
        latest = self._latest
        for key, change in zip(keys, changes, strict=True):
            yield latest.pop(key, NO_CHANGE)  # and put behind all others
            latest[key] = change

    def _stored(
        self, keys: Iterable[EventKey], before: int, sources: tuple[str, ...]
    ) -> Iterator[tuple[EventKey, int]]:
        codes = {source: code for code, source in enumerate(sources)}
        columns = (event.c.service_request_id, func.max(event.c.change))
        for source, ids in key_chunks((sources[code], number) for code, number in keys):
            query = select(*columns).where(event.c.source == source, event.c.change < before)
            query = query.where(event.c.service_request_id.in_(ids)).group_by(columns[0])
            for report_id, change in self._connection.execute(query):
                yield (codes[source], report_id), change


class _Combinations:
    """The decoded parts of each different JSON text of a reading."""

    def __init__(self, codes: dict[str, TextCodes]) -> None:
        self._codes = codes
        self._numbers: dict[str, int] = {}
        self._parts: list[tuple[int, ...]] = []

    def parts(self, encoded: Sequence[str]) -> NDArray[np.int32]:
        """Return a row for each text: codes of ``COMBINED_TEXTS``, then ``COMBINED_NUMBERS``."""
        for text in dict.fromkeys(encoded):
            if text not in self._numbers:
                self._numbers[text] = len(self._parts)
                self._parts.append(self._decoded(text))
        rows = np.fromiter(map(self._numbers.__getitem__, encoded), dtype=np.int64, count=len(encoded))
        return np.array(self._parts, dtype=np.int32)[rows]

    def _decoded(self, text: str) -> tuple[int, ...]:
        values = orjson.loads(text)
        status, *numbers = values[len(COMBINED_TEXTS) :]
        codes = [self._codes[name][value] for name, value in zip(COMBINED_TEXTS, values, strict=False)]
        return (*codes, int(status == Status.OPEN), *map(int, numbers))
