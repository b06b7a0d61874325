"""The common base of the account services: store, clock, caches and audit log."""

from dataclasses import replace
from functools import partial
from secrets import token_bytes

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from data.config.clock import Clock
from data.core.access import ANONYMOUS, Principal
from data.core.time_trust import not_after
from data.lib.crypto import opaque_id
from data.services.auth.devices import KnownDevices
from data.services.auth.models import AccountError, SessionLifetime, SessionUser
from data.services.auth.password_queue import PasswordQueue
from data.services.auth.passwords import PasswordService
from data.services.auth.refusal_limit import RefusalLimit
from data.services.auth.ttl_cache import TtlCache
from data.store import accounts as stored
from data.store import audit, subscriptions
from data.store.accounts import Account
from data.store.audit import AuditEntry
from data.store.engine import writer

log = structlog.get_logger(__name__)


class AuthBase:
    """The accounts of one store; the clock shows real time, so that sessions of a practice city last as long.

    :param practice: a practice city, where the well-known practice password is valid
    :param secret: the board's, the same in every process; without it devices are known to this one only
    """

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        lifetime: SessionLifetime | None = None,
        passwords: PasswordService | None = None,
        *,
        practice: bool = False,
        secret: bytes | None = None,
    ) -> None:
        self._read_engine, self._write_engine = engine, writer(engine)
        self.clock, self.lifetime = clock, lifetime or SessionLifetime()
        self._passwords, self.practice = passwords or PasswordService(), practice
        seal = partial(opaque_id, secret or token_bytes(32), "known device")
        self.devices, self.password_queue = KnownDevices(seal), PasswordQueue()
        self._user_cache = TtlCache[SessionUser]()
        self._store_failed_at: float | None = None  # by the monotonic clock
        self.refusals = RefusalLimit()
        self._recent_audit_entries = TtlCache[bool](ttl_seconds=60)

    def write_audit(self, principal: Principal, action: str, target: str, outcome: str, address: str) -> None:
        """Write one entry of the audit log; into the program's own log if the store is unavailable."""
        self._store_audit(self._audit_entry(principal, action, target, outcome, address))

    def write_audit_once(
        self, principal: Principal, action: str, target: str, outcome: str, address: str
    ) -> None:
        """Write a refusal, but the same one at most once a minute; see :meth:`write_refusal`.

        Anybody can repeat a request without end.
        """
        entry = self._audit_entry(principal, action, target, outcome, address)
        entry_key = "\n".join((entry.who, entry.role, entry.act, entry.object, entry.outcome, entry.address))
        if self._recent_audit_entries.get(entry_key, lambda _key: None) is not None:
            return
        if principal == ANONYMOUS and not self.refusals.take(address):
            return
        self._recent_audit_entries.get(entry_key, lambda _key: True)
        self._store_audit(entry)

    def write_refusal(self, principal: Principal, action: str, outcome: str, address: str) -> None:
        """Write that somebody who is not signed in was refused, within the limits of such entries.

        :param principal: the account that was asked for, if there is one
        """
        if self.refusals.take(address):
            self._store_audit(self._audit_entry(principal, action, "", outcome, address))

    def write_left_out_refusals(self, *, at_end: bool = False) -> None:
        """Write one entry that says how many refusals were left out, if any; call this every few seconds.

        :param at_end: the process ends, so that those of the present minute count too
        """
        if count := self.refusals.collect_left_out(also_of_present_window=at_end):
            self.write_audit(ANONYMOUS, "catatan dibatasi", "", f"{count} penolakan tidak dicatat", "")

    def _audit_entry(
        self, principal: Principal, action: str, target: str, outcome: str, address: str
    ) -> AuditEntry:
        """Return an entry with texts of bounded length, before they become keys or rows."""
        now = self.clock.now()
        return audit.cut(AuditEntry(now, principal.name, principal.role, action, target, outcome, address))

    def _store_audit(self, entry: AuditEntry) -> None:
        try:
            with self._write_engine.begin() as connection:
                audit.write(connection, entry)
        except SQLAlchemyError as error:
            log.error(
                "audit line not stored", who=entry.who, act=entry.act, about=entry.object,
                outcome=entry.outcome, reason=type(error).__name__,
            )  # fmt: skip

    def list_audit(self, limit: int = 100) -> list[AuditEntry]:
        """Return the latest entries of the audit log, newest first, none of them dated after now."""
        with self._read_engine.connect() as connection:
            entries = audit.latest(connection, limit)
        now = self.clock.now()
        return [replace(entry, at=not_after(entry.at, now)) for entry in entries]

    def _update_account(self, name: str, *, end_sessions: bool, **values: object) -> Account:
        """Update an account and clear the cache of users; with its sessions its push subscriptions end too.

        :raises AccountError: there is no such account
        """
        with self._write_engine.begin() as connection:
            if not stored.update_account(connection, name, end_sessions=end_sessions, **values):
                raise AccountError(f"no account {name!r}")
            if end_sessions:
                subscriptions.delete_by_receiver(connection, name)
            account = stored.find(connection, name)
        self._user_cache.clear()
        assert account is not None
        return account
