"""The on-time rate: the reports it is made of, its value and its interval.

``on_time = closed on time / (closed on time + closed late + open and overdue)``. Reports without a
deadline, and closed ones with an unknown closing time, are left out and counted separately.
Intervals: Wilson score, 95 % (E. B. Wilson, JASA 22 (1927) 209-212).
"""

from datetime import datetime, timedelta
from math import sqrt

import numpy as np
import pandas as pd

from data.core.clock.sla import OVERDUE_STATES, Verdict
from data.core.history.counts import open_reports, resolved_reports
from data.core.history.intervals import is_within

Z_95 = 1.959963984540054  # the 97.5 % point of the normal distribution


def closed_within(resolved: pd.DataFrame, as_of: datetime, days: int) -> pd.DataFrame:
    """Return the reports closed in the last ``days`` days up to ``as_of``."""
    return resolved[is_within(resolved["closed_datetime"], as_of - timedelta(days=days), as_of)]


def rate_cases(opened: pd.DataFrame, recent: pd.DataFrame) -> pd.DataFrame:
    """Return the reports a rate is made of: ``recent`` closings with a verdict, and all open and overdue.

    :returns: columns area_code, service_code, on_time (bool)
    """
    recent = recent[recent["verdict"].isin([Verdict.ON_TIME, Verdict.LATE])]
    overdue = opened[opened["state"].isin(OVERDUE_STATES)]
    columns = ["area_code", "service_code"]
    cases = pd.concat([recent[columns], overdue[columns]], ignore_index=True)
    on_time = (recent["verdict"] == Verdict.ON_TIME).to_numpy(dtype=bool)
    return cases.assign(on_time=np.r_[on_time, np.zeros(len(overdue), bool)])


def rate_cases_at(standings: pd.DataFrame, as_of: datetime, days: int) -> pd.DataFrame:
    """Return the :func:`rate_cases` of standings as they were at ``as_of``."""
    recent = closed_within(resolved_reports(standings), as_of, days)
    return rate_cases(open_reports(standings, as_of), recent)


def wilson_interval(successes: int, n: int) -> tuple[float, float]:
    """Return the 95 % Wilson score interval of ``successes`` out of ``n`` (n >= 1), as shares."""
    share, z_squared = successes / n, Z_95 * Z_95
    denominator = 2 * (n + z_squared)
    centre = (2 * n * share + z_squared) / denominator
    half_width = Z_95 / denominator * sqrt(4 * n * share * (1 - share) + z_squared)
    return (
        0.0 if successes == 0 else centre - half_width,
        1.0 if successes == n else centre + half_width,
    )


def city_rate(cases: pd.DataFrame) -> float | None:
    """Return the share of cases on time, reports outside every area included; None without a case."""
    return float(cases["on_time"].mean()) if len(cases) else None
