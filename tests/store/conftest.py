"""A city with two sources that send every field a source may send."""

from pathlib import Path

import pytest

from bootstrap import AppContext
from tests.builders import open_test_context
from tests.pulls import TWO_SOURCES


@pytest.fixture
def two_sources(tmp_path: Path, store_url: str) -> AppContext:
    """Return the city's context, once on each kind of database."""
    return open_test_context(tmp_path, store_url, source=TWO_SOURCES)
