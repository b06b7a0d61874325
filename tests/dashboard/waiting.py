"""Waiting for a page, under a content security policy that allows no ``eval``."""

import time
from typing import Any

from playwright.sync_api import Page

PATIENCE_SECONDS, POLL_MS = 60, 50


def wait_until(page: Page, expression: str, argument: Any = None) -> None:
    """Return once an expression is true; Playwright's ``wait_for_function`` needs ``eval`` in the page."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not page.evaluate(expression, argument):
        assert time.monotonic() < deadline, f"never true: {expression}"
        page.wait_for_timeout(POLL_MS)


def wait_for_ticks(page: Page, count: int) -> None:
    """Return after a wall has drawn its clock this many times; it draws everything else at the same time."""
    for _ in range(count):
        wait_until(
            page, "text => document.querySelector('[data-clock=time]').innerText !== text", clock_text(page)
        )


def clock_text(page: Page) -> str:
    """Return the time that a wall shows."""
    return page.locator("[data-clock=time]").inner_text()


def wait_for_time(page: Page, seconds: float) -> None:
    """Return once a wall shows a time of day that is not before this moment.

    :param seconds: of the epoch, by the server's clock
    """
    wait_until(page, "seconds => window.pantau.time.now() >= seconds * 1000", seconds)
    wait_for_ticks(page, 1)
