"""The quarantine: rejected rows, each stored once with its raw text and its reason."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import orjson
from sqlalchemy import Connection, Select, Text, Update, bindparam, case, cast, func, null, select, update

from data.core.digest import digest
from data.core.report.record import RejectedRow
from data.store.ledger import Ledger, add_to_pull
from data.store.query_chunks import value_chunks
from data.store.redaction import redact_rejections
from data.store.schema import rejected_row

FIELDS_LIMIT = 64_000
Resolution = Literal["repaired", "accepted"]


@dataclass(frozen=True, slots=True)
class QuarantinedRow:
    """One row in quarantine, with what a person needs to repair it."""

    rejected_id: int
    source: str
    reason: str
    raw: str
    fields: Mapping[str, Any] | None
    row_number: int
    times: int
    first_seen_at: datetime
    last_seen_at: datetime


def quarantine(
    connection: Connection, pull_id: int, source: str, rejections: Sequence[RejectedRow], seen_at: datetime
) -> Ledger:
    """Store rejected rows and count them in the pull's ledger line.

    A feed may send the same bad row with every pull: it is stored once, with how often it was seen. Of a
    confidential report's row no text is stored. Called after the good rows of a batch: they may say so.
    """
    fingerprints = [digest(rejection.raw) for rejection in rejections]
    rows, times = _first_by_fingerprint(fingerprints, rejections), Counter(fingerprints)
    known = _stored_fingerprints(connection, source, list(rows))
    repeated = [
        {"key": fingerprint, "seen": times[fingerprint], "new_reason": rows[fingerprint].reason}
        for fingerprint in rows
        if fingerprint in known
    ]
    if repeated:
        connection.execute(_update_repeated(source, seen_at), repeated)
    common = {"source": source, "first_pull_id": pull_id, "first_seen_at": seen_at, "last_seen_at": seen_at}
    new_rows = [
        {**common, **_row(fingerprint, rows[fingerprint], times[fingerprint])}
        for fingerprint in rows
        if fingerprint not in known
    ]
    if new_rows:
        connection.execute(rejected_row.insert(), new_rows)
    redact_rejections(connection, source, rejections)
    ledger = Ledger(read=len(rejections), rejected=len(rejections))
    add_to_pull(connection, pull_id, ledger)
    return ledger


def _first_by_fingerprint(
    fingerprints: Sequence[str], rejections: Sequence[RejectedRow]
) -> dict[str, RejectedRow]:
    rows: dict[str, RejectedRow] = {}
    for fingerprint, rejection in zip(fingerprints, rejections, strict=True):
        rows.setdefault(fingerprint, rejection)
    return rows


def _stored_fingerprints(connection: Connection, source: str, fingerprints: list[str]) -> set[str]:
    table, stored = rejected_row.c, set[str]()
    for chunk in value_chunks(fingerprints):
        in_chunk = table.fingerprint.in_(chunk)
        stored.update(connection.scalars(select(table.fingerprint).where(table.source == source, in_chunk)))
    return stored


def _update_repeated(source: str, seen_at: datetime) -> Update:
    """Return the update of rows that are rejected again.

    One accepted earlier is open again; a repaired one stays resolved.
    """
    table = rejected_row.c
    condition = (table.source == source) & (table.fingerprint == bindparam("key"))
    resolved_at = case((table.resolved_by == "accepted", null()), else_=table.resolved_at)
    values = {
        "last_seen_at": seen_at,
        "times": table.times + bindparam("seen"),
        "reason": bindparam("new_reason"),
    }
    return update(rejected_row).where(condition).values({**values, "resolved_at": resolved_at})


def _row(fingerprint: str, rejection: RejectedRow, times: int) -> dict[str, Any]:
    return {
        "fingerprint": fingerprint, "raw": rejection.raw, "reason": rejection.reason,
        "row_number": rejection.number, "times": times, "fields": _json_fields(rejection.fields),
    }  # fmt: skip


def _json_fields(fields: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the fields as JSON; None if JSON cannot hold them, since the raw text is stored as well."""
    try:
        encoded = orjson.dumps(dict(fields), default=str, option=orjson.OPT_NON_STR_KEYS)
    except orjson.JSONEncodeError:  # half an emoji, a number of hundreds of digits, too deep nesting
        return None
    if not fields or len(encoded) > FIELDS_LIMIT or b"\\u0000" in encoded:
        return None
    decoded: dict[str, Any] = orjson.loads(encoded)
    return decoded


def resolve(
    connection: Connection, source: str, raw_texts: Iterable[str], at: datetime, resolution: Resolution
) -> int:
    """Mark rows as resolved, because they or their repaired forms were stored; return how many were."""
    fingerprints, table, resolved = list({digest(raw) for raw in raw_texts}), rejected_row.c, 0
    for chunk in value_chunks(fingerprints):
        in_chunk = table.fingerprint.in_(chunk)
        condition = (table.source == source) & table.resolved_at.is_(None) & in_chunk
        statement = update(rejected_row).where(condition).values(resolved_at=at, resolved_by=resolution)
        resolved += connection.execute(statement).rowcount
    return resolved


def count_quarantined(connection: Connection, source: str) -> int:
    """Return how many rows of a source are in quarantine."""
    table = rejected_row.c
    condition = (table.source == source) & table.resolved_at.is_(None)
    return int(
        connection.execute(select(func.count()).select_from(rejected_row).where(condition)).scalar_one()
    )


def count_seen(connection: Connection) -> dict[str, int]:
    """Return how often rejected rows of each source were seen, resolved ones included."""
    table = rejected_row.c
    query = select(table.source, func.sum(table.times)).group_by(table.source)
    return {str(source): int(times) for source, times in connection.execute(query)}


def list_rejections(connection: Connection, source: str) -> list[RejectedRow]:
    """Return the rows of a source in quarantine, oldest first."""
    return [
        RejectedRow(row.row_number, row.raw, row.reason, row.fields or {})
        for row in list_quarantined(connection, source)
    ]


def list_quarantined(connection: Connection, source: str | None = None) -> list[QuarantinedRow]:
    """Return the rows in quarantine of one source or of all, oldest first."""
    table = rejected_row.c
    query: Select[Any] = select(*[table[name] for name in QuarantinedRow.__slots__])
    query = query.where(table.resolved_at.is_(None))
    if source is not None:
        query = query.where(table.source == source)
    return [QuarantinedRow(*row) for row in connection.execute(query.order_by(table.rejected_id))]


def find_quarantined(connection: Connection, rejected_id: int) -> QuarantinedRow | None:
    """Return one row of the quarantine, also a resolved one; None for an unknown number."""
    table = rejected_row.c
    query = select(*[table[name] for name in QuarantinedRow.__slots__]).where(
        table.rejected_id == rejected_id
    )
    row = connection.execute(query).one_or_none()
    return QuarantinedRow(*row) if row else None


def find_rejected(
    connection: Connection, rejected_ids: Sequence[int]
) -> dict[int, tuple[QuarantinedRow, bool]]:
    """Return rejected rows by their numbers, each with whether it is still in quarantine."""
    table, found = rejected_row.c, dict[int, tuple[QuarantinedRow, bool]]()
    columns = [table[name] for name in QuarantinedRow.__slots__]
    for chunk in value_chunks(rejected_ids):
        in_chunk = table.rejected_id.in_(chunk)
        for *values, resolved_at in connection.execute(select(*columns, table.resolved_at).where(in_chunk)):
            found[values[0]] = QuarantinedRow(*values), resolved_at is None
    return found


def resolve_stored(connection: Connection, source: str, ids: Collection[str], at: datetime) -> int:
    """Resolve the rows whose reports the source itself has sent correctly since; return how many.

    A row that this pull rejected stays: it may be news of the same report.
    """
    table, resolved = rejected_row.c, 0
    id_of_row = cast(table.fields["service_request_id"].as_string(), Text)
    for chunk in value_chunks(sorted(ids)):
        in_chunk = id_of_row.in_(chunk)
        is_waiting = (table.source == source) & table.resolved_at.is_(None) & (table.last_seen_at < at)
        statement = update(rejected_row).where(is_waiting, in_chunk)
        resolved += connection.execute(statement.values(resolved_at=at, resolved_by="repaired")).rowcount
    return resolved
