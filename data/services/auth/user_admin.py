"""Making, resetting and closing accounts and displays: what operators do by command."""

import secrets
from collections.abc import Callable, Iterable

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
    """The list of accounts and of displays."""

    def create_account(
        self, principal: Principal, password: str | None = None, *, must_change: bool = True
    ) -> str:
        """A new account; returns its first password, which is kept nowhere.

        :raises KnownError: the name is taken
        """
        initial_password = password or generate_initial_password()
        password_hash = self._passwords.hash(initial_password)
        new_account = Account(
            principal.name,
            principal.role,
            principal.parent,
            password_hash,
            must_change,
            False,
            1,
            self.clock.now(),
        )
        try:
            with self._write_engine.begin() as connection:
                stored.add(connection, new_account)
        except IntegrityError:
            raise AccountError(f"account {principal.name!r} is there already") from None
        return initial_password

    def create_accounts(
        self, principals: Iterable[Principal], password: str, must_change: Callable[[Principal], bool]
    ) -> None:
        """New accounts of one password, for practice; those that are there already stay as they are."""
        password_hash, now = self._passwords.hash(password), self.clock.now()
        with self._write_engine.begin() as connection:
            existing_names = {account.name for account in stored.list_all(connection)}
            for principal in principals:
                if principal.name not in existing_names:
                    new_account = Account(
                        principal.name,
                        principal.role,
                        principal.parent,
                        password_hash,
                        must_change(principal),
                        False,
                        1,
                        now,
                    )
                    stored.add(connection, new_account)

    def reset_password(self, name: str) -> str:
        """A new first password for an account, whose sessions end and whose failed sign-ins are forgotten.

        :raises KnownError: there is no such account
        """
        initial_password = generate_initial_password()
        values = {
            "password_hash": self._passwords.hash(initial_password),
            "must_change": True,
            "disabled": False,
        }
        self._update_account(name, end_sessions=True, **values)
        with self._write_engine.begin() as connection:
            failed_sign_ins.reset_failures(
                connection, failed_sign_ins.ACCOUNT, failed_sign_ins.subject_hash(name)
            )
        return initial_password

    def disable_account(self, name: str) -> None:
        """No sign-in any more, and every session ends at once.

        :raises KnownError: there is no such account
        """
        self._update_account(name, end_sessions=True, disabled=True)

    def list_accounts(self) -> list[Account]:
        """All accounts, by name."""
        with self._read_engine.connect() as connection:
            return stored.list_all(connection)

    def has_no_accounts(self) -> bool:
        """Whether there is no account at all."""
        with self._read_engine.connect() as connection:
            return stored.count(connection) == 0

    def add_display(self, name: str) -> str:
        """A new screen; returns its token, which is kept nowhere.

        :raises KnownError: a screen of that name has a token
        """
        token, now = secrets.token_urlsafe(32), self.clock.now()
        with self._write_engine.begin() as connection:
            taken = [
                known_display
                for known_display in displays.list_all(connection)
                if known_display.name == name and known_display.revoked_at is None
            ]
            if not taken:
                displays.add(connection, name, token_hash(token), now)
        if taken:
            raise AccountError(f"display {name!r} is there already; revoke it first")
        return token

    def list_displays(self) -> list[Display]:
        """All screens, also those whose token was taken back."""
        with self._read_engine.connect() as connection:
            return displays.list_all(connection)

    def revoke_display(self, name: str) -> None:
        """:raises KnownError: no screen of that name has a token"""
        with self._write_engine.begin() as connection:
            revoked = displays.revoke(connection, name, self.clock.now())
        self._user_cache.clear()
        if not revoked:
            raise AccountError(f"no display {name!r} has a token")
