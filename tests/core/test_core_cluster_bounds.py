"""The scan for bursts leaves a cylinder out only if the exact test would."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom

from data.core.config.rotation_rule import DisplayRule
from data.core.snapshot.cluster_scan import LEAST_TAIL, may_be_significant
from data.core.snapshot.report_clusters import is_significant

COUNTS = st.lists(st.tuples(st.integers(3, 400), st.integers(0, 3_000)), min_size=1, max_size=30)


@given(COUNTS, st.floats(1e-4, 3), st.integers(7, 90), st.floats(1e-6, 60))
def test_no_significant_cylinder_is_left_out(
    cylinders: list[tuple[int, int]], exposure: float, days: int, limit: float
) -> None:
    rule = DisplayRule(burst_minimum=3, history_days=days)
    count, past = (np.array(column, dtype=np.float64) for column in zip(*cylinders, strict=True))
    possible = may_be_significant(count, past, exposure, rule, limit)
    assert possible[is_significant(count, past, exposure, rule, limit)].all()


def test_the_tail_above_the_mean_is_never_small() -> None:
    past = np.arange(0, 400) + 0.5
    for exposure in (0.001, 0.01, 0.1, 0.5, 1, 4):
        mean = past * exposure
        others = np.floor(mean)[mean >= 2]
        assert (nbinom.sf(others - 1, past[mean >= 2], 1 / (1 + exposure)) > LEAST_TAIL).all()
