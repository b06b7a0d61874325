"""The seven exercises of the training of December 2019, and by what the board sees that one was done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from data.core.access import Role, Who
from data.core.follow_up.workflow import Move

STEPS = range(1, 8)
INSTALL, SIGN_IN, FILE, WATCH, FOLLOW_UP, NOTIFIED, RECAP = STEPS
PUPILS = frozenset({Role.CAMAT, Role.EXECUTOR})
STORED = f"tersimpan={Move.RESOLVE}"  # in the address to which a resolution leads


@dataclass(frozen=True)
class Seen:
    """One request with its answer, as far as it tells of an exercise."""

    method: str
    path: str
    status: int
    location: str = ""


def exercise_of(who: Who, seen: Seen) -> int | None:
    """Which exercise a pupil has just done by this request; None for none.

    Only what succeeded counts: a page that was refused was not watched, a form sent back was not filed.
    """
    if who.role not in PUPILS or seen.status not in (200, 201, 303):
        return None
    if seen.method == "POST":
        return _by_sending(seen)
    if seen.method != "GET" or seen.status != 200:
        return None
    own = f"/kecamatan/{who.parent}"
    return {own: WATCH, "/pemberitahuan": NOTIFIED, "/rekap": RECAP, "/akun": SIGN_IN}.get(seen.path)


def _by_sending(seen: Seen) -> int | None:
    if seen.path.startswith("/tindak/"):
        return FOLLOW_UP if seen.location.endswith(STORED) else None
    return {"/latihan/terpasang": INSTALL, "/lapor": FILE}.get(seen.path)


@dataclass(frozen=True)
class Progress:
    """How far one pupil has come: when each exercise was done."""

    who: Who
    done: Mapping[int, datetime]

    @property
    def whole(self) -> bool:
        """All seven."""
        return all(step in self.done for step in STEPS)

    @property
    def next(self) -> int | None:
        """The first exercise that is still to do."""
        return next((step for step in STEPS if step not in self.done), None)
