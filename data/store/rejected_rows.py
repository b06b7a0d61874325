"""Quarantine: rows that could not be stored, each kept once with its raw text and its reason."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import orjson
from sqlalchemy import Connection, Select, Update, bindparam, case, func, null, select, update

from data.core.digest import digest
from data.core.report.record import Rejection
from data.store.ledger import Ledger, add_to_pull
from data.store.report_states import IDS_PER_QUERY
from data.store.schema import rejected_row

FIELDS_LIMIT = 64_000
Solution = Literal["repaired", "accepted"]


@dataclass(frozen=True, slots=True)
class Quarantined:
    """One row in quarantine, as a person sees it who is to repair it."""

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
    connection: Connection, pull_id: int, source: str, rejections: Sequence[Rejection], seen_at: datetime
) -> Ledger:
    """Keeps rejected rows and counts them in the pull's ledger line.

    A feed brings the same bad row with every pull: it is kept once, with how often it was seen.
    """
    marks = [digest(rejection.raw) for rejection in rejections]
    rows, times = _first(marks, rejections), Counter(marks)
    known = _known(connection, source, list(rows))
    again = [{"mark": mark, "seen": times[mark], "why": rows[mark].reason} for mark in rows if mark in known]
    if again:
        connection.execute(_seen_again(source, seen_at), again)
    about = {"source": source, "first_pull_id": pull_id, "first_seen_at": seen_at, "last_seen_at": seen_at}
    fresh = [{**about, **_row(mark, rows[mark], times[mark])} for mark in rows if mark not in known]
    if fresh:
        connection.execute(rejected_row.insert(), fresh)
    ledger = Ledger(read=len(rejections), rejected=len(rejections))
    add_to_pull(connection, pull_id, ledger)
    return ledger


def _first(marks: Sequence[str], rejections: Sequence[Rejection]) -> dict[str, Rejection]:
    rows: dict[str, Rejection] = {}
    for mark, rejection in zip(marks, rejections, strict=True):
        rows.setdefault(mark, rejection)
    return rows


def _known(connection: Connection, source: str, marks: list[str]) -> set[str]:
    table, found = rejected_row.c, set[str]()
    for start in range(0, len(marks), IDS_PER_QUERY):
        part = table.fingerprint.in_(marks[start : start + IDS_PER_QUERY])
        found.update(connection.scalars(select(table.fingerprint).where(table.source == source, part)))
    return found


def _seen_again(source: str, seen_at: datetime) -> Update:
    """A row that was accepted once and is rejected again waits again; one that was repaired is done with."""
    table = rejected_row.c
    mine = (table.source == source) & (table.fingerprint == bindparam("mark"))
    resolved_at = case((table.resolved_by == "accepted", null()), else_=table.resolved_at)
    now = {"last_seen_at": seen_at, "times": table.times + bindparam("seen"), "reason": bindparam("why")}
    return update(rejected_row).where(mine).values({**now, "resolved_at": resolved_at})


def _row(mark: str, row: Rejection, times: int) -> dict[str, Any]:
    return {
        "fingerprint": mark, "raw": row.raw, "reason": row.reason, "row_number": row.number, "times": times,
        "fields": _plain(row.fields),
    }  # fmt: skip


def _plain(fields: Mapping[str, Any]) -> dict[str, Any] | None:
    """The fields as JSON holds them; None where it cannot: the raw text is there all the same."""
    try:
        written = orjson.dumps(dict(fields), default=str, option=orjson.OPT_NON_STR_KEYS)
    except orjson.JSONEncodeError:  # half an emoji, a number of hundreds of digits, nested without end
        return None
    if not fields or len(written) > FIELDS_LIMIT or b"\\u0000" in written:
        return None
    plain: dict[str, Any] = orjson.loads(written)
    return plain


def resolve(connection: Connection, source: str, raws: Iterable[str], at: datetime, how: Solution) -> int:
    """Marks rows as done with, because they or their repaired forms were stored; returns how many were."""
    marks, table, done = list({digest(raw) for raw in raws}), rejected_row.c, 0
    for start in range(0, len(marks), IDS_PER_QUERY):
        part = table.fingerprint.in_(marks[start : start + IDS_PER_QUERY])
        mine = (table.source == source) & table.resolved_at.is_(None) & part
        line = update(rejected_row).where(mine).values(resolved_at=at, resolved_by=how)
        done += connection.execute(line).rowcount
    return done


def waiting(connection: Connection, source: str) -> int:
    """How many rows of a source are in quarantine."""
    table = rejected_row.c
    mine = (table.source == source) & table.resolved_at.is_(None)
    return int(connection.execute(select(func.count()).select_from(rejected_row).where(mine)).scalar_one())


def rejected(connection: Connection, source: str) -> list[Rejection]:
    """The rows of a source in quarantine, oldest first."""
    return [
        Rejection(row.row_number, row.raw, row.reason, row.fields or {})
        for row in quarantined(connection, source)
    ]


def quarantined(connection: Connection, source: str | None = None) -> list[Quarantined]:
    """The rows in quarantine of one source or of all, oldest first."""
    table = rejected_row.c
    found: Select[Any] = select(*[table[name] for name in Quarantined.__slots__])
    found = found.where(table.resolved_at.is_(None))
    if source is not None:
        found = found.where(table.source == source)
    return [Quarantined(*row) for row in connection.execute(found.order_by(table.rejected_id))]


def quarantined_row(connection: Connection, rejected_id: int) -> Quarantined | None:
    """One row of the quarantine, also one that is done with; None if there is none of that number."""
    table = rejected_row.c
    found = select(*[table[name] for name in Quarantined.__slots__]).where(table.rejected_id == rejected_id)
    row = connection.execute(found).one_or_none()
    return Quarantined(*row) if row else None
