"""The seven exercises of the training of December 2019, and which request completes each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from data.core.access import Principal, Role
from data.core.follow_up.workflow import ActionType

EXERCISE_NUMBERS = range(1, 8)
INSTALL, SIGN_IN, SUBMIT_REPORT, VIEW_AREA, FOLLOW_UP, READ_NOTIFICATIONS, OPEN_RECAP = EXERCISE_NUMBERS
TRAINEE_ROLES = frozenset({Role.CAMAT, Role.EXECUTOR})
RESOLUTION_SAVED = f"tersimpan={ActionType.RESOLVE}"  # in the address that a resolution redirects to


@dataclass(frozen=True)
class CompletedRequest:
    """One request with its response, as far as an exercise depends on it.

    :param location: where the response redirects to
    """

    method: str
    path: str
    status: int
    location: str = ""


def completed_exercise(principal: Principal, request: CompletedRequest) -> int | None:
    """Return the exercise that a trainee completes by a request; None if there is none.

    Only successful requests count: not a refused page, and not a form with errors.
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
    """When a trainee completed each exercise."""

    principal: Principal
    completed_at: Mapping[int, datetime]

    @property
    def is_complete(self) -> bool:
        """Whether all seven exercises are completed."""
        return all(number in self.completed_at for number in EXERCISE_NUMBERS)

    @property
    def next_exercise(self) -> int | None:
        """The first exercise that is not completed; None if there is none."""
        return next((number for number in EXERCISE_NUMBERS if number not in self.completed_at), None)
