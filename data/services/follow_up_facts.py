"""What decides an action besides the report: its kecamatan, and whether its reporter can answer."""

from sqlalchemy import Connection

from data.core.notifications import REPORTER_PREFIX
from data.core.report.key import ReportKey
from data.store import follow_ups as stored
from data.store import subscriptions


def parent_by_code(code: str) -> str:
    """Return the kecamatan that a code of the Ministry begins with; empty if there is none."""
    return code.rpartition(".")[0]


def is_reachable(connection: Connection, key: ReportKey) -> bool:
    """Return whether a question reaches a reporter: they filed here, and left an address or take pushes."""
    filing = stored.find_filing(connection, key)
    if filing is None:
        return False
    recipient = REPORTER_PREFIX + "/".join(key)
    return filing.contact is not None or bool(subscriptions.ids_by_receiver(connection, [recipient]))
