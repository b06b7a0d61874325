"""The command that makes stored reports confidential: by id, by a file of ids, or by the words of today."""

import json
from pathlib import Path
from typing import Any

import pytest

from bootstrap import AppContext
from data.__main__ import main
from data.core.config.city import CONFIDENTIAL
from data.core.config.confidential_words import ConfidentialWords
from data.core.follow_up.records import Picture
from data.services.integrity import check_store
from data.services.redaction import RedactionTarget, find_marked, redact_stored
from data.services.submission import NewReport
from data.store.audit import latest
from data.store.engine import writer
from data.store.follow_ups import insert_pictures
from data.store.schema import event, rejected_row
from data.store.schema_follow_ups import notice, picture
from jobs.area_reassignment import sync_layer
from tests.builders import open_test_context, qlue_row
from tests.personas import MONDAY_NOON
from tests.pulls import process_environment, pull_rows, reports, rows_of, store_contents

SECRET = "pungutan di rumah kuning"
TARGET = RedactionTarget(frozenset({("qlue", "1")}))
PICTURE = Picture("p1", "report", "image/jpeg", 8, 8, SECRET.encode())


@pytest.fixture
def context(tmp_path: Path, store_url: str) -> AppContext:
    """Return a city with a report that is stored in the open, a rejected row of it, and another report."""
    app_context = open_test_context(tmp_path, store_url)
    sync_layer(app_context)
    pull_rows(
        app_context, qlue_row(1, post_desc=SECRET, post_title=SECRET), qlue_row(2),
        qlue_row(1, post_desc=SECRET, post_date="kemarin"),
    )  # fmt: skip
    with writer(app_context.engine).begin() as connection:
        insert_pictures(connection, ("qlue", "1"), 1, MONDAY_NOON, (PICTURE,))
    return app_context


def stored_text(context: AppContext) -> str:
    tables = [rows_of(context.engine, table) for table in (picture, notice)]
    return str(store_contents(context.engine)) + str(tables)


def redact(context: AppContext, target: RedactionTarget = TARGET, *, dry_run: bool = False) -> dict[str, int]:
    result = redact_stored(context.engine, target, MONDAY_NOON, dry_run=dry_run)
    return {name: count for name, count in result.counts.items() if count}


def test_a_report_loses_all_its_texts_and_counts_in_its_kecamatan(context: AppContext) -> None:
    counts = redact(context)
    assert counts.items() >= {"reports": 1, "pictures": 1, "rejected": 1}.items()
    assert SECRET not in stored_text(context)
    stored = reports(context.engine)["1"]
    assert (stored["service_code"], stored["area_code"], stored["lat"]) == (CONFIDENTIAL, "31.01.01", None)
    assert reports(context.engine)["2"]["details"]["description"] == "menumpuk"
    assert check_store(context.engine, context.city, MONDAY_NOON) == []


def test_again_it_changes_nothing(context: AppContext) -> None:
    redact(context)
    before = store_contents(context.engine)
    assert redact(context) == {}
    assert store_contents(context.engine) == before


def test_a_dry_run_counts_and_stores_nothing(context: AppContext) -> None:
    before = store_contents(context.engine)
    counts = redact(context, dry_run=True)
    assert store_contents(context.engine) == before
    assert redact(context) == counts


def test_it_is_audited(context: AppContext) -> None:
    redact(context)
    with context.engine.connect() as connection:
        (entry,) = latest(connection, 5)
    assert (entry.act, entry.object) == ("rahasiakan", "qlue/1")
    assert SECRET not in str(entry)


def test_the_source_does_not_undo_it(context: AppContext) -> None:
    """The source does not call it confidential, and sends the text again."""
    redact(context)
    pull_rows(context, qlue_row(1, post_desc=f"{SECRET}, lagi"))
    assert SECRET not in stored_text(context)
    assert reports(context.engine)["1"]["service_code"] == CONFIDENTIAL


def test_by_words_it_finds_what_today_is_confidential(context: AppContext) -> None:
    """A word that the city adds, and rows that were stored before any rule looked at them."""
    city = context.city.model_copy(update={"confidential": ConfidentialWords(words=("rumah kuning",))})
    target = find_marked(context.engine, city)
    assert target.keys == {("qlue", "1")}
    assert len(target.rejections) == 1
    redact(context, target)
    assert SECRET not in stored_text(context)
    assert redact(context, find_marked(context.engine, city)) == {}


def test_events_and_quarantine_are_searched_too(context: AppContext) -> None:
    """The state is public by now, but its history is not."""
    with writer(context.engine).begin() as connection:
        old = {"description": "Laporan rahasia"}
        connection.execute(event.update().where(event.c.service_request_id == "2").values(amended=old))
        fields = {"service_request_id": 7, "description": "rahasia"}
        connection.execute(rejected_row.update().values(fields=fields))
    assert find_marked(context.engine, context.city).keys == {("qlue", "2"), ("qlue", "7")}


def test_a_report_of_this_board_that_calls_itself_confidential_is_withheld(tmp_path: Path) -> None:
    """The form has no such category: the text says it."""
    context = open_test_context(tmp_path)
    sync_layer(context)
    report = NewReport("s-1", "warga", "sampah", f"RAHASIA - {SECRET} setiap hari Senin dan Kamis",
                       area_name="Anggrek", parent_name="Barat", pictures=(PICTURE,))  # fmt: skip
    receipt = context.submissions.submit(report)
    assert SECRET not in stored_text(context)
    stored = reports(context.engine)[receipt.service_request_id]
    assert (stored["service_code"], stored["area_code"]) == (CONFIDENTIAL, "31.01.01")


@pytest.fixture
def run_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    context = open_test_context(tmp_path)
    sync_layer(context)
    pull_rows(context, qlue_row(1), qlue_row(2))
    capsys.readouterr()  # the log of the pull
    for name, value in process_environment(tmp_path).items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str) -> tuple[int, str]:
        code = main(["redact", *arguments])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return run


def test_the_command_takes_ids_and_files_of_ids(run_command: Any, tmp_path: Path) -> None:
    (tmp_path / "nomor.txt").write_text("1\n\n2\n99\n", encoding="utf-8")
    code, output = run_command("--source", "qlue", "--ids", str(tmp_path / "nomor.txt"), "--dry-run")
    assert (code, json.loads(output)["reports"], json.loads(output)["not_stored"]) == (0, 2, 1)
    code, output = run_command("--source", "qlue", "--id", "1")
    assert (code, json.loads(output)["reports"]) == (0, 1)
    code, output = run_command("--by-words")
    assert (code, json.loads(output)["reports"]) == (0, 0)


WRONG_USE = [
    (), ("--source", "qlue"), ("--id", "1"), ("--source", "lain", "--id", "1"),
    ("--source", "qlue", "--ids", "/tidak/ada"),
]  # fmt: skip


@pytest.mark.parametrize("arguments", WRONG_USE)
def test_wrong_use_is_named(run_command: Any, arguments: tuple[str, ...]) -> None:
    code, output = run_command(*arguments)
    assert code == 2
    assert "redact needs" in output or "allowed is" in output or "--ids" in output
