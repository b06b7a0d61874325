"""The audit log: who did, or was denied, what and when; the database itself refuses changes of it."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from data.store.schema import audit


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One entry; it names no reporter and holds no secret."""

    at: datetime
    who: str
    role: str
    act: str
    object: str
    outcome: str
    address: str


COLUMNS = [audit.c[name] for name in AuditEntry.__slots__]


def write(connection: Connection, entry: AuditEntry) -> None:
    """Append an entry; text from a request is cut to 200 characters."""
    row = {name: value[:200] if isinstance(value, str) else value for name, value in asdict(entry).items()}
    connection.execute(audit.insert().values(**row))


def latest(connection: Connection, limit: int) -> list[AuditEntry]:
    """Return the latest entries, newest first."""
    return [
        AuditEntry(*row)
        for row in connection.execute(select(*COLUMNS).order_by(audit.c.audit_id.desc()).limit(limit))
    ]
