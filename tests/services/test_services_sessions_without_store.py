"""While the store cannot be asked: for how long a session and a display go on, and what they are then."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import event
from sqlalchemy.exc import TimeoutError

from data.config.clock import Clock
from data.core.access import ANONYMOUS
from data.services.auth.models import ANONYMOUS_USER, UNVERIFIED_USER, SessionUser
from data.services.auth.passwords import PasswordService
from data.services.auth.service import AuthService
from data.services.auth.sessions import DISPLAY_GRACE, SESSION_GRACE
from data.services.auth.ttl_cache import TtlCache
from data.store.engine import migrate, open_engine
from tests.personas import CAMAT_BARAT, WALL_DISPLAY

FAST_PASSWORDS = PasswordService(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


class Board:
    """One process of the board on a store, with a pool that a test can empty and a time that it sets."""

    def __init__(self, url: str) -> None:
        self.url, self.seconds = url, 1_000.0
        migrate(open_engine(url))
        self.engine = open_engine(url)
        self.engine.pool._timeout = 0.02  # type: ignore[attr-defined]
        self.accounts = AuthService(self.engine, Clock(), None, FAST_PASSWORDS)
        self.accounts._user_cache = TtlCache[SessionUser](lambda: self.seconds)
        self.accounts.create_account(CAMAT_BARAT, "kopi tubruk pagi", must_change=False)

    def other_process(self) -> AuthService:
        return AuthService(open_engine(self.url), Clock(), None, FAST_PASSWORDS)

    @contextmanager
    def empty_pool(self) -> Iterator[None]:
        """Hold every connection, as unread exports do."""
        with ExitStack() as held:
            with suppress(TimeoutError):
                while True:
                    held.enter_context(self.engine.connect())
            yield


@pytest.fixture
def board(store_url: str) -> Board:
    return Board(store_url)


@pytest.fixture
def session_token(board: Board) -> str:
    token = board.accounts.sign_in_via_directory(CAMAT_BARAT.name, "10.0.0.7").token
    assert board.accounts.authenticate(token).principal == CAMAT_BARAT
    return token


def test_a_session_goes_on_for_minutes_and_is_unverified_then(board: Board, session_token: str) -> None:
    """Kind: what could not be checked counts as good without end."""
    with board.empty_pool():
        board.seconds += SESSION_GRACE.total_seconds() - 1
        assert board.accounts.authenticate(session_token).principal == CAMAT_BARAT
        board.seconds += 1
        assert board.accounts.authenticate(session_token) == UNVERIFIED_USER
        assert UNVERIFIED_USER.principal == ANONYMOUS
    assert board.accounts.authenticate(session_token).principal == CAMAT_BARAT


def test_looks_in_vain_do_not_prolong_a_session(board: Board, session_token: str) -> None:
    with board.empty_pool():
        for _ in range(10):
            board.seconds += SESSION_GRACE.total_seconds() / 10
            user = board.accounts.authenticate(session_token)
    assert user == UNVERIFIED_USER


def test_an_account_disabled_by_another_process_is_out_within_minutes(
    board: Board, session_token: str
) -> None:
    board.other_process().disable_account(CAMAT_BARAT.name)
    with board.empty_pool():
        board.seconds += SESSION_GRACE.total_seconds()
        assert board.accounts.authenticate(session_token).principal == ANONYMOUS
    assert board.accounts.authenticate(session_token) == ANONYMOUS_USER


def test_a_display_goes_on_for_half_a_day(board: Board) -> None:
    token = board.accounts.add_display(WALL_DISPLAY.name)
    assert board.accounts.authenticate_display(token).principal == WALL_DISPLAY
    with board.empty_pool():
        board.seconds += DISPLAY_GRACE.total_seconds() - 1
        assert board.accounts.authenticate_display(token).principal == WALL_DISPLAY
        board.seconds += 1
        assert board.accounts.authenticate_display(token) == UNVERIFIED_USER


def test_a_token_that_was_never_checked_is_unverified_not_unknown(board: Board) -> None:
    with board.empty_pool():
        assert board.accounts.authenticate("tebakan") == UNVERIFIED_USER
    assert board.accounts.authenticate("tebakan") == ANONYMOUS_USER


def test_after_a_failure_known_users_do_not_wait_for_the_store(board: Board, session_token: str) -> None:
    board.seconds += 60
    assert not board.accounts.is_cached(session_token, display=False)
    with board.empty_pool():
        board.accounts.authenticate(session_token)
        assert board.accounts.is_cached(session_token, display=False)


def test_a_store_that_can_only_be_read_ends_no_session(tmp_path: Path) -> None:
    now = 1_800_000_000.0
    board = Board(f"sqlite:///{tmp_path / 'store.db'}")
    board.accounts.clock = Clock(time_source=lambda: now)
    token = board.accounts.sign_in_via_directory(CAMAT_BARAT.name, "10.0.0.7").token
    event.listen(
        board.engine, "connect", lambda connection, _record: connection.execute("PRAGMA query_only=1")
    )
    board.engine.dispose()
    now += 600
    board.seconds += 600
    assert board.accounts.authenticate(token).principal == CAMAT_BARAT
