"""Faults of single items: what could not be done, with which item, since when, and when it is tried again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

RETRY_DELAY = timedelta(minutes=5)  # until an item that failed is tried again
KEPT_FOR = timedelta(days=14)  # after its last failure; what nobody tries again is forgotten then


class FaultKind(StrEnum):
    """What was done with the item that failed."""

    EVENT = "peristiwa"  # the notifications of a report's event; the item is SOURCE/ID
    REMINDER = "pengingat"  # the reminders of a report's deadline; the item is SOURCE/ID
    NOTICE = "edaran"  # the deliveries of a notification; the item is its number
    DELIVERY = "kiriman"  # a message; the item is its channel
    SOURCE = "sumber"  # a pull; the item is the source
    ROWS = "baris"  # rows in quarantine; the item is the source
    FILE = "berkas"  # a file of a drop folder; the item is its name
    JOB = "tugas"  # a job of the schedule; the item is its name
    SETTING = "pengaturan"  # city file, area layer and store do not agree; the item is what is ignored
    CALLBACK = "halaman"  # a part of a page; the item is the callback's output


@dataclass(frozen=True, slots=True)
class Fault:
    """One item that failed.

    :param error: what went wrong, without a person's text, name or address
    :param next_at: when it is tried again; None if that waits for somebody
    """

    kind: FaultKind
    item: str
    since: datetime
    last_at: datetime
    times: int
    error: str
    next_at: datetime | None = None


def describe_error(error: Exception) -> str:
    """Return the kind of an exception; its message may quote what a person wrote."""
    return type(error).__name__
