"""Exercises: which requests complete them, and the progress of a trainee."""

import pytest

from data.core.access import Principal
from data.core.training import (
    EXERCISE_NUMBERS,
    FOLLOW_UP,
    INSTALL,
    OPEN_RECAP,
    READ_NOTIFICATIONS,
    SIGN_IN,
    SUBMIT_REPORT,
    VIEW_AREA,
    CompletedRequest,
    TrainingProgress,
    completed_exercise,
)  # fmt: skip
from tests.personas import ANONYMOUS, BARAT, CAMAT_BARAT, DEPUTY_MAYOR, EXECUTOR_BARAT, OPERATOR, TIMUR

RESOLVED_LOCATION = "/laporan/pantau/P1?tersimpan=selesaikan"


@pytest.mark.parametrize(
    ("completed", "exercise"),
    [
        (CompletedRequest("POST", "/latihan/terpasang", 200), INSTALL),
        (CompletedRequest("GET", "/akun", 200), SIGN_IN),
        (CompletedRequest("POST", "/lapor", 303), SUBMIT_REPORT),
        (CompletedRequest("POST", "/lapor", 201), SUBMIT_REPORT),
        (CompletedRequest("POST", "/lapor", 202), None),
        (CompletedRequest("POST", "/lapor", 422), None),
        (CompletedRequest("HEAD", "/rekap", 200), None),
        (CompletedRequest("GET", "/rekap", 303), None),
        (CompletedRequest("GET", "/lapor", 200), None),
        (CompletedRequest("GET", f"/kecamatan/{BARAT}", 200), VIEW_AREA),
        (CompletedRequest("GET", f"/kecamatan/{TIMUR}", 200), None),
        (CompletedRequest("GET", f"/kecamatan/{BARAT}", 403), None),
        (CompletedRequest("POST", "/tindak/qlue/1", 303, RESOLVED_LOCATION), FOLLOW_UP),
        (CompletedRequest("POST", "/tindak/qlue/1", 303, "/laporan/qlue/1?tersimpan=proses"), None),
        (CompletedRequest("POST", "/tindak/qlue/1", 409), None),
        (CompletedRequest("GET", "/pemberitahuan", 200), READ_NOTIFICATIONS),
        (CompletedRequest("GET", "/rekap", 200), OPEN_RECAP),
        (CompletedRequest("GET", "/layar", 200), None),
    ],
    ids=str,
)
@pytest.mark.parametrize("principal", [CAMAT_BARAT, EXECUTOR_BARAT], ids=lambda principal: principal.role)
def test_a_successful_request_completes_an_exercise(
    principal: Principal, completed: CompletedRequest, exercise: int | None
) -> None:
    assert completed_exercise(principal, completed) == exercise


@pytest.mark.parametrize(
    "principal", [OPERATOR, DEPUTY_MAYOR, ANONYMOUS], ids=lambda principal: principal.role
)
def test_only_camat_and_executors_are_trainees(principal: Principal) -> None:
    assert completed_exercise(principal, CompletedRequest("GET", "/rekap", 200)) is None


def test_the_next_exercise_is_the_first_that_is_missing() -> None:
    assert TrainingProgress(CAMAT_BARAT, {}).next_exercise == INSTALL
    assert TrainingProgress(CAMAT_BARAT, {1: "", 2: "", 4: ""}).next_exercise == SUBMIT_REPORT
    complete = TrainingProgress(CAMAT_BARAT, dict.fromkeys(EXERCISE_NUMBERS, ""))
    assert (complete.next_exercise, complete.is_complete) == (None, True)
