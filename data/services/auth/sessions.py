"""Who sends a request, and signing in and out."""

import secrets
from dataclasses import replace
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from data.core.access import NOBODY, Role, Who
from data.core.throttle import network
from data.lib.crypto import token_hash
from data.services.auth.base import Base
from data.services.auth.models import NO_VISITOR, SignedIn, TooManyError, Visitor, WeakError, WrongError
from data.services.auth.office_names import NAMED
from data.services.auth.passwords import PRACTICE, Weakness, weakness
from data.store import accounts as stored
from data.store import displays, failed_sign_ins
from data.store.accounts import Account
from data.store.failed_sign_ins import ACCOUNT, ADDRESS

SEEN_EVERY = timedelta(minutes=5)  # a session's last use is written no more often than this
DISPLAY = "display "
VOUCHED = "direktori."  # begins the token of a session that the city's directory vouches for


class SignIns(Base):
    """Sessions of people, and the tokens of displays."""

    def visitor(self, token: str) -> Visitor:
        """Whoever holds a session's token; nobody if it is not one, or is over.

        With the store gone they are still known who were known: nobody can be shut out then either.
        A first password is not to be changed by whoever came without it. That a token says so itself is safe:
        only its hash as a whole is one of ours.
        """
        found = self._find(token_hash(token))
        vouched = found.must_change and token.startswith(VOUCHED)
        return replace(found, must_change=False) if vouched else found

    def display(self, token: str) -> Visitor:
        """The screen that holds a display's token. A wall never signs out."""
        return self._find(DISPLAY + token_hash(token))

    def knows(self, token: str, *, display: bool) -> bool:
        """Whether the answer is at hand, without a question to the store."""
        return self._known.fresh((DISPLAY if display else "") + token_hash(token))

    def _find(self, key: str) -> Visitor:
        try:
            return self._known.get(key, self._look_up) or NO_VISITOR
        except SQLAlchemyError:
            return self._known.last(key) or NO_VISITOR

    def _look_up(self, key: str) -> Visitor | None:
        return self._display(key.removeprefix(DISPLAY)) if key.startswith(DISPLAY) else self._visitor(key)

    def _visitor(self, hashed: str) -> Visitor | None:
        now = self.clock.now()
        with self._read.connect() as connection:
            found = stored.session_of(connection, hashed, now, now - self.lifetime.idle)
        if found is None:
            return None
        account, seen_at = found
        if now - seen_at >= SEEN_EVERY:
            with self._write.begin() as connection:
                stored.touch(connection, hashed, now)
        return Visitor(account.who, account.must_change)

    def _display(self, hashed: str) -> Visitor | None:
        with self._read.connect() as connection:
            found = displays.by_token(connection, hashed)
        return Visitor(Who(found.name, Role.DISPLAY)) if found else None

    def sign_in(self, name: str, password: str, address: str) -> SignedIn:
        """A session for whoever knows the password.

        :raises TooManyError: before anything is looked at
        :raises WrongError: name or password is wrong, or the account is disabled; after the same work
        """
        name = name.strip().casefold()
        self._begin(name, address)
        account = self._account(name)
        good = self._passwords.matches(account.password_hash if account else None, password)
        known = password == PRACTICE and not self.practice
        if account is None or account.disabled or not good or known:
            self.note(account.who if account else NOBODY, "masuk", "", "ditolak", address)
            raise WrongError
        return self._let_in(account, password, address)

    def _account(self, name: str) -> Account | None:
        if not NAMED.fullmatch(name):  # a database need not be asked about bytes that no name has
            return None
        with self._read.connect() as connection:
            return stored.find(connection, name)

    def _begin(self, name: str, address: str) -> None:
        now = self.clock.now()
        with self._write.begin() as connection:
            for kind, subject in ((ADDRESS, network(address)), (ACCOUNT, failed_sign_ins.subject_of(name))):
                until = failed_sign_ins.begin(connection, kind, subject, now)
                if until:
                    break
        if until:
            self.note_once(NOBODY, "masuk", "", "terlalu sering", address)
            raise TooManyError(until)

    def _let_in(self, account: Account, password: str, address: str) -> SignedIn:
        self._forgive(account.name, address)
        if account.password_hash and self._passwords.outdated(account.password_hash):
            self._change(account.name, end_sessions=False, password_hash=self._passwords.hash(password))
        return self._open(account, "masuk", address)

    def _forgive(self, name: str, address: str) -> None:
        with self._write.begin() as connection:
            failed_sign_ins.forgive(connection, ACCOUNT, failed_sign_ins.subject_of(name))
            failed_sign_ins.take_back(connection, ADDRESS, network(address), self.clock.now())

    def sign_in_directory(self, name: str, address: str) -> SignedIn:
        """A session for an account that the city's directory vouches for; no password is asked or changed.

        :raises WrongError: there is no such account here, or it is disabled
        """
        account = self._account(name.strip().casefold())
        if account is None or account.disabled:
            self.note(account.who if account else NOBODY, "masuk lewat direktori", "", "ditolak", address)
            raise WrongError
        found = self._open(account, "masuk lewat direktori", address, VOUCHED)
        return replace(found, visitor=replace(found.visitor, must_change=False))

    def _open(self, account: Account, act: str, address: str, begins: str = "") -> SignedIn:
        token, now = begins + secrets.token_urlsafe(32), self.clock.now()
        with self._write.begin() as connection:
            stored.open_session(connection, token_hash(token), account, now, now + self.lifetime.whole)
        self.note(account.who, act, "", "berhasil", address)
        return SignedIn(token, Visitor(account.who, account.must_change))

    def sign_out(self, token: str, address: str) -> None:
        """Ends one session."""
        who = self.visitor(token).who
        with self._write.begin() as connection:
            stored.end_sessions(connection, [token_hash(token)])
        self._known.forget()
        if who != NOBODY:
            self.note(who, "keluar", "", "berhasil", address)

    def sign_out_everywhere(self, who: Who, address: str) -> None:
        """Ends every session of an account, this one too."""
        self._change(who.name, end_sessions=True)
        self.note(who, "keluar dari semua perangkat", "", "berhasil", address)

    def change_password(self, who: Who, old: str, new: str, address: str) -> SignedIn:
        """Gives an account the password that its office chose; every other session ends.

        :raises WrongError: the old one is wrong
        :raises TooManyError: it was wrong too often
        :raises WeakError: the new one is not taken
        """
        self._begin(who.name, address)
        account = self._account(who.name)
        if account is None or not self._passwords.matches(account.password_hash, old):
            self.note(who, "ganti kata sandi", "", "ditolak", address)
            raise WrongError
        self._forgive(who.name, address)
        fault = Weakness.SAME if new == old else weakness(new, who.name)
        if fault:
            raise WeakError(fault)
        values = {"password_hash": self._passwords.hash(new), "must_change": False}
        changed = self._change(who.name, end_sessions=True, **values)
        return self._open(changed, "ganti kata sandi", address)
