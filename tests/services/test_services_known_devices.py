"""Devices that have signed in before, on both databases: strangers' failures do not lock them out."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher

from data.config.clock import Clock
from data.core.access import ANONYMOUS
from data.services.auth.devices import MAX_ACCOUNTS, parse_device_cookie
from data.services.auth.models import Browser, InvalidCredentialsError, RateLimitedError
from data.services.auth.passwords import PasswordService
from data.services.auth.service import AuthService
from data.store.engine import migrate, open_engine
from tests.personas import CAMAT_BARAT, CAMAT_TIMUR, MONDAY_NOON

NAME, PASSWORD, NEW_PASSWORD = CAMAT_BARAT.name, "kopi tubruk pagi", "teh tarik sore hari"
WRONG, OFFICE, STRANGER = "salah sekali ini", "10.0.0.7", "192.0.2.1"
SECRET = b"rahasia papan ini untuk pengujian"


class Board:
    """The accounts of one store, with a time that the test sets."""

    def __init__(self, url: str) -> None:
        self.url, self.now = url, MONDAY_NOON
        migrate(open_engine(url))
        self.accounts = self.process()
        self.accounts.create_account(CAMAT_BARAT, PASSWORD, must_change=False)

    def process(self, secret: bytes = SECRET) -> AuthService:
        passwords = PasswordService(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        clock = Clock(time_source=lambda: self.now.timestamp())
        return AuthService(open_engine(self.url), clock, None, passwords, secret=secret)

    def known_device(self, name: str = NAME, device: Browser | None = None) -> Browser:
        """Return a browser that has signed in."""
        session = self.accounts.sign_in(name, PASSWORD, OFFICE, device or Browser())
        return Browser(device_cookie=session.device_cookie)

    def fail(self, times: int, browser: Browser | None = None, address: str = STRANGER) -> None:
        for _ in range(times):
            with pytest.raises(InvalidCredentialsError):
                self.accounts.sign_in(NAME, WRONG, address, browser or Browser())

    def is_let_in(self, browser: Browser, address: str = OFFICE, accounts: AuthService | None = None) -> bool:
        try:
            (accounts or self.accounts).sign_in(NAME, PASSWORD, address, browser)
        except RateLimitedError:
            return False
        return True

    def delay(self, browser: Browser) -> timedelta:
        with pytest.raises(RateLimitedError) as error:
            self.accounts.sign_in(NAME, PASSWORD, OFFICE, browser)
        until: datetime = error.value.until
        return until - self.now


@pytest.fixture
def board(store_url: str) -> Board:
    return Board(store_url)


def test_failures_of_strangers_do_not_lock_a_known_device_out(board: Board) -> None:
    """Kind: five wrong passwords from anywhere refuse the right one from everywhere."""
    device = board.known_device()
    board.fail(5)
    assert not board.is_let_in(Browser(), "10.0.0.9"), "strangers wait, as before"
    assert board.is_let_in(device)
    assert board.is_let_in(device, accounts=board.process()), "in every process of the board"


def test_attempts_for_a_locked_account_do_not_lock_its_office_out(board: Board) -> None:
    """Kind: what was refused unchecked counts as a failure of everybody behind the address."""
    board.accounts.create_account(CAMAT_TIMUR, PASSWORD, must_change=False)
    board.fail(5)
    for _ in range(25):
        assert not board.is_let_in(Browser())
    assert board.accounts.sign_in(CAMAT_TIMUR.name, PASSWORD, OFFICE).user.principal == CAMAT_TIMUR


def test_failures_of_others_behind_its_address_do_not_lock_it_out(board: Board) -> None:
    device = board.known_device()
    for number in range(20):
        with pytest.raises(InvalidCredentialsError):
            board.accounts.sign_in(f"camat.{number}", WRONG, OFFICE)
    assert not board.is_let_in(Browser())
    assert board.is_let_in(device)


def test_a_known_device_has_a_count_and_a_delay_of_its_own(board: Board) -> None:
    device, other_device = board.known_device(), board.known_device()
    board.fail(5, device)
    assert board.delay(device) == timedelta(seconds=15)
    assert board.is_let_in(other_device)
    assert board.is_let_in(Browser(), STRANGER)
    board.now += timedelta(seconds=15)
    assert board.is_let_in(device)
    board.fail(4, device)
    assert board.is_let_in(device)


def test_its_sign_ins_give_strangers_no_more_tries(board: Board) -> None:
    device = board.known_device()
    board.fail(5)
    assert board.is_let_in(device)
    assert not board.is_let_in(Browser(), STRANGER)


def test_a_mark_is_bound_to_account_device_and_board(board: Board) -> None:
    board.accounts.create_account(CAMAT_TIMUR, PASSWORD, must_change=False)
    cookie = board.known_device().device_cookie
    other_account = board.known_device(CAMAT_TIMUR.name).device_cookie
    device, mark = cookie.split(".")
    copied = f"{other_account.split('.')[0]}.{mark}"
    forged = f"{device}.1:{'0' * 32}"
    board.fail(5)
    for value in (other_account, copied, forged, device, "", "x" * 4_000, cookie.upper()):
        assert not board.is_let_in(Browser(device_cookie=value)), value
    other_board = board.process(b"rahasia papan lain sama sekali!!")
    assert not board.is_let_in(Browser(device_cookie=cookie), accounts=other_board)


@pytest.mark.parametrize("end", ["everywhere", "new password", "reset"])
def test_devices_are_strangers_after_all_sessions_were_ended(board: Board, end: str) -> None:
    device, password = board.known_device(), PASSWORD
    if end == "everywhere":
        board.accounts.sign_out_everywhere(CAMAT_BARAT, OFFICE)
    elif end == "new password":
        session = board.accounts.change_password(CAMAT_BARAT, PASSWORD, NEW_PASSWORD, OFFICE, device)
        renewed, password = Browser(device_cookie=session.device_cookie), NEW_PASSWORD
    else:
        board.accounts.reset_password(NAME)
    board.fail(5)
    assert not board.is_let_in(device)
    if end == "new password":
        assert board.accounts.sign_in(NAME, password, OFFICE, renewed).user.principal == CAMAT_BARAT


def test_a_shared_phone_is_known_to_several_accounts(board: Board) -> None:
    people = [replace(CAMAT_BARAT, name=f"camat.kota-{number}") for number in range(MAX_ACCOUNTS + 1)]
    device = board.known_device()
    for person in people[:2]:
        board.accounts.create_account(person, PASSWORD, must_change=False)
        device = board.known_device(person.name, device)
    board.fail(5)
    assert board.is_let_in(device)
    for person in people[2:]:
        board.accounts.create_account(person, PASSWORD, must_change=False)
        device = board.known_device(person.name, device)
    assert len(parse_device_cookie(device.device_cookie).marks) == MAX_ACCOUNTS
    assert not board.is_let_in(device), "the one that signed in longest ago is forgotten"


def test_strangers_do_not_keep_somebody_signed_in_from_a_new_password(board: Board) -> None:
    board.fail(5)
    board.accounts.change_password(CAMAT_BARAT, PASSWORD, NEW_PASSWORD, OFFICE)


def test_somebody_signed_in_may_not_guess_the_old_password_without_end(board: Board) -> None:
    for _ in range(5):
        with pytest.raises(InvalidCredentialsError):
            board.accounts.change_password(CAMAT_BARAT, WRONG, NEW_PASSWORD, OFFICE)
    with pytest.raises(RateLimitedError):
        board.accounts.change_password(CAMAT_BARAT, PASSWORD, NEW_PASSWORD, OFFICE)


def test_signing_in_ends_the_earlier_session_of_the_browser(board: Board) -> None:
    """Kind: a session that nobody can sign out any more goes on until its time is over."""
    first = board.accounts.sign_in(NAME, PASSWORD, OFFICE).token
    elsewhere = board.accounts.sign_in(NAME, PASSWORD, OFFICE).token
    second = board.accounts.sign_in(NAME, PASSWORD, OFFICE, Browser(session_token=first)).token
    third = board.accounts.sign_in_via_directory(NAME, OFFICE, Browser(session_token=second)).token
    found = [board.accounts.authenticate(token).principal for token in (first, second, third, elsewhere)]
    assert found == [ANONYMOUS, ANONYMOUS, CAMAT_BARAT, CAMAT_BARAT]
    assert [entry.act for entry in board.accounts.list_audit(2)] == ["masuk lewat direktori", "keluar"]


def test_a_refused_sign_in_ends_no_session(board: Board) -> None:
    token = board.accounts.sign_in(NAME, PASSWORD, OFFICE).token
    board.fail(1, Browser(session_token=token))
    assert board.accounts.authenticate(token).principal == CAMAT_BARAT
