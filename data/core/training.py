"""The seven exercises of the training of December 2019, and by what the board sees that one was done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from data.core.access import Principal, Role
from data.core.follow_up.workflow import ActionType

EXERCISE_NUMBERS = range(1, 8)
INSTALL, SIGN_IN, SUBMIT_REPORT, VIEW_AREA, FOLLOW_UP, READ_NOTIFICATIONS, OPEN_RECAP = EXERCISE_NUMBERS
TRAINEE_ROLES = frozenset({Role.CAMAT, Role.EXECUTOR})
RESOLUTION_SAVED = f"tersimpan={ActionType.RESOLVE}"  # in the address to which a resolution leads


@dataclass(frozen=True)
class CompletedRequest:
    """One request with its answer, as far as it tells of an exercise."""

    method: str
    path: str
    status: int
    location: str = ""


def completed_exercise(principal: Principal, request: CompletedRequest) -> int | None:
    """Which exercise a pupil has just done by this request; None for none.

    Only what succeeded counts: a page that was refused was not watched, a form sent back was not filed.
    """
    if principal.role not in TRAINEE_ROLES or request.status not in (200, 201, 303):
        return None
    if request.method == "POST":
        return _exercise_of_post(request)
    if request.method != "GET" or request.status != 200:
        return None
    own_page = f"/kecamatan/{principal.parent}"
    return {
        own_page: VIEW_AREA,
        "/pemberitahuan": READ_NOTIFICATIONS,
        "/rekap": OPEN_RECAP,
        "/akun": SIGN_IN,
    }.get(request.path)


def _exercise_of_post(request: CompletedRequest) -> int | None:
    if request.path.startswith("/tindak/"):
        return FOLLOW_UP if request.location.endswith(RESOLUTION_SAVED) else None
    return {"/latihan/terpasang": INSTALL, "/lapor": SUBMIT_REPORT}.get(request.path)


@dataclass(frozen=True)
class TrainingProgress:
    """How far one pupil has come: when each exercise was done."""

    principal: Principal
    completed_at: Mapping[int, datetime]

    @property
    def is_complete(self) -> bool:
        """All seven."""
        return all(step in self.completed_at for step in EXERCISE_NUMBERS)

    @property
    def next_exercise(self) -> int | None:
        """The first exercise that is still to do."""
        return next((step for step in EXERCISE_NUMBERS if step not in self.completed_at), None)
