"""Status descriptions of a report, and what each means for the counts.

Open311 has only ``open`` and ``closed``; ``status_description`` has the finer states. One that is not mapped
is *open*: shown as finished, the report would be hidden.
"""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """The two states of Open311 GeoReport v2."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class StatusDefinition:
    """One status description and its effect on the counts; its label is in ``report_labels.py``."""

    code: str
    status: Status
    withdrawn: bool = False  # closed without work: rejected or a duplicate
    pauses_clock: bool = False  # open, but waiting for somebody outside the city: its clock is stopped


STATUSES: tuple[StatusDefinition, ...] = (
    StatusDefinition("menunggu", Status.OPEN),
    StatusDefinition("koordinasi", Status.OPEN),
    StatusDefinition("disposisi", Status.OPEN),
    StatusDefinition("proses", Status.OPEN),
    StatusDefinition("salah_wilayah", Status.OPEN),
    StatusDefinition("menunggu_pelapor", Status.OPEN, pauses_clock=True),
    StatusDefinition("diteruskan", Status.OPEN, pauses_clock=True),
    StatusDefinition("tidak_dikenal", Status.OPEN),
    StatusDefinition("selesai", Status.CLOSED),
    StatusDefinition("ditolak", Status.CLOSED, withdrawn=True),
    StatusDefinition("duplikat", Status.CLOSED, withdrawn=True),
)

STATUS_BY_CODE: dict[str, StatusDefinition] = {definition.code: definition for definition in STATUSES}
WITHDRAWN_STATUSES: frozenset[str] = frozenset(status.code for status in STATUSES if status.withdrawn)
INITIAL_STATUS, UNKNOWN_STATUS, RESOLVED_STATUS = "menunggu", "tidak_dikenal", "selesai"


def status_of(status_description: str) -> Status:
    """Return Open311's status of a status description; one that is not mapped is open."""
    definition = STATUS_BY_CODE.get(status_description)
    return definition.status if definition else Status.OPEN


def stops_clock(status_description: str) -> bool:
    """Return whether the resolution clock is stopped: closed, or waiting for somebody outside the city."""
    definition = STATUS_BY_CODE.get(status_description)
    return definition is not None and (definition.pauses_clock or definition.status is Status.CLOSED)
