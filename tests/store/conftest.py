"""The town with two sources that tell everything a source may tell."""

from pathlib import Path

import pytest

from bootstrap import World
from tests.builders import open_town
from tests.pulls import TWO_SOURCES


@pytest.fixture
def two_sources(tmp_path: Path, store_url: str) -> World:
    """Once on each kind of database."""
    return open_town(tmp_path, store_url, source=TWO_SOURCES)
