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
