"""The watchdog of a wall PC: it starts the browser, and restarts it when heartbeats are missing."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dashboard.kiosk import KioskDisplay, Watchdog, main, seconds_since_heartbeat
from data.lib.stop_signal import StopSignal
from tests.chromium import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.dashboard.web_contexts import WallServer
from tests.personas import WALL_DISPLAY
from tests.pulls import wait_until

pytestmark = pytest.mark.browser


@pytest.fixture
def display(closed_wall: WallServer, tmp_path: Path) -> KioskDisplay:
    """Return a wall PC with a token, whose browser is headless."""
    token = closed_wall.accounts.add_display(WALL_DISPLAY.name)
    flags = ("--headless=new", *CHROMIUM_ARGUMENTS)
    address = f"{closed_wall.url}?layar={token}&lihat=kota"
    return KioskDisplay(address, tmp_path / "profil", CHROMIUM, flags, silent_seconds=18, poll_seconds=0.5)


@contextmanager
def running_watchdog(display: KioskDisplay) -> Iterator[Watchdog]:
    watchdog, stop = Watchdog(display), StopSignal()
    thread = threading.Thread(target=watchdog.run, args=(stop,))
    thread.start()
    try:
        yield watchdog
    finally:
        stop.set()
        thread.join(30)
        assert not thread.is_alive()


def renderers(display: KioskDisplay) -> list[int]:
    """Return the renderer processes."""
    completed = subprocess.run(
        ["pgrep", "-f", f"type=renderer.*{display.profile}|{display.profile}.*type=renderer"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return [int(line) for line in completed.stdout.split()]


def is_alive(display: KioskDisplay) -> bool:
    silence = seconds_since_heartbeat(display)
    return silence is not None and silence < 17


def test_crashed_tab_is_restarted(display: KioskDisplay) -> None:
    with running_watchdog(display) as watchdog:
        wait_until(lambda: is_alive(display))
        for process in renderers(display):
            os.kill(process, signal.SIGSEGV)
        wait_until(lambda: watchdog.starts == 2)
        wait_until(lambda: is_alive(display))


def test_ended_browser_is_restarted(display: KioskDisplay) -> None:
    with running_watchdog(display) as watchdog:
        wait_until(lambda: watchdog.starts == 1 and renderers(display))
        subprocess.run(["pkill", "-9", "-f", str(display.profile)], check=False)
        wait_until(lambda: watchdog.starts == 2)


def test_unreachable_server_does_not_restart_the_browser(
    closed_wall: WallServer, display: KioskDisplay
) -> None:
    assert seconds_since_heartbeat(display) == float("inf")
    closed_wall.stop()
    assert seconds_since_heartbeat(display) is None


def test_revoked_token_does_not_restart_the_browser(closed_wall: WallServer, display: KioskDisplay) -> None:
    closed_wall.accounts.revoke_display(WALL_DISPLAY.name)
    assert seconds_since_heartbeat(display) is None


def test_only_a_wall_address_is_accepted(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["http://127.0.0.1:1/kecamatan/1"]) == 2
    assert "allowed is the address of a wall" in capsys.readouterr().err


def test_watchdog_stops_its_browser_on_sigterm(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "dashboard.kiosk", "http://127.0.0.1:9/layar", "--browser", "/bin/cat"]
    with subprocess.Popen([*command, "--profile", str(tmp_path)], stdout=subprocess.PIPE) as running:
        assert running.stdout
        assert b"the browser is started" in running.stdout.readline()  # the signal's handler is set by now
        running.send_signal(signal.SIGTERM)
        assert running.wait(60) == 0
