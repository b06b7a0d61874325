"""What-if: the figures of a kecamatan if some of its open reports were closed now."""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from data.core.backlog.backlog import Backlog
from data.core.clock.sla import OVERDUE_STATES, SlaState
from data.core.history.facts import KEY
from data.core.ranking.rates import wilson_interval
from data.core.report.key import ReportKey


@dataclass(frozen=True)
class BacklogFigures:
    """A kecamatan's open reports and rate. ``on_time``, ``low``, ``high``: None below the minimum sample."""

    stock: int
    overdue: int
    hits: int
    n: int
    on_time: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class ClosingEffect:
    """Figures before and after closing some reports, and how many."""

    before: BacklogFigures
    after: BacklogFigures
    closed_count: int

    @property
    def is_significant(self) -> bool | None:
        """Whether the new rate lies outside the interval of the old one; None without a rate."""
        low, high, after = self.before.low, self.before.high, self.after.on_time
        if low is None or high is None or after is None:
            return None
        return not low <= after <= high


def closing_effect(backlog: Backlog, selected_keys: Collection[ReportKey]) -> ClosingEffect:
    """Return the effect of closing the selected reports now; keys outside the backlog change nothing.

    One still in time adds a case and a success. One already overdue was a case and stays a miss: its closing
    only reduces the stock. One without a deadline is in no rate.
    """
    rows = backlog.rows
    finished = rows[_report_keys(rows).isin(list(selected_keys))]
    late = int(finished["state"].isin(OVERDUE_STATES).sum())
    saved = int((~finished["state"].isin([*OVERDUE_STATES, SlaState.NO_TARGET])).sum())
    stock, overdue = len(rows), int(rows["state"].isin(OVERDUE_STATES).sum())
    hits, n, minimum_sample = int(backlog.cases["on_time"].sum()), len(backlog.cases), backlog.minimum_sample
    before = _figures(stock, overdue, hits, n, minimum_sample)
    after = _figures(stock - len(finished), overdue - late, hits + saved, n + saved, minimum_sample)
    return ClosingEffect(before, after, len(finished))


def _report_keys(rows: pd.DataFrame) -> pd.Series:
    pairs = zip(*(rows[name] for name in KEY), strict=True)
    return pd.Series(list(pairs), index=rows.index, dtype="object")  # on their index, for use as a mask


def _figures(stock: int, overdue: int, hits: int, n: int, minimum_sample: int) -> BacklogFigures:
    if n < max(minimum_sample, 1):
        return BacklogFigures(stock, overdue, hits, n, None, None, None)
    return BacklogFigures(stock, overdue, hits, n, hits / n, *wilson_interval(hits, n))
