"""Sign-in, sessions and displays on both databases: who is let in, who waits, when a session ends."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Thread

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from data.config.clock import Clock
from data.core.access import ANONYMOUS, Role
from data.services.auth.models import (
    AccountError,
    InvalidCredentialsError,
    RateLimitedError,
    SessionLifetime,
    WeakPasswordError,
)
from data.services.auth.passwords import PRACTICE_PASSWORD, PasswordService, Weakness
from data.services.auth.service import AuthService
from data.store.engine import migrate, open_engine
from data.store.schema import account, display, session, sign_in_attempt
from tests.personas import CAMAT_BARAT, CAMAT_TIMUR, MONDAY_NOON, OPERATOR, WALL_DISPLAY

PASSWORD, ADDRESS = "kopi tubruk pagi", "10.0.0.7"


@dataclass
class AuthFixture:
    """A store, its accounts as one process sees them, and a time that the test sets."""

    url: str
    now: datetime = MONDAY_NOON
    accounts: AuthService = field(init=False)

    def __post_init__(self) -> None:
        migrate(open_engine(self.url))
        self.accounts = self.new_service()

    def new_service(self, *, practice: bool = False) -> AuthService:
        """Return the service of another process on the same store."""
        fast_passwords = PasswordService(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        clock = Clock(time_source=lambda: self.now.timestamp())
        return AuthService(open_engine(self.url), clock, SessionLifetime(), fast_passwords, practice=practice)

    def advance(self, **by: float) -> None:
        """Advance the time and clear the cache, so that users are loaded again."""
        self.now += timedelta(**by)
        self.accounts._user_cache.clear()

    def fail_sign_in(self, times: int, name: str = "camat.barat", address: str = ADDRESS) -> None:
        for _ in range(times):
            with pytest.raises(InvalidCredentialsError):
                self.accounts.sign_in(name, "salah sekali ini", address)


@pytest.fixture
def auth(store_url: str) -> AuthFixture:
    auth_fixture = AuthFixture(store_url)
    auth_fixture.accounts.create_account(CAMAT_BARAT, PASSWORD, must_change=False)
    return auth_fixture


def test_sign_in_opens_a_session_whose_token_is_not_stored(auth: AuthFixture) -> None:
    new_session = auth.accounts.sign_in(" Camat.Barat ", PASSWORD, ADDRESS)
    assert new_session.user.principal == CAMAT_BARAT
    assert auth.new_service().authenticate(new_session.token).principal == CAMAT_BARAT
    with open_engine(auth.url).connect() as connection:
        stored_rows = [
            str(row)
            for table in (account, session, sign_in_attempt)
            for row in connection.execute(select(table))
        ]
    assert not any(new_session.token in row or PASSWORD in row for row in stored_rows)


@pytest.mark.parametrize(
    ("name", "password"),
    [("camat.barat", "salah sekali ini"), ("camat.tiada", PASSWORD), ("camat.barat\x00", PASSWORD), ("", "")],
)
def test_wrong_name_and_wrong_password_get_the_same_error(
    auth: AuthFixture, name: str, password: str
) -> None:
    with pytest.raises(InvalidCredentialsError):
        auth.accounts.sign_in(name, password, ADDRESS)


def test_an_unknown_account_name_is_not_stored(auth: AuthFixture) -> None:
    auth.fail_sign_in(1, name="kata.sandi.saya")
    line = auth.accounts.list_audit(1)[0]
    assert (line.who, line.act, line.outcome, line.address) == ("", "masuk", "ditolak", ADDRESS)
    with open_engine(auth.url).connect() as connection:
        assert "kata.sandi" not in str(connection.execute(select(sign_in_attempt)).all())


def test_after_five_failures_sign_in_is_rate_limited_even_after_a_restart(auth: AuthFixture) -> None:
    auth.fail_sign_in(5)
    with pytest.raises(RateLimitedError) as error:
        auth.new_service().sign_in("camat.barat", PASSWORD, "10.0.0.8")
    assert error.value.until == auth.now + timedelta(seconds=15)
    auth.advance(seconds=15)
    assert auth.accounts.sign_in("camat.barat", PASSWORD, ADDRESS).user.principal == CAMAT_BARAT


def test_an_unknown_name_is_rate_limited_too(auth: AuthFixture) -> None:
    auth.fail_sign_in(5, name="camat.tiada")
    with pytest.raises(RateLimitedError):
        auth.accounts.sign_in("camat.tiada", PASSWORD, ADDRESS)


def test_a_successful_sign_in_resets_the_failures(auth: AuthFixture) -> None:
    auth.fail_sign_in(4)
    auth.accounts.sign_in("camat.barat", PASSWORD, ADDRESS)
    auth.fail_sign_in(4)
    auth.accounts.sign_in("camat.barat", PASSWORD, ADDRESS)


def test_an_address_that_tries_many_names_is_rate_limited(auth: AuthFixture) -> None:
    for number in range(20):
        auth.fail_sign_in(1, name=f"camat.{number}")
    with pytest.raises(RateLimitedError):
        auth.accounts.sign_in("camat.barat", PASSWORD, ADDRESS)
    auth.accounts.sign_in("camat.barat", PASSWORD, "10.0.0.8")


def test_failures_expire(auth: AuthFixture) -> None:
    auth.fail_sign_in(4)
    auth.advance(hours=13)
    auth.fail_sign_in(4)


def test_concurrent_failures_are_all_counted(auth: AuthFixture) -> None:
    errors: list[str] = []

    def attempt() -> None:
        try:
            auth.accounts.sign_in("camat.barat", "salah sekali ini", ADDRESS)
        except (InvalidCredentialsError, RateLimitedError) as error:
            errors.append(type(error).__name__)

    threads = [Thread(target=attempt) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(errors) == ["InvalidCredentialsError"] * 5 + ["RateLimitedError"] * 7


def test_a_session_ends_at_its_maximum_age(auth: AuthFixture) -> None:
    token = auth.accounts.sign_in("camat.barat", PASSWORD, ADDRESS).token
    for _ in range(5):
        auth.advance(hours=2)
        assert auth.accounts.authenticate(token).principal == CAMAT_BARAT
    auth.advance(hours=2)
    assert auth.accounts.authenticate(token).principal == ANONYMOUS


def test_an_idle_session_ends_earlier(auth: AuthFixture) -> None:
    token = auth.accounts.sign_in("camat.barat", PASSWORD, ADDRESS).token
    auth.advance(hours=3)
    assert auth.accounts.authenticate(token).principal == ANONYMOUS


def test_signing_out_ends_one_session_and_everywhere_ends_all(auth: AuthFixture) -> None:
    one, two, three = (auth.accounts.sign_in("camat.barat", PASSWORD, ADDRESS).token for _ in range(3))
    auth.accounts.sign_out(one, ADDRESS)
    assert [auth.accounts.authenticate(token).principal for token in (one, two)] == [ANONYMOUS, CAMAT_BARAT]
    auth.accounts.sign_out_everywhere(CAMAT_BARAT, ADDRESS)
    assert {auth.accounts.authenticate(token).principal for token in (one, two, three)} == {ANONYMOUS}


def test_an_initial_password_must_be_changed_which_ends_other_sessions(auth: AuthFixture) -> None:
    first = auth.accounts.create_account(CAMAT_TIMUR)
    old = auth.accounts.sign_in("camat.timur", first, ADDRESS)
    assert old.user.must_change
    new = auth.accounts.change_password(CAMAT_TIMUR, first, "ikan bakar rica", ADDRESS)
    assert not new.user.must_change
    assert auth.accounts.authenticate(old.token).principal == ANONYMOUS
    assert auth.accounts.authenticate(new.token).principal == CAMAT_TIMUR
    with pytest.raises(InvalidCredentialsError):
        auth.accounts.sign_in("camat.timur", first, ADDRESS)


@pytest.mark.parametrize(
    ("new", "weakness"),
    [(PASSWORD, Weakness.SAME), ("pendek", Weakness.SHORT), ("password1234", Weakness.COMMON)],
)
def test_a_weak_new_password_changes_nothing_and_is_not_a_failure(
    auth: AuthFixture, new: str, weakness: Weakness
) -> None:
    for _ in range(8):
        with pytest.raises(WeakPasswordError) as error:
            auth.accounts.change_password(CAMAT_BARAT, PASSWORD, new, ADDRESS)
        assert error.value.weakness is weakness
    auth.accounts.sign_in("camat.barat", PASSWORD, ADDRESS)


def test_a_reset_ends_sessions_and_rate_limits_and_a_disabled_account_cannot_sign_in(
    auth: AuthFixture,
) -> None:
    token = auth.accounts.sign_in("camat.barat", PASSWORD, ADDRESS).token
    auth.fail_sign_in(5)
    first = auth.accounts.reset_password("camat.barat")
    assert auth.accounts.authenticate(token).principal == ANONYMOUS
    token = auth.accounts.sign_in("camat.barat", first, ADDRESS).token
    auth.accounts.disable_account("camat.barat")
    assert auth.accounts.authenticate(token).principal == ANONYMOUS
    auth.advance(hours=1)
    with pytest.raises(InvalidCredentialsError):
        auth.accounts.sign_in("camat.barat", first, ADDRESS)


def test_duplicate_and_unknown_account_names_are_refused(auth: AuthFixture) -> None:
    with pytest.raises(AccountError, match="there already"):
        auth.accounts.create_account(CAMAT_BARAT)
    for operation in (auth.accounts.reset_password, auth.accounts.disable_account):
        with pytest.raises(AccountError, match=r"no account 'camat\.tiada'"):
            operation("camat.tiada")


def test_the_practice_password_works_in_a_practice_city_only(auth: AuthFixture) -> None:
    auth.accounts.create_accounts([OPERATOR], PRACTICE_PASSWORD, must_change=lambda _who: False)
    with pytest.raises(InvalidCredentialsError):
        auth.accounts.sign_in("operator.1", PRACTICE_PASSWORD, ADDRESS)
    assert (
        auth.new_service(practice=True).sign_in("operator.1", PRACTICE_PASSWORD, ADDRESS).user.principal
        == OPERATOR
    )


def test_a_display_token_is_valid_until_it_is_revoked(auth: AuthFixture) -> None:
    token = auth.accounts.add_display(WALL_DISPLAY.name)
    auth.advance(days=4_000)
    assert auth.new_service().authenticate_display(token).principal == WALL_DISPLAY
    assert auth.new_service().authenticate(token).principal == ANONYMOUS
    with pytest.raises(AccountError, match="revoke it first"):
        auth.accounts.add_display(WALL_DISPLAY.name)
    auth.accounts.revoke_display(WALL_DISPLAY.name)
    assert auth.accounts.authenticate_display(token).principal == ANONYMOUS
    new_token = auth.accounts.add_display(WALL_DISPLAY.name)
    assert new_token != token
    assert auth.accounts.authenticate_display(new_token).principal.role is Role.DISPLAY
    with open_engine(auth.url).connect() as connection:
        assert new_token not in str(connection.execute(select(display)).all())


def test_a_cached_display_is_authenticated_while_the_store_is_unavailable(auth: AuthFixture) -> None:
    token = auth.accounts.add_display(WALL_DISPLAY.name)
    assert auth.accounts.authenticate_display(token).principal == WALL_DISPLAY
    entries = auth.accounts._user_cache._entries
    auth.accounts._user_cache._entries = {key: (at - 3_600, user) for key, (at, user) in entries.items()}
    with open_engine(auth.url).begin() as connection:
        display.drop(connection)
    assert auth.accounts.authenticate_display(token).principal == WALL_DISPLAY


def test_the_audit_log_records_every_action_and_no_secret(auth: AuthFixture) -> None:
    token = auth.accounts.sign_in("camat.barat", PASSWORD, ADDRESS).token
    auth.fail_sign_in(1)
    auth.accounts.change_password(CAMAT_BARAT, PASSWORD, "ikan bakar rica", ADDRESS)
    auth.accounts.sign_out_everywhere(CAMAT_BARAT, ADDRESS)
    audit_lines = [(line.who, line.act, line.outcome) for line in reversed(auth.accounts.list_audit())]
    assert audit_lines == [
        ("camat.barat", "masuk", "berhasil"), ("camat.barat", "masuk", "ditolak"),
        ("camat.barat", "ganti kata sandi", "berhasil"),
        ("camat.barat", "keluar dari semua perangkat", "berhasil"),
    ]  # fmt: skip
    assert not any(
        secret in str(auth.accounts.list_audit())
        for secret in (token, PASSWORD, "ikan bakar", "salah sekali")
    )


NAMES_THAT_FOLD = [
    "camat.\u212aota",
    "pelak\u017fana.kota",
    "camat.kota\u200b",
    "\u00a0camat.kota",
    "camat.k\u043eta",
]


@pytest.mark.parametrize(
    "name", [*NAMES_THAT_FOLD, " camat.kota", "camat.kota ", "Camat.Kota", "camat.kota\n"]
)
def test_a_name_from_the_directory_is_compared_exactly(auth: AuthFixture, name: str) -> None:
    """Kind: a name is checked after folding, so that another person's account opens."""
    for account_name in ("camat.kota", "pelaksana.kota"):
        auth.accounts.create_account(replace(CAMAT_BARAT, name=account_name), PASSWORD, must_change=False)
    with pytest.raises(InvalidCredentialsError):
        auth.accounts.sign_in_via_directory(name, ADDRESS)
    assert auth.accounts.sign_in_via_directory("camat.kota", ADDRESS).user.principal.name == "camat.kota"


@pytest.mark.parametrize("name", NAMES_THAT_FOLD)
def test_a_typed_name_is_folded_within_ascii_only(auth: AuthFixture, name: str) -> None:
    """Kind: the same for names with a password; capitals and blanks of the keyboard are still forgiven."""
    for account_name in ("camat.kota", "pelaksana.kota"):
        auth.accounts.create_account(replace(CAMAT_BARAT, name=account_name), PASSWORD, must_change=False)
    with pytest.raises(InvalidCredentialsError):
        auth.accounts.sign_in(name, PASSWORD, ADDRESS)
    assert auth.accounts.sign_in(" Camat.Kota ", PASSWORD, ADDRESS).user.principal.name == "camat.kota"
