"""The training class of a practice city: who has done what, and beginning anew."""

from collections.abc import Iterable

from sqlalchemy import Engine

from data.config.clock import Clock
from data.core.access import Principal, Role
from data.core.training import SIGN_IN, TRAINEE_ROLES, TrainingProgress
from data.services.auth.service import AuthService
from data.services.auth.ttl_cache import TtlCache
from data.store import exercises
from data.store.engine import writer


class TrainingService:
    """One practice city's class; any thread may call it."""

    def __init__(self, engine: Engine, accounts: AuthService, clock: Clock) -> None:
        self._read_engine, self._write_engine = engine, writer(engine)
        self._accounts, self._clock = accounts, clock
        self._recorded = TtlCache[bool](ttl_seconds=60)

    def record(self, principal: Principal, step: int) -> None:
        """Notes an exercise; whoever does any has signed in. Asked again and again, it costs nothing."""
        cache_key = f"{principal.name}\n{step}"
        if self._recorded.get(cache_key, lambda _key: None):
            return
        now = self._clock.now()
        with self._write_engine.begin() as connection:
            exercises.save_completed(connection, principal.name, SIGN_IN, now)
            exercises.save_completed(connection, principal.name, step, now)
        self._recorded.get(cache_key, lambda _mark: True)

    def progress(self) -> list[TrainingProgress]:
        """All pupils by kecamatan, the camat first."""
        with self._read_engine.connect() as connection:
            completed = exercises.list_completed(connection)
        participants = [
            Principal(account.name, Role(account.role), account.parent)
            for account in self._accounts.list_accounts()
            if account.role in TRAINEE_ROLES and not account.disabled
        ]
        participants.sort(key=lambda principal: (principal.parent or "", principal.name))
        return [TrainingProgress(who, completed.get(who.name, {})) for who in participants]

    def restart(self, names: Iterable[str]) -> None:
        """Forgets what these accounts did. Reports that they filed stay: a class learns on a living city."""
        with self._write_engine.begin() as connection:
            exercises.reset(connection, names)
        self._recorded.clear()
