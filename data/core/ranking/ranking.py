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
from data.core.history.trend import TRENDS
from data.core.ranking import durations
from data.core.ranking.case_mix import expected_hits
from data.core.ranking.exact_tests import Counts, direction
from data.core.ranking.parents import Parents
from data.core.ranking.ranks import against_rest, rank_ranges
from data.core.ranking.rates import closed_within, judged, wilson
from data.core.ranking.shrinkage import shrink, spread

Row = dict[str, Any]


class Band(StrEnum):
    """What may be said of a parent area against the rest of the city."""

    ABOVE = "above"
    SAME = "same"
    BELOW = "below"
    INSUFFICIENT = "insufficient"


BANDS = {1: Band.ABOVE, 0: Band.SAME, -1: Band.BELOW}


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
    done: pd.DataFrame,
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
    cases = judged(opened, closed_within(done, as_of, rule.window_days))
    now = tally(cases, parents)
    before = None if previous is None else tally(previous, parents)
    gone = done.iloc[:0] if gone is None else gone
    crowd = durations.waits(opened, done, gone, parents, as_of, rule.duration_days)
    parts = (
        _stock(opened, parents, now),
        _rates(now, rule.minimum_sample),
        _trends(now, before, rule.minimum_sample),
        [_times(mine) for mine in crowd.by_parent(len(parents))],
    )
    names = [{"code": c, "name": n} for c, n in zip(parents.codes, parents.names, strict=True)]
    rows = [{k: v for part in of for k, v in part.items()} for of in zip(names, *parts, strict=True)]
    return sorted(rows, key=_listed)


def tally(cases: pd.DataFrame, parents: Parents) -> Tally:
    """The cases counted by parent; the city's counts include those outside every area."""
    position = parents.of(cases["area_code"])
    on_time = cases["on_time"].to_numpy(dtype=bool)
    return Tally(
        hits=parents.count(position[on_time]),
        n=parents.count(position),
        expected=expected_hits(cases, position, len(parents)),
        city_hits=int(on_time.sum()),
        city_n=len(cases),
    )


def _listed(row: Row) -> tuple[float, float, str]:
    """The order on a screen: by the shrunk rate, since a raw one puts the luckiest small area first."""
    if row["shrunk"] is None:
        return (2.0, 0.0, row["name"])
    return (-row["shrunk"], -row["on_time"], row["name"])


def _stock(opened: pd.DataFrame, parents: Parents, now: Tally) -> list[Row]:
    position = parents.of(opened["area_code"])
    stock = parents.count(position)
    overdue = parents.count(position[opened["state"].isin(OVERDUE_STATES).to_numpy(dtype=bool)])
    late = now.n - now.hits - overdue
    columns = {"open": stock, "overdue": overdue, "closed_on_time": now.hits, "closed_late": late}
    return _records(columns, int)


def _rates(now: Tally, minimum: int) -> list[Row]:
    """Rates, ranks and bands of those with enough reports; the others only say how many they have."""
    rows: list[Row] = [{**_UNRATED, "n": int(n)} for n in now.n]
    enough = np.flatnonzero(now.n >= minimum)
    if not len(enough):
        return rows
    hits, n, expected = now.hits[enough], now.n[enough], now.expected[enough] / now.n[enough]
    first, last = rank_ranges(hits, n)
    city = np.asarray(now.city_hits / now.city_n)
    columns = {"on_time": hits / n, "shrunk": shrink(hits, n, city, spread(now.hits, now.n))}
    columns |= {"expected": expected, "adjusted": hits / n - expected}
    places = _records({"rank_from": first, "rank_to": last}, int)
    signs = against_rest(hits, n, now.city_hits, now.city_n)
    for i, rates, ranks, sign in zip(enough, _records(columns, float), places, signs, strict=True):
        low, high = wilson(int(now.hits[i]), int(now.n[i]))
        rows[i] |= {**rates, "low": low, "high": high, **ranks, "band": BANDS[int(sign)].value}
    return rows


_UNRATED = {
    **dict.fromkeys(("rank_from", "rank_to", "on_time", "low", "high", "shrunk", "expected", "adjusted")),
    "band": Band.INSUFFICIENT.value,
}


def _trends(now: Tally, before: Tally | None, minimum: int) -> list[Row]:
    """Each parent against its own previous period, all parents tested at once."""
    if before is None:
        return [{"previous_on_time": None, "previous_n": None, "trend": None} for _ in now.n]
    rated = before.n >= minimum
    both = np.flatnonzero(rated & (now.n >= minimum))
    rows: list[Row] = [
        {"previous_on_time": float(hits / n) if known else None, "previous_n": int(n), "trend": None}
        for hits, n, known in zip(before.hits, before.n, rated, strict=True)
    ]
    signs = direction(now.hits[both], now.n[both], before.hits[both], before.n[both])
    for i, sign in zip(both, signs, strict=True):
        rows[i]["trend"] = TRENDS[int(sign)].value
    return rows


def _times(crowd: durations.Waits) -> Row:
    median, p90 = durations.quantiles(crowd, (0.5, 0.9))
    naive = durations.closed_median(crowd)
    return {
        "median_hours": median,
        "p90_hours": p90,
        "median_closed_hours": naive,
        "received": len(crowd.hours),
    }


def _records(columns: dict[str, NDArray[Any]], plain: Callable[[Any], Any]) -> list[Row]:
    """Columns as rows of plain Python values."""
    lists = [[plain(value) for value in column] for column in columns.values()]
    return [dict(zip(columns, values, strict=True)) for values in zip(*lists, strict=True)]
