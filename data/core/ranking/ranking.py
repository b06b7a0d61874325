"""How parents (kecamatan) compare: an honest rate with its uncertainty, never a lonely last place.

The method and what it was measured to do stand in ``docs/ranking.md``. In short: the rate of
:mod:`data.core.ranking.rates`, listed by its shrunk value (:mod:`data.core.ranking.shrinkage`),
ranked in ranges that hold together (:mod:`data.core.ranking.ranks`), and named "clearly above" or
"clearly below" only where an exact test against the rest of the city says so while all parents are tested
at once (:mod:`data.core.ranking.exact_tests`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

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
from data.core.ranking.shrinkage import intraclass_correlation, shrink

Row = dict[str, Any]


class Band(StrEnum):
    """What may be said of a parent area against the rest of the city."""

    ABOVE = "above"
    SAME = "same"
    BELOW = "below"
    INSUFFICIENT = "insufficient"


BAND_BY_SIGN = {1: Band.ABOVE, 0: Band.SAME, -1: Band.BELOW}


@dataclass(frozen=True)
class Tally:
    """What each parent's rate is made of, and what the whole city's is."""

    hits: Counts
    n: Counts
    expected: NDArray[np.float64]
    city_hits: int
    city_n: int


def ranking(
    opened: pd.DataFrame,
    resolved: pd.DataFrame,
    areas: pd.DataFrame,
    as_of: datetime,
    rule: RankingRule,
    *,
    gone: pd.DataFrame | None = None,
    previous: pd.DataFrame | None = None,
) -> list[Row]:
    """One row per parent area, best shrunk rate first, those below the minimum sample last by name.

    :param opened: open reports with their ``state``
    :param done: closed reports with their ``verdict``
    :param gone: withdrawn reports; none: every wait that ended otherwise is left out
    :param previous: the cases of the previous period, as :func:`data.core.ranking.rates.judged` gives them
    """
    parents = Parents(areas)
    cases = rate_cases(opened, closed_within(resolved, as_of, rule.window_days))
    current = tally(cases, parents)
    previous_tally = None if previous is None else tally(previous, parents)
    gone = resolved.iloc[:0] if gone is None else gone
    cohort = durations.waiting_times(opened, resolved, gone, parents, as_of, rule.duration_days)
    parts = (
        _stock_rows(opened, parents, current),
        _rate_rows(current, rule.minimum_sample),
        _trend_rows(current, previous_tally, rule.minimum_sample),
        [_duration_row(parent_times) for parent_times in cohort.by_parent(len(parents))],
    )
    names = [{"code": c, "name": n} for c, n in zip(parents.codes, parents.names, strict=True)]
    rows = [
        {k: v for part in row_parts for k, v in part.items()} for row_parts in zip(names, *parts, strict=True)
    ]
    return sorted(rows, key=_display_order)


def tally(cases: pd.DataFrame, parents: Parents) -> Tally:
    """The cases counted by parent; the city's counts include those outside every area."""
    position = parents.positions_of(cases["area_code"])
    on_time = cases["on_time"].to_numpy(dtype=bool)
    return Tally(
        hits=parents.count_at(position[on_time]),
        n=parents.count_at(position),
        expected=expected_hits(cases, position, len(parents)),
        city_hits=int(on_time.sum()),
        city_n=len(cases),
    )


def _display_order(row: Row) -> tuple[float, float, str]:
    """The order on a screen: by the shrunk rate, since a raw one puts the luckiest small area first."""
    if row["shrunk"] is None:
        return (2.0, 0.0, row["name"])
    return (-row["shrunk"], -row["on_time"], row["name"])


def _stock_rows(opened: pd.DataFrame, parents: Parents, current: Tally) -> list[Row]:
    position = parents.positions_of(opened["area_code"])
    stock = parents.count_at(position)
    overdue = parents.count_at(position[opened["state"].isin(OVERDUE_STATES).to_numpy(dtype=bool)])
    late = current.n - current.hits - overdue
    columns = {"open": stock, "overdue": overdue, "closed_on_time": current.hits, "closed_late": late}
    return _records(columns, int)


def _rate_rows(current: Tally, minimum: int) -> list[Row]:
    """Rates, ranks and bands of those with enough reports; the others only say how many they have."""
    rows: list[Row] = [{**_UNRATED, "n": int(n)} for n in current.n]
    rated = np.flatnonzero(current.n >= minimum)
    if not len(rated):
        return rows
    hits, n, expected = current.hits[rated], current.n[rated], current.expected[rated] / current.n[rated]
    first, last = rank_ranges(hits, n)
    city = np.asarray(current.city_hits / current.city_n)
    columns = {
        "on_time": hits / n,
        "shrunk": shrink(hits, n, city, intraclass_correlation(current.hits, current.n)),
    }
    columns |= {"expected": expected, "adjusted": hits / n - expected}
    rank_rows = _records({"rank_from": first, "rank_to": last}, int)
    signs = compare_with_rest(hits, n, current.city_hits, current.city_n)
    for i, rates, ranks, sign in zip(rated, _records(columns, float), rank_rows, signs, strict=True):
        low, high = wilson_interval(int(current.hits[i]), int(current.n[i]))
        rows[i] |= {**rates, "low": low, "high": high, **ranks, "band": BAND_BY_SIGN[int(sign)].value}
    return rows


_UNRATED = {
    **dict.fromkeys(("rank_from", "rank_to", "on_time", "low", "high", "shrunk", "expected", "adjusted")),
    "band": Band.INSUFFICIENT.value,
}


def _trend_rows(current: Tally, previous: Tally | None, minimum: int) -> list[Row]:
    """Each parent against its own previous period, all parents tested at once."""
    if previous is None:
        return [{"previous_on_time": None, "previous_n": None, "trend": None} for _ in current.n]
    rated = previous.n >= minimum
    both = np.flatnonzero(rated & (current.n >= minimum))
    rows: list[Row] = [
        {"previous_on_time": float(hits / n) if is_rated else None, "previous_n": int(n), "trend": None}
        for hits, n, is_rated in zip(previous.hits, previous.n, rated, strict=True)
    ]
    signs = direction(current.hits[both], current.n[both], previous.hits[both], previous.n[both])
    for i, sign in zip(both, signs, strict=True):
        rows[i]["trend"] = TREND_BY_SIGN[int(sign)].value
    return rows


def _duration_row(cohort: durations.WaitingTimes) -> Row:
    median, p90 = durations.quantiles(cohort, (0.5, 0.9))
    naive = durations.closed_median(cohort)
    return {
        "median_hours": median,
        "p90_hours": p90,
        "median_closed_hours": naive,
        "received": len(cohort.hours),
    }


def _records(columns: dict[str, NDArray[Any]], convert: Callable[[Any], Any]) -> list[Row]:
    """Columns as rows of plain Python values."""
    lists = [[convert(value) for value in column] for column in columns.values()]
    return [dict(zip(columns, values, strict=True)) for values in zip(*lists, strict=True)]
