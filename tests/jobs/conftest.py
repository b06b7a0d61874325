"""Fixtures of the jobs' tests: an HTTP feed."""

from collections.abc import Iterator

import pytest

from tests.servers import HttpFeed, start_feed


@pytest.fixture
def feed() -> Iterator[HttpFeed]:
    """Serve a feed that answers with an empty list until a test changes it."""
    with start_feed() as server:
        yield server
