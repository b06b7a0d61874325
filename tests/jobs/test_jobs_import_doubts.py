"""An import that is hardly true says so before it is believed: when inspected, and before it is stored."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

import jobs.pull
from bootstrap import AppContext
from data.store.engine import open_engine
from data.store.schema import rejected_row, service_request
from jobs.feed_factory import open_feed
from jobs.pull import pull
from tests.builders import open_test_context, write_city
from tests.jobs.conftest import RunJobs
from tests.pulls import csv_body, find_source, process_environment
from tests.table_files import HEADER, SOURCE

DOUBT = "none of the 4 reports that name a place lies in an area of the city"
CATEGORY_DOUBT = "none of the 4 reports that name a category has a known one"
ELSEWHERE = [
    [f"A-{number}", f"2026-11-0{number} 08:00", "", "", "open", "Jalanan", "rusak", "-6.2", "106.8"]
    for number in range(1, 5)
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the city's files, and a file of another city's reports."""
    write_city(tmp_path, source=[SOURCE])
    (tmp_path / "jakarta.csv").write_bytes(csv_body(HEADER, *ELSEWHERE))
    return tmp_path


def run_import(folder: Path, run_jobs: RunJobs, *options: str):
    return run_jobs(["import", str(folder / "jakarta.csv"), *options], process_environment(folder))


def count_stored(folder: Path) -> list[int]:
    engine = open_engine(f"sqlite:///{folder / 'var' / '31.01.db'}")
    with engine.connect() as connection:
        tables = (service_request, rejected_row)
        return [connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def test_an_inspection_says_what_is_hardly_true(folder: Path, run_jobs: RunJobs) -> None:
    output = run_import(folder, run_jobs, "--inspect", "--source", "rekap").stdout
    assert f"doubtful  {DOUBT}" in output
    assert f"doubtful  {CATEGORY_DOUBT}" in output


def test_an_inspection_counts_rejected_rows(folder: Path, run_jobs: RunJobs) -> None:
    rows = [[row[0], "kemarin", *row[2:]] for row in ELSEWHERE]
    (folder / "jakarta.csv").write_bytes(csv_body(HEADER, *rows))
    output = run_import(folder, run_jobs, "--inspect", "--source", "rekap").stdout
    assert "doubtful  all 4 rows are rejected" in output


def test_a_strict_import_stores_nothing_of_it(folder: Path, run_jobs: RunJobs) -> None:
    completed = run_import(folder, run_jobs, "--strict")
    line = json.loads(completed.stdout)
    assert completed.returncode == 1
    assert line["error"] == f"nothing is stored: {DOUBT}; {CATEGORY_DOUBT}"
    assert count_stored(folder) == [0, 0]
    accepted = run_import(folder, run_jobs, "--strict", "--accept")
    assert (accepted.returncode, json.loads(accepted.stdout)["new"]) == (0, 4)


def test_an_import_names_each_doubt_once(folder: Path, run_jobs: RunJobs) -> None:
    completed = run_import(folder, run_jobs)
    assert completed.returncode == 0
    for doubt in (DOUBT, CATEGORY_DOUBT):
        assert completed.stderr.count(f"jakarta.csv: warning: {doubt}\n") == 1
    assert json.loads(completed.stdout)["warnings"] == [DOUBT, CATEGORY_DOUBT]


def test_a_doubt_is_said_before_a_row_is_stored(tmp_path: Path) -> None:
    context = open_test_context(tmp_path, source=[SOURCE])
    (tmp_path / "jakarta.csv").write_bytes(csv_body(HEADER, *ELSEWHERE))
    assert stored_at_doubt(context, tmp_path / "jakarta.csv") == [(0, [DOUBT, CATEGORY_DOUBT])]


def test_what_the_first_rows_of_a_long_file_do_not_show_is_said_at_its_end(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(jobs.pull, "BATCH_SIZE", 1)
    context = open_test_context(tmp_path, source=[SOURCE])
    rows = [[f"A-{number}", *ELSEWHERE[0][1:]] for number in range(8)]
    (tmp_path / "jakarta.csv").write_bytes(csv_body(HEADER, *rows))
    ((count, doubts),) = stored_at_doubt(context, tmp_path / "jakarta.csv")
    assert (count, doubts[0]) == (0, DOUBT.replace("4", "5"))


def stored_at_doubt(context: AppContext, path: Path) -> list[tuple[int, list[str]]]:
    """Return how many reports were stored when the import said its doubts, and these."""
    told = []

    def note(doubts):
        with context.engine.connect() as connection:
            told.append((connection.scalar(select(func.count()).select_from(service_request)), list(doubts)))
        return True

    source = find_source(context, "rekap")
    line = pull(context, source, open_feed(source, context, path), file=path.name, on_doubt=note)
    assert line["error"] is None
    return told
