"""Sign-in, sessions and displays on both databases: who gets in, who waits, and when it is over."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Thread

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from data.config.clock import Clock
from data.core.access import NOBODY, Role
from data.services.auth.models import KnownError, Lifetime, TooManyError, WeakError, WrongError
from data.services.auth.passwords import PRACTICE, Passwords, Weakness
from data.services.auth.service import Accounts
from data.store.engine import migrate, open_engine
from data.store.schema import account, display, session, sign_in_attempt
from tests.personas import CAMAT_BARAT, CAMAT_TIMUR, MONDAY_NOON, OPERATOR, SCREEN

GOOD, OFFICE = "kopi tubruk pagi", "10.0.0.7"


@dataclass
class Desk:
    """A store, its accounts as one process sees them, and the time in the test's hands."""

    url: str
    now: datetime = MONDAY_NOON
    accounts: Accounts = field(init=False)

    def __post_init__(self) -> None:
        migrate(open_engine(self.url))
        self.accounts = self.restarted()

    def restarted(self, *, practice: bool = False) -> Accounts:
        """Another process on the same store."""
        quick = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        time = Clock(read=lambda: self.now.timestamp())
        return Accounts(open_engine(self.url), time, Lifetime(), quick, practice=practice)

    def later(self, **by: float) -> None:
        """Moves the time on; what was just looked up is looked up again."""
        self.now += timedelta(**by)
        self.accounts._known.forget()

    def fail(self, times: int, name: str = "camat.barat", address: str = OFFICE) -> None:
        for _ in range(times):
            with pytest.raises(WrongError):
                self.accounts.sign_in(name, "salah sekali ini", address)


@pytest.fixture
def desk(store_url: str) -> Desk:
    made = Desk(store_url)
    made.accounts.add(CAMAT_BARAT, GOOD, must_change=False)
    return made


def test_the_right_password_opens_a_session_whose_token_only_the_browser_holds(desk: Desk) -> None:
    found = desk.accounts.sign_in(" Camat.Barat ", GOOD, OFFICE)
    assert found.visitor.who == CAMAT_BARAT
    assert desk.restarted().visitor(found.token).who == CAMAT_BARAT
    with open_engine(desk.url).connect() as connection:
        kept = [
            str(row)
            for table in (account, session, sign_in_attempt)
            for row in connection.execute(select(table))
        ]
    assert not any(found.token in row or GOOD in row for row in kept)


@pytest.mark.parametrize(
    ("name", "password"),
    [("camat.barat", "salah sekali ini"), ("camat.tiada", GOOD), ("camat.barat\x00", GOOD), ("", "")],
)
def test_whatever_is_wrong_gets_the_same_answer(desk: Desk, name: str, password: str) -> None:
    with pytest.raises(WrongError):
        desk.accounts.sign_in(name, password, OFFICE)


def test_a_name_that_is_no_account_is_written_down_nowhere(desk: Desk) -> None:
    desk.fail(1, name="kata.sandi.saya")
    line = desk.accounts.audit(1)[0]
    assert (line.who, line.act, line.outcome, line.address) == ("", "masuk", "ditolak", OFFICE)
    with open_engine(desk.url).connect() as connection:
        assert "kata.sandi" not in str(connection.execute(select(sign_in_attempt)).all())


def test_after_five_failures_even_the_right_password_waits_also_after_a_restart(desk: Desk) -> None:
    desk.fail(5)
    with pytest.raises(TooManyError) as told:
        desk.restarted().sign_in("camat.barat", GOOD, "10.0.0.8")
    assert told.value.until == desk.now + timedelta(seconds=15)
    desk.later(seconds=15)
    assert desk.accounts.sign_in("camat.barat", GOOD, OFFICE).visitor.who == CAMAT_BARAT


def test_an_unknown_name_waits_just_the_same(desk: Desk) -> None:
    desk.fail(5, name="camat.tiada")
    with pytest.raises(TooManyError):
        desk.accounts.sign_in("camat.tiada", GOOD, OFFICE)


def test_a_success_forgets_the_failures_before_it(desk: Desk) -> None:
    desk.fail(4)
    desk.accounts.sign_in("camat.barat", GOOD, OFFICE)
    desk.fail(4)
    desk.accounts.sign_in("camat.barat", GOOD, OFFICE)


def test_an_address_that_tries_many_names_waits_and_others_do_not(desk: Desk) -> None:
    for number in range(20):
        desk.fail(1, name=f"camat.{number}")
    with pytest.raises(TooManyError):
        desk.accounts.sign_in("camat.barat", GOOD, OFFICE)
    desk.accounts.sign_in("camat.barat", GOOD, "10.0.0.8")


def test_failures_fade(desk: Desk) -> None:
    desk.fail(4)
    desk.later(hours=13)
    desk.fail(4)


def test_many_at_once_are_counted_as_many(desk: Desk) -> None:
    said: list[str] = []

    def attempt() -> None:
        try:
            desk.accounts.sign_in("camat.barat", "salah sekali ini", OFFICE)
        except (WrongError, TooManyError) as error:
            said.append(type(error).__name__)

    threads = [Thread(target=attempt) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["TooManyError"] * 7 + ["WrongError"] * 5


def test_a_session_ends_after_its_whole_time(desk: Desk) -> None:
    token = desk.accounts.sign_in("camat.barat", GOOD, OFFICE).token
    for _ in range(5):
        desk.later(hours=2)
        assert desk.accounts.visitor(token).who == CAMAT_BARAT
    desk.later(hours=2)
    assert desk.accounts.visitor(token).who == NOBODY


def test_a_session_that_nobody_uses_ends_earlier(desk: Desk) -> None:
    token = desk.accounts.sign_in("camat.barat", GOOD, OFFICE).token
    desk.later(hours=3)
    assert desk.accounts.visitor(token).who == NOBODY


def test_signing_out_ends_one_session_and_everywhere_ends_all(desk: Desk) -> None:
    one, two, three = (desk.accounts.sign_in("camat.barat", GOOD, OFFICE).token for _ in range(3))
    desk.accounts.sign_out(one, OFFICE)
    assert [desk.accounts.visitor(token).who for token in (one, two)] == [NOBODY, CAMAT_BARAT]
    desk.accounts.sign_out_everywhere(CAMAT_BARAT, OFFICE)
    assert {desk.accounts.visitor(token).who for token in (one, two, three)} == {NOBODY}


def test_a_first_password_is_to_be_changed_and_then_no_other_session_stays(desk: Desk) -> None:
    first = desk.accounts.add(CAMAT_TIMUR)
    old = desk.accounts.sign_in("camat.timur", first, OFFICE)
    assert old.visitor.must_change
    new = desk.accounts.change_password(CAMAT_TIMUR, first, "ikan bakar rica", OFFICE)
    assert not new.visitor.must_change
    assert desk.accounts.visitor(old.token).who == NOBODY
    assert desk.accounts.visitor(new.token).who == CAMAT_TIMUR
    with pytest.raises(WrongError):
        desk.accounts.sign_in("camat.timur", first, OFFICE)


@pytest.mark.parametrize(
    ("new", "fault"), [(GOOD, Weakness.SAME), ("pendek", Weakness.SHORT), ("password1234", Weakness.COMMON)]
)
def test_a_weak_new_password_changes_nothing_and_counts_as_no_failure(
    desk: Desk, new: str, fault: Weakness
) -> None:
    for _ in range(8):
        with pytest.raises(WeakError) as told:
            desk.accounts.change_password(CAMAT_BARAT, GOOD, new, OFFICE)
        assert told.value.weakness is fault
    desk.accounts.sign_in("camat.barat", GOOD, OFFICE)


def test_a_reset_ends_sessions_and_the_wait_and_a_closed_account_lets_nobody_in(desk: Desk) -> None:
    token = desk.accounts.sign_in("camat.barat", GOOD, OFFICE).token
    desk.fail(5)
    first = desk.accounts.reset("camat.barat")
    assert desk.accounts.visitor(token).who == NOBODY
    token = desk.accounts.sign_in("camat.barat", first, OFFICE).token
    desk.accounts.disable("camat.barat")
    assert desk.accounts.visitor(token).who == NOBODY
    desk.later(hours=1)
    with pytest.raises(WrongError):
        desk.accounts.sign_in("camat.barat", first, OFFICE)


def test_no_two_accounts_share_a_name_and_none_is_made_up(desk: Desk) -> None:
    with pytest.raises(KnownError, match="there already"):
        desk.accounts.add(CAMAT_BARAT)
    for act in (desk.accounts.reset, desk.accounts.disable):
        with pytest.raises(KnownError, match=r"no account 'camat\.tiada'"):
            act("camat.tiada")


def test_the_practice_password_lets_in_nowhere_but_in_practice(desk: Desk) -> None:
    desk.accounts.add_many([OPERATOR], PRACTICE, must_change=lambda _who: False)
    with pytest.raises(WrongError):
        desk.accounts.sign_in("operator.1", PRACTICE, OFFICE)
    assert desk.restarted(practice=True).sign_in("operator.1", PRACTICE, OFFICE).visitor.who == OPERATOR


def test_a_display_is_known_by_its_token_for_ever_until_it_is_taken_back(desk: Desk) -> None:
    token = desk.accounts.add_display(SCREEN.name)
    desk.later(days=4_000)
    assert desk.restarted().display(token).who == SCREEN
    assert desk.restarted().visitor(token).who == NOBODY
    with pytest.raises(KnownError, match="revoke it first"):
        desk.accounts.add_display(SCREEN.name)
    desk.accounts.revoke_display(SCREEN.name)
    assert desk.accounts.display(token).who == NOBODY
    again = desk.accounts.add_display(SCREEN.name)
    assert again != token
    assert desk.accounts.display(again).who.role is Role.DISPLAY
    with open_engine(desk.url).connect() as connection:
        assert again not in str(connection.execute(select(display)).all())


def test_with_the_store_gone_a_wall_is_still_known(desk: Desk) -> None:
    token = desk.accounts.add_display(SCREEN.name)
    assert desk.accounts.display(token).who == SCREEN
    held = desk.accounts._known._held
    desk.accounts._known._held = {key: (at - 3_600, found) for key, (at, found) in held.items()}
    with open_engine(desk.url).begin() as connection:
        display.drop(connection)
    assert desk.accounts.display(token).who == SCREEN


def test_everything_is_written_down_and_no_secret_is(desk: Desk) -> None:
    token = desk.accounts.sign_in("camat.barat", GOOD, OFFICE).token
    desk.fail(1)
    desk.accounts.change_password(CAMAT_BARAT, GOOD, "ikan bakar rica", OFFICE)
    desk.accounts.sign_out_everywhere(CAMAT_BARAT, OFFICE)
    found = [(line.who, line.act, line.outcome) for line in reversed(desk.accounts.audit())]
    assert found == [
        ("camat.barat", "masuk", "berhasil"), ("camat.barat", "masuk", "ditolak"),
        ("camat.barat", "ganti kata sandi", "berhasil"),
        ("camat.barat", "keluar dari semua perangkat", "berhasil"),
    ]  # fmt: skip
    assert not any(
        secret in str(desk.accounts.audit()) for secret in (token, GOOD, "ikan bakar", "salah sekali")
    )
