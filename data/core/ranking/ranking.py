"""Ranking of parents (kecamatan): a rate with its uncertainty, and never a single last place.

``docs/ranking.md`` describes the method and its measured properties. In short: the rate of
:mod:`data.core.ranking.rates`, ordered by its shrunk value (:mod:`data.core.ranking.shrinkage`), with rank
ranges that hold simultaneously (:mod:`data.core.ranking.ranks`); a parent is "clearly above" or "clearly
below" only by an exact test against the rest of the city, all parents tested at once
(:mod:`data.core.ranking.exact_tests`).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.core.clock.sla import OVERDUE_STATES
from data.core.config.city import RankingRule
from data.core.history.trend import TREND_BY_SIGN
from data.core.ranking import durations
from data.core.ranking.case_mix import expected_hits
from data.core.ranking.exact_tests import Counts, direction
from data.core.ranking.parents import Parents
from data.core.ranking.ranks import compare_with_rest, rank_ranges
from data.core.ranking.rates import closed_within, rate_cases, wilson_interval
from data.core.ranking.rows import DurationPart, RankingRow, RankingRuleRow, RatePart, StockPart, TrendPart
from data.core.ranking.shrinkage import intraclass_correlation, shrink


class Band(StrEnum):
    """A parent area compared with the rest of the city."""

    ABOVE = "above"
    SAME = "same"
    BELOW = "below"
    INSUFFICIENT = "insufficient"


BAND_BY_SIGN = {1: Band.ABOVE, 0: Band.SAME, -1: Band.BELOW}


@dataclass(frozen=True)
class Tally:
    """The counts that each parent's rate and the whole city's are made of."""

    hits: Counts
    n: Counts
    expected: NDArray[np.float64]
    city_hits: int
    city_n: int


@dataclass(frozen=True)
class Stock:
    """What each parent has open, and what of it is overdue."""

    opened: Counts
    overdue: Counts


def ranking(
    opened: pd.DataFrame,
    resolved: pd.DataFrame,
    areas: pd.DataFrame,
    as_of: datetime,
    rule: RankingRule,
    *,
    withdrawn: pd.DataFrame | None = None,
    previous: pd.DataFrame | None = None,
) -> list[RankingRow]:
    """Return a row per parent area, best shrunk rate first, those below the minimum sample last by name.

    :param opened: open reports with their ``state``
    :param resolved: closed reports with their ``verdict``
    :param withdrawn: withdrawn reports; None: their waiting times are left out
    :param previous: the cases of the previous period, from :func:`data.core.ranking.rates.rate_cases`
    """
    parents = Parents(areas)
    cases = rate_cases(opened, closed_within(resolved, as_of, rule.window_days))
    current = tally(cases, parents)
    previous_tally = None if previous is None else tally(previous, parents)
    withdrawn = resolved.iloc[:0] if withdrawn is None else withdrawn
    cohort = durations.waiting_times(opened, resolved, withdrawn, parents, as_of, rule.duration_days)
    position = parents.positions_of(opened["area_code"])
    overdue = opened["state"].isin(OVERDUE_STATES).to_numpy(dtype=bool)
    stock = Stock(parents.count_at(position), parents.count_at(position[overdue]))
    times = [_duration_row(parent_times) for parent_times in cohort.by_parent(len(parents))]
    return ranking_rows(parents, stock, current, previous_tally, times, rule.minimum_sample)


def ranking_rows(
    parents: Parents,
    stock: Stock,
    current: Tally,
    previous: Tally | None,
    times: list[DurationPart],
    minimum: int,
) -> list[RankingRow]:
    """Return the rows of :func:`ranking` from the counts of each parent."""
    parts = zip(
        zip(parents.codes, parents.names, strict=True),
        _stock_rows(stock, current),
        _rate_rows(current, minimum),
        _trend_rows(current, previous, minimum),
        times,
        strict=True,
    )
    rows: list[RankingRow] = [
        {"code": code, "name": name, **stock_part, **rate, **trend, **duration}
        for (code, name), stock_part, rate, trend, duration in parts
    ]
    return sorted(rows, key=_display_order)


def ranking_rule_row(rule: RankingRule, city_on_time: float | None) -> RankingRuleRow:
    """Return the rule that a ranking was made by, with the city's own rate."""
    return {
        "window_days": rule.window_days,
        "minimum_sample": rule.minimum_sample,
        "duration_days": rule.duration_days,
        "city_on_time": city_on_time,
    }


def tally(cases: pd.DataFrame, parents: Parents) -> Tally:
    """Count the cases by parent; the city's counts include those outside every area."""
    position = parents.positions_of(cases["area_code"])
    on_time = cases["on_time"].to_numpy(dtype=bool)
    return Tally(
        hits=parents.count_at(position[on_time]),
        n=parents.count_at(position),
        expected=expected_hits(cases, position, len(parents)),
        city_hits=int(on_time.sum()),
        city_n=len(cases),
    )


def _display_order(row: RankingRow) -> tuple[float, float, str]:
    """Return the order on a screen: by the shrunk rate; the raw one puts small areas first by chance."""
    if row["shrunk"] is None or row["on_time"] is None:
        return (2.0, 0.0, row["name"])
    return (-row["shrunk"], -row["on_time"], row["name"])


def _stock_rows(stock: Stock, current: Tally) -> list[StockPart]:
    late = current.n - current.hits - stock.overdue
    return [
        {"open": open_count, "overdue": overdue_count, "closed_on_time": hits, "closed_late": late_count}
        for open_count, overdue_count, hits, late_count in zip(
            stock.opened.tolist(), stock.overdue.tolist(), current.hits.tolist(), late.tolist(), strict=True
        )
    ]


def _rate_rows(current: Tally, minimum: int) -> list[RatePart]:
    """Return rates, ranks and bands of those with enough reports; the others have only their number."""
    rows: list[RatePart] = [{**_UNRATED, "n": int(n)} for n in current.n]
    rated = np.flatnonzero(current.n >= minimum)
    if not len(rated):
        return rows
    hits, n, expected = current.hits[rated], current.n[rated], current.expected[rated] / current.n[rated]
    first, last = rank_ranges(hits, n)
    city = np.asarray(current.city_hits / current.city_n)
    shrunk = shrink(hits, n, city, intraclass_correlation(current.hits, current.n))
    signs = compare_with_rest(hits, n, current.city_hits, current.city_n)
    for number, i in enumerate(rated):
        on_time = float(hits[number] / n[number])
        low, high = wilson_interval(int(current.hits[i]), int(current.n[i]))
        rows[i] |= {
            "rank_from": int(first[number]),
            "rank_to": int(last[number]),
            "on_time": on_time,
            "low": low,
            "high": high,
            "shrunk": float(shrunk[number]),
            "expected": float(expected[number]),
            "adjusted": float(on_time - expected[number]),
            "band": BAND_BY_SIGN[int(signs[number])].value,
        }
    return rows


_UNRATED: RatePart = {
    "rank_from": None,
    "rank_to": None,
    "on_time": None,
    "low": None,
    "high": None,
    "shrunk": None,
    "expected": None,
    "adjusted": None,
    "band": Band.INSUFFICIENT.value,
    "n": 0,
}


def _trend_rows(current: Tally, previous: Tally | None, minimum: int) -> list[TrendPart]:
    """Compare each parent with its own previous period, all parents tested at once."""
    if previous is None:
        return [{"previous_on_time": None, "previous_n": None, "trend": None} for _ in current.n]
    rated = previous.n >= minimum
    both = np.flatnonzero(rated & (current.n >= minimum))
    rows: list[TrendPart] = [
        {"previous_on_time": float(hits / n) if is_rated else None, "previous_n": int(n), "trend": None}
        for hits, n, is_rated in zip(previous.hits, previous.n, rated, strict=True)
    ]
    signs = direction(current.hits[both], current.n[both], previous.hits[both], previous.n[both])
    for i, sign in zip(both, signs, strict=True):
        rows[i]["trend"] = TREND_BY_SIGN[int(sign)].value
    return rows


def _duration_row(cohort: durations.WaitingTimes) -> DurationPart:
    median, p90 = durations.quantiles(cohort, (0.5, 0.9))
    return {
        "median_hours": median,
        "p90_hours": p90,
        "median_closed_hours": durations.closed_median(cohort),
        "received": len(cohort.hours),
    }
