"""A pytest plugin for `make mutants`: the quickest tests first, so that most faults are found at once.

mutmut hands over a fault's tests in no order and stops at the first that fails. It has noted how long
each took; a test it has no note of runs first.
"""

import json
from pathlib import Path

import pytest

NOTED = Path("mutmut-stats.json")  # in the folder mutants/, where mutmut runs the tests


def _seconds() -> dict[str, float]:
    found: dict[str, float] = json.loads(NOTED.read_text())["duration_by_test"] if NOTED.exists() else {}
    return found


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sorts by the time noted."""
    seconds = _seconds()
    items.sort(key=lambda item: seconds.get(item.nodeid, 0.0))
