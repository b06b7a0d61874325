"""``/readyz`` says no when the store does not answer, although the board has a fresh snapshot."""

import threading
import time
from pathlib import Path

import pytest

from dashboard.app import create_app
from data.services.store_health import HEARD_SECONDS
from data.store.engine import open_engine, writer
from data.store.probe import PROBE_SECONDS, StoreProbe
from tests.builders import open_test_context
from tests.dashboard.asgi_client import send_request
from tests.dashboard.web_contexts import web_context_of
from tests.pulls import run_sql
from tests.servers import free_port


def test_a_board_whose_store_is_gone_is_not_ready(tmp_path: Path) -> None:
    """It said that it was for a minute more."""
    app_context = open_test_context(tmp_path)
    context = web_context_of(app_context)
    app = create_app(context)
    assert send_request(app.server, "/readyz").status_code == 200
    path = Path(str(app_context.engine.url.database))
    path.rename(tmp_path / "away.db")
    response = send_request(app.server, "/readyz")
    assert (response.status_code, response.json()["status"]) == (503, "the store does not answer")
    assert not path.exists()
    (tmp_path / "away.db").rename(path)
    assert send_request(app.server, "/readyz").status_code == 200


def test_a_store_that_answered_lately_is_not_asked(tmp_path: Path) -> None:
    """Anybody may ask whether the board is ready: that costs the store nothing."""
    app_context = open_test_context(tmp_path)
    context = web_context_of(app_context)
    app = create_app(context)
    Path(str(app_context.engine.url.database)).rename(tmp_path / "away.db")
    context.live_board.last_store_contact = time.monotonic() + HEARD_SECONDS, app_context.clock.now()
    assert send_request(app.server, "/readyz").status_code == 200


def test_the_probe_waits_for_no_connection_of_the_pool(app_context_on_each_db) -> None:
    engine = app_context_on_each_db.engine
    held = [engine.connect() for _ in range(engine.pool.size())]  # type: ignore[attr-defined]
    assert StoreProbe(engine).answers()
    for connection in held:
        connection.close()


def test_the_probe_waits_for_no_writer(app_context_on_each_db) -> None:
    with writer(app_context_on_each_db.engine).begin():
        assert StoreProbe(app_context_on_each_db.engine).answers()


def test_a_store_without_its_tables_does_not_answer(app_context_on_each_db) -> None:
    run_sql(app_context_on_each_db.engine, "DROP TABLE counter")
    assert not StoreProbe(app_context_on_each_db.engine).answers()


@pytest.mark.postgres
def test_a_server_that_is_away_does_not_answer() -> None:
    engine = open_engine(f"postgresql+psycopg://postgres@127.0.0.1:{free_port()}/postgres")
    assert not StoreProbe(engine).answers()


def test_those_who_ask_at_once_share_one_question(tmp_path: Path) -> None:
    probe = StoreProbe(open_test_context(tmp_path).engine)
    first = probe.ask()
    assert first.done() or probe.ask() is first


def test_while_a_question_hangs_those_who_ask_get_a_no_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kind: each request waited for the whole deadline, and left a waiter at a question that never ends."""
    probe, release, now = StoreProbe(open_test_context(tmp_path).engine), threading.Event(), [100.0]
    monkeypatch.setattr("data.store.probe.monotonic", lambda: now[0])
    monkeypatch.setattr(probe, "_ask_sqlite", release.wait)
    hanging = probe.ask()
    assert probe.ask() is hanging
    now[0] += PROBE_SECONDS + 1
    late = probe.ask()
    assert (late.done(), late.result(), hanging.done()) == (True, False, False)
    assert not hanging.cancel()
    release.set()
    assert hanging.result(timeout=60)
    assert probe.ask() is not hanging


def test_a_question_ends_whatever_goes_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> bool:
        raise ValueError

    probe = StoreProbe(open_test_context(tmp_path).engine)
    monkeypatch.setattr(probe, "_ask_sqlite", fail)
    assert probe.ask().result(timeout=60) is False
