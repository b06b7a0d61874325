"""An import killed at any moment and run again gives the same store; progress is shown on terminals only."""

import io
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from rich.console import Console

from data.sources.base import Row
from jobs.progress import track_progress
from tests.builders import write_city
from tests.personas import MONDAY_NOON
from tests.pulls import process_environment, run_module, start_module, wait_until
from tests.table_files import HEADER, SOURCE, delimited

ROWS = 9_000
STABLE_COLUMNS = (
    "service_request_id, status, status_description, requested_datetime, area_code, placement, details"
)


@pytest.fixture(scope="module")
def city_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city")
    write_city(folder, source=[SOURCE])
    rows = [[f"A-{n}", "2026-11-02 08:00", "", "", "open", "Sampah", f"teks {n}", "1.405", "124.805"]
            for n in range(ROWS)]  # fmt: skip
    (folder / "besar.csv").write_bytes(delimited(HEADER, *rows))
    return folder


@pytest.fixture(scope="module")
def uninterrupted_rows(city_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple]:
    """Return what the store holds after an import that nothing interrupts."""
    folder = tmp_path_factory.mktemp("whole")
    environment = {**process_environment(city_folder), "PANTAU_VAR": str(folder)}
    assert run_module(["jobs", "import", str(city_folder / "besar.csv")], environment).returncode == 0
    return stored_rows(folder / "31.01.db", STABLE_COLUMNS)


def stored_rows(path: Path, columns: str = "count(*)") -> list[tuple]:
    """Return how much the store holds so far, 0 before it exists."""
    if not path.exists():
        return []
    with closing(sqlite3.connect(path)) as connection, connection:
        try:
            return connection.execute(f"SELECT {columns} FROM service_request ORDER BY 1").fetchall()
        except sqlite3.OperationalError:
            return []


@pytest.mark.parametrize("stored_before", [0, 2_000, 6_000])
def test_an_import_killed_and_run_again_ends_in_the_same_store(
    city_folder, uninterrupted_rows, tmp_path, stored_before
):
    environment = {**process_environment(city_folder), "PANTAU_VAR": str(tmp_path)}
    command, store = ["jobs", "import", str(city_folder / "besar.csv")], tmp_path / "31.01.db"
    with start_module(command, environment) as process:
        wait_until(lambda: (stored_rows(store) or [(-1,)])[0][0] >= stored_before)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert run_module(command, environment).returncode == 0
    assert stored_rows(store, STABLE_COLUMNS) == uninterrupted_rows
    assert stored_rows(store) == [(ROWS,)]


class FakeTerminal(io.StringIO):
    """A text stream that claims to be a terminal."""

    def isatty(self) -> bool:
        return True


class NumberedFeed:
    """A feed of numbered rows."""

    def rows(self, now, since):
        for number in range(1, 1_201):
            yield Row(number, "", {})


@pytest.mark.parametrize("page", [FakeTerminal(), io.StringIO()])
def test_progress_is_shown_on_a_terminal_only_and_no_row_is_lost(page):
    with track_progress(NumberedFeed(), "besar.csv", page) as feed:
        assert [row.number for row in feed.rows(MONDAY_NOON, None)] == list(range(1, 1_201))
    assert ("1,200 rows" in page.getvalue()) is page.isatty()
    assert Console(file=page).is_terminal is page.isatty()
