"""Training in a practice city: which trainee has done which exercise."""

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
    """The training of one practice city; any thread may call it."""

    def __init__(self, engine: Engine, accounts: AuthService, clock: Clock) -> None:
        self._read_engine, self._write_engine = engine, writer(engine)
        self._accounts, self._clock = accounts, clock
        self._recorded = TtlCache[bool](ttl_seconds=60)

    def record(self, principal: Principal, step: int) -> None:
        """Store a completed exercise, and the sign-in with it; repeated calls are cached."""
        cache_key = f"{principal.name}\n{step}"
        if self._recorded.get(cache_key, lambda _key: None):
            return
        now = self._clock.now()
        with self._write_engine.begin() as connection:
            exercises.save_completed(connection, principal.name, SIGN_IN, now)
            exercises.save_completed(connection, principal.name, step, now)
        self._recorded.get(cache_key, lambda _mark: True)

    def progress(self) -> list[TrainingProgress]:
        """Return the progress of all trainees by kecamatan, the camat first."""
        with self._read_engine.connect() as connection:
            completed = exercises.list_completed(connection)
        trainees = [
            Principal(account.name, Role(account.role), account.parent)
            for account in self._accounts.list_accounts()
            if account.role in TRAINEE_ROLES and not account.disabled
        ]
        trainees.sort(key=lambda principal: (principal.parent or "", principal.name))
        return [TrainingProgress(trainee, completed.get(trainee.name, {})) for trainee in trainees]

    def restart(self, names: Iterable[str]) -> None:
        """Delete the progress of these accounts; reports that they submitted stay."""
        with self._write_engine.begin() as connection:
            exercises.reset(connection, names)
        self._recorded.clear()
