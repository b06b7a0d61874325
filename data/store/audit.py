"""The audit log: who did or was refused what, and when. The database itself refuses to change a line."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from data.store.schema import audit


@dataclass(frozen=True, slots=True)
class Line:
    """One line. It names no reporter and holds no secret."""

    at: datetime
    who: str
    role: str
    act: str
    object: str
    outcome: str
    address: str


COLUMNS = [audit.c[name] for name in Line.__slots__]


def write(connection: Connection, line: Line) -> None:
    """Adds a line; text that came with a request is cut to a length that fits a line."""
    row = {name: value[:200] if isinstance(value, str) else value for name, value in asdict(line).items()}
    connection.execute(audit.insert().values(**row))


def latest(connection: Connection, most: int) -> list[Line]:
    """The newest lines, newest first."""
    return [
        Line(*row)
        for row in connection.execute(select(*COLUMNS).order_by(audit.c.audit_id.desc()).limit(most))
    ]
