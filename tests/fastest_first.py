"""A pytest plugin for `make mutants`: the quickest tests first, so that most faults are found at once.

mutmut hands over a fault's tests in no order and stops at the first that fails. It has noted how long
each took; a test it has no note of runs first.
"""

import json
from pathlib import Path

import pytest

STATS_FILE = Path("mutmut-stats.json")  # in the folder mutants/, where mutmut runs the tests


def _durations() -> dict[str, float]:
    durations: dict[str, float] = (
        json.loads(STATS_FILE.read_text())["duration_by_test"] if STATS_FILE.exists() else {}
    )
    return durations


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sorts by the time noted."""
    seconds = _durations()
    items.sort(key=lambda item: seconds.get(item.nodeid, 0.0))
