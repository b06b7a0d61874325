"""Making, resetting and closing accounts and displays: what operators do by command."""

import secrets
from collections.abc import Callable, Iterable

from sqlalchemy.exc import IntegrityError

from data.core.access import Who
from data.lib.crypto import token_hash
from data.services.auth.base import Base
from data.services.auth.models import KnownError
from data.services.auth.passwords import first_password
from data.store import accounts as stored
from data.store import displays, failed_sign_ins
from data.store.accounts import Account
from data.store.displays import Display


class Register(Base):
    """The list of accounts and of displays."""

    def add(self, who: Who, password: str | None = None, *, must_change: bool = True) -> str:
        """A new account; returns its first password, which is kept nowhere.

        :raises KnownError: the name is taken
        """
        given = password or first_password()
        kept = self._passwords.hash(given)
        made = Account(
            who.name,
            who.role,
            who.parent,
            kept,
            must_change,
            False,
            1,
            self.clock.now(),
        )
        try:
            with self._write.begin() as connection:
                stored.add(connection, made)
        except IntegrityError:
            raise KnownError(f"account {who.name!r} is there already") from None
        return given

    def add_many(self, people: Iterable[Who], password: str, must_change: Callable[[Who], bool]) -> None:
        """New accounts of one password, for practice; those that are there already stay as they are."""
        kept, now = self._passwords.hash(password), self.clock.now()
        with self._write.begin() as connection:
            there = {account.name for account in stored.every(connection)}
            for who in people:
                if who.name not in there:
                    made = Account(who.name, who.role, who.parent, kept, must_change(who), False, 1, now)
                    stored.add(connection, made)

    def reset(self, name: str) -> str:
        """A new first password for an account, whose sessions end and whose failed sign-ins are forgotten.

        :raises KnownError: there is no such account
        """
        given = first_password()
        values = {"password_hash": self._passwords.hash(given), "must_change": True, "disabled": False}
        self._change(name, end_sessions=True, **values)
        with self._write.begin() as connection:
            failed_sign_ins.forgive(connection, failed_sign_ins.ACCOUNT, failed_sign_ins.subject_of(name))
        return given

    def disable(self, name: str) -> None:
        """No sign-in any more, and every session ends at once.

        :raises KnownError: there is no such account
        """
        self._change(name, end_sessions=True, disabled=True)

    def every(self) -> list[Account]:
        """All accounts, by name."""
        with self._read.connect() as connection:
            return stored.every(connection)

    def none_yet(self) -> bool:
        """Whether there is no account at all."""
        with self._read.connect() as connection:
            return stored.count(connection) == 0

    def add_display(self, name: str) -> str:
        """A new screen; returns its token, which is kept nowhere.

        :raises KnownError: a screen of that name has a token
        """
        token, now = secrets.token_urlsafe(32), self.clock.now()
        with self._write.begin() as connection:
            taken = [d for d in displays.every(connection) if d.name == name and d.revoked_at is None]
            if not taken:
                displays.add(connection, name, token_hash(token), now)
        if taken:
            raise KnownError(f"display {name!r} is there already; revoke it first")
        return token

    def displays(self) -> list[Display]:
        """All screens, also those whose token was taken back."""
        with self._read.connect() as connection:
            return displays.every(connection)

    def revoke_display(self, name: str) -> None:
        """:raises KnownError: no screen of that name has a token"""
        with self._write.begin() as connection:
            done = displays.revoke(connection, name, self.clock.now())
        self._known.forget()
        if not done:
            raise KnownError(f"no display {name!r} has a token")
