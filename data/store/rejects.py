"""Quarantine: rows that could not be stored, each kept once with its raw text and its reason."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Update, bindparam, select, update

from data.core.digest import digest
from data.core.record import Rejection
from data.store.ledger import Ledger, add_to_pull
from data.store.schema import rejected_row
from data.store.states import IDS_PER_QUERY


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
    table = rejected_row.c
    mine = (table.source == source) & (table.fingerprint == bindparam("mark"))
    now = {"last_seen_at": seen_at, "times": table.times + bindparam("seen"), "reason": bindparam("why")}
    return update(rejected_row).where(mine).values(now)


def _row(mark: str, row: Rejection, times: int) -> dict[str, Any]:
    return {
        "fingerprint": mark, "raw": row.raw, "reason": row.reason, "row_number": row.number, "times": times,
    }  # fmt: skip


def rejected(connection: Connection, source: str) -> list[Rejection]:
    """The rows of a source in quarantine, oldest first."""
    table = rejected_row.c
    found = select(table.row_number, table.raw, table.reason).where(table.source == source)
    return [Rejection(*row) for row in connection.execute(found.order_by(table.rejected_id))]
