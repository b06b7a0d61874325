"""Whether a row is older than what is known of its report.

A row that says when it changed is compared by that. One that does not is taken for news, as each pull brings
the source's present state, except in an import that ends before the last good one, and among several rows of
one report in one pull: those are ordered by the latest time that they state.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any

from data.core.quick_frozen import quick
from data.core.report.record import ServiceRequest
from data.core.report.standing import KnownReport
from data.core.report.uncertainty import STATED_BASES, TO_LAST_SECOND
from data.core.status import Status

OVERTAKEN_KEY = "overtaken"  # details: the digests of rows that others of the same pull overtook
MAX_OVERTAKEN = 20


class Age(Enum):
    """How old a row is, compared with what is known."""

    NEWEST = auto()
    OLDER = auto()  # it only adds what is not known
    OLDER_IMPORT = auto()  # likewise; it may be the only one that tells of a closing


@quick
@dataclass(frozen=True, slots=True)
class RowContext:
    """What is known of a row besides its values.

    :param fingerprint: the row's digest
    :param is_older_import: its import ends before the last good one
    :param is_superseded: a later row of the same report comes with it
    :param is_only: its pull has no other row of the same report, as far as that can be told
    :param is_listed_open: the last good import had its report, which is open
    """

    fingerprint: str = ""
    is_older_import: bool = False
    is_superseded: bool = False
    is_listed_open: bool = False
    is_only: bool = False


RowOrder = tuple[datetime, bool, str]


def row_order(record: ServiceRequest, fingerprint: str) -> RowOrder:
    """Return the order of the rows of one report: by time, then open before closed, then by digest."""
    return row_time(record), record.status is Status.CLOSED, fingerprint


def row_time(record: ServiceRequest) -> datetime:
    """Return when a row changed: as it says, or the latest of its filing, closing and history."""
    updated_at = _latest(record, "updated_datetime", record.updated_datetime)
    if updated_at is not None:
        return updated_at
    closed_at = _latest(record, "closed_datetime", record.closed_datetime)
    times = [record.requested_datetime, *(change.at for change in record.history)]
    return max([*times, closed_at] if closed_at else times)


def _latest(record: ServiceRequest, name: str, moment: datetime | None) -> datetime | None:
    """Return a moment, of a day its last second."""
    return moment + TO_LAST_SECOND if moment and name in record.date_only else moment


def age_of(record: ServiceRequest, known_report: KnownReport, context: RowContext) -> Age:
    """Return how old a row is, compared with what is known of its report."""
    row_updated_at = _latest(record, "updated_datetime", record.updated_datetime)
    known_updated_at = known_report.details.get("updated_datetime")
    state_at = known_updated_at or _stated_closing(known_report)
    if row_updated_at and state_at and row_updated_at < state_at:
        return Age.OLDER
    if row_updated_at and known_updated_at and row_updated_at > known_updated_at:
        return Age.NEWEST
    if _is_overtaken(record, known_report, context):
        return Age.OLDER
    if not context.is_older_import:
        return Age.NEWEST
    return Age.OLDER if context.is_listed_open else Age.OLDER_IMPORT


def _is_overtaken(record: ServiceRequest, known_report: KnownReport, context: RowContext) -> bool:
    """Return whether a later row of the same report is known, or comes with this one."""
    if not context.is_only and context.fingerprint in known_report.details.get(OVERTAKEN_KEY, ()):
        return True
    order, known_order = row_order(record, context.fingerprint), _state_order(known_report)
    if known_report.is_current:
        return order < known_order
    return context.is_superseded and order[0] <= known_order[0]


def overtaken_rows(details: Mapping[str, Any], fingerprint: str) -> dict[str, tuple[str, ...]]:
    """Return what is remembered of rows that others of the same pull overtook, with one more."""
    known: tuple[str, ...] = details.get(OVERTAKEN_KEY, ())
    return {OVERTAKEN_KEY: tuple(dict.fromkeys([*known, fingerprint]))[-MAX_OVERTAKEN:]}


def _stated_closing(known_report: KnownReport) -> datetime | None:
    standing = known_report.standing
    return standing.closed_datetime if standing.closed_basis in STATED_BASES else None


def _state_order(known_report: KnownReport) -> RowOrder:
    """Return the order of the row on which the stored state rests, as far as it can be told."""
    standing = known_report.standing
    closed_at = _stated_closing(known_report) or standing.requested_datetime
    state_at = known_report.details.get("updated_datetime") or max(standing.requested_datetime, closed_at)
    return state_at, standing.status == Status.CLOSED, known_report.fingerprint
