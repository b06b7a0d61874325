"""Events of the store as columns, read in order of their change without an object for each value."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Select, Text, cast, func, select

from data.core.columns.event_frames import EVENT_MOMENTS
from data.core.columns.report_columns import Moments, Numbers
from data.core.report.key import ReportKey
from data.core.report.standing import EventKind
from data.core.status import Status
from data.store.packed_moments import packed, unpacked
from data.store.query_chunks import key_chunks
from data.store.schema import event

NO_CHANGE = -1  # before the first change number

# Texts with few combinations come as one JSON text, of which each different one is decoded once.
COMBINED = (
    "kind", "source", "status_description", "agency_responsible", "closed_basis", "placement", "verdict",
    "status", "evidence",
)  # fmt: skip
SEPARATE = ("area_code", "service_code")
COMBINED_TEXTS = COMBINED[:-2]
BATCH = 10_000
REMEMBERED = 100_000  # reports whose latest change is remembered while events are read


class TextCodes:
    """The codes of a column's texts, in the order in which they are first seen."""

    def __init__(self, labels: tuple[str, ...] = ()) -> None:
        self._codes: dict[str | None, int] = {label: code for code, label in enumerate(labels)}

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the texts by code."""
        return tuple(str(label) for label in self._codes)

    def code(self, text: str | None) -> int:
        """Return the code of a text, -1 for none."""
        return -1 if text is None else self._codes.setdefault(text, len(self._codes))


@dataclass(frozen=True)
class EventBatch:
    """Some events in order of change; ``previous`` is the change number of each report's event before.

    It is ``NO_CHANGE`` for its first one."""

    change: Numbers
    previous: Numbers
    codes: dict[str, NDArray[np.int32]]
    is_open: NDArray[np.bool_]
    evidence: NDArray[np.bool_]
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
        rows = connection.execute(in_range.order_by(event.c.change)).all()
        yield _batch(rows, codes, combinations, latest)


def _first_change(connection: Connection, after: int) -> int | None:
    query = select(func.min(event.c.change)).where(event.c.change > after)
    return connection.execute(query).scalar()


def _query(connection: Connection) -> Select[Any]:
    return select(
        event.c.change,
        event.c.service_request_id,
        *[event.c[name] for name in SEPARATE],
        _as_json(connection),
        packed(connection.dialect.name, [event.c[name] for name in EVENT_MOMENTS]),
    )


def _as_json(connection: Connection) -> ColumnElement[str]:
    array = func.json_array if connection.dialect.name == "sqlite" else func.json_build_array
    return cast(array(*[event.c[name] for name in COMBINED], type_=Text), Text)


def _batch(
    rows: Sequence[Any], codes: dict[str, TextCodes], combinations: "_Combinations", latest: "_LatestChanges"
) -> EventBatch:
    change, ids, area_code, service_code, combined, moments = zip(*rows, strict=True)
    parts = combinations.parts(combined)
    texts = {name: parts[:, number].copy() for number, name in enumerate(COMBINED_TEXTS)}
    for name, values in zip(SEPARATE, (area_code, service_code), strict=True):
        texts[name] = np.array([codes[name].code(value) for value in values], dtype=np.int32)
    labels = codes["source"].labels
    keys = [
        (labels[source], report_id) for source, report_id in zip(texts["source"].tolist(), ids, strict=True)
    ]
    is_first = texts["kind"] == codes["kind"].code(EventKind.RECEIVED)
    return EventBatch(
        change=np.array(change, dtype=np.int64),
        previous=np.array(latest.replace(keys, change, is_first.tolist()), dtype=np.int64),
        codes=texts,
        is_open=parts[:, -2].astype(np.bool_),
        evidence=parts[:, -1].astype(np.bool_),
        moments=dict(zip(EVENT_MOMENTS, unpacked(moments, len(EVENT_MOMENTS)), strict=True)),
    )


class _LatestChanges:
    """The change number of each report's latest event so far.

    Those of the reports that changed last are remembered; a search in the index for each event would take
    most of the time of a large store.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._latest: dict[ReportKey, int] = {}

    def replace(
        self, keys: Sequence[ReportKey], changes: Sequence[int], is_first: Sequence[bool]
    ) -> list[int]:
        """Return the latest change of each event's report before it, ``NO_CHANGE`` for its first event."""
        latest, previous, unknown = self._latest, list[int](), dict[ReportKey, int]()
        for row, (key, change, first) in enumerate(zip(keys, changes, is_first, strict=True)):
            before = latest.pop(key, NO_CHANGE)
            if before == NO_CHANGE and not first:
                unknown[key] = row
            previous.append(before)
            latest[key] = change
        for key, change in self._stored(unknown, changes[0]):
            previous[unknown[key]] = change
        for key in [*islice(latest, max(0, len(latest) - REMEMBERED))]:
            del latest[key]
        return previous

    def _stored(self, keys: Iterable[ReportKey], before: int) -> Iterator[tuple[ReportKey, int]]:
        for source, ids in key_chunks(keys):
            columns = (event.c.service_request_id, func.max(event.c.change))
            query = select(*columns).where(event.c.source == source, event.c.change < before)
            query = query.where(event.c.service_request_id.in_(ids)).group_by(columns[0])
            for report_id, change in self._connection.execute(query):
                yield (source, report_id), change


class _Combinations:
    """The decoded parts of each different JSON text of a reading."""

    def __init__(self, codes: dict[str, TextCodes]) -> None:
        self._codes = codes
        self._numbers: dict[str, int] = {}
        self._parts: list[tuple[int, ...]] = []

    def parts(self, encoded: Sequence[str]) -> NDArray[np.int32]:
        """Return a row for each text: codes of ``COMBINED_TEXTS``, open, evidence."""
        for text in dict.fromkeys(encoded):
            if text not in self._numbers:
                self._numbers[text] = len(self._parts)
                self._parts.append(self._decoded(text))
        numbers = self._numbers
        return np.array(self._parts, dtype=np.int32)[[numbers[text] for text in encoded]]

    def _decoded(self, text: str) -> tuple[int, ...]:
        *values, status, evidence = orjson.loads(text)
        codes = [self._codes[name].code(value) for name, value in zip(COMBINED_TEXTS, values, strict=True)]
        return (*codes, int(status == Status.OPEN), int(bool(evidence)))
