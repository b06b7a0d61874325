"""Events of the store as columns, read in order of their change without an object for each value."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Select, Text, cast, func, select

from data.core.columns.event_frames import EVENT_MOMENTS
from data.core.columns.report_columns import Moments, Numbers
from data.core.status import Status
from data.store.packed_moments import packed, unpacked
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
    combinations, query = _Combinations(codes), _query(connection)
    # By ranges of change numbers: asked for all at once, SQLite sorts them on disk.
    while (first := _first_change(connection, after)) is not None:
        after = first + BATCH - 1
        in_range = query.where(event.c.change >= first, event.c.change <= after)
        yield _batch(connection.execute(in_range.order_by(event.c.change)).all(), codes, combinations)


def _first_change(connection: Connection, after: int) -> int | None:
    query = select(func.min(event.c.change)).where(event.c.change > after)
    return connection.execute(query).scalar()


def _query(connection: Connection) -> Select[Any]:
    earlier = event.alias("earlier")
    same_report = (
        earlier.c.source == event.c.source,
        earlier.c.service_request_id == event.c.service_request_id,
        earlier.c.change < event.c.change,
    )
    previous = select(func.max(earlier.c.change)).where(*same_report).scalar_subquery()
    return select(
        event.c.change,
        func.coalesce(previous, NO_CHANGE),
        *[event.c[name] for name in SEPARATE],
        _as_json(connection),
        packed(connection.dialect.name, [event.c[name] for name in EVENT_MOMENTS]),
    )


def _as_json(connection: Connection) -> ColumnElement[str]:
    array = func.json_array if connection.dialect.name == "sqlite" else func.json_build_array
    return cast(array(*[event.c[name] for name in COMBINED], type_=Text), Text)


def _batch(rows: Sequence[Any], codes: dict[str, TextCodes], combinations: "_Combinations") -> EventBatch:
    change, previous, area_code, service_code, combined, moments = zip(*rows, strict=True)
    parts = combinations.parts(combined)
    texts = {name: parts[:, number].copy() for number, name in enumerate(COMBINED_TEXTS)}
    for name, values in zip(SEPARATE, (area_code, service_code), strict=True):
        texts[name] = np.array([codes[name].code(value) for value in values], dtype=np.int32)
    return EventBatch(
        change=np.array(change, dtype=np.int64),
        previous=np.array(previous, dtype=np.int64),
        codes=texts,
        is_open=parts[:, -2].astype(np.bool_),
        evidence=parts[:, -1].astype(np.bool_),
        moments=dict(zip(EVENT_MOMENTS, unpacked(moments, len(EVENT_MOMENTS)), strict=True)),
    )


class _Combinations:
    """The decoded parts of each different JSON text of a reading."""

    def __init__(self, codes: dict[str, TextCodes]) -> None:
        self._codes = codes
        self._numbers: dict[str, int] = {}
        self._parts: list[tuple[int, ...]] = []

    def parts(self, texts: Sequence[str]) -> NDArray[np.int32]:
        """Return a row for each text: codes of ``COMBINED_TEXTS``, open, evidence."""
        for text in dict.fromkeys(texts):
            if text not in self._numbers:
                self._numbers[text] = len(self._parts)
                self._parts.append(self._decoded(text))
        numbers = self._numbers
        return np.array(self._parts, dtype=np.int32)[[numbers[text] for text in texts]]

    def _decoded(self, text: str) -> tuple[int, ...]:
        *values, status, evidence = orjson.loads(text)
        codes = [self._codes[name].code(value) for name, value in zip(COMBINED_TEXTS, values, strict=True)]
        return (*codes, int(status == Status.OPEN), int(bool(evidence)))
