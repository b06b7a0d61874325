"""Drop folders: a file is imported once it has stopped growing, and moved."""

import os
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from bootstrap import AppContext
from data.config.settings import SettingError
from data.core.config.city import FolderSource
from data.core.faults import FaultKind
from data.store import reports
from data.store.ledger import health
from data.store.schema import pull as pulls
from data.store.schema import service_request
from jobs import drop_folder as folder_module
from jobs.drop_folder import scan_folder
from tests.builders import open_test_context

HEAD = "Nomor,Masuk,Status\n"
RECAP: dict[str, Any] = {
    "name": "rekap", "kind": "csv",
    "fields": {"service_request_id": "Nomor", "requested_datetime": "Masuk", "status_description": "Status"},
}  # fmt: skip
FOLDER: dict[str, Any] = {
    "name": "kotak",
    "kind": "folder",
    "path": "masuk",
    "like": "rekap",
    "every_seconds": 60,
}


@pytest.fixture
def app_context(tmp_path: Path) -> AppContext:
    (tmp_path / "masuk").mkdir()
    return open_test_context(tmp_path, source=[RECAP, FOLDER])


@pytest.fixture
def drop_folder(tmp_path: Path) -> Path:
    return tmp_path / "masuk"


def scan(app_context: AppContext) -> dict[str, Any]:
    source = app_context.city.get_source("kotak")
    assert isinstance(source, FolderSource)
    return scan_folder(app_context, source)


def recap_csv(*numbers: int, word: str = "proses") -> str:
    return HEAD + "".join(f"{n},2026-11-23 09:00,{word}\n" for n in numbers)


def report_count(app_context: AppContext) -> int:
    with app_context.engine.connect() as connection:
        return reports.count_reports(connection)


def file_names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_file_is_imported_at_the_second_scan_and_moved(app_context: AppContext, drop_folder: Path) -> None:
    (drop_folder / "senin.csv").write_text(recap_csv(1, 2), encoding="utf-8")
    first, second = scan(app_context), scan(app_context)
    assert (first["waiting"], first["files"]) == (1, [])
    assert [(line["file"], line["source"], line["new"]) for line in second["files"]] == [
        ("senin.csv", "rekap", 2)
    ]
    assert (file_names(drop_folder), file_names(drop_folder / "selesai"), report_count(app_context)) == (
        ["selesai"],
        ["senin.csv"],
        2,
    )


def test_a_growing_file_is_not_imported_yet(app_context: AppContext, drop_folder: Path) -> None:
    (drop_folder / "senin.csv").write_text(recap_csv(1), encoding="utf-8")
    for number in range(2, 5):
        scan(app_context)
        (drop_folder / "senin.csv").write_text(recap_csv(*range(1, number + 1)), encoding="utf-8")
    assert (report_count(app_context), file_names(drop_folder)) == (0, ["senin.csv"])
    scan(app_context)
    scan(app_context)
    assert report_count(app_context) == 4


@pytest.mark.parametrize(
    "name", [".senin.csv", "~$senin.csv", "senin.csv.part", "senin.csv.tmp", "senin.CSV.crdownload"]
)
def test_temporary_files_of_other_programs_are_ignored(
    app_context: AppContext, drop_folder: Path, name: str
) -> None:
    (drop_folder / name).write_text(recap_csv(1), encoding="utf-8")
    for _ in range(3):
        assert scan(app_context)["files"] == []
    assert file_names(drop_folder) == [name]


def test_links_and_folders_are_ignored(app_context: AppContext, drop_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "luar.csv").write_text(recap_csv(1), encoding="utf-8")
    (drop_folder / "tautan.csv").symlink_to(tmp_path / "luar.csv")
    (drop_folder / "dalam").mkdir()
    for _ in range(3):
        assert scan(app_context)["files"] == []


def test_an_unreadable_file_is_moved_to_failed_with_the_reason(
    app_context: AppContext, drop_folder: Path
) -> None:
    (drop_folder / "surat.csv").write_text("Kepada,Yth\nBapak,Camat\n", encoding="utf-8")
    scan(app_context)
    line = scan(app_context)["files"][0]
    assert "no column" in line["error"]
    assert file_names(drop_folder / "gagal") == ["surat.csv", "surat.csv.alasan.txt"]
    assert "Alasan: no column" in (drop_folder / "gagal" / "surat.csv.alasan.txt").read_text(encoding="utf-8")


def test_a_file_with_only_bad_rows_is_moved_to_failed(app_context: AppContext, drop_folder: Path) -> None:
    (drop_folder / "senin.csv").write_text(HEAD + "1,kemarin,proses\n", encoding="utf-8")
    scan(app_context)
    scan(app_context)
    assert file_names(drop_folder / "gagal") == ["senin.csv", "senin.csv.alasan.txt"]
    assert "1 dari 1 baris" in (drop_folder / "gagal" / "senin.csv.alasan.txt").read_text(encoding="utf-8")


def test_a_file_with_some_bad_rows_is_moved_to_done_with_a_note(
    app_context: AppContext, drop_folder: Path
) -> None:
    (drop_folder / "senin.csv").write_text(recap_csv(1) + "2,kemarin,proses\n", encoding="utf-8")
    scan(app_context)
    scan(app_context)
    assert file_names(drop_folder / "selesai") == ["senin.csv", "senin.csv.alasan.txt"]
    assert "1 dari 2 baris" in (drop_folder / "selesai" / "senin.csv.alasan.txt").read_text(encoding="utf-8")


def test_one_bad_file_does_not_stop_the_others(app_context: AppContext, drop_folder: Path) -> None:
    (drop_folder / "a.csv").write_text("rusak", encoding="utf-8")
    (drop_folder / "b.csv").write_text(recap_csv(1), encoding="utf-8")
    scan(app_context)
    scan(app_context)
    assert (report_count(app_context), file_names(drop_folder)) == (1, ["gagal", "selesai"])


def test_a_file_name_that_is_not_utf_8_is_logged_once_and_does_not_stop_the_others(
    app_context: AppContext, drop_folder: Path
) -> None:
    """Kind: one bad item: a name of an old Windows share ended every scan, since no database holds it."""
    odd = os.fsencode(drop_folder) + b"/lapor\xff.csv"
    for path in (odd, os.fsencode(drop_folder / "b.csv")):
        Path(os.fsdecode(path)).write_text(recap_csv(1), encoding="utf-8")
    with capture_logs() as lines:
        for _ in range(3):
            line = scan(app_context)
    assert (report_count(app_context), line["error"], os.path.exists(odd)) == (1, None, True)
    assert [(entry["event"], entry["item"]) for entry in lines if entry["log_level"] == "error"] == [
        ("a file of a drop folder failed", "lapor\\xff.csv")
    ]
    [fault] = app_context.faults.list_all(())
    assert fault.error == "the name of the file is not UTF-8: give it another one"


def test_a_fault_that_no_database_holds_is_logged_all_the_same(app_context: AppContext) -> None:
    with capture_logs() as lines:
        app_context.faults.note(FaultKind.FILE, "\udcff", ValueError(), "a file failed")
        app_context.faults.clear(FaultKind.FILE, "\udcff")
    assert [entry["event"] for entry in lines] == [
        "a file failed",
        "a fault that ended could not be forgotten",
    ]


def test_the_same_name_may_come_every_week(app_context: AppContext, drop_folder: Path) -> None:
    for week in range(3):
        (drop_folder / "rekap.csv").write_text(recap_csv(week), encoding="utf-8")
        scan(app_context)
        scan(app_context)
    assert file_names(drop_folder / "selesai") == ["rekap (2).csv", "rekap (3).csv", "rekap.csv"]
    assert report_count(app_context) == 3


def test_older_files_come_first(app_context: AppContext, drop_folder: Path) -> None:
    """Tuesday's file decides, although its name comes first."""
    (drop_folder / "a.csv").write_text(recap_csv(1, word="selesai"), encoding="utf-8")
    (drop_folder / "b.csv").write_text(recap_csv(1, word="proses"), encoding="utf-8")
    os.utime(drop_folder / "b.csv", (1_000, 1_000))
    scan(app_context)
    scan(app_context)
    with app_context.engine.connect() as connection:
        assert connection.scalar(select(service_request.c.status_description)) == "selesai"


def test_a_crash_between_import_and_move_neither_loses_nor_duplicates_reports(
    app_context: AppContext, drop_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    (drop_folder / "senin.csv").write_text(recap_csv(1, 2), encoding="utf-8")
    scan(app_context)
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(folder_module._DropFolder, "put_aside", killed)
        scan(app_context)
    assert (report_count(app_context), file_names(drop_folder)) == (2, ["senin.csv"])
    line = scan(app_context)["files"][0]
    assert (line["new"], line["unchanged"], file_names(drop_folder / "selesai")) == (0, 2, ["senin.csv"])


def test_a_file_that_changes_while_it_is_imported_stays(
    app_context: AppContext, drop_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (drop_folder / "senin.csv").write_text(recap_csv(1), encoding="utf-8")
    scan(app_context)
    real = folder_module.pull

    def pull_and_change(*arguments: Any, **keywords: Any) -> dict[str, Any]:
        line = real(*arguments, **keywords)
        (drop_folder / "senin.csv").write_text(recap_csv(1, 2), encoding="utf-8")
        return line

    with monkeypatch.context() as patched:
        patched.setattr(folder_module, "pull", pull_and_change)
        scan(app_context)
    assert file_names(drop_folder) == ["senin.csv"]
    scan(app_context)
    scan(app_context)
    assert (report_count(app_context), file_names(drop_folder / "selesai")) == (2, ["senin.csv"])


def test_a_missing_folder_is_a_fault_of_this_source(app_context: AppContext, drop_folder: Path) -> None:
    drop_folder.rmdir()
    assert "cannot look into the folder" in scan(app_context)["error"]
    with app_context.engine.connect() as connection:
        states = {line.source: line.error for line in health(connection, app_context.city)}
    assert states["rekap"] is None
    assert states["kotak"] is not None and "cannot look into" in states["kotak"]


def test_every_line_of_the_ledger_names_its_file(app_context: AppContext, drop_folder: Path) -> None:
    (drop_folder / "senin.csv").write_text(recap_csv(1), encoding="utf-8")
    scan(app_context)
    scan(app_context)
    with app_context.engine.connect() as connection:
        pull_counts = connection.execute(
            select(pulls.c.source, pulls.c.file, func.count()).group_by("source", "file")
        )
        assert sorted(map(tuple, pull_counts), key=str) == [("kotak", None, 2), ("rekap", "senin.csv", 1)]


def test_a_file_does_not_make_a_scheduled_feed_fresh(tmp_path: Path) -> None:
    """The feed has never answered; somebody drops a file of the same source."""
    (tmp_path / "masuk").mkdir()
    scheduled = {**RECAP, "url": "http://127.0.0.1:9/", "every_seconds": 60}
    app_context = open_test_context(tmp_path, source=[scheduled, FOLDER])
    (tmp_path / "masuk" / "senin.csv").write_text(recap_csv(1), encoding="utf-8")
    scan(app_context)
    scan(app_context)
    with app_context.engine.connect() as connection:
        line = health(connection, app_context.city)[0]
    assert (report_count(app_context), line.last_success) == (1, None)


def test_a_folder_source_without_a_matching_source_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="source kotak: like = 'rekap': allowed is none"):
        open_test_context(tmp_path, source=[FOLDER])
