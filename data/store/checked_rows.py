"""What the integrity check reads of single reports: deadlines, and what is left of confidential ones."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, or_, select

from data.core.config.city import CONFIDENTIAL
from data.core.integrity.first_deadlines import DeadlineHistory, DeadlineStep
from data.core.integrity.secrecy import StoredTexts
from data.core.report.key import ReportKey
from data.core.report.reconcile.details import FIRST_DEADLINE_KEY
from data.core.report.withheld import SOURCE_VALUES_KEY
from data.core.status import Status
from data.store.query_chunks import key_chunks, value_chunks
from data.store.redaction import has_readable_text, rejected_report_id
from data.store.schema import event, rejected_row, service_request

STEP_COLUMNS = (
    "change", "kind", "occurred_at", "service_code", "status", "expected_datetime", "stopped_at", "verdict",
    "pull_id",
)  # fmt: skip
TEXT_COLUMNS = ("source", "service_request_id", "service_code", "lat", "long", "reporter")


def deadline_histories(connection: Connection, keys: Iterable[ReportKey]) -> Iterator[DeadlineHistory]:
    """Yield the deadlines of some reports, each with the first one that its details name."""
    names = ("source", "service_request_id", *STEP_COLUMNS)
    for chunk in key_chunks(keys):
        firsts = {
            row[:2]: _first_deadline(row[2])
            for row in _rows(connection, service_request, chunk, ("details",))
        }
        query = select(*[event.c[name] for name in names]).where(_is_one_of(event, chunk))
        rows = connection.execute(query.order_by(event.c.source, event.c.service_request_id, event.c.change))
        for key, group in groupby(rows, key=lambda row: (row[0], row[1])):
            steps = [DeadlineStep(*row[2:]) for row in group]
            yield DeadlineHistory(key, firsts.get(key), steps)


def _first_deadline(details: dict[str, Any] | None) -> datetime | None:
    value = (details or {}).get(FIRST_DEADLINE_KEY)
    return datetime.fromisoformat(value) if value else None


def open_reports_of(connection: Connection, keys: Iterable[ReportKey]) -> set[ReportKey]:
    """Return which of some reports are open."""
    return {
        (row[0], row[1])
        for chunk in key_chunks(keys)
        for row in _rows(connection, service_request, chunk, ("status",))
        if row[2] == Status.OPEN
    }


def confidential_texts(
    connection: Connection, keys: Iterable[ReportKey], changes: Sequence[int]
) -> Iterator[StoredTexts]:
    """Yield what is stored of confidential reports.

    :param keys: reports that are confidential
    :param changes: events after which their report is confidential; it may have another category now
    """
    followed_up = set[ReportKey]()
    for chunk in key_chunks(keys):
        for row in _rows(connection, service_request, chunk, (*TEXT_COLUMNS[2:], "details")):
            texts = _stored_texts(row, f"report {row[0]}/{row[1]}")
            followed_up |= {(row[0], row[1])} if texts.is_followed_up else set()
            yield texts
        for row in _rows(connection, event, chunk, (*TEXT_COLUMNS[2:], "amended", "change")):
            yield _stored_texts(row, f"change {row[-1]}", is_followed_up=(row[0], row[1]) in followed_up)
    yield from _texts_of_others(connection, changes)


def _texts_of_others(connection: Connection, changes: Sequence[int]) -> Iterator[StoredTexts]:
    """Yield the confidential events of reports with another category now: an operator gave it to them."""
    at, state = event.c, service_request.c
    names = (*TEXT_COLUMNS, "amended", "change")
    same = (state.source == at.source) & (state.service_request_id == at.service_request_id)
    joined = event.outerjoin(service_request, same)
    has_other = or_(state.service_code.is_(None), state.service_code != CONFIDENTIAL)
    for chunk in value_chunks(changes):
        is_asked = at.change.in_(chunk)
        query = select(*[at[name] for name in names]).select_from(joined).where(is_asked, has_other)
        for row in connection.execute(query):
            yield _stored_texts(row, f"change {row[-1]}", is_followed_up=True)


def _stored_texts(row: Any, where: str, *, is_followed_up: bool = False) -> StoredTexts:
    _, _, service_code, lat, long, reporter, values, *_ = row
    is_told = SOURCE_VALUES_KEY in (values or {})
    return StoredTexts(
        where, service_code, lat, long, reporter is not None, values or {}, is_followed_up or is_told
    )


def readable_rejections(connection: Connection) -> Iterator[str]:
    """Yield the rejected rows that name a confidential report, and can be read."""
    row, state = rejected_row.c, service_request.c
    same = (state.source == row.source) & (state.service_request_id == rejected_report_id())
    query = select(row.rejected_id).select_from(rejected_row.join(service_request, same))
    query = query.where(has_readable_text(), state.service_code == CONFIDENTIAL).order_by(row.rejected_id)
    return (f"rejected row {number}" for number in connection.scalars(query))


def _rows(
    connection: Connection, table: Table, chunk: tuple[str, Sequence[str]], names: Sequence[str]
) -> Iterable[Any]:
    columns = [table.c[name] for name in ("source", "service_request_id", *names)]
    query: Select[Any] = select(*columns).where(_is_one_of(table, chunk))
    return connection.execute(query)


def _is_one_of(table: Table, chunk: tuple[str, Sequence[str]]) -> ColumnElement[bool]:
    source, ids = chunk
    return (table.c.source == source) & table.c.service_request_id.in_(ids)
