"""Secrets on disks that are full, read-only or slow, and at starts of the whole board at the same moment."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from data.config.secret_files import REPORTER_KEY_FILE, reporter_key
from data.config.settings import SettingError
from data.lib import private_files
from data.services.notifications.vapid import PUSH_KEY_FILE, load_push_key, public_key_text
from tests.builders import settings, write_city
from tests.pulls import ROOT

# Of PANTAU_TEST_SECRET_PAIRS a tenth starts whole boards, and a hundredth in processes of their own.
PAIRS = int(os.environ.get("PANTAU_TEST_SECRET_PAIRS", "30"))
BOARDS, PROCESSES, FULL_PAIRS = max(3, PAIRS // 10), max(1, PAIRS // 100), max(5, PAIRS // 10)
KEY_DIGITS = 64
# Forks pairs that start at the same moment in a folder of their own, and prints what each of a pair answers.
PAIRS_SCRIPT = """
import os, sys
from pathlib import Path
from data.config.secret_files import reporter_key
from data.config.settings import SettingError, read_settings
from data.services.notifications.vapid import load_push_key, public_key_text

def settings(city, var):
    return read_settings({"PANTAU_CITY": str(city / "uji.toml"), "PANTAU_VAR": str(var)})

def board(configured):
    from bootstrap import open_app_context
    context = open_app_context(configured)
    with context.engine.connect() as connection:
        version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
    return reporter_key(configured).decode() + " " + version

def secret(configured):
    return reporter_key(configured).decode() + " " + public_key_text(load_push_key(configured.var))

city, folder, count = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
answer_of = globals()[sys.argv[4]]
if answer_of is board:
    import bootstrap
for number in range(count):
    (gate, opening), answers = os.pipe(), []
    for _ in range(2):
        answer, say = os.pipe()
        if not os.fork():
            os.close(opening)
            os.read(gate, 1)
            try:
                text = answer_of(settings(city, folder / str(number)))
            except SettingError as error:
                text = str(error)
            except BaseException as error:
                text = repr(error)
            os.write(say, text.encode())
            os._exit(0)
        os.close(say)
        answers.append(answer)
    os.close(gate)
    os.close(opening)
    print("|".join(os.fdopen(answer).read().replace("\\n", " ") for answer in answers))
    os.wait()
    os.wait()
"""


def run_pairs(city: Path, folder: Path, count: int, answer_of: str) -> list[list[str]]:
    """Return what each pair of processes answered."""
    command = [sys.executable, "-c", PAIRS_SCRIPT, str(city), str(folder), str(count), answer_of]
    completed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [line.split("|") for line in completed.stdout.splitlines()]


@contextmanager
def small_disk(folder: Path, size: str = "64k") -> Iterator[Path]:
    """Mount a file system of that size for the block."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk is not permitted here; a file size limit is tested elsewhere")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def fill(disk: Path) -> Path:
    """Write until the disk is full; return the file."""
    file = disk / "penuh"
    with file.open("wb", buffering=0) as stream, pytest.raises(OSError, match="No space left"):
        while True:
            stream.write(b"x" * 1_024)
    return file


def makers(var: Path) -> list[tuple[str, Callable[[], object]]]:
    """Return each secret's file and what makes it."""
    configured = settings(var, PANTAU_VAR=str(var), PANTAU_REPORTER_KEY="")
    return [
        (REPORTER_KEY_FILE, lambda: reporter_key(configured)),
        (PUSH_KEY_FILE, lambda: load_push_key(var)),
    ]


def wrong(pairs: list[list[str]]) -> list[list[str]]:
    """Return the pairs whose answers differ, or begin with something else than a key."""
    return [pair for pair in pairs if len(set(pair)) != 1 or len(pair[0].split()[0]) != KEY_DIGITS]


def test_two_boards_that_start_at_once_on_nothing_have_one_secret_and_one_store(tmp_path: Path) -> None:
    write_city(tmp_path)
    pairs = run_pairs(tmp_path, tmp_path / "var", BOARDS, "board")
    assert (len(pairs), wrong(pairs)) == (BOARDS, [])


def test_two_real_processes_that_start_at_once_have_one_secret(tmp_path: Path) -> None:
    write_city(tmp_path)
    code = PAIRS_SCRIPT.split("city, folder, count")[0] + (
        "print(board(settings(Path(sys.argv[1]), Path(sys.argv[2]))))"
    )
    for number in range(PROCESSES):
        command = [sys.executable, "-c", code, str(tmp_path), str(tmp_path / f"var-{number}")]
        both = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
        assert wrong([[process.communicate()[0].strip() for process in both]]) == []


def test_pairs_on_a_full_disk_leave_nothing_behind_and_make_one_secret_once_there_is_room(
    tmp_path: Path,
) -> None:
    """Kind: an empty key file after a failed write, which later starts believe."""
    write_city(tmp_path)
    with small_disk(tmp_path / "disk") as disk:
        for number in range(FULL_PAIRS):
            (disk / str(number)).mkdir()
        file = fill(disk)
        refused = run_pairs(tmp_path, disk, FULL_PAIRS, "secret")
        assert [pair for pair in refused if not all("No space left on device" in text for text in pair)] == []
        assert [path for path in disk.rglob("*") if path.is_file()] == [file]
        file.write_bytes(b"")
        shutil.rmtree(disk / "0")
        assert wrong(run_pairs(tmp_path, disk, 1, "secret")) == []


def test_a_read_only_disk_is_named_and_stays_as_it_is(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        for name, make in makers(disk):
            with pytest.raises(SettingError, match=rf"{disk / name}: .*\(Read-only file system\)"):
                make()
        assert list(disk.iterdir()) == []


@pytest.mark.parametrize("number", [0, 1])
def test_a_disk_that_is_slow_for_one_process_gives_both_the_same_secret(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kind: the second process reads the file between its creation and the end of its content."""
    begun, finished, fsync = threading.Event(), threading.Event(), os.fsync

    def slow_fsync(descriptor: int) -> None:
        if not begun.is_set():
            begun.set()
            assert finished.wait(60)
        fsync(descriptor)

    monkeypatch.setattr(private_files.os, "fsync", slow_fsync)
    make = makers(tmp_path)[number][1]
    with ThreadPoolExecutor() as executor:
        slow = executor.submit(make)
        assert begun.wait(60)
        fast = make()  # meanwhile the content of the other is written, but not on the disk
        finished.set()
        texts = [key if isinstance(key, bytes) else public_key_text(key) for key in (fast, slow.result())]
    assert texts[0] == texts[1]
