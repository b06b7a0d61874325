"""Deadlines of a million reports: every moment that judges them, by a policy of calendar and working time.

The baseline is one ``numpy.busday_offset`` with the same holidays on the same rows: whole days only, no
hours, no categories, no shares. Both are measured alternately, so that a slow moment of the machine
affects both.
"""

from collections.abc import Callable
from datetime import date
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd

from data.config.holidays import open_timekeeper
from tests.builders import city

ROWS = 1_000_000
BAR = 10.0
PAIRS = 5
BREAK = ["07.30-12.00", "13.00-16.00"]
WORK: dict[str, Any] = {
    "holidays": "ID",
    "hours": {
        **dict.fromkeys(("monday", "tuesday", "wednesday", "thursday"), BREAK),
        "friday": ["07.30-11.30", "13.00-16.30"],
    },
    "period": [
        {
            "name": "Ramadan",
            "from": "2025-03-01",
            "to": "2025-03-30",
            "hours": {"friday": ["08.00-11.30", "12.30-15.30"]},
        }
    ],
}
POLICIES: list[dict[str, Any]] = [
    {
        "id": "awal",
        "from": "2016-08-31",
        "respond": {"default": "24 jam"},
        "resolve": {
            "sampah": "16 jam kerja",
            "narkoba": "5 hari kerja",
            "banjir": "12 jam",
            "usul": "14 hari kerja",
        },
    },
    {"id": "baru", "from": "2025-07-01", "resolve": {"default": "10 jam kerja", "banjir": "6 jam"}},
]


def measure() -> dict[str, Any]:
    """Measure the benchmark ``deadlines``."""
    timekeeper = open_timekeeper(city(work=WORK, policy=POLICIES))
    requested, codes, source_deadlines = _reports(timekeeper.city.category)
    days, counts = requested.to_numpy(dtype="datetime64[D]"), np.resize(np.arange(1, 15), ROWS)
    holiday_dates = np.array(
        [day.date for day in timekeeper.holidays if 2024 <= day.date.year <= 2027], dtype="datetime64[D]"
    )

    def subject() -> None:
        timekeeper.targets(requested, codes, source_deadlines)

    def floor() -> None:
        np.busday_offset(days, counts, roll="forward", holidays=holiday_dates)

    subject()  # the calendar is built once per process
    ratio = median(_seconds(subject) / _seconds(floor) for _ in range(PAIRS))
    return {
        "name": "deadlines",
        "ratio": round(ratio, 2),
        "bar": BAR,
        "better": "lower",
        "floor": "numpy.busday_offset with the same holidays on the same rows",
        "n": ROWS,
        "holds": ratio <= BAR,
    }


def _reports(categories: Any) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Return reports of two years, in any category; each twentieth has a deadline of its source."""
    rng = np.random.default_rng(7171)
    start = np.datetime64(date(2024, 9, 1), "us")
    requested_at = start + rng.integers(0, 2 * 365 * 86_400, ROWS).astype("timedelta64[s]")
    requested = pd.Series(pd.DatetimeIndex(requested_at, tz="UTC"))
    codes = pd.Series(rng.choice([category.code for category in categories], ROWS), dtype="str")
    source_deadlines = (requested + pd.Timedelta(days=3)).where(rng.random(ROWS) < 0.05)
    return requested, codes, source_deadlines


def _seconds(work: Callable[[], None]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start
