"""Kind: time is not trusted. What a wrong clock dated ahead counts as now once the clock is right."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from bootstrap import AppContext
from data.config.clock import Clock
from data.core.displays import HEARTBEAT_TIMEOUT, DisplayOrder, Heartbeat
from data.core.throttle import MAX_DELAY
from data.services.auth.models import SessionLifetime
from data.services.auth.service import AuthService
from data.services.displays import DisplayService
from data.services.integrity import check_store
from data.store import failed_sign_ins
from data.store.rate_limits import consume_allowance
from tests.personas import MONDAY_NOON, OPERATOR
from tests.pulls import app_context_at, pull_rows, run_sql

JUMPS = [timedelta(hours=1), timedelta(days=40), timedelta(days=3652)]
MINUTE = timedelta(minutes=1)
LIFETIME = SessionLifetime(timedelta(hours=12), timedelta(hours=3))


@dataclass
class Moment:
    """A clock's moment, which a test sets."""

    at: datetime = MONDAY_NOON

    @property
    def clock(self) -> Clock:
        return Clock(time_source=lambda: self.at.timestamp())


@pytest.fixture
def moment() -> Moment:
    return Moment()


@pytest.fixture
def accounts(app_context: AppContext, moment: Moment) -> AuthService:
    return AuthService(app_context.engine, moment.clock, LIFETIME)


def open_session(accounts: AuthService) -> str:
    token: str = accounts.sign_in_via_directory(OPERATOR.name, "127.0.0.1").token
    return token


def is_signed_in(accounts: AuthService, token: str) -> bool:
    accounts._user_cache.clear()
    return accounts.authenticate(token).principal.name == OPERATOR.name


@pytest.fixture
def with_operator(accounts: AuthService) -> None:
    accounts.create_account(OPERATOR, "kata sandi yang cukup panjang", must_change=False)


@pytest.mark.parametrize("jump", JUMPS, ids=str)
@pytest.mark.usefixtures("with_operator")
def test_a_session_of_a_clock_ahead_lasts_as_long_as_any_other(
    accounts: AuthService, moment: Moment, jump: timedelta
) -> None:
    """Its end was 40 days and 12 hours away, and it could not lie idle."""
    moment.at = MONDAY_NOON + jump
    token = open_session(accounts)
    moment.at = MONDAY_NOON
    assert is_signed_in(accounts, token)
    moment.at = MONDAY_NOON + LIFETIME.idle_timeout - MINUTE
    assert is_signed_in(accounts, token)
    moment.at += LIFETIME.idle_timeout + MINUTE
    assert not is_signed_in(accounts, token)


@pytest.mark.usefixtures("with_operator")
def test_a_session_in_use_from_before_a_jump_survives_it(accounts: AuthService, moment: Moment) -> None:
    token = open_session(accounts)
    moment.at = MONDAY_NOON + timedelta(hours=1)
    assert is_signed_in(accounts, token)
    moment.at = MONDAY_NOON
    assert is_signed_in(accounts, token)
    for hours in range(2, 13, 2):
        moment.at = MONDAY_NOON + timedelta(hours=hours)
        still_signed_in = is_signed_in(accounts, token)
    assert not still_signed_in


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_a_delay_after_failed_sign_ins_is_never_longer_than_it_is(
    app_context: AppContext, jump: timedelta
) -> None:
    """Somebody who mistyped while the clock was ahead could not sign in for 40 days."""
    with app_context.engine.begin() as connection:
        for _failure in range(12):
            until = failed_sign_ins.count_attempt(connection, "account", "nama", MONDAY_NOON + jump)
        until = failed_sign_ins.count_attempt(connection, "account", "nama", MONDAY_NOON)
        assert until is not None
        assert until <= MONDAY_NOON + MAX_DELAY
        later = failed_sign_ins.count_attempt(connection, "account", "nama", MONDAY_NOON + MAX_DELAY)
    assert later is None


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_an_hour_counted_ahead_is_the_present_one(app_context: AppContext, jump: timedelta) -> None:
    """Each jump gave a new allowance, and the hours ahead were never deleted."""

    def consume(now: datetime) -> bool:
        with app_context.engine.begin() as connection:
            return consume_allowance(connection, "lapor", "alamat", 3, now)

    assert [consume(MONDAY_NOON + jump), consume(MONDAY_NOON + jump)] == [True, True]
    assert [consume(MONDAY_NOON) for _again in range(3)] == [True, False, False]
    assert consume(MONDAY_NOON + timedelta(hours=1))


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_a_display_heard_ahead_is_not_alive_and_its_order_has_ended(
    app_context: AppContext, moment: Moment, jump: timedelta
) -> None:
    ahead = MONDAY_NOON + jump
    assert not Heartbeat("utama", "tab", ahead, {}).is_alive(MONDAY_NOON)
    assert Heartbeat("utama", "tab", MONDAY_NOON - HEARTBEAT_TIMEOUT, {}).is_alive(MONDAY_NOON)
    order = DisplayOrder("utama", "kota", False, "", "operator", ahead, ahead + timedelta(minutes=30))
    assert not order.is_active(MONDAY_NOON)
    assert order.is_active(ahead)
    displays = DisplayService(app_context.engine, moment.clock)
    moment.at = ahead
    displays.record_heartbeat("utama", "tab", {})
    displays.flush()
    moment.at = MONDAY_NOON
    assert displays.silent_for("tab") is None


@pytest.mark.usefixtures("with_operator")
def test_no_line_of_the_audit_log_is_shown_after_now(accounts: AuthService, moment: Moment) -> None:
    moment.at = MONDAY_NOON + timedelta(days=40)
    open_session(accounts)
    moment.at = MONDAY_NOON
    assert max(entry.at for entry in accounts.list_audit()) == MONDAY_NOON


def test_the_check_of_a_store_tells_what_is_dated_into_the_future(app_context: AppContext) -> None:
    pull_rows(app_context)
    assert check_store(app_context.engine, app_context.city, MONDAY_NOON) == []
    pull_rows(app_context_at(app_context, MONDAY_NOON + timedelta(days=40)))
    faults = check_store(app_context.engine, app_context.city, MONDAY_NOON)
    assert {fault.where for fault in faults} == {"pull.started_at", "pull.finished_at"}
    run_sql(app_context.engine, "DELETE FROM pull")
    assert check_store(app_context.engine, app_context.city, MONDAY_NOON) == []
