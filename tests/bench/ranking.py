"""The whole ranking of a city with 50,000 open and 300,000 closed reports.

The floor is one plain ``groupby().agg()`` of the same rows by area: how many, how many on time, how many
overdue, and the median hours of the closed ones, ready columns given. It knows no parents, windows,
categories, intervals, tests, open reports in its times, nor a period before. Both are measured in turn,
so that a slow moment of the machine hits both.
"""

from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd

from data.core.clock.sla import OVERDUE, Verdict
from data.core.config.city import RankingRule
from data.core.ranking.ranking import ranking
from data.core.ranking.rates import closed_within, judged
from tests.personas import MONDAY_NOON

OPEN, CLOSED = 50_000, 300_000
BAR = 12.0
PAIRS = 7
RULE = RankingRule()


def measure() -> dict[str, Any]:
    """The line ``ranking`` of the benchmarks."""
    areas = _areas()
    opened, done = _reports(areas["code"])
    gone, before = (
        done.sample(frac=0.02, random_state=1),
        judged(opened, closed_within(done, MONDAY_NOON, 30)),
    )
    plain = _ready(opened, done)

    def ours() -> None:
        ranking(opened, done, areas, MONDAY_NOON, RULE, gone=gone, previous=before)

    def floor() -> None:
        plain.groupby("area_code").agg(
            n=("on_time", "size"),
            on_time=("on_time", "sum"),
            overdue=("overdue", "sum"),
            hours=("hours", "median"),
        )

    ratio = median(_seconds(ours) / _seconds(floor) for _ in range(PAIRS))
    return {
        "name": "ranking",
        "ratio": round(ratio, 2),
        "bar": BAR,
        "better": "lower",
        "floor": "one pandas groupby-aggregate (count, two sums, a median) of the same rows by area",
        "n": OPEN + CLOSED,
        "holds": ratio <= BAR,
    }


def _areas() -> pd.DataFrame:
    """87 areas in 11 parents, as Manado has."""
    codes = [f"71.71.{1 + number % 11:02d}.{1001 + number // 11}" for number in range(87)]
    parents = [code[:8] for code in codes]
    return pd.DataFrame({"code": codes, "name": codes, "parent": parents, "parent_name": parents})


def _reports(codes: pd.Series) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Received over the last 89 days, in ten categories; the closed ones all within the last 29."""
    dice, count = np.random.default_rng(7171), OPEN + CLOSED
    age = dice.uniform(0, 89, count)
    filed, closed = (_days_ago(days) for days in (age, dice.uniform(0, np.minimum(age, 29))))
    table = pd.DataFrame(
        {
            "area_code": pd.Series(dice.choice(codes, count), dtype="str"),
            "service_code": pd.Series(dice.choice(list("abcdefghij"), count), dtype="str"),
            "requested_datetime": filed,
            "received_at": filed,
            "closed_datetime": closed,
        }
    )
    verdict = pd.Series(dice.choice([Verdict.ON_TIME, Verdict.LATE], CLOSED, p=[0.85, 0.15]), dtype="str")
    state = pd.Series(dice.choice(["on_time", "late"], OPEN, p=[0.8, 0.2]), dtype="str")
    done, opened = table.iloc[:CLOSED].reset_index(drop=True), table.iloc[CLOSED:].reset_index(drop=True)
    return opened.assign(state=state, closed_datetime=pd.NaT), done.assign(verdict=verdict)


def _days_ago(days: np.ndarray[tuple[int], np.dtype[np.float64]]) -> pd.Series:
    moments = pd.Timestamp(MONDAY_NOON) - pd.to_timedelta(days, unit="D")
    return pd.Series(moments.astype("datetime64[us, UTC]"))


def _ready(opened: pd.DataFrame, done: pd.DataFrame) -> pd.DataFrame:
    """Every row with the three columns that the floor adds up."""
    hours = (done["closed_datetime"] - done["requested_datetime"]).dt.total_seconds() / 3600
    done = done.assign(on_time=done["verdict"] == Verdict.ON_TIME, overdue=False, hours=hours)
    opened = opened.assign(on_time=False, overdue=opened["state"].isin(OVERDUE), hours=np.nan)
    columns = ["area_code", "on_time", "overdue", "hours"]
    return pd.concat([done[columns], opened[columns]], ignore_index=True)


def _seconds(work: Callable[[], None]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start
