"""``python -m tests.false_alarms [MONTHS]``: how often chance alone raises an alarm, and how often it may."""

import sys
from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from data.core.config.rotation_rule import DisplayRule
from data.core.history.facts import AREA_COLUMNS
from data.core.snapshot.report_clusters import report_clusters
from tests.personas import MONDAY_NOON, ZONE

CATEGORIES = ("banjir", "sampah", "lampu", "jalan")
GRID_SIDE = 5  # a city of 5 x 5 areas, a kilometre apart
MONTH_DAYS = 30


def random_reports(rule: DisplayRule, days: int, reports_per_day: float, seed: int) -> pd.DataFrame:
    """Return random reports over 25 areas and four categories, more of them by day than by night.

    :param days: to be examined, after the ``history_days`` from which the rule learns what is usual
    """
    rng = np.random.default_rng(seed)
    days += rule.history_days
    report_count = int(rng.poisson(reports_per_day * days))
    hours = rng.choice(24, report_count, p=np.array([1] * 6 + [3] * 12 + [2] * 6) / 54)
    hours_after_start = rng.integers(0, days, report_count) * 24 + hours + rng.random(report_count)
    area_numbers = rng.integers(0, GRID_SIDE * GRID_SIDE, report_count)
    start = MONDAY_NOON - timedelta(days=days)
    rows = pd.DataFrame(
        {
            "requested_datetime": [start + timedelta(hours=float(hour)) for hour in hours_after_start],
            "area_code": [f"{area_number:02}" for area_number in area_numbers],
            "service_code": rng.choice(CATEGORIES, report_count),
            "lat": 1.4 + 0.009 * (area_numbers // GRID_SIDE) + 0.002 * rng.standard_normal(report_count),
            "long": 124.8 + 0.009 * (area_numbers % GRID_SIDE) + 0.002 * rng.standard_normal(report_count),
        }
    )
    rows["requested_datetime"] = pd.to_datetime(rows["requested_datetime"], utc=True)
    return rows.sort_values("requested_datetime", ignore_index=True)


def count_alarms(rows: pd.DataFrame, rule: DisplayRule) -> int:
    """Return how often an alarm begins, examined at each moment at which one can begin."""
    areas = pd.DataFrame(
        [(f"{i:02}", f"A{i}", "p", "P") for i in range(GRID_SIDE * GRID_SIDE)], columns=[*AREA_COLUMNS]
    )
    baseline_end = rows["requested_datetime"].iloc[0] + timedelta(days=rule.history_days)
    alarm_count, active = 0, False
    for moment in _candidate_moments(rows, baseline_end, rule):
        recent = rows[rows["requested_datetime"] > moment - timedelta(days=rule.history_days + 1)]
        is_burst = bool(report_clusters(recent, areas, moment, rule, ZONE, frozenset()))
        alarm_count, active = alarm_count + (is_burst and not active), is_burst
    return alarm_count


def _candidate_moments(rows: pd.DataFrame, baseline_end: datetime, rule: DisplayRule) -> list[datetime]:
    """Return the moments at which the longest span holds enough reports of a category to begin an alarm."""
    span, moments = timedelta(minutes=max(rule.burst_minutes)), []
    for _category, category_rows in rows.groupby("service_code"):
        times = category_rows["requested_datetime"].reset_index(drop=True)
        clustered = times - times.shift(rule.burst_minimum - 1) < span
        moments += list(times[clustered & (times > baseline_end)])
    return [moment.to_pydatetime() for moment in sorted(moments)]


def main() -> int:
    """Count alarms; return 1 if there are more than stated by over three standard deviations."""
    months, rule = int((sys.argv[1:] or ["24"])[0]), DisplayRule()
    alarm_count = sum(
        count_alarms(random_reports(rule, MONTH_DAYS, 60, seed), rule) for seed in range(months)
    )
    expected = rule.false_alarms_a_year * months * MONTH_DAYS / 365
    sys.stdout.write(
        f"{alarm_count} alarms in {months} quiet months; the rule states at most {expected:.1f}\n"
    )
    return int(alarm_count > expected + 3 * expected**0.5)


if __name__ == "__main__":
    sys.exit(main())
