"""A short drill of a clock that is wrong for a while; ``python -m tests.drill clock`` is the long one."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.drill.clock import run_drill

SHIFTS = (timedelta(days=40), timedelta(days=-3652))


@pytest.mark.timeout(600)
def test_a_clock_that_was_wrong_for_a_while_leaves_nothing_wrong(tmp_path: Path) -> None:
    board = run_drill(tmp_path, SHIFTS, seconds=5)
    assert board.faults == []
    assert board.filed
