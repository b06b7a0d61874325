"""Signing in by password or through the city's directory, and changing a password."""

import secrets
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy.exc import SQLAlchemyError

from data.core.access import ANONYMOUS, Principal
from data.core.throttle import counted_networks
from data.lib.crypto import token_hash
from data.services.auth.models import (
    UNKNOWN_BROWSER,
    Browser,
    InvalidCredentialsError,
    NewSession,
    RateLimitedError,
    SessionUser,
    SignInUnavailableError,
    WeakPasswordError,
)
from data.services.auth.office_names import NAME_PATTERN, normalize_typed_name
from data.services.auth.password_queue import QueueCaller, known_caller, stranger
from data.services.auth.passwords import PRACTICE_PASSWORD, Weakness, find_weakness
from data.services.auth.sessions import DIRECTORY_TOKEN_PREFIX, SessionService
from data.store import accounts as stored
from data.store import failed_sign_ins, preferences
from data.store.accounts import Account
from data.store.failed_sign_ins import ACCOUNT, ADDRESS, DEVICE


class CountedFor(NamedTuple):
    """One count of failed sign-ins that an attempt goes to: of an account, a network or a device."""

    kind: str
    subject: str
    factor: int = 1


def strangers_counts(name: str, address: str) -> tuple[CountedFor, ...]:
    """Return the counts for an attempt from a device where the account has never signed in."""
    networks = (CountedFor(ADDRESS, network.key, network.factor) for network in counted_networks(address))
    return (*networks, CountedFor(ACCOUNT, failed_sign_ins.subject_hash(name)))


def device_counts(device: str, name: str) -> tuple[CountedFor, ...]:
    """Return the count for an attempt from a device where the account has signed in: its own alone.

    So strangers, behind the same address too, cannot make it wait.
    """
    return (CountedFor(DEVICE, failed_sign_ins.subject_hash(f"{device} {name}")),)


def session_counts(name: str) -> tuple[CountedFor, ...]:
    """Return the count for the old password of somebody who is signed in: no stranger adds to it."""
    return (CountedFor(DEVICE, failed_sign_ins.subject_hash(f"session {name}")),)


class SignInService(SessionService):
    """Sign-in and change of passwords, with delays after failures."""

    def sign_in(
        self, name: str, password: str, address: str, browser: Browser = UNKNOWN_BROWSER
    ) -> NewSession:
        """Return a new session for a name with its password.

        :raises RateLimitedError: before anything is checked
        :raises InvalidCredentialsError: wrong name or password, or a disabled account; after the same work
        :raises SignInUnavailableError: the store cannot be asked
        """
        try:
            return self._sign_in(normalize_typed_name(name), password, address, browser)
        except SQLAlchemyError as error:
            raise SignInUnavailableError from error

    def _sign_in(self, name: str, password: str, address: str, browser: Browser) -> NewSession:
        account = self._find_account(name)
        device = self.devices.find_device(browser.device_cookie, account)
        counts = device_counts(device, name) if device else strangers_counts(name, address)
        self._count_attempt(counts, address)
        password_matches = self._passwords.matches(account.password_hash if account else None, password)
        is_practice_password = password == PRACTICE_PASSWORD and not self.practice
        if account is None or account.disabled or not password_matches or is_practice_password:
            self.write_refusal(account.principal if account else ANONYMOUS, "masuk", "ditolak", address)
            raise InvalidCredentialsError
        self._undo_attempt(counts)
        self._rehash(account, password)
        return self._open_session(account, "masuk", address, browser)

    def queue_caller(self, name: str, address: str, browser: Browser) -> QueueCaller:
        """Return whom a sign-in counts for while it waits for its turn."""
        device = self.devices.claimed_device(browser.device_cookie, normalize_typed_name(name))
        return known_caller(device) if device else stranger(address)

    def _find_account(self, name: str) -> Account | None:
        if not NAME_PATTERN.fullmatch(name):  # such bytes are not sent to the database
            return None
        with self._read_engine.connect() as connection:
            return stored.find(connection, name)

    def _count_attempt(self, counts: tuple[CountedFor, ...], address: str) -> None:
        """Count an attempt as failed; in no count if one has its delay, since nothing is checked then.

        So whoever sends attempts for a locked account does not use up the failures of the address.

        :raises RateLimitedError: one of the counts has its delay
        """
        now, until = self.clock.now(), None
        with self._write_engine.begin() as connection:
            for position, (kind, subject, factor) in enumerate(counts):
                until = failed_sign_ins.count_attempt(connection, kind, subject, now, factor)
                if until:
                    for counted in counts[:position]:
                        failed_sign_ins.undo_attempt(connection, counted.kind, counted.subject, now)
                    break
        if until:
            self.write_audit_once(ANONYMOUS, "masuk", "", "terlalu sering", address)
            raise RateLimitedError(until)

    def _undo_attempt(self, counts: tuple[CountedFor, ...]) -> None:
        """Reset the failures after a correct password; a network keeps those of others in it."""
        with self._write_engine.begin() as connection:
            for kind, subject, _factor in counts:
                if kind == ADDRESS:
                    failed_sign_ins.undo_attempt(connection, kind, subject, self.clock.now())
                else:
                    failed_sign_ins.reset_failures(connection, kind, subject)

    def _rehash(self, account: Account, password: str) -> None:
        """Replace a hash of weaker parameters than the present ones."""
        if account.password_hash and self._passwords.needs_rehash(account.password_hash):
            password_hash = self._passwords.hash(password)
            self._update_account(account.name, end_sessions=False, password_hash=password_hash)

    def sign_in_via_directory(
        self, name: str, address: str, browser: Browser = UNKNOWN_BROWSER
    ) -> NewSession:
        """Return a new session for an account that the city's directory has authenticated.

        The name is compared exactly: the directory may grant similar names to different people.

        :raises InvalidCredentialsError: there is no such account here, or it is disabled
        """
        action = "masuk lewat direktori"
        account = self._find_account(name)
        if account is None or account.disabled:
            self.write_refusal(account.principal if account else ANONYMOUS, action, "ditolak", address)
            raise InvalidCredentialsError
        new_session = self._open_session(account, action, address, browser, DIRECTORY_TOKEN_PREFIX)
        return replace(new_session, user=replace(new_session.user, must_change=False))

    def _open_session(
        self, account: Account, action: str, address: str, browser: Browser, token_prefix: str = ""
    ) -> NewSession:
        """Open a session; the browser's earlier one ends, as nobody could sign it out any more."""
        token, now = token_prefix + secrets.token_urlsafe(32), self.clock.now()
        earlier = self.authenticate(browser.session_token).principal if browser.session_token else ANONYMOUS
        with self._write_engine.begin() as connection:
            if earlier != ANONYMOUS:
                stored.end_sessions(connection, [token_hash(browser.session_token)])
            stored.open_session(connection, token_hash(token), account, now, now + self.lifetime.max_age)
            preferred = preferences.load(connection, account.name)
        if earlier != ANONYMOUS:
            self._user_cache.clear()
            self.write_audit(earlier, "keluar", "", "berhasil", address)
        self.write_audit(account.principal, action, "", "berhasil", address)
        device_cookie = self.devices.add_mark(browser.device_cookie, account)
        user = SessionUser(account.principal, account.must_change)
        return NewSession(token, user, device_cookie, preferred)

    def change_password(
        self, principal: Principal, old: str, new: str, address: str, browser: Browser = UNKNOWN_BROWSER
    ) -> NewSession:
        """Set the password that an account's office chose, and end all its other sessions.

        :raises InvalidCredentialsError: the old password is wrong
        :raises RateLimitedError: it was wrong too often
        :raises WeakPasswordError: the new password is too weak
        """
        counts = session_counts(principal.name)
        self._count_attempt(counts, address)
        account = self._find_account(principal.name)
        if account is None or not self._passwords.matches(account.password_hash, old):
            self.write_audit(principal, "ganti kata sandi", "", "ditolak", address)
            raise InvalidCredentialsError
        self._undo_attempt(counts)
        problem = Weakness.SAME if new == old else find_weakness(new, principal.name)
        if problem:
            raise WeakPasswordError(problem)
        values = {"password_hash": self._passwords.hash(new), "must_change": False}
        updated_account = self._update_account(principal.name, end_sessions=True, **values)
        return self._open_session(updated_account, "ganti kata sandi", address, browser)
