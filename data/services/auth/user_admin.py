"""User administration: operators create, reset and disable accounts and displays by command."""

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from data.core.access import Principal
from data.lib.crypto import token_hash
from data.services.auth.base import AuthBase
from data.services.auth.models import AccountError
from data.services.auth.passwords import generate_initial_password
from data.store import accounts as stored
from data.store import displays, failed_sign_ins
from data.store.accounts import Account
from data.store.displays import Display


class UserAdmin(AuthBase):
    """The accounts and the displays."""

    def create_account(
        self, principal: Principal, password: str | None = None, *, must_change: bool = True
    ) -> str:
        """Create an account and return its initial password, of which only the hash is stored.

        :raises AccountError: the name is taken
        """
        initial_password = password or generate_initial_password()
        password_hash = self._passwords.hash(initial_password)
        new_account = _new_account(principal, password_hash, self.clock.now(), must_change=must_change)
        try:
            with self._write_engine.begin() as connection:
                stored.add(connection, new_account)
        except IntegrityError:
            raise AccountError(f"account {principal.name!r} is there already") from None
        return initial_password

    def create_accounts(
        self, principals: Iterable[Principal], password: str, must_change: Callable[[Principal], bool]
    ) -> None:
        """Create accounts with one password, for practice; existing ones stay unchanged."""
        password_hash, now = self._passwords.hash(password), self.clock.now()
        with self._write_engine.begin() as connection:
            existing_names = {account.name for account in stored.list_all(connection)}
            for principal in principals:
                if principal.name not in existing_names:
                    account = _new_account(principal, password_hash, now, must_change=must_change(principal))
                    stored.add(connection, account)

    def reset_password(self, name: str) -> str:
        """Set and return a new initial password, end the account's sessions, and reset its failed sign-ins.

        :raises AccountError: there is no such account
        """
        initial_password = generate_initial_password()
        password_hash = self._passwords.hash(initial_password)
        values = {"password_hash": password_hash, "must_change": True, "disabled": False}
        self._update_account(name, end_sessions=True, **values)
        with self._write_engine.begin() as connection:
            subject = failed_sign_ins.subject_hash(name)
            failed_sign_ins.reset_failures(connection, failed_sign_ins.ACCOUNT, subject)
        return initial_password

    def disable_account(self, name: str) -> None:
        """Refuse further sign-ins of an account and end its sessions.

        :raises AccountError: there is no such account
        """
        self._update_account(name, end_sessions=True, disabled=True)

    def list_accounts(self) -> list[Account]:
        """Return all accounts, by name."""
        with self._read_engine.connect() as connection:
            return stored.list_all(connection)

    def has_no_accounts(self) -> bool:
        """Return whether there is no account at all."""
        with self._read_engine.connect() as connection:
            return stored.count(connection) == 0

    def add_display(self, name: str) -> str:
        """Create a display and return its token, of which only the hash is stored.

        :raises AccountError: a display of that name has a token
        """
        token, now = secrets.token_urlsafe(32), self.clock.now()
        with self._write_engine.begin() as connection:
            valid_names = {
                display.name for display in displays.list_all(connection) if display.revoked_at is None
            }
            if name not in valid_names:
                displays.add(connection, name, token_hash(token), now)
        if name in valid_names:
            raise AccountError(f"display {name!r} is there already; revoke it first")
        return token

    def list_displays(self) -> list[Display]:
        """Return all displays, also those whose token was revoked."""
        with self._read_engine.connect() as connection:
            return displays.list_all(connection)

    def revoke_display(self, name: str) -> None:
        """Revoke the token of a display.

        :raises AccountError: no display of that name has a token
        """
        with self._write_engine.begin() as connection:
            revoked = displays.revoke(connection, name, self.clock.now())
        self._user_cache.clear()
        if not revoked:
            raise AccountError(f"no display {name!r} has a token")


def _new_account(principal: Principal, password_hash: str, now: datetime, *, must_change: bool) -> Account:
    return Account(
        name=principal.name,
        role=principal.role,
        parent=principal.parent,
        password_hash=password_hash,
        must_change=must_change,
        disabled=False,
        generation=1,
        created_at=now,
    )
