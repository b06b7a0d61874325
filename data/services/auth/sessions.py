"""Sessions: who sends a request, signing in and signing out."""

import secrets
import time
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from data.core.access import ANONYMOUS, Principal, Role
from data.core.throttle import throttle_key
from data.core.time_trust import is_ahead
from data.lib.crypto import token_hash
from data.services.auth.base import AuthBase
from data.services.auth.models import (
    ANONYMOUS_USER,
    UNVERIFIED_USER,
    InvalidCredentialsError,
    NewSession,
    RateLimitedError,
    SessionUser,
    StoreUnavailableError,
    WeakPasswordError,
)
from data.services.auth.office_names import NAME_PATTERN, normalize_typed_name
from data.services.auth.passwords import PRACTICE_PASSWORD, Weakness, find_weakness
from data.store import accounts as stored
from data.store import displays, failed_sign_ins
from data.store.accounts import Account
from data.store.failed_sign_ins import ACCOUNT, ADDRESS

LAST_SEEN_INTERVAL = timedelta(minutes=5)  # how often the last use of a session is stored
# How long the last good look at the store holds while it cannot be asked. A display shows the city's figures
# only, and no person signs it out; the command room goes on through an outage of half a day.
SESSION_GRACE, DISPLAY_GRACE = timedelta(minutes=5), timedelta(hours=12)
STORE_RETRY_SECONDS = 5.0  # meanwhile nobody waits for a store that has just failed
DISPLAY_KEY_PREFIX = "display "
DIRECTORY_TOKEN_PREFIX = "direktori."  # of the token of a session opened by the city's directory


class SessionService(AuthBase):
    """Sessions of people, and the tokens of displays."""

    def authenticate(self, token: str) -> SessionUser:
        """Return the user of a session's token; anonymous without a valid session.

        While the store cannot be asked, a session goes on for ``SESSION_GRACE`` from when it was last found
        good, and is unverified then: it may have ended elsewhere.

        A session of the city's directory need not change an initial password. The token's own prefix may say
        so safely, since only its hash as a whole is stored.
        """
        user = self._find_user(token_hash(token))
        via_directory = user.must_change and token.startswith(DIRECTORY_TOKEN_PREFIX)
        return replace(user, must_change=False) if via_directory else user

    def has_ended(self, token: str) -> bool:
        """Return whether there is no session of this token; False while the store cannot say so."""
        try:
            return self._load_user(token_hash(token)) is None
        except SQLAlchemyError:
            return False

    def authenticate_display(self, token: str) -> SessionUser:
        """Return the display with this token; without the store it goes on for ``DISPLAY_GRACE``."""
        return self._find_user(DISPLAY_KEY_PREFIX + token_hash(token))

    def is_cached(self, token: str, *, display: bool) -> bool:
        """Return whether the answer is known here, so that the store is not read."""
        key = (DISPLAY_KEY_PREFIX if display else "") + token_hash(token)
        return self._user_cache.is_fresh(key) or self._known_without_store(key) is not None

    def _find_user(self, key: str) -> SessionUser:
        if known_user := self._known_without_store(key):
            return known_user
        try:
            return self._user_cache.get(key, self._load_user) or ANONYMOUS_USER
        except SQLAlchemyError:
            self._store_failed_at = time.monotonic()
            return self._last_known_user(key) or UNVERIFIED_USER

    def _known_without_store(self, key: str) -> SessionUser | None:
        """Return the last known user while the store has failed just now, so that nobody waits for it."""
        failed_at = self._store_failed_at
        if failed_at is None or time.monotonic() - failed_at >= STORE_RETRY_SECONDS:
            return None
        return self._last_known_user(key)

    def _last_known_user(self, key: str) -> SessionUser | None:
        grace = DISPLAY_GRACE if key.startswith(DISPLAY_KEY_PREFIX) else SESSION_GRACE
        return self._user_cache.get_stale(key, grace.total_seconds())

    def _load_user(self, key: str) -> SessionUser | None:
        if key.startswith(DISPLAY_KEY_PREFIX):
            return self._load_display_user(key.removeprefix(DISPLAY_KEY_PREFIX))
        return self._load_session_user(key)

    def _load_session_user(self, hashed_token: str) -> SessionUser | None:
        now = self.clock.now()
        with self._read_engine.connect() as connection:
            session_row = stored.find_session(connection, hashed_token, now, now - self.lifetime.idle_timeout)
        if session_row is None:
            return None
        account, seen_at = session_row
        if is_ahead(seen_at, now):
            self._redate(hashed_token, now)
        if now - seen_at >= LAST_SEEN_INTERVAL:
            self._store_last_use(hashed_token, now)
        return SessionUser(account.principal, account.must_change)

    def _store_last_use(self, hashed_token: str, now: datetime) -> None:
        """Store the last use; a store that can only be read ends no session before its time."""
        with suppress(SQLAlchemyError), self._write_engine.begin() as connection:
            stored.touch(connection, hashed_token, now)

    def _redate(self, hashed_token: str, now: datetime) -> None:
        """Date a session of a clock that was ahead as if it began now, so that it ends as any other."""
        with suppress(SQLAlchemyError), self._write_engine.begin() as connection:
            stored.redate_session(connection, hashed_token, now, self.lifetime.max_age)

    def _load_display_user(self, hashed_token: str) -> SessionUser | None:
        with self._read_engine.connect() as connection:
            display_row = displays.find_by_token(connection, hashed_token)
        return SessionUser(Principal(display_row.name, Role.DISPLAY)) if display_row else None

    def sign_in(self, name: str, password: str, address: str) -> NewSession:
        """Return a new session for a name with its password.

        :raises RateLimitedError: before anything is checked
        :raises InvalidCredentialsError: wrong name or password, or a disabled account; after the same work
        :raises StoreUnavailableError: the store cannot be asked
        """
        try:
            return self._sign_in(name, password, address)
        except SQLAlchemyError as error:
            raise StoreUnavailableError from error

    def _sign_in(self, name: str, password: str, address: str) -> NewSession:
        name = normalize_typed_name(name)
        self._check_rate_limit(name, address)
        account = self._find_account(name)
        password_matches = self._passwords.matches(account.password_hash if account else None, password)
        is_practice_password = password == PRACTICE_PASSWORD and not self.practice
        if account is None or account.disabled or not password_matches or is_practice_password:
            self.write_audit(account.principal if account else ANONYMOUS, "masuk", "", "ditolak", address)
            raise InvalidCredentialsError
        return self._complete_sign_in(account, password, address)

    def _find_account(self, name: str) -> Account | None:
        if not NAME_PATTERN.fullmatch(name):  # such bytes are not sent to the database
            return None
        with self._read_engine.connect() as connection:
            return stored.find(connection, name)

    def _check_rate_limit(self, name: str, address: str) -> None:
        now = self.clock.now()
        with self._write_engine.begin() as connection:
            account_subject = failed_sign_ins.subject_hash(name)
            for kind, subject in ((ADDRESS, throttle_key(address)), (ACCOUNT, account_subject)):
                until = failed_sign_ins.count_attempt(connection, kind, subject, now)
                if until:
                    break
        if until:
            self.write_audit_once(ANONYMOUS, "masuk", "", "terlalu sering", address)
            raise RateLimitedError(until)

    def _complete_sign_in(self, account: Account, password: str, address: str) -> NewSession:
        self._reset_failures(account.name, address)
        if account.password_hash and self._passwords.needs_rehash(account.password_hash):
            self._update_account(
                account.name, end_sessions=False, password_hash=self._passwords.hash(password)
            )
        return self._open_session(account, "masuk", address)

    def _reset_failures(self, name: str, address: str) -> None:
        with self._write_engine.begin() as connection:
            failed_sign_ins.reset_failures(connection, ACCOUNT, failed_sign_ins.subject_hash(name))
            failed_sign_ins.undo_attempt(connection, ADDRESS, throttle_key(address), self.clock.now())

    def sign_in_via_directory(self, name: str, address: str) -> NewSession:
        """Return a new session for an account that the city's directory has authenticated.

        The name is compared exactly: the directory may grant similar names to different people.

        :raises InvalidCredentialsError: there is no such account here, or it is disabled
        """
        account = self._find_account(name)
        if account is None or account.disabled:
            principal = account.principal if account else ANONYMOUS
            self.write_audit(principal, "masuk lewat direktori", "", "ditolak", address)
            raise InvalidCredentialsError
        new_session = self._open_session(account, "masuk lewat direktori", address, DIRECTORY_TOKEN_PREFIX)
        return replace(new_session, user=replace(new_session.user, must_change=False))

    def _open_session(
        self, account: Account, action: str, address: str, token_prefix: str = ""
    ) -> NewSession:
        token, now = token_prefix + secrets.token_urlsafe(32), self.clock.now()
        with self._write_engine.begin() as connection:
            stored.open_session(connection, token_hash(token), account, now, now + self.lifetime.max_age)
        self.write_audit(account.principal, action, "", "berhasil", address)
        return NewSession(token, SessionUser(account.principal, account.must_change))

    def sign_out(self, token: str, address: str) -> None:
        """End one session."""
        principal = self.authenticate(token).principal
        with self._write_engine.begin() as connection:
            stored.end_sessions(connection, [token_hash(token)])
        self._user_cache.clear()
        if principal != ANONYMOUS:
            self.write_audit(principal, "keluar", "", "berhasil", address)

    def sign_out_everywhere(self, principal: Principal, address: str) -> None:
        """End every session of an account, the present one included."""
        self._update_account(principal.name, end_sessions=True)
        self.write_audit(principal, "keluar dari semua perangkat", "", "berhasil", address)

    def change_password(self, principal: Principal, old: str, new: str, address: str) -> NewSession:
        """Set the password that an account's office chose, and end all its other sessions.

        :raises InvalidCredentialsError: the old password is wrong
        :raises RateLimitedError: it was wrong too often
        :raises WeakPasswordError: the new password is too weak
        """
        self._check_rate_limit(principal.name, address)
        account = self._find_account(principal.name)
        if account is None or not self._passwords.matches(account.password_hash, old):
            self.write_audit(principal, "ganti kata sandi", "", "ditolak", address)
            raise InvalidCredentialsError
        self._reset_failures(principal.name, address)
        problem = Weakness.SAME if new == old else find_weakness(new, principal.name)
        if problem:
            raise WeakPasswordError(problem)
        values = {"password_hash": self._passwords.hash(new), "must_change": False}
        updated_account = self._update_account(principal.name, end_sessions=True, **values)
        return self._open_session(updated_account, "ganti kata sandi", address)
