"""One pass over all events and their spans, as arrays: what of them may violate an identity."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import add
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, select

from data.core.columns.report_columns import NO_MOMENT, Flags, Numbers
from data.core.config.city import CONFIDENTIAL
from data.core.integrity.chains import CLOSING_KINDS, OPENING_KINDS, ChainEnds, ChainSteps, StepFlag
from data.core.moments import HOUR, datetime_to_micros
from data.core.report.standing import EventKind
from data.core.status import Status
from data.store.raw_rows import microseconds, raw_columns
from data.store.schema import event, standing_span
from data.store.standing_spans import OPEN_ENDED

COPIES = ("occurred_at", "status", "closed_datetime", "received_at")  # of an event in its span
END_OF_TIME = np.iinfo(np.int64).max
FLAG_BITS = 8  # above them the size of the span


@dataclass(frozen=True)
class ReportSum:
    """How many reports, and the sum of the change numbers of their standings: two equal ones agree."""

    count: int = 0
    changes: int = 0


@dataclass(frozen=True)
class EventFindings:
    """What one pass over the events found; events are named by their change numbers.

    :param broken: events that do not follow from the one before, or whose span is another
    :param rescheduled: events by which a source moved a deadline that had passed
    :param confidential: events after which their report is confidential
    :param opened: by moment, what is open by one look at all spans
    :param latest: all reports, by their latest events
    """

    broken: Sequence[int]
    rescheduled: Sequence[int]
    confidential: Sequence[int]
    opened: Mapping[datetime, ReportSum]
    latest: ReportSum


@dataclass(frozen=True)
class _EventBatch:
    change: Numbers
    steps: ChainSteps
    size: Numbers

    def with_flag(self, flag: StepFlag) -> list[int]:
        """Return the change numbers of the events with a flag."""
        changes: list[int] = self.change[(self.steps.flags & flag.value) != 0].tolist()
        return changes


def look_at_events(connection: Connection, moments: Sequence[datetime], most: int) -> EventFindings:
    """Look at every event and its span.

    :param moments: at which the open reports are counted
    :param most: so many broken events are enough
    """
    changes, numbers, latest = _report_numbers(connection)
    ends, opened = ChainEnds(len(latest)), _OpenCounter(moments)
    broken, rescheduled, confidential = list[int](), list[int](), list[int]()
    for batch in _batches(connection, changes, numbers):
        is_broken = ends.add(batch.steps) | _has_wrong_size(batch)
        broken += batch.change[is_broken][: max(0, most - len(broken))].tolist()
        rescheduled += batch.with_flag(StepFlag.RESCHEDULED)
        confidential += batch.with_flag(StepFlag.CONFIDENTIAL)
        opened.add(batch)
    broken += latest[ends.unfinished()[: max(0, most - len(broken))]].tolist()
    all_reports = ReportSum(len(latest), int(latest.sum()))
    return EventFindings(broken, rescheduled, confidential, opened.sums(), all_reports)


class _OpenCounter:
    """Counts what is open at each of some moments, by one look at all spans."""

    def __init__(self, moments: Sequence[datetime]) -> None:
        self._moments = moments
        self._at = np.array([[datetime_to_micros(moment)] for moment in moments], dtype=np.int64).reshape(
            -1, 1
        )
        self._counts, self._changes = np.zeros((2, len(moments)), dtype=np.int64)

    def add(self, batch: _EventBatch) -> None:
        steps = batch.steps
        end = np.where(steps.overtaken_at == NO_MOMENT, END_OF_TIME, steps.overtaken_at)
        is_open = (steps.flags & StepFlag.OPEN.value) != 0
        in_effect = is_open & (steps.occurred_at <= self._at) & (end > self._at)
        self._counts += in_effect.sum(axis=1)
        self._changes += in_effect @ batch.change

    def sums(self) -> dict[datetime, ReportSum]:
        pairs = zip(self._moments, self._counts, self._changes, strict=True)
        return {moment: ReportSum(int(count), int(changes)) for moment, count, changes in pairs}


def _has_wrong_size(batch: _EventBatch) -> Flags:
    """Return which spans have another size than :func:`data.store.standing_spans.size_class` of them."""
    steps = batch.steps
    never_ends = steps.overtaken_at == NO_MOMENT
    hours = np.where(never_ends, 0, steps.overtaken_at - steps.occurred_at) // HOUR
    bits = np.frexp(hours.astype(np.float64))[1]
    expected = np.where(never_ends, OPEN_ENDED, np.minimum(bits, OPEN_ENDED))
    return np.asarray(batch.size != expected)


def _report_numbers(connection: Connection) -> tuple[Numbers, NDArray[np.int32], Numbers]:
    """Return all change numbers in order, the number of each one's report, and the latest of each report."""
    at = event.c
    keys = (at.source, at.service_request_id)
    in_reports = _column(connection, select(at.change).order_by(*keys, at.change))
    per_report = select(func.max(at.change), func.count()).group_by(*keys).order_by(*keys)
    latest, counts = _two_columns(connection, per_report)
    numbers = np.repeat(np.arange(len(latest), dtype=np.int32), counts)
    order = np.argsort(in_reports, kind="stable")
    return in_reports[order], numbers[order], latest


def _batches(connection: Connection, changes: Numbers, numbers: NDArray[np.int32]) -> Iterator[_EventBatch]:
    """Yield all events in order of their change, as steps of their reports.

    :param changes: all change numbers in order
    :param numbers: of the report of each
    """
    codes = _AreaCodes()
    last = int(changes[-1]) if len(changes) else 0
    for change, flags, area, occurred, overtaken in raw_columns(connection, _steps_query(connection, last)):
        changed, packed_flags = np.array(change, dtype=np.int64), np.array(flags, dtype=np.int64)
        report = numbers[np.searchsorted(changes, changed)].astype(np.int64)
        occurred_at, overtaken_at = np.array([occurred, overtaken], dtype=np.int64)
        areas = np.fromiter(map(codes.__getitem__, area), dtype=np.int64, count=len(area))
        flags_alone = packed_flags & ((1 << FLAG_BITS) - 1)
        steps = ChainSteps(report, occurred_at, overtaken_at, flags_alone, areas)
        yield _EventBatch(changed, steps, packed_flags >> FLAG_BITS)


class _AreaCodes(dict[str | None, int]):
    """A number for each area, as it is first seen."""

    def __missing__(self, area: str | None) -> int:
        number = self[area] = len(self)
        return number


def _steps_query(connection: Connection, last: int) -> Select[Any]:
    at, span = event.c, standing_span.c
    size = func.coalesce(span.size, 0) * (1 << FLAG_BITS)
    query = select(
        at.change,
        reduce(add, [size, *_flags()]),
        at.area_code,
        microseconds(connection, at.occurred_at),
        microseconds(connection, span.overtaken_at),
    )
    joined = query.select_from(event.outerjoin(standing_span, span.change == at.change))
    return joined.where(at.change <= last).order_by(at.change)


def _flags() -> Iterator[ColumnElement[int]]:
    at, span = event.c, standing_span.c
    copies = [at[name].is_not_distinct_from(span[name]) for name in COPIES]
    conditions = {
        StepFlag.OPEN: at.status == Status.OPEN,
        StepFlag.OPENING: at.kind.in_(OPENING_KINDS),
        StepFlag.CLOSING: at.kind.in_(CLOSING_KINDS),
        StepFlag.MOVED: at.kind == EventKind.MOVED,
        StepFlag.SOUND: and_(at.occurred_at <= at.learnt_at, at.status.in_(tuple(Status)), *copies),
        StepFlag.RESCHEDULED: at.kind == EventKind.RESCHEDULED,
        StepFlag.CONFIDENTIAL: at.service_code == CONFIDENTIAL,
    }
    for flag, condition in conditions.items():
        yield case((condition, flag.value), else_=0)


def _two_columns(connection: Connection, query: Select[*tuple[Any, ...]]) -> tuple[Numbers, Numbers]:
    batches = [np.array(columns, dtype=np.int64) for columns in raw_columns(connection, query)]
    joined = np.concatenate(batches, axis=1) if batches else np.empty((2, 0), dtype=np.int64)
    return joined[0], joined[1]


def _column(connection: Connection, query: Select[Any]) -> Numbers:
    batches = [np.array(column, dtype=np.int64) for (column,) in raw_columns(connection, query)]
    return np.concatenate(batches) if batches else np.empty(0, dtype=np.int64)
