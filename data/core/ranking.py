"""How kecamatan compare: an honest rate with its uncertainty, never a lonely last place.

``on_time = closed on time / (closed on time + closed late + open and overdue)``. Reports without a
deadline, and closed ones whose closing time nobody knows, stay out and are counted beside it.
Intervals: Wilson score, 95 % (E. B. Wilson, JASA 22 (1927) 209-212), by ``scipy.stats``.
Medians: product-limit estimate with open reports as not yet finished, by ``scipy.stats.ecdf``.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import CensoredData, binomtest, ecdf

from data.core.city import RankingRule
from data.core.clocks import OVERDUE, Verdict


class Band(StrEnum):
    """What may be said of a parent area against the city."""

    ABOVE = "above"
    SAME = "same"
    BELOW = "below"
    INSUFFICIENT = "insufficient"


def closed_within(done: pd.DataFrame, as_of: datetime, days: int) -> pd.DataFrame:
    """The reports closed in the last ``days`` days up to ``as_of``."""
    since = pd.Timestamp(as_of - timedelta(days=days))
    return done[(done["closed_datetime"] > since) & (done["closed_datetime"] <= as_of)]


def judged(opened: pd.DataFrame, recent: pd.DataFrame) -> pd.DataFrame:
    """The reports a rate is made of: ``recent`` closings with a verdict, and everything open and overdue.

    :returns: columns area_code, on_time (bool)
    """
    recent = recent[recent["verdict"].isin([Verdict.ON_TIME, Verdict.LATE])]
    overdue = opened[opened["state"].isin(OVERDUE)]
    return pd.DataFrame(
        {
            "area_code": pd.concat([recent["area_code"], overdue["area_code"]], ignore_index=True),
            "on_time": np.r_[(recent["verdict"] == Verdict.ON_TIME).to_numpy(), np.zeros(len(overdue), bool)],
        }
    )


def wilson(successes: int, n: int) -> tuple[float, float]:
    """The 95 % Wilson score interval of ``successes`` out of ``n`` (n >= 1), as shares."""
    interval = binomtest(successes, n).proportion_ci(method="wilson")
    return float(interval.low), float(interval.high)


def median_hours(done: pd.DataFrame, opened: pd.DataFrame, as_of: datetime) -> float | None:
    """Median hours from filing to closing, open reports counted as not yet finished.

    :returns: None where less than half are finished within the time observed ("belum tercapai")
    """
    closed = done.dropna(subset=["closed_datetime"])
    finished = _hours(closed["closed_datetime"] - closed["requested_datetime"])
    waiting = _hours(pd.Timestamp(as_of) - opened["requested_datetime"])
    if not len(finished):
        return None
    curve = ecdf(CensoredData(uncensored=finished, right=waiting)).sf
    reached = curve.quantiles[curve.probabilities <= 0.5]
    return float(reached[0]) if len(reached) else None


def _hours(span: pd.Series) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    hours = np.asarray(span.dt.total_seconds() / 3600, dtype=np.float64)
    return np.clip(hours, 0, None)


def ranking(
    opened: pd.DataFrame, done: pd.DataFrame, areas: pd.DataFrame, as_of: datetime, rule: RankingRule
) -> list[dict[str, Any]]:
    """One entry per parent area, best rate first, those below the minimum sample last by name."""
    parent = areas.set_index("code")["parent"]
    names = areas.drop_duplicates("parent").set_index("parent")["parent_name"]
    recent = closed_within(done, as_of, rule.window_days)
    cases = judged(opened, recent)
    city = city_rate(cases)
    tables = [table.assign(parent=table["area_code"].map(parent)) for table in (cases, opened, recent)]
    rows = []
    for code in names.index:
        mine, mine_open, mine_recent = (table[table["parent"] == code] for table in tables)
        entry = _entry(mine["on_time"], rule.minimum_sample, city)
        counts = {
            "median_hours": median_hours(mine_recent, mine_open, as_of),
            "open": len(mine_open),
            "overdue": int(mine_open["state"].isin(OVERDUE).sum()),
        }
        rows.append({"code": code, "name": names[code], **entry, **counts})
    return _ranked(rows)


def city_rate(cases: pd.DataFrame) -> float | None:
    """The rate of the whole city, reports outside every area included; None without a case."""
    return float(cases["on_time"].mean()) if len(cases) else None


def _entry(on_time: pd.Series, minimum: int, city: float | None) -> dict[str, Any]:
    n, hits = len(on_time), int(on_time.sum())
    if n < minimum or city is None:
        return {"on_time": None, "low": None, "high": None, "n": n, "band": Band.INSUFFICIENT.value}
    low, high = wilson(hits, n)
    return {"on_time": hits / n, "low": low, "high": high, "n": n, "band": _band(low, high, city)}


def _band(low: float, high: float, city: float) -> str:
    if low > city:
        return Band.ABOVE.value
    return Band.BELOW.value if high < city else Band.SAME.value


def _ranked(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Ranks as ranges: a place is lost only to those whose whole interval lies above one's own."""
    placed = [row for row in rows if row["on_time"] is not None]
    low = np.array([row["low"] for row in placed], dtype=float)
    high = np.array([row["high"] for row in placed], dtype=float)
    for row, mine_low, mine_high in zip(placed, low, high, strict=True):
        row["rank_from"] = 1 + int((low > mine_high).sum())
        row["rank_to"] = len(placed) - int((high < mine_low).sum())
    placed.sort(key=lambda row: (-row["on_time"], row["name"]))
    rest = sorted((row for row in rows if row["on_time"] is None), key=lambda row: row["name"])
    return placed + [{**row, "rank_from": None, "rank_to": None} for row in rest]
