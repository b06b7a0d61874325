"""What is stored of the work on a report: follow-ups, photos, and how it was submitted."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Filing:
    """How a report was submitted here."""

    channel: str  # warga, petugas or open311
    who: str
    filed_at: datetime
    key_hash: str
    contact: str | None = None
    joined_source: str | None = None
    joined_id: str | None = None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One action as it was taken."""

    change: int
    at: datetime
    move: str
    who: str
    role: str
    note: str = ""
    agency: str | None = None
    stars: int | None = None
    original_source: str | None = None
    original_id: str | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo as it was re-encoded here.

    :param purpose: ``report``, ``before`` or ``after``
    """

    picture_id: str
    purpose: str
    media_type: str
    width: int
    height: int
    body: bytes


@dataclass(frozen=True, slots=True)
class PictureMetadata:
    """A stored photo without its content."""

    picture_id: str
    purpose: str
    at: datetime
    change: int
