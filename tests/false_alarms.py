"""``python -m tests.false_alarms [MONTHS]``: how often chance alone raises a burst, and how often it may."""

import sys
from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from data.core.config.rotation_rule import RoomRule
from data.core.history.facts import AREA_COLUMNS
from data.core.snapshot.report_clusters import bursts
from tests.personas import MONDAY_NOON, ZONE

KINDS = ("banjir", "sampah", "lampu", "jalan")
SIDE = 5  # a town of 5 x 5 areas, a kilometre apart
MONTH = 30


def quiet(rule: RoomRule, days: int, a_day: float, seed: int) -> pd.DataFrame:
    """Reports by chance alone, more of them by day than by night, over a town of 25 areas and four kinds.

    :param days: to be looked at, after those from which the rule learns what is usual
    """
    lot = np.random.default_rng(seed)
    days += rule.history_days
    number = int(lot.poisson(a_day * days))
    hours = lot.choice(24, number, p=np.array([1] * 6 + [3] * 12 + [2] * 6) / 54)
    at = lot.integers(0, days, number) * 24 + hours + lot.random(number)
    where = lot.integers(0, SIDE * SIDE, number)
    began = MONDAY_NOON - timedelta(days=days)
    rows = pd.DataFrame(
        {
            "requested_datetime": [began + timedelta(hours=float(hour)) for hour in at],
            "area_code": [f"{place:02}" for place in where],
            "service_code": lot.choice(KINDS, number),
            "lat": 1.4 + 0.009 * (where // SIDE) + 0.002 * lot.standard_normal(number),
            "long": 124.8 + 0.009 * (where % SIDE) + 0.002 * lot.standard_normal(number),
        }
    )
    rows["requested_datetime"] = pd.to_datetime(rows["requested_datetime"], utc=True)
    return rows.sort_values("requested_datetime", ignore_index=True)


def alarms(rows: pd.DataFrame, rule: RoomRule) -> int:
    """How many times a report begins an alarm, looking after each of those that might."""
    town = pd.DataFrame([(f"{i:02}", f"A{i}", "p", "P") for i in range(SIDE * SIDE)], columns=[*AREA_COLUMNS])
    learnt = rows["requested_datetime"].iloc[0] + timedelta(days=rule.history_days)
    raised, ringing = 0, False
    for moment in _moments(rows, learnt, rule):
        lately = rows[rows["requested_datetime"] > moment - timedelta(days=rule.history_days + 1)]
        rings = bool(bursts(lately, town, moment, rule, ZONE, frozenset()))
        raised, ringing = raised + (rings and not ringing), rings
    return raised


def _moments(rows: pd.DataFrame, learnt: datetime, rule: RoomRule) -> list[datetime]:
    """When the last of so many of a kind came within the longest span: no other moment can begin an alarm."""
    span, found_ = timedelta(minutes=max(rule.burst_minutes)), []
    for _kind, mine in rows.groupby("service_code"):
        at = mine["requested_datetime"].reset_index(drop=True)
        close = at - at.shift(rule.burst_minimum - 1) < span
        found_ += list(at[close & (at > learnt)])
    return [moment.to_pydatetime() for moment in sorted(found_)]


def main() -> int:
    """Counts; 1 if it rang more often than stated, by more than three standard deviations."""
    months, rule = int((sys.argv[1:] or ["24"])[0]), RoomRule()
    raised = sum(alarms(quiet(rule, MONTH, 60, seed), rule) for seed in range(months))
    stated = rule.false_alarms_a_year * months * MONTH / 365
    sys.stdout.write(f"{raised} alarms in {months} quiet months; the rule states at most {stated:.1f}\n")
    return int(raised > stated + 3 * stated**0.5)


if __name__ == "__main__":
    sys.exit(main())
