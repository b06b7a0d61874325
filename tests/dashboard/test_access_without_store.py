"""What a browser is told whose session cannot be checked: neither the data nor the sign-in page."""

from collections.abc import Iterator

import pytest
from dash import Dash
from httpx import Response
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from dashboard.web.context import WebContext
from data.services.auth.models import SessionUser
from data.services.auth.sessions import SESSION_GRACE
from data.services.auth.ttl_cache import TtlCache
from tests.dashboard.asgi_client import HOST
from tests.dashboard.sign_in import PASSWORD, request_as, session_header
from tests.personas import OPERATOR

UNVERIFIED = "Akun Anda sedang tidak dapat diperiksa"


class LostStore:
    """Stands for the engine of a store that nobody can connect to."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def connect(self) -> None:
        raise OperationalError("connect", {}, Exception("the server is gone"))

    begin = connect


class Office:
    """A signed-in operator's browser, on a board whose store a test takes away."""

    def __init__(self, app: Dash, context: WebContext) -> None:
        self.app, self.accounts, self.seconds = app, context.accounts, 1_000.0
        self.accounts._user_cache = TtlCache[SessionUser](lambda: self.seconds)
        self.cookie = session_header(self.accounts, OPERATOR)
        assert self.get("/api/v1/snapshot").status_code == 200

    def get(self, path: str, **headers: str) -> Response:
        return request_as(self.app, "GET", path, headers={**self.cookie, **headers})

    def lose_store(self) -> None:
        for name in ("_read_engine", "_write_engine"):
            setattr(self.accounts, name, LostStore(getattr(self.accounts, name)))

    def find_store(self) -> None:
        for name in ("_read_engine", "_write_engine"):
            setattr(self.accounts, name, getattr(self.accounts, name).engine)


@pytest.fixture
def office(closed_wall_app: Dash, closed_wall_context: WebContext) -> Iterator[Office]:
    before = closed_wall_context.accounts._user_cache
    yield Office(closed_wall_app, closed_wall_context)
    closed_wall_context.accounts._user_cache = before


def test_pages_close_with_a_word_minutes_after_the_last_good_look(office: Office) -> None:
    office.lose_store()
    office.seconds += SESSION_GRACE.total_seconds() - 1
    assert office.get("/api/v1/snapshot").status_code == 200
    office.seconds += 1
    for path in ("/rekap", "/layar", "/akun", "/pemberitahuan"):
        answer = office.get(path, Accept="text/html")
        assert (answer.status_code, "location" in answer.headers) == (503, False), path
        assert UNVERIFIED in answer.text
        assert answer.headers["retry-after"] == "30"
        assert 'http-equiv="refresh" content="30"' in answer.text
    office.find_store()
    assert office.get("/api/v1/snapshot").status_code == 200


def test_programs_get_json(office: Office) -> None:
    office.lose_store()
    office.seconds += SESSION_GRACE.total_seconds()
    answer = office.get("/api/v1/snapshot")
    assert (answer.status_code, answer.json()) == (503, {"detail": UNVERIFIED})
    callback = request_as(office.app, "POST", "/akun", headers=office.cookie, data={"old": "x"})
    assert callback.status_code == 503


def test_public_pages_stay_open(office: Office) -> None:
    office.lose_store()
    office.seconds += SESSION_GRACE.total_seconds()
    for path in ("/masuk", "/cara-hitung", "/healthz"):
        assert office.get(path).status_code == 200, path


def test_a_session_that_cannot_be_checked_is_not_said_to_have_ended(office: Office) -> None:
    """Else pages would end the browser's notifications, and send its outbox to the sign-in page."""
    office.lose_store()
    office.seconds += SESSION_GRACE.total_seconds()
    answer = office.get("/kiriman/akun")
    assert (answer.status_code, answer.json()) == (503, {"detail": UNVERIFIED})
    stranger = request_as(office.app, "GET", "/kiriman/akun")
    assert (stranger.status_code, stranger.json()) == (200, {"account": ""})


def test_nobody_without_a_token_is_told_to_wait(office: Office) -> None:
    office.lose_store()
    answer = request_as(office.app, "GET", "/rekap")
    assert (answer.status_code, answer.headers["location"]) == (303, "/masuk?ke=/rekap")


def test_signing_in_says_that_the_store_cannot_be_asked(office: Office) -> None:
    office.lose_store()
    fields = {"name": OPERATOR.name, "password": PASSWORD}
    answer = request_as(office.app, "POST", f"https://{HOST}/masuk", data=fields)
    assert answer.status_code == 503
    assert "tidak dapat menghubungi penyimpanan datanya" in answer.text
