"""Counts between two moments follow every added and removed row, however often they are sorted in."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.columns import timed_codes
from data.core.columns.moving_counts import MovingCounts
from data.core.columns.report_columns import NO_MOMENT
from data.core.columns.timed_codes import TimedCodes

CODES = 3
PAIR = st.tuples(st.sampled_from([NO_MOMENT, -5, 0, 1, 2, 9]), st.integers(0, CODES - 1))
PAIRS = st.lists(PAIR, max_size=6)


def arrays(pairs: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def expected(rows: list[tuple[int, int]], after: int, until: int) -> list[int]:
    codes = [code for moment, code in rows if moment != NO_MOMENT and after < moment <= until]
    return [codes.count(code) for code in range(CODES)]


@given(PAIRS, st.lists(st.tuples(PAIRS, st.integers(0, 4)), max_size=5), st.integers(0, 6), st.data())
def test_counts_follow_the_rows(
    first: list[tuple[int, int]],
    changes: list[tuple[list[tuple[int, int]], int]],
    most: int,
    data: st.DataObject,
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timed_codes, "MOST_CHANGES", most)
        rows, counted = list(first), TimedCodes.of(*arrays(first))
        moving, odd = MovingCounts(), MovingCounts(1, 2)
        for added, number in changes:
            removed = data.draw(st.permutations(rows))[:number]
            counted = counted.change(arrays(added), arrays(removed))
            for row in removed:
                rows.remove(row)
            rows += added
            for after, until in ((NO_MOMENT, 9), (-5, 1), (0, 0), (1, 2), (9, 0)):
                assert counted.counts(after, until, CODES).tolist() == expected(rows, after, until)
                assert counted.count(after, until) == sum(expected(rows, after, until))
                assert moving.counts(counted, after, until, CODES).tolist() == expected(rows, after, until)
                number = expected(rows, after, until)
                assert odd.counts(counted, after, until, 2).tolist() == [number[0] + number[2], number[1]]
            pairs = np.array([(-5, 1), (0, 0), (1, 2), (9, 0), (-6, 9)], dtype=np.int64)
            counts = [sum(expected(rows, after, until)) for after, until in pairs.tolist()]
            assert counted.count_within(pairs[:, 0], pairs[:, 1]).tolist() == counts
