"""Reports that their source no longer has, and what is remembered of its listings.

Both are rows in the table of feeds' states, under names that no source can have. Only open reports are noted
as missing: whoever closes one takes it off the list in the same transaction.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from data.core.report.key import ReportKey
from data.core.report.listing.content import FilingSpan
from data.core.report.listing.listing import ListingState
from data.core.report.listing.missing import MissingReport
from data.core.status import Status
from data.store.named_values import delete_value, load_value, save_value, value_names
from data.store.query_chunks import value_chunks
from data.store.schema import service_request

LISTING_PREFIX, MISSING_PREFIX = "listing:", "missing:"  # a source's name has no colon
SPAN_LENGTH = 2


def load_listing_state(connection: Connection, source: str) -> ListingState | None:
    """Return what is remembered of a source's listings; None before the first."""
    values = load_value(connection, LISTING_PREFIX + source)
    if values is None:
        return None
    span = [datetime.fromisoformat(moment) for moment in values["span"]]
    return ListingState(
        row_count=values["rows"],
        span=FilingSpan(*span) if len(span) == SPAN_LENGTH else None,
        last_filing=_moment(values["last_filing"]),
        end=_moment(values["end"]),
        absent=frozenset(values["absent"]),
        areas=values["areas"],
        categories=values["categories"],
        short_since=_moment(values["short_since"]),
        short_count=values["short_count"],
        accepted=values["accepted"],
    )


def save_listing_state(connection: Connection, source: str, state: ListingState) -> None:
    """Store what is remembered of a source's listings."""
    span = state.span
    values = {
        "rows": state.row_count,
        "span": [span.first.isoformat(), span.last.isoformat()] if span else [],
        "last_filing": _text(state.last_filing),
        "end": _text(state.end),
        "absent": sorted(state.absent),
        "areas": state.areas,
        "categories": state.categories,
        "short_since": _text(state.short_since),
        "short_count": state.short_count,
        "accepted": state.accepted,
    }
    save_value(connection, LISTING_PREFIX + source, values)


def accept_next_listing(connection: Connection, source: str) -> bool:
    """Let the next listing of a source be believed; return False before its first one."""
    state = load_listing_state(connection, source)
    if state is not None:
        save_listing_state(connection, source, replace(state, accepted=True))
    return state is not None


def missing_reports(connection: Connection, source: str) -> list[MissingReport]:
    """Return the reports that a source no longer has, those missing longest first."""
    noted: dict[str, list[Any]] = load_value(connection, MISSING_PREFIX + source) or {}
    reports = [
        MissingReport((source, report_id), datetime.fromisoformat(since), pull_id)
        for report_id, (since, pull_id) in noted.items()
    ]
    return sorted(reports, key=lambda report: (report.since, report.key))


def all_missing_reports(connection: Connection) -> list[MissingReport]:
    """Return those of all sources, those missing longest first."""
    sources = [name.removeprefix(MISSING_PREFIX) for name in value_names(connection, MISSING_PREFIX)]
    reports = [report for source in sources for report in missing_reports(connection, source)]
    return sorted(reports, key=lambda report: (report.since, report.key))


def find_missing_report(connection: Connection, key: ReportKey) -> MissingReport | None:
    """Return since when the source no longer has a report; None if it has it."""
    return next((report for report in missing_reports(connection, key[0]) if report.key == key), None)


def note_missing(
    connection: Connection, source: str, report_ids: Iterable[str], since: datetime, pull_id: int
) -> None:
    """Note open reports as missing; one that is noted already keeps its date."""
    noted: dict[str, list[Any]] = load_value(connection, MISSING_PREFIX + source) or {}
    new = {report_id: [since.isoformat(), pull_id] for report_id in report_ids if report_id not in noted}
    if new:
        save_value(connection, MISSING_PREFIX + source, {**noted, **new})


def forget_missing(connection: Connection, source: str, report_ids: Collection[str]) -> None:
    """Forget reports that came back or were closed."""
    noted: dict[str, list[Any]] = load_value(connection, MISSING_PREFIX + source) or {}
    remaining = {report_id: note for report_id, note in noted.items() if report_id not in report_ids}
    if not remaining and noted:
        delete_value(connection, MISSING_PREFIX + source)
    elif len(remaining) < len(noted):
        save_value(connection, MISSING_PREFIX + source, remaining)


def forget_closed(connection: Connection, source: str, report_ids: Iterable[str]) -> None:
    """Forget those of some noted reports that are no longer open."""
    ids = list(report_ids)
    columns = service_request.c
    still_open = set[str]()
    for chunk in value_chunks(ids):
        condition = columns.service_request_id.in_(chunk)
        query = select(columns.service_request_id).where(columns.source == source, condition)
        still_open.update(connection.scalars(query.where(columns.status == Status.OPEN)))
    forget_missing(connection, source, set(ids) - still_open)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
