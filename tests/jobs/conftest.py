"""A feed behind a real address."""

from collections.abc import Iterator

import pytest

from tests.servers import HttpFeed, start_feed


@pytest.fixture
def feed() -> Iterator[HttpFeed]:
    """Answers with an empty list until it is told otherwise."""
    with start_feed() as server:
        yield server
