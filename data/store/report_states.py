"""The current state of each report: reading what is known, writing what it became."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Update, bindparam, select, update

from data.core.history.facts import KEY
from data.core.report.key import Key
from data.core.report.standing import STANDING, Known, Standing, plain
from data.store.bulk_insert import insert_many
from data.store.schema import service_request

IDS_PER_QUERY = 500  # well under the variables that one SQLite statement may hold


@dataclass(frozen=True, slots=True)
class Report:
    """One report while a batch is worked through; ``known`` is None until it has arrived once."""

    known: Known | None
    first_learnt_at: datetime
    stored: bool = False


def known_reports(connection: Connection, keys: Iterable[Key], learnt_at: datetime) -> dict[Key, Report]:
    """What the store holds of each key; those it does not know are first learnt now."""
    reports = {key: Report(None, learnt_at) for key in keys}
    for source, wanted in by_source(reports).items():
        for start in range(0, len(wanted), IDS_PER_QUERY):
            for row in _stored(connection, source, wanted[start : start + IDS_PER_QUERY]):
                reports[source, row["service_request_id"]] = _report(row)
    return reports


@dataclass(frozen=True, slots=True)
class Latest:
    """A report's latest event: its change number and when it occurred."""

    change: int
    occurred_at: datetime


def latest_changes(connection: Connection, keys: Iterable[Key]) -> dict[Key, Latest]:
    """The latest event of each report that the store has a state of."""
    table = service_request.c
    columns = (table.service_request_id, table.change, table.last_occurred_at)
    found: dict[Key, Latest] = {}
    for source, wanted in by_source(keys).items():
        for start in range(0, len(wanted), IDS_PER_QUERY):
            mine = table.service_request_id.in_(wanted[start : start + IDS_PER_QUERY])
            rows = connection.execute(select(*columns).where(table.source == source, mine))
            found |= {(source, identity): Latest(change, at) for identity, change, at in rows}
    return found


def by_source(keys: Iterable[Key]) -> dict[str, list[str]]:
    """The ids of each source, for lookups by primary key."""
    found: dict[str, list[str]] = {}
    for source, identity in keys:
        found.setdefault(source, []).append(identity)
    return found


def _stored(connection: Connection, source: str, ids: list[str]) -> Iterable[RowMapping]:
    """By source and a list of ids: for a list of pairs, SQLite walks the whole table."""
    table = service_request.c
    mine = (table.source == source) & table.service_request_id.in_(ids)
    return connection.execute(select(service_request).where(mine)).mappings()


def write_states(connection: Connection, reports: Mapping[Key, Report], changes: Mapping[Key, int]) -> None:
    """Writes the new state of each report under its latest change number."""
    rows = {key: _row(key, report, changes[key]) for key, report in reports.items()}
    fresh = [row for key, row in rows.items() if not reports[key].stored]
    known = [row for key, row in rows.items() if reports[key].stored]
    if fresh:
        insert_many(connection, service_request, fresh)
    if known:
        connection.execute(_update_by_key(known[0]), [_bound(row) for row in known])


def frozen(details: Mapping[str, Any]) -> dict[str, Any]:
    """Details as JSON can hold them."""
    return {name: _frozen(value) for name, value in details.items()}


def _frozen(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _thawed(name: str, value: Any) -> Any:
    """JSON has neither times nor tuples; both come back as what they were, so that equal stays equal."""
    if name.endswith("_datetime"):
        return datetime.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value


def _report(row: RowMapping) -> Report:
    standing = Standing(**{name: row[name] for name in STANDING})
    details = {name: _thawed(name, value) for name, value in row["details"].items()}
    known = Known(standing, details, row["last_occurred_at"], row["status_at"], row["fingerprint"])
    return Report(known, row["first_learnt_at"], stored=True)


def _row(key: Key, report: Report, change: int) -> dict[str, Any]:
    known = report.known
    assert known is not None
    return {
        "source": key[0], "service_request_id": key[1], "change": change,
        **plain(known.standing), "details": frozen(known.details),
        "fingerprint": known.fingerprint, "status_at": known.status_at,
        "last_occurred_at": known.last_occurred_at, "first_learnt_at": report.first_learnt_at,
    }  # fmt: skip


def _update_by_key(row: Mapping[str, Any]) -> Update:
    table = service_request.c
    mine = (table.source == bindparam("key_source")) & (table.service_request_id == bindparam("key_id"))
    return update(service_request).where(mine).values({n: bindparam(n) for n in row if n not in KEY})


def _bound(row: Mapping[str, Any]) -> dict[str, Any]:
    rest = {name: value for name, value in row.items() if name not in KEY}
    return {"key_source": row["source"], "key_id": row["service_request_id"], **rest}
