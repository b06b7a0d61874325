"""Fixtures for all tests: the test city with its store on each database, PostgreSQL and Chromium."""

import gc
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import structlog
from hypothesis import settings
from playwright.sync_api import Browser

from bootstrap import AppContext
from tests.builders import open_test_context
from tests.chromium import launch_chromium
from tests.servers import Postgres, start_postgres

# No example has a deadline: a busy machine is no fault. `make mutants` runs the same few examples each time.
settings.register_profile("board", deadline=None, max_examples=25)
settings.register_profile("mutants", deadline=None, derandomize=True, max_examples=10, database=None)
settings.register_profile("thorough", deadline=None, max_examples=1_000)
settings.load_profile("board")


@pytest.fixture(autouse=True)
def reset_log() -> Iterator[None]:
    """Forget how a command configured the log of its process: it writes to what the test before captured."""
    yield
    structlog.reset_defaults()


@pytest.fixture(autouse=True)
def reset_collector() -> Iterator[None]:
    """Forget how a command set the garbage collector of its process: here later tests run in it."""
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    if gc.get_freeze_count():
        gc.unfreeze()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Run a PostgreSQL server for this test run, without durability: its data is thrown away.

    It lies outside pytest's folder: any other run that begins meanwhile closes that to all but its user.
    """
    with TemporaryDirectory(prefix="pantau-postgres-") as folder, start_postgres(Path(folder)) as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Run Debian's Chromium."""
    with launch_chromium() as launched:
        yield launched


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the URL of an empty store, once on each kind of database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.new_store()
    yield url
    server.end_connections(url)


@pytest.fixture
def app_context(tmp_path: Path) -> AppContext:
    """Open the test city with an empty SQLite store, its clock standing at Monday noon."""
    return open_test_context(tmp_path)


@pytest.fixture
def app_context_on_each_db(tmp_path: Path, store_url: str) -> AppContext:
    """Open the test city with an empty store, once on each kind of database."""
    return open_test_context(tmp_path, store_url)
