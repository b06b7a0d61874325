"""By which requests an exercise is done, as a table."""

import pytest

from data.core.access import Who
from data.core.training import (
    FILE,
    FOLLOW_UP,
    INSTALL,
    NOTIFIED,
    RECAP,
    SIGN_IN,
    STEPS,
    WATCH,
    Progress,
    Seen,
    exercise_of,
)  # fmt: skip
from tests.personas import BARAT, CAMAT_BARAT, DEPUTY_MAYOR, EXECUTOR_BARAT, NOBODY, OPERATOR, TIMUR

RESOLVED = "/laporan/pantau/P1?tersimpan=selesaikan"


@pytest.mark.parametrize(
    ("seen", "step"),
    [
        (Seen("POST", "/latihan/terpasang", 200), INSTALL),
        (Seen("GET", "/akun", 200), SIGN_IN),
        (Seen("POST", "/lapor", 303), FILE),
        (Seen("POST", "/lapor", 201), FILE),
        (Seen("POST", "/lapor", 202), None),
        (Seen("POST", "/lapor", 422), None),
        (Seen("HEAD", "/rekap", 200), None),
        (Seen("GET", "/rekap", 303), None),
        (Seen("GET", "/lapor", 200), None),
        (Seen("GET", f"/kecamatan/{BARAT}", 200), WATCH),
        (Seen("GET", f"/kecamatan/{TIMUR}", 200), None),
        (Seen("GET", f"/kecamatan/{BARAT}", 403), None),
        (Seen("POST", "/tindak/qlue/1", 303, RESOLVED), FOLLOW_UP),
        (Seen("POST", "/tindak/qlue/1", 303, "/laporan/qlue/1?tersimpan=proses"), None),
        (Seen("POST", "/tindak/qlue/1", 409), None),
        (Seen("GET", "/pemberitahuan", 200), NOTIFIED),
        (Seen("GET", "/rekap", 200), RECAP),
        (Seen("GET", "/layar", 200), None),
    ],
    ids=str,
)
@pytest.mark.parametrize("who", [CAMAT_BARAT, EXECUTOR_BARAT], ids=lambda who: who.role)
def test_an_exercise_is_done_by_what_succeeds(who: Who, seen: Seen, step: int | None) -> None:
    assert exercise_of(who, seen) == step


@pytest.mark.parametrize("who", [OPERATOR, DEPUTY_MAYOR, NOBODY], ids=lambda who: who.role)
def test_only_camat_and_executors_are_pupils(who: Who) -> None:
    assert exercise_of(who, Seen("GET", "/rekap", 200)) is None


def test_the_next_exercise_is_the_first_that_is_missing() -> None:
    assert Progress(CAMAT_BARAT, {}).next == INSTALL
    assert Progress(CAMAT_BARAT, {1: "", 2: "", 4: ""}).next == FILE
    every = Progress(CAMAT_BARAT, dict.fromkeys(STEPS, ""))
    assert (every.next, every.whole) == (None, True)
