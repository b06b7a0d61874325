"""The words a report's state can have, and what each means for the counts.

Open311 knows only ``open`` and ``closed``; the finer Indonesian states live in ``status_description``.
A state that nobody has mapped is *open*: showing it as finished would hide a report.
"""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """The two states of Open311 GeoReport v2."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class StatusDefinition:
    """One ``status_description``: its label on a screen and what it does to the counts."""

    code: str
    label: str
    status: Status
    withdrawn: bool = False  # closed, yet nobody's achievement: rejected or a duplicate
    pauses_clock: bool = False  # open, but not in the city's hands: its clock stands still


STATUSES: tuple[StatusDefinition, ...] = (
    StatusDefinition("menunggu", "Menunggu", Status.OPEN),
    StatusDefinition("koordinasi", "Koordinasi", Status.OPEN),
    StatusDefinition("disposisi", "Disposisi", Status.OPEN),
    StatusDefinition("proses", "Proses", Status.OPEN),
    StatusDefinition("salah_wilayah", "Salah Wilayah", Status.OPEN),
    StatusDefinition("menunggu_pelapor", "Menunggu Pelapor", Status.OPEN, pauses_clock=True),
    StatusDefinition("diteruskan", "Diteruskan ke Instansi Lain", Status.OPEN, pauses_clock=True),
    StatusDefinition("tidak_dikenal", "Status Tidak Dikenal", Status.OPEN),
    StatusDefinition("selesai", "Selesai", Status.CLOSED),
    StatusDefinition("ditolak", "Ditolak", Status.CLOSED, withdrawn=True),
    StatusDefinition("duplikat", "Duplikat", Status.CLOSED, withdrawn=True),
)

STATUS_BY_CODE: dict[str, StatusDefinition] = {definition.code: definition for definition in STATUSES}
WITHDRAWN_STATUSES: frozenset[str] = frozenset(word.code for word in STATUSES if word.withdrawn)
INITIAL_STATUS, UNKNOWN_STATUS, RESOLVED_STATUS = "menunggu", "tidak_dikenal", "selesai"


def status_of(status_description: str) -> Status:
    """Open311's state of a ``status_description``; an unmapped word is open."""
    definition = STATUS_BY_CODE.get(status_description)
    return definition.status if definition else Status.OPEN


def stops_clock(status_description: str) -> bool:
    """Whether the resolution clock stands still in this state: closed, or waiting for somebody outside."""
    definition = STATUS_BY_CODE.get(status_description)
    return definition is not None and (definition.pauses_clock or definition.status is Status.CLOSED)
