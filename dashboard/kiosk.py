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
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import httpx
import structlog

BROWSER = "/usr/bin/chromium"
FLAGS = (
    "--kiosk", "--noerrdialogs", "--disable-session-crashed-bubble", "--hide-crash-restore-bubble",
    "--no-first-run", "--no-default-browser-check", "--disable-features=Translate",
    "--disable-background-timer-throttling", "--disable-renderer-backgrounding", "--password-store=basic",
)  # fmt: skip
LOOK_SECONDS = 5.0
SILENT_SECONDS = 60.0  # a screen speaks every 15 s
PATIENCE_SECONDS = 10.0  # for a browser that is told to end

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Screen:
    """One wall PC.

    :param address: of its wall, with its token and what it is made of
    :param profile: folder of the browser's own files
    :param silent_seconds: after which a screen that the server does not hear is started anew
    """

    address: str
    profile: Path
    browser: str = BROWSER
    flags: tuple[str, ...] = FLAGS
    silent_seconds: float = SILENT_SECONDS
    look_seconds: float = LOOK_SECONDS
    tab: str = field(default_factory=lambda: secrets.token_hex(8))

    def wall(self) -> str:
        """The address as the browser opens it: it tells the page under which name to speak."""
        parts = urlsplit(self.address)
        query = urlencode([*((k, v[0]) for k, v in parse_qs(parts.query).items()), ("jaga", self.tab)])
        return urlunsplit(parts._replace(query=query))

    def command(self) -> list[str]:
        """How the browser is started."""
        return [self.browser, *self.flags, f"--user-data-dir={self.profile}", self.wall()]


class Watchdog:
    """Looks after one screen."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._running: subprocess.Popen[bytes] | None = None
        self._began = 0.0
        self.starts = 0

    def run(self, stop: threading.Event) -> None:
        """Until told to stop; then the browser ends too."""
        try:
            while not stop.is_set():
                self._look()
                stop.wait(self._screen.look_seconds)
        finally:
            self._end()

    def _look(self) -> None:
        if self._running is None or self._running.poll() is not None:
            return self._start("it does not run")
        if time.monotonic() - self._began > self._screen.silent_seconds and self._is_lost():
            self._end()
            self._start("the server answers and does not hear it")

    def _is_lost(self) -> bool:
        heard = heard_of(self._screen)
        return heard is not None and heard > self._screen.silent_seconds

    def _start(self, why: str) -> None:
        log.info("the browser is started", why=why)
        self._running = subprocess.Popen(
            self._screen.command(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._began, self.starts = time.monotonic(), self.starts + 1

    def _end(self) -> None:
        running, self._running = self._running, None
        if running is None or running.poll() is not None:
            return
        running.terminate()
        try:
            running.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def heard_of(screen: Screen) -> float | None:
    """Seconds since the server last heard of the screen; None while that cannot be known.

    A screen of which it never heard counts as silent for ever. A token that was taken back is nothing that a
    new browser would mend.
    """
    parts = urlsplit(screen.address)
    token = parse_qs(parts.query).get("layar", [""])[0]
    address = urlunsplit(
        (parts.scheme, parts.netloc, "/api/v1/wall/heard", urlencode({"tab": screen.tab}), "")
    )
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        answer = httpx.get(address, headers=headers, timeout=PATIENCE_SECONDS)
        answer.raise_for_status()
        seconds = answer.json()["seconds"]
    except (httpx.HTTPError, ValueError, KeyError):
        return None
    return float("inf") if seconds is None else float(seconds)


def main(arguments: list[str] | None = None) -> int:
    """Watches until SIGINT or SIGTERM."""
    parser = argparse.ArgumentParser(prog="python -m dashboard.kiosk", description=__doc__)
    parser.add_argument("address", help="of the wall, with its token: http://…/layar?layar=…")
    parser.add_argument("--browser", default=BROWSER)
    parser.add_argument("--profile", type=Path, default=Path.home() / ".pantau-kiosk")
    asked = parser.parse_args(arguments)
    if urlsplit(asked.address).path != "/layar":
        sys.stderr.write(f"address = {asked.address!r}: allowed is the address of a wall, http://…/layar\n")
        return 2
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    Watchdog(Screen(asked.address, asked.profile, asked.browser)).run(stop)
    return 0


if __name__ == "__main__":
    sys.exit(main())
