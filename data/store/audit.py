"""The audit log: who did or was refused what, and when. The database itself refuses to change a line."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from data.store.schema import audit


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line. It names no reporter and holds no secret."""

    at: datetime
    who: str
    role: str
    act: str
    object: str
    outcome: str
    address: str


COLUMNS = [audit.c[name] for name in AuditEntry.__slots__]


def write(connection: Connection, entry: AuditEntry) -> None:
    """Adds a line; text that came with a request is cut to a length that fits a line."""
    row = {name: value[:200] if isinstance(value, str) else value for name, value in asdict(entry).items()}
    connection.execute(audit.insert().values(**row))


def latest(connection: Connection, limit: int) -> list[AuditEntry]:
    """The newest lines, newest first."""
    return [
        AuditEntry(*row)
        for row in connection.execute(select(*COLUMNS).order_by(audit.c.audit_id.desc()).limit(limit))
    ]
