"""A drop folder: what people put there is imported once it has stopped growing, and put aside."""

import os
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bootstrap import World
from data.config.settings import SettingError
from data.core.config.city import FolderSource
from data.store import reports
from data.store.ledger import health
from data.store.schema import pull as pulls
from data.store.schema import service_request
from jobs import drop_folder as folder_module
from jobs.drop_folder import look
from tests.builders import open_town

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
def town(tmp_path: Path) -> World:
    (tmp_path / "masuk").mkdir()
    return open_town(tmp_path, source=[RECAP, FOLDER])


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    return tmp_path / "masuk"


def see(world: World) -> dict[str, Any]:
    source = world.city.source_of("kotak")
    assert isinstance(source, FolderSource)
    return look(world, source)


def recap(*numbers: int, word: str = "proses") -> str:
    return HEAD + "".join(f"{n},2026-11-23 09:00,{word}\n" for n in numbers)


def stored(world: World) -> int:
    with world.engine.connect() as connection:
        return reports.count_reports(connection)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_file_is_imported_at_the_second_look_and_put_aside(town: World, inbox: Path) -> None:
    (inbox / "senin.csv").write_text(recap(1, 2), encoding="utf-8")
    first, second = see(town), see(town)
    assert (first["waiting"], first["files"]) == (1, [])
    assert [(line["file"], line["source"], line["new"]) for line in second["files"]] == [
        ("senin.csv", "rekap", 2)
    ]
    assert (names(inbox), names(inbox / "selesai"), stored(town)) == (["selesai"], ["senin.csv"], 2)


def test_a_file_that_still_grows_waits(town: World, inbox: Path) -> None:
    (inbox / "senin.csv").write_text(recap(1), encoding="utf-8")
    for number in range(2, 5):
        see(town)
        (inbox / "senin.csv").write_text(recap(*range(1, number + 1)), encoding="utf-8")
    assert (stored(town), names(inbox)) == (0, ["senin.csv"])
    see(town)
    see(town)
    assert stored(town) == 4


@pytest.mark.parametrize(
    "name", [".senin.csv", "~$senin.csv", "senin.csv.part", "senin.csv.tmp", "senin.CSV.crdownload"]
)
def test_what_a_program_has_not_finished_is_left_alone(town: World, inbox: Path, name: str) -> None:
    (inbox / name).write_text(recap(1), encoding="utf-8")
    for _ in range(3):
        assert see(town)["files"] == []
    assert names(inbox) == [name]


def test_links_and_folders_are_left_alone(town: World, inbox: Path, tmp_path: Path) -> None:
    (tmp_path / "luar.csv").write_text(recap(1), encoding="utf-8")
    (inbox / "tautan.csv").symlink_to(tmp_path / "luar.csv")
    (inbox / "dalam").mkdir()
    for _ in range(3):
        assert see(town)["files"] == []


def test_a_file_that_is_no_recap_is_put_aside_with_the_reason(town: World, inbox: Path) -> None:
    (inbox / "surat.csv").write_text("Kepada,Yth\nBapak,Camat\n", encoding="utf-8")
    see(town)
    line = see(town)["files"][0]
    assert "no column" in line["error"]
    assert names(inbox / "gagal") == ["surat.csv", "surat.csv.alasan.txt"]
    assert "Alasan: no column" in (inbox / "gagal" / "surat.csv.alasan.txt").read_text(encoding="utf-8")


def test_a_file_of_which_nothing_can_be_stored_has_failed(town: World, inbox: Path) -> None:
    (inbox / "senin.csv").write_text(HEAD + "1,kemarin,proses\n", encoding="utf-8")
    see(town)
    see(town)
    assert names(inbox / "gagal") == ["senin.csv", "senin.csv.alasan.txt"]
    assert "1 dari 1 baris" in (inbox / "gagal" / "senin.csv.alasan.txt").read_text(encoding="utf-8")


def test_a_file_with_some_bad_rows_is_done_and_says_so(town: World, inbox: Path) -> None:
    (inbox / "senin.csv").write_text(recap(1) + "2,kemarin,proses\n", encoding="utf-8")
    see(town)
    see(town)
    assert names(inbox / "selesai") == ["senin.csv", "senin.csv.alasan.txt"]
    assert "1 dari 2 baris" in (inbox / "selesai" / "senin.csv.alasan.txt").read_text(encoding="utf-8")


def test_one_bad_file_does_not_stop_the_others(town: World, inbox: Path) -> None:
    (inbox / "a.csv").write_text("rusak", encoding="utf-8")
    (inbox / "b.csv").write_text(recap(1), encoding="utf-8")
    see(town)
    see(town)
    assert (stored(town), names(inbox)) == (1, ["gagal", "selesai"])


def test_the_same_name_may_come_every_week(town: World, inbox: Path) -> None:
    for week in range(3):
        (inbox / "rekap.csv").write_text(recap(week), encoding="utf-8")
        see(town)
        see(town)
    assert names(inbox / "selesai") == ["rekap (2).csv", "rekap (3).csv", "rekap.csv"]
    assert stored(town) == 3


def test_older_files_come_first(town: World, inbox: Path) -> None:
    """Tuesday's word is the last word, although its name comes first."""
    (inbox / "a.csv").write_text(recap(1, word="selesai"), encoding="utf-8")
    (inbox / "b.csv").write_text(recap(1, word="proses"), encoding="utf-8")
    os.utime(inbox / "b.csv", (1_000, 1_000))
    see(town)
    see(town)
    with town.engine.connect() as connection:
        assert connection.scalar(select(service_request.c.status_description)) == "selesai"


def test_killed_between_import_and_move_nothing_is_lost_or_doubled(
    town: World, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    (inbox / "senin.csv").write_text(recap(1, 2), encoding="utf-8")
    see(town)
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(folder_module._Folder, "put_aside", killed)
        see(town)
    assert (stored(town), names(inbox)) == (2, ["senin.csv"])
    line = see(town)["files"][0]
    assert (line["new"], line["unchanged"], names(inbox / "selesai")) == (0, 2, ["senin.csv"])


def test_a_file_that_changes_while_it_is_imported_stays(
    town: World, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "senin.csv").write_text(recap(1), encoding="utf-8")
    see(town)
    real = folder_module.pull

    def slow(*given: Any, **named: Any) -> dict[str, Any]:
        line = real(*given, **named)
        (inbox / "senin.csv").write_text(recap(1, 2), encoding="utf-8")
        return line

    with monkeypatch.context() as patched:
        patched.setattr(folder_module, "pull", slow)
        see(town)
    assert names(inbox) == ["senin.csv"]
    see(town)
    see(town)
    assert (stored(town), names(inbox / "selesai")) == (2, ["senin.csv"])


def test_a_missing_folder_is_a_fault_of_this_source(town: World, inbox: Path) -> None:
    inbox.rmdir()
    assert "cannot look into the folder" in see(town)["error"]
    with town.engine.connect() as connection:
        states = {line.source: line.error for line in health(connection, town.city)}
    assert states["rekap"] is None
    assert states["kotak"] is not None and "cannot look into" in states["kotak"]


def test_every_line_of_the_ledger_names_its_file(town: World, inbox: Path) -> None:
    (inbox / "senin.csv").write_text(recap(1), encoding="utf-8")
    see(town)
    see(town)
    with town.engine.connect() as connection:
        found = connection.execute(
            select(pulls.c.source, pulls.c.file, func.count()).group_by("source", "file")
        )
        assert sorted(map(tuple, found), key=str) == [("kotak", None, 2), ("rekap", "senin.csv", 1)]


def test_a_file_does_not_make_a_scheduled_feed_fresh(tmp_path: Path) -> None:
    """The feed has never answered; somebody drops a recap of it."""
    (tmp_path / "masuk").mkdir()
    scheduled = {**RECAP, "url": "http://127.0.0.1:9/", "every_seconds": 60}
    world = open_town(tmp_path, source=[scheduled, FOLDER])
    (tmp_path / "masuk" / "senin.csv").write_text(recap(1), encoding="utf-8")
    see(world)
    see(world)
    with world.engine.connect() as connection:
        line = health(connection, world.city)[0]
    assert (stored(world), line.last_success) == (1, None)


def test_a_folder_like_nothing_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="source kotak: like = 'rekap': allowed is none"):
        open_town(tmp_path, source=[FOLDER])
