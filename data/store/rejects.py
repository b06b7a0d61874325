"""Quarantine: rows that could not be stored, each kept once with its raw text and its reason."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from data.core.digest import digest
from data.core.record import Rejection
from data.store.ledger import Ledger, add_to_pull
from data.store.schema import rejected_row


def quarantine(
    connection: Connection, pull_id: int, source: str, rejections: Sequence[Rejection], seen_at: datetime
) -> Ledger:
    """Keeps rejected rows and counts them in the pull's ledger line.

    A feed brings the same bad row with every pull: it is kept once, with how often it was seen.
    """
    for rejection in rejections:
        _keep(connection, pull_id, source, rejection, seen_at)
    ledger = Ledger(read=len(rejections), rejected=len(rejections))
    add_to_pull(connection, pull_id, ledger)
    return ledger


def _keep(connection: Connection, pull_id: int, source: str, row: Rejection, seen_at: datetime) -> None:
    mark = digest(row.raw)
    table = rejected_row.c
    mine = (table.source == source) & (table.fingerprint == mark)
    again = {"last_seen_at": seen_at, "times": table.times + 1, "reason": row.reason}
    if connection.execute(update(rejected_row).where(mine).values(again)).rowcount:
        return
    values = {"source": source, "fingerprint": mark, "raw": row.raw, "reason": row.reason,
              "row_number": row.number, "first_pull_id": pull_id, "first_seen_at": seen_at,
              "last_seen_at": seen_at, "times": 1}  # fmt: skip
    connection.execute(rejected_row.insert().values(values))


def rejected(connection: Connection, source: str) -> list[Rejection]:
    """The rows of a source in quarantine, oldest first."""
    table = rejected_row.c
    found = select(table.row_number, table.raw, table.reason).where(table.source == source)
    return [Rejection(*row) for row in connection.execute(found.order_by(table.rejected_id))]
