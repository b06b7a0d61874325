"""Durations that are kept from moment to moment are those of a list that never kept any."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.ranking import cohorts
from data.core.ranking.waiting_lists import WaitingLists, Waits

MOMENT = st.integers(0, 40)
# A report: its filing, when it was received after that, its wait, and its outcome.
REPORT = st.tuples(MOMENT, st.integers(0, 3), MOMENT, st.integers(0, 2))
STEPS = st.lists(st.integers(-3, 6), min_size=1, max_size=12)
WAITING, WINDOW = 2, 25


def waits(reports: list[tuple[int, int, int, int]], outcome: int) -> Waits:
    rows = [
        (-filed if outcome == WAITING else wait, filed + later)
        for filed, later, wait, end in reports
        if end == outcome
    ]
    table = np.array(sorted(rows), dtype=np.int64).reshape(-1, 2)
    return Waits(np.arange(len(table)), table[:, 0].copy(), table[:, 1].copy())


@given(st.lists(REPORT, max_size=12), STEPS, st.sampled_from([(), (1,), (4, 2), (30,)]))
def test_durations_are_the_same_however_far_they_were_looked_ahead(
    reports: list[tuple[int, int, int, int]], steps: list[int], ahead: tuple[int, ...]
) -> None:
    lists = WaitingLists((waits(reports, 0), waits(reports, 1), waits(reports, WAITING)))
    moment = 20
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cohorts, "LOOKS_AHEAD", ahead)
        for step in steps:
            moment += step
            fresh = WaitingLists(lists.lists)
            assert lists.durations(moment, moment - WINDOW) == fresh.durations(moment, moment - WINDOW)
