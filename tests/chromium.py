"""Debian's Chromium, as tests, drills and benchmarks start it."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, ViewportSize, sync_playwright

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
FULL_HD: ViewportSize = {"width": 1920, "height": 1080}


@contextmanager
def launch_chromium() -> Iterator[Browser]:
    """Run a browser until the block ends; a process can have one at a time, since its driver runs once."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()
