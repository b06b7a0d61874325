"""What decides an action besides the report: its kecamatan, its reporter's address, what its source has."""

from sqlalchemy import Connection

from data.core.notifications import REPORTER_PREFIX
from data.core.report.key import ReportKey
from data.core.report.standing import Event
from data.core.status import Status
from data.store import follow_ups as stored
from data.store import subscriptions
from data.store.missing_reports import find_missing_report, forget_missing


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


def is_missing(connection: Connection, key: ReportKey) -> bool:
    """Return whether the report's source no longer has it."""
    return find_missing_report(connection, key) is not None


def forget_missing_if_closed(connection: Connection, key: ReportKey, event: Event) -> None:
    """Take a report that its source no longer has off the list, once somebody has closed it."""
    if event.standing.status == Status.CLOSED:
        forget_missing(connection, key[0], {key[1]})
