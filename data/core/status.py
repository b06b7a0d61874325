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
class Word:
    """One ``status_description``: its label on a screen and what it does to the counts."""

    code: str
    label: str
    status: Status
    withdrawn: bool = False  # closed, yet nobody's achievement: rejected or a duplicate
    waits: bool = False  # open, but not in the city's hands: its clock stands still


WORDS: tuple[Word, ...] = (
    Word("menunggu", "Menunggu", Status.OPEN),
    Word("koordinasi", "Koordinasi", Status.OPEN),
    Word("disposisi", "Disposisi", Status.OPEN),
    Word("proses", "Proses", Status.OPEN),
    Word("salah_wilayah", "Salah Wilayah", Status.OPEN),
    Word("menunggu_pelapor", "Menunggu Pelapor", Status.OPEN, waits=True),
    Word("diteruskan", "Diteruskan ke Instansi Lain", Status.OPEN, waits=True),
    Word("tidak_dikenal", "Status Tidak Dikenal", Status.OPEN),
    Word("selesai", "Selesai", Status.CLOSED),
    Word("ditolak", "Ditolak", Status.CLOSED, withdrawn=True),
    Word("duplikat", "Duplikat", Status.CLOSED, withdrawn=True),
)

BY_CODE: dict[str, Word] = {word.code: word for word in WORDS}
WITHDRAWN: frozenset[str] = frozenset(word.code for word in WORDS if word.withdrawn)
FIRST, UNKNOWN, DONE = "menunggu", "tidak_dikenal", "selesai"


def status_of(status_description: str) -> Status:
    """Open311's state of a ``status_description``; an unmapped word is open."""
    word = BY_CODE.get(status_description)
    return word.status if word else Status.OPEN


def stands_still(status_description: str) -> bool:
    """Whether the resolution clock stands still in this state: closed, or waiting for somebody outside."""
    word = BY_CODE.get(status_description)
    return word is not None and (word.waits or word.status is Status.CLOSED)
