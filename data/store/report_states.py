"""The current state of each report: reading what is known, writing what changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, select

from data.core.history.facts import KEY
from data.core.quick_frozen import quick
from data.core.report.key import ReportKey
from data.core.report.standing import STANDING_FIELDS, KnownReport, Standing, standing_values
from data.store.bulk_insert import insert_rows, update_many
from data.store.query_chunks import key_chunks
from data.store.schema import service_request

ROW_COLUMNS = (
    *KEY, "change", *STANDING_FIELDS, "details",
    "fingerprint", "status_at", "last_occurred_at", "first_learnt_at",
)  # fmt: skip
_standing_of = itemgetter(*STANDING_FIELDS)


@quick
@dataclass(frozen=True, slots=True)
class TrackedReport:
    """One report while a batch is processed; ``known`` is None before its first record.

    :param change: the number of its last stored event
    :param learnt_at: the moment of the pull that is running
    """

    known: KnownReport | None
    first_learnt_at: datetime
    stored: bool = False
    change: int | None = None
    learnt_at: datetime | None = None

    def marked_as_learnt_now(self) -> "TrackedReport":
        """Return the report as one whose state is from an earlier batch of the pull that is running."""
        assert self.known is not None
        is_new = self.first_learnt_at == self.learnt_at
        return replace(self, known=replace(self.known, is_new=is_new, is_current=True))


def load_reports(
    connection: Connection, keys: Iterable[ReportKey], learnt_at: datetime
) -> dict[ReportKey, TrackedReport]:
    """Return what the store knows of each key; unknown ones are first learnt now."""
    reports = {key: TrackedReport(None, learnt_at) for key in keys}
    for source, ids in key_chunks(reports):
        for row in _select_stored(connection, source, ids):
            reports[source, row["service_request_id"]] = _report_from_row(row, learnt_at)
    return reports


@quick
@dataclass(frozen=True, slots=True)
class StoredDigest:
    """What tells that a row is the last one of its report again: its digest and the report's category."""

    fingerprint: str
    service_code: str


def load_digests(connection: Connection, keys: Iterable[ReportKey]) -> dict[ReportKey, StoredDigest]:
    """Return the digest of the last row of each report with a stored state: most rows repeat it."""
    columns = (service_request.c.fingerprint, service_request.c.service_code)
    return {key: StoredDigest(*values) for key, *values in _stored_values(connection, keys, columns)}


@quick
@dataclass(frozen=True, slots=True)
class LatestChange:
    """A report's latest event: its change number and when it occurred."""

    change: int
    occurred_at: datetime


def latest_of(reports: Mapping[ReportKey, TrackedReport]) -> dict[ReportKey, LatestChange]:
    """Return the latest event of each report, as it was read with its state; nothing of a new one."""
    return {
        key: LatestChange(report.change, report.known.last_occurred_at)
        for key, report in reports.items()
        if report.known is not None and report.change is not None
    }


def latest_changes(connection: Connection, keys: Iterable[ReportKey]) -> dict[ReportKey, LatestChange]:
    """Return the latest event of each report with a stored state."""
    columns = (service_request.c.change, service_request.c.last_occurred_at)
    return {key: LatestChange(*values) for key, *values in _stored_values(connection, keys, columns)}


def _stored_values(
    connection: Connection, keys: Iterable[ReportKey], columns: Sequence[ColumnElement[Any]]
) -> Iterator[tuple[Any, ...]]:
    """Yield the key of each report with a stored state, and some columns of that."""
    table = service_request.c
    for source, ids in key_chunks(keys):
        query = select(table.service_request_id, *columns)
        for report_id, *values in connection.execute(
            query.where(table.source == source, table.service_request_id.in_(ids))
        ):
            yield (source, report_id), *values


def _select_stored(connection: Connection, source: str, ids: Sequence[str]) -> Iterable[RowMapping]:
    """Select by source and a list of ids: for a list of pairs, SQLite scans the whole table."""
    table = service_request.c
    condition = (table.source == source) & table.service_request_id.in_(ids)
    return connection.execute(select(service_request).where(condition)).mappings()


def write_states(
    connection: Connection, reports: Mapping[ReportKey, TrackedReport], changes: Mapping[ReportKey, int]
) -> None:
    """Write the new state of each report under its latest change number."""
    new_rows, known_rows = list[tuple[Any, ...]](), list[dict[str, Any]]()
    for key, report in reports.items():
        row = _row(key, report, changes[key])
        if report.stored:
            known_rows.append(dict(zip(ROW_COLUMNS, row, strict=True)))
        else:
            new_rows.append(row)
    insert_rows(connection, service_request, ROW_COLUMNS, new_rows)
    update_many(connection, service_request, KEY, known_rows)


def encode_details(details: Mapping[str, Any]) -> dict[str, Any]:
    """Return details as values that JSON can hold."""
    return {name: _encode_value(value) for name, value in details.items()}


def _encode_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _decode_value(name: str, value: Any) -> Any:
    """Restore times and tuples, which JSON does not have, so that equal details stay equal."""
    if name.endswith("_datetime"):
        return datetime.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value


def _report_from_row(row: RowMapping, learnt_at: datetime) -> TrackedReport:
    standing = Standing(*_standing_of(row))
    details = {name: _decode_value(name, value) for name, value in row["details"].items()}
    known = KnownReport(standing, details, row["last_occurred_at"], row["status_at"], row["fingerprint"])
    return TrackedReport(known, row["first_learnt_at"], True, row["change"], learnt_at)


def _row(key: ReportKey, report: TrackedReport, change: int) -> tuple[Any, ...]:
    """Return the values of ``ROW_COLUMNS``."""
    known = report.known
    assert known is not None
    return (
        *key, change, *standing_values(known.standing), encode_details(known.details),
        known.fingerprint, known.status_at, known.last_occurred_at, report.first_learnt_at,
    )  # fmt: skip
