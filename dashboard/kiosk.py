"""``python -m dashboard.kiosk ADDRESS``: keeps a wall PC's browser alive, without a person.

A page cannot help itself when its own tab has crashed or hangs. So the browser is started by this watchdog,
which asks the server whether the screen was heard lately. If the server answers and has not heard of it, the
browser is started anew; if the server is away, the screen says so itself, and is left alone.
"""

import argparse
import secrets
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import httpx
import structlog

from data.lib.stop_signal import StopSignal

BROWSER = "/usr/bin/chromium"
FLAGS = (
    "--kiosk", "--noerrdialogs", "--disable-session-crashed-bubble", "--hide-crash-restore-bubble",
    "--no-first-run", "--no-default-browser-check", "--disable-features=Translate",
    "--disable-background-timer-throttling", "--disable-renderer-backgrounding", "--password-store=basic",
)  # fmt: skip
POLL_SECONDS = 5.0
SILENT_SECONDS = 60.0  # a display sends a heartbeat every 15 s
TIMEOUT_SECONDS = 10.0  # for a browser to end, and for the server to respond

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class KioskDisplay:
    """One wall PC.

    :param address: of its wall, with its token and the query that describes the monitors
    :param profile: folder of the browser's own files
    :param silent_seconds: without a heartbeat, after which the browser is restarted
    :param tab: sent with each heartbeat, so that the server can tell this browser from others
    """

    address: str
    profile: Path
    browser: str = BROWSER
    flags: tuple[str, ...] = FLAGS
    silent_seconds: float = SILENT_SECONDS
    poll_seconds: float = POLL_SECONDS
    tab: str = field(default_factory=lambda: secrets.token_hex(8))

    def wall_url(self) -> str:
        """Return the address that the browser opens; it tells the page which tab id to send."""
        parts = urlsplit(self.address)
        query = urlencode(
            [*((name, values[0]) for name, values in parse_qs(parts.query).items()), ("jaga", self.tab)]
        )
        return urlunsplit(parts._replace(query=query))

    def command(self) -> list[str]:
        """Return the command that starts the browser."""
        return [self.browser, *self.flags, f"--user-data-dir={self.profile}", self.wall_url()]


class Watchdog:
    """Keep the browser of one display running."""

    def __init__(self, display: KioskDisplay) -> None:
        self._display = display
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self.starts = 0

    def run(self, stop: StopSignal) -> None:
        """Watch until ``stop`` is set; then end the browser too."""
        try:
            while not stop.is_set():
                self._check()
                stop.wait(self._display.poll_seconds)
        finally:
            self._end()

    def _check(self) -> None:
        if self._process is None or self._process.poll() is not None:
            return self._start("it does not run")
        if time.monotonic() - self._started_at > self._display.silent_seconds and self._is_lost():
            self._end()
            self._start("the server answers and does not hear it")

    def _is_lost(self) -> bool:
        silence = seconds_since_heartbeat(self._display)
        return silence is not None and silence > self._display.silent_seconds

    def _start(self, reason: str) -> None:
        log.info("the browser is started", why=reason)
        self._process = subprocess.Popen(
            self._display.command(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._started_at, self.starts = time.monotonic(), self.starts + 1

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        process.terminate()
        try:
            process.wait(TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def seconds_since_heartbeat(display: KioskDisplay) -> float | None:
    """Return the seconds since the display's last heartbeat, infinity if there was none, None if unknown.

    A refused token counts as unknown: a new browser would not mend it.
    """
    parts = urlsplit(display.address)
    token = parse_qs(parts.query).get("layar", [""])[0]
    address = urlunsplit(
        (parts.scheme, parts.netloc, "/api/v1/wall/heard", urlencode({"tab": display.tab}), "")
    )
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        response = httpx.get(address, headers=headers, timeout=TIMEOUT_SECONDS)
        response.raise_for_status()
        seconds = response.json()["seconds"]
    except (httpx.HTTPError, ValueError, KeyError):
        return None
    return float("inf") if seconds is None else float(seconds)


def main(arguments: list[str] | None = None) -> int:
    """Run the watchdog until SIGINT or SIGTERM; return 2 for a wrong address."""
    parser = argparse.ArgumentParser(prog="python -m dashboard.kiosk", description=__doc__)
    parser.add_argument("address", help="of the wall, with its token: http://…/layar?layar=…")
    parser.add_argument("--browser", default=BROWSER)
    parser.add_argument("--profile", type=Path, default=Path.home() / ".pantau-kiosk")
    options = parser.parse_args(arguments)
    if urlsplit(options.address).path != "/layar":
        sys.stderr.write(f"address = {options.address!r}: allowed is the address of a wall, http://…/layar\n")
        return 2
    stop = StopSignal().install(signal.SIGINT, signal.SIGTERM)
    Watchdog(KioskDisplay(options.address, options.profile, options.browser)).run(stop)
    return 0


if __name__ == "__main__":
    sys.exit(main())
