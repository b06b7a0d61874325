"""Whether the store answers, asked over a connection of its own: no pool, no lock and no writer delays it."""

import sqlite3
import threading
from concurrent.futures import Future, wait
from contextlib import closing
from pathlib import Path
from time import monotonic
from urllib.parse import quote

from sqlalchemy import Engine

PROBE_SECONDS = 2.0  # a store that takes longer does not answer
QUERY = "SELECT 1 FROM counter"


class StoreProbe:
    """Asks the store of an engine; one question at a time, shared by all who ask meanwhile."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._question: Future[bool] | None = None
        self._asked_at = 0.0  # by the steady clock
        self._lock = threading.Lock()

    def ask(self) -> "Future[bool]":
        """Return a future of whether the store answers; a no at once while one is late, and may hang."""
        with self._lock:
            if self._question is None or self._question.done():
                self._question = self._begin()
            elif monotonic() - self._asked_at > PROBE_SECONDS:
                return _no()  # nobody more waits for an answer that may never come
            return self._question

    def answers(self) -> bool:
        """Return whether the store answers within :data:`PROBE_SECONDS`."""
        question = self.ask()
        wait([question], timeout=PROBE_SECONDS)
        return question.done() and question.result()

    def _begin(self) -> "Future[bool]":
        question, self._asked_at = Future[bool](), monotonic()
        question.set_running_or_notify_cancel()  # one who waits and goes away does not end it for the others
        # Not one of a pool: a thread that hangs must not keep the process from its end.
        thread = threading.Thread(target=lambda: question.set_result(self._ask()), daemon=True)
        try:
            thread.start()
        except RuntimeError:  # no thread can be had
            return _no()
        return question

    def _ask(self) -> bool:
        try:
            return self._ask_sqlite() if self._engine.dialect.name == "sqlite" else self._ask_postgres()
        except Exception:  # whatever it was, those who wait get their answer
            return False

    def _ask_sqlite(self) -> bool:
        path = self._engine.url.database
        if not path or path.startswith((":memory:", "file:")):
            return True
        address = f"file:{quote(str(Path(path).absolute()))}?mode=ro"  # a missing file is not created
        with closing(sqlite3.connect(address, uri=True, timeout=PROBE_SECONDS)) as connection:
            connection.execute(QUERY).fetchone()
        return True

    def _ask_postgres(self) -> bool:
        import psycopg

        arguments, parameters = self._engine.dialect.create_connect_args(self._engine.url)
        parameters = {**parameters, "connect_timeout": int(PROBE_SECONDS), "autocommit": True}
        with psycopg.connect(*arguments, **parameters) as connection:
            connection.execute("SELECT set_config('statement_timeout', %s, false)", [f"{PROBE_SECONDS:g}s"])
            connection.execute(QUERY).fetchone()
        return True


def _no() -> "Future[bool]":
    answer = Future[bool]()
    answer.set_result(False)
    return answer
