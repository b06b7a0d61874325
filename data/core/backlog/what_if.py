"""What a kecamatan's figures would be if some of its open reports were finished now."""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from data.core.backlog.backlog import Backlog
from data.core.clock.sla import OVERDUE_STATES, SlaState
from data.core.history.facts import KEY
from data.core.ranking.rates import wilson
from data.core.report.key import ReportKey


@dataclass(frozen=True)
class Figures:
    """A kecamatan's open reports and rate. ``on_time``, ``low``, ``high``: None below the minimum sample."""

    stock: int
    overdue: int
    hits: int
    n: int
    on_time: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Effect:
    """Figures before and after, and how many reports were finished to come from one to the other."""

    before: Figures
    after: Figures
    finished: int

    @property
    def beyond_luck(self) -> bool | None:
        """Whether the new rate lies outside the interval of the old one; None where there is no rate."""
        low, high, now = self.before.low, self.before.high, self.after.on_time
        if low is None or high is None or now is None:
            return None
        return not low <= now <= high


def effect(backlog: Backlog, chosen: Collection[ReportKey]) -> Effect:
    """Finishing the chosen ones now; keys that are not in the backlog change nothing.

    One still in time adds a case and a success. One already late was a case already and stays none: its
    closing takes it off the stock only. One without a deadline is in no rate.
    """
    rows = backlog.rows
    done = rows[_keys(rows).isin(list(chosen))]
    late = int(done["state"].isin(OVERDUE_STATES).sum())
    saved = int((~done["state"].isin([*OVERDUE_STATES, SlaState.NO_TARGET])).sum())
    stock, overdue = len(rows), int(rows["state"].isin(OVERDUE_STATES).sum())
    hits, n, least = int(backlog.cases["on_time"].sum()), len(backlog.cases), backlog.minimum_sample
    before = _figures(stock, overdue, hits, n, least)
    after = _figures(stock - len(done), overdue - late, hits + saved, n + saved, least)
    return Effect(before, after, len(done))


def _keys(rows: pd.DataFrame) -> pd.Series:
    pairs = zip(*(rows[name] for name in KEY), strict=True)
    return pd.Series(list(pairs), index=rows.index, dtype="object")  # the index: the mask is laid over rows


def _figures(stock: int, overdue: int, hits: int, n: int, least: int) -> Figures:
    if n < max(least, 1):
        return Figures(stock, overdue, hits, n, None, None, None)
    return Figures(stock, overdue, hits, n, hits / n, *wilson(hits, n))
