"""Secret files: written whole or not at all, one for all processes, and refused when they are no secret."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bootstrap import AppContext, open_app_context
from data.config.secret_files import MIN_SECRET_BYTES, REPORTER_KEY_FILE
from data.config.settings import SettingError
from data.lib.private_files import create_private_file
from data.services.notifications.vapid import PUSH_KEY_FILE, load_push_key, public_key_text
from tests.builders import settings, write_city
from tests.pulls import ROOT

PAIRS = int(os.environ.get("PANTAU_TEST_SECRET_PAIRS", "10"))  # 1000 takes some minutes
# Forks pairs that open the same new folder at the same moment, and prints what each pair read.
RACE = """
import os, sys
from pathlib import Path
from bootstrap import AppContext, open_app_context
from data.config.secret_files import reporter_key
from data.config.settings import read_settings
from data.services.notifications.vapid import load_push_key, public_key_text

def read(var, start, answer):
    os.read(start, 1)
    try:
        key = reporter_key(read_settings({"PANTAU_VAR": str(var)})).decode()
        text = key + " " + public_key_text(load_push_key(var))
    except BaseException as error:
        text = repr(error)
    os.write(answer, text.encode())
    os._exit(0)

for number in range(int(sys.argv[2])):
    var, pipes, starts, children = Path(sys.argv[1]) / str(number), [], [], []
    for _ in range(2):
        (start, go), (result, answer) = os.pipe(), os.pipe()
        child = os.fork()
        if not child:
            read(var, start, answer)
        os.close(answer)
        pipes.append(result); starts.append(go); children.append(child)
    for go in starts:
        os.write(go, b"x")
    print("|".join(os.read(result, 10_000).decode() for result in pipes))
    for child in children:
        os.waitpid(child, 0)
    for descriptor in pipes + starts:
        os.close(descriptor)
"""
FULL_DISK = """
import resource, sys
from pathlib import Path
from bootstrap import AppContext, open_app_context
from data.config.secret_files import reporter_key
from data.config.settings import SettingError, read_settings
from data.services.notifications.vapid import load_push_key
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
for make in (lambda: reporter_key(read_settings({"PANTAU_VAR": sys.argv[1]})),
             lambda: load_push_key(Path(sys.argv[1]))):
    try:
        make()
    except SettingError as error:
        print(error)
"""
UNUSABLE_KEYS = [b"", b"\n", b"kunci", b"x" * (MIN_SECRET_BYTES - 1)]
UNUSABLE_PUSH_KEYS = [*UNUSABLE_KEYS, b"x" * 200, b"-----BEGIN PRIVATE KEY-----\n" * 3]


def start(folder: Path, **environ: str) -> AppContext:
    """Open the test city as a process does; its secrets are in the folder itself."""
    write_city(folder)
    return open_app_context(settings(folder, PANTAU_VAR=str(folder), **environ))


def run_script(script: str, *arguments: str) -> list[str]:
    """Return the lines that a script in a process of its own prints."""
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()


def test_two_processes_that_start_at_once_have_one_secret(tmp_path: Path) -> None:
    """Kind: a file that exists before its content does."""
    answers = [line.split("|") for line in run_script(RACE, str(tmp_path), str(PAIRS))]
    assert len(answers) == PAIRS
    assert [pair for pair in answers if len(set(pair)) != 1 or len(pair[0]) != 64 + 1 + 87] == []
    assert {file.name for file in tmp_path.rglob("*") if file.is_file()} == {REPORTER_KEY_FILE, PUSH_KEY_FILE}


def test_a_full_disk_leaves_nothing_behind_and_is_named(tmp_path: Path) -> None:
    """Kind: half a secret after a failed write."""
    messages = run_script(FULL_DISK, str(tmp_path))
    assert [message.split(":")[0] for message in messages] == [
        str(tmp_path / REPORTER_KEY_FILE),
        str(tmp_path / PUSH_KEY_FILE),
    ]
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "rahasia"
    create_private_file(path, b"pertama")
    create_private_file(path, b"kedua")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"pertama", 0o600)


@pytest.mark.parametrize("content", UNUSABLE_KEYS)
def test_an_unusable_key_file_stops_the_start(tmp_path: Path, content: bytes) -> None:
    """Kind: a secret is believed although anybody can guess it."""
    file = tmp_path / REPORTER_KEY_FILE
    file.write_bytes(content)
    with pytest.raises(SettingError, match=f"{file}: this secret has .* put it back from a backup"):
        start(tmp_path, PANTAU_REPORTER_KEY="")
    assert file.read_bytes() == content


@pytest.mark.parametrize("content", UNUSABLE_PUSH_KEYS)
def test_an_unusable_push_key_stops_the_start(tmp_path: Path, content: bytes) -> None:
    """Kind: a half-written key answers 500 for ever."""
    file = tmp_path / PUSH_KEY_FILE
    file.write_bytes(content)
    with pytest.raises(SettingError, match=f"{file}: this secret .* put it back from a backup"):
        start(tmp_path)


def test_a_short_configured_key_is_refused_for_a_new_store(tmp_path: Path) -> None:
    """Kind: the same rule for a secret from the settings, without the secret in the message."""
    with pytest.raises(SettingError, match=r"PANTAU_REPORTER_KEY = \(not shown\): .* at least 32 bytes"):
        start(tmp_path, PANTAU_REPORTER_KEY="kunci pendek")


def test_a_store_that_was_filled_under_a_short_key_still_opens(tmp_path: Path) -> None:
    """Its contacts and receipts can be read by that key alone."""
    start(tmp_path)
    assert start(tmp_path, PANTAU_REPORTER_KEY="kunci pendek").settings.reporter_key


def test_a_push_key_is_the_same_when_read_again(tmp_path: Path) -> None:
    assert public_key_text(load_push_key(tmp_path)) == public_key_text(load_push_key(tmp_path))
