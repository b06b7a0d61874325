"""Sessions: who sends a request, and signing out."""

import time
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from data.core.access import ANONYMOUS, Principal, Role
from data.core.time_trust import is_ahead
from data.lib.crypto import token_hash
from data.services.auth.base import AuthBase
from data.services.auth.models import (
    ANONYMOUS_USER,
    UNVERIFIED_USER,
    SessionUser,
)
from data.store import accounts as stored
from data.store import displays

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
