"""A pytest plugin for ``make mutants``: the fastest tests first, so that most mutants are found at once.

mutmut passes the tests of a mutant in no order and stops at the first that fails. It has stored how long each
took; a test without a stored time runs first.
"""

import json
from pathlib import Path

import pytest

STATS_FILE = Path("mutmut-stats.json")  # in mutants/, where mutmut runs the tests


def _durations() -> dict[str, float]:
    durations: dict[str, float] = (
        json.loads(STATS_FILE.read_text())["duration_by_test"] if STATS_FILE.exists() else {}
    )
    return durations


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort the tests by their stored time."""
    seconds = _durations()
    items.sort(key=lambda item: seconds.get(item.nodeid, 0.0))
