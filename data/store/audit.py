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


MAX_TEXT_LENGTH = 200  # of each value: requests hold what anybody wrote
COLUMNS = [audit.c[name] for name in AuditEntry.__slots__]


def write(connection: Connection, entry: AuditEntry) -> None:
    """Append an entry, its texts cut."""
    connection.execute(audit.insert().values(**asdict(cut(entry))))


def cut(entry: AuditEntry) -> AuditEntry:
    """Return an entry whose texts have ``MAX_TEXT_LENGTH`` characters at most."""
    texts = (entry.who, entry.role, entry.act, entry.object, entry.outcome, entry.address)
    return AuditEntry(entry.at, *(text[:MAX_TEXT_LENGTH] for text in texts))


def latest(connection: Connection, limit: int) -> list[AuditEntry]:
    """Return the latest entries, newest first."""
    return [
        AuditEntry(*row)
        for row in connection.execute(select(*COLUMNS).order_by(audit.c.audit_id.desc()).limit(limit))
    ]
