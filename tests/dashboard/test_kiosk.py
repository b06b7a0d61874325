"""The watchdog of a wall PC: it starts the browser, and starts it anew when the screen is lost."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dashboard.kiosk import Screen, Watchdog, heard_of, main
from tests.chromium import CHROMIUM, SWITCHES
from tests.dashboard.web_contexts import WallServer
from tests.personas import SCREEN
from tests.pulls import eventually

pytestmark = pytest.mark.browser


@pytest.fixture
def screen(closed_wall: WallServer, tmp_path: Path) -> Screen:
    """A wall PC with a token, whose browser has no window."""
    token = closed_wall.accounts.add_display(SCREEN.name)
    flags = ("--headless=new", *SWITCHES)
    address = f"{closed_wall.url}?layar={token}&lihat=kota"
    return Screen(address, tmp_path / "profil", CHROMIUM, flags, silent_seconds=18, look_seconds=0.5)


@contextmanager
def watched(screen: Screen) -> Iterator[Watchdog]:
    watchdog, stop = Watchdog(screen), threading.Event()
    thread = threading.Thread(target=watchdog.run, args=(stop,))
    thread.start()
    try:
        yield watchdog
    finally:
        stop.set()
        thread.join(30)
        assert not thread.is_alive()


def renderers(screen: Screen) -> list[int]:
    """The processes that draw the page."""
    found = subprocess.run(
        ["pgrep", "-f", f"type=renderer.*{screen.profile}|{screen.profile}.*type=renderer"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return [int(line) for line in found.stdout.split()]


def alive(screen: Screen) -> bool:
    heard = heard_of(screen)
    return heard is not None and heard < 17


def test_a_tab_that_crashed_is_back_without_a_person(screen: Screen) -> None:
    with watched(screen) as watchdog:
        eventually(lambda: alive(screen))
        for process in renderers(screen):
            os.kill(process, signal.SIGSEGV)
        eventually(lambda: watchdog.starts == 2)
        eventually(lambda: alive(screen))


def test_a_browser_that_ended_is_started_again_at_once(screen: Screen) -> None:
    with watched(screen) as watchdog:
        eventually(lambda: watchdog.starts == 1 and renderers(screen))
        subprocess.run(["pkill", "-9", "-f", str(screen.profile)], check=False)
        eventually(lambda: watchdog.starts == 2, seconds=10)


def test_a_server_that_is_away_is_no_reason_to_start_the_browser(
    closed_wall: WallServer, screen: Screen
) -> None:
    assert heard_of(screen) == float("inf")
    closed_wall.stop()
    assert heard_of(screen) is None


def test_a_token_that_was_taken_back_is_nothing_a_new_browser_would_mend(
    closed_wall: WallServer, screen: Screen
) -> None:
    closed_wall.accounts.revoke_display(SCREEN.name)
    assert heard_of(screen) is None


def test_only_a_walls_address_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["http://127.0.0.1:1/kecamatan/1"]) == 2
    assert "allowed is the address of a wall" in capsys.readouterr().err


def test_it_ends_with_its_browser_when_it_is_told_to(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "dashboard.kiosk", "http://127.0.0.1:9/layar", "--browser", "/bin/cat"]
    running = subprocess.Popen([*command, "--profile", str(tmp_path)], stdout=subprocess.DEVNULL)
    time.sleep(2)
    running.send_signal(signal.SIGTERM)
    assert running.wait(20) == 0
