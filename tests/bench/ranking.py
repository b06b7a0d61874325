"""The whole ranking of a city with 50,000 open and 300,000 closed reports.

The baseline is one plain ``groupby().agg()`` of the same rows by area: how many, how many on time, how many
overdue, and the median hours of the closed ones, ready columns given. It has no parents, windows,
categories, intervals, tests, open reports in its times, nor a period before. Both are measured
alternately, so that a slow moment of the machine affects both.
"""

from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd

from data.core.clock.sla import OVERDUE_STATES, Verdict
from data.core.config.city import RankingRule
from data.core.ranking.ranking import ranking
from data.core.ranking.rates import closed_within, rate_cases
from tests.personas import MONDAY_NOON

OPEN, CLOSED = 50_000, 300_000
BAR = 12.0
PAIRS = 7
RULE = RankingRule()


def measure() -> dict[str, Any]:
    """Measure the benchmark ``ranking``."""
    areas = _areas()
    open_reports, closed_reports = _reports(areas["code"])
    withdrawn, previous = (
        closed_reports.sample(frac=0.02, random_state=1),
        rate_cases(open_reports, closed_within(closed_reports, MONDAY_NOON, 30)),
    )
    floor_rows = _floor_rows(open_reports, closed_reports)

    def subject() -> None:
        ranking(
            open_reports, closed_reports, areas, MONDAY_NOON, RULE, withdrawn=withdrawn, previous=previous
        )

    def floor() -> None:
        floor_rows.groupby("area_code").agg(
            n=("on_time", "size"),
            on_time=("on_time", "sum"),
            overdue=("overdue", "sum"),
            hours=("hours", "median"),
        )

    ratio = median(_seconds(subject) / _seconds(floor) for _ in range(PAIRS))
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
    """Return 87 areas in 11 parents, as Manado has."""
    codes = [f"71.71.{1 + number % 11:02d}.{1001 + number // 11}" for number in range(87)]
    parents = [code[:8] for code in codes]
    return pd.DataFrame({"code": codes, "name": codes, "parent": parents, "parent_name": parents})


def _reports(codes: pd.Series) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return reports received over the last 89 days, in ten categories; closed ones within the last 29."""
    rng, count = np.random.default_rng(7171), OPEN + CLOSED
    age = rng.uniform(0, 89, count)
    requested_at, closed = (_days_ago(days) for days in (age, rng.uniform(0, np.minimum(age, 29))))
    table = pd.DataFrame(
        {
            "area_code": pd.Series(rng.choice(codes, count), dtype="str"),
            "service_code": pd.Series(rng.choice(list("abcdefghij"), count), dtype="str"),
            "requested_datetime": requested_at,
            "received_at": requested_at,
            "closed_datetime": closed,
        }
    )
    verdict = pd.Series(rng.choice([Verdict.ON_TIME, Verdict.LATE], CLOSED, p=[0.85, 0.15]), dtype="str")
    state = pd.Series(rng.choice(["on_time", "late"], OPEN, p=[0.8, 0.2]), dtype="str")
    closed_reports, open_reports = (
        table.iloc[:CLOSED].reset_index(drop=True),
        table.iloc[CLOSED:].reset_index(drop=True),
    )
    return open_reports.assign(state=state, closed_datetime=pd.NaT), closed_reports.assign(verdict=verdict)


def _days_ago(days: np.ndarray[tuple[int], np.dtype[np.float64]]) -> pd.Series:
    moments = pd.Timestamp(MONDAY_NOON) - pd.to_timedelta(days, unit="D")
    return pd.Series(moments.astype("datetime64[us, UTC]"))


def _floor_rows(open_reports: pd.DataFrame, closed_reports: pd.DataFrame) -> pd.DataFrame:
    """Return every row with the three columns that the baseline aggregates."""
    hours = (
        closed_reports["closed_datetime"] - closed_reports["requested_datetime"]
    ).dt.total_seconds() / 3600
    closed_reports = closed_reports.assign(
        on_time=closed_reports["verdict"] == Verdict.ON_TIME, overdue=False, hours=hours
    )
    open_reports = open_reports.assign(
        on_time=False, overdue=open_reports["state"].isin(OVERDUE_STATES), hours=np.nan
    )
    columns = ["area_code", "on_time", "overdue", "hours"]
    return pd.concat([closed_reports[columns], open_reports[columns]], ignore_index=True)


def _seconds(work: Callable[[], None]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start
