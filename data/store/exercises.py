"""Completed exercises of the training, by practice account."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, select

from data.store.schema_follow_ups import exercise


def save_completed(connection: Connection, account: str, step: int, at: datetime) -> None:
    """Store a completed exercise; the first time counts."""
    condition = (exercise.c.account == account) & (exercise.c.step == step)
    if connection.execute(select(exercise.c.step).where(condition)).first() is None:
        connection.execute(exercise.insert().values(account=account, step=step, done_at=at))


def list_completed(connection: Connection) -> dict[str, dict[int, datetime]]:
    """Return when each account completed each exercise."""
    completed: dict[str, dict[int, datetime]] = {}
    for account, step, at in connection.execute(
        select(exercise.c.account, exercise.c.step, exercise.c.done_at)
    ):
        completed.setdefault(account, {})[step] = at
    return completed


def reset(connection: Connection, accounts: Iterable[str]) -> None:
    """Delete the progress of these accounts."""
    connection.execute(delete(exercise).where(exercise.c.account.in_(list(accounts))))
