"""A stretch of time step by step: how many reports were open and late where, at each of several moments."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from data.core.clock.sla import OVERDUE_STATES
from data.core.history.counts import day_start, open_reports
from data.core.report.standing import EventKind
from data.core.review.stock_flow import tracked

MOST_STEPS = 96
EVENING, NIGHT = timedelta(hours=18), timedelta(hours=12)


def moments(since: datetime, until: datetime, steps: int) -> list[datetime]:
    """``steps`` + 1 moments from ``since`` to ``until``, evenly apart, to the second."""
    gap = (until - since) / steps
    return [since + timedelta(seconds=round((gap * number).total_seconds())) for number in range(steps + 1)]


def replayed(events: pd.DataFrame, areas: pd.DataFrame, at: list[datetime]) -> list[dict[str, Any]]:
    """The board's counts at each moment.

    :param events: everything up to the last moment, in order of ``change``
    :param at: moments in order
    :returns: ``at, open, overdue, new, closed`` (the last two since the first moment) and ``areas``: code to
        ``[open, overdue]`` for areas that have any
    """
    steps = tracked(events, areas)
    alive = _alive(steps, at[0])
    events, steps = events[alive], steps[alive]
    return [_step(events, steps, at[0], moment) for moment in at]


def busiest_night(
    steps: pd.DataFrame, since: datetime, until: datetime, zone: ZoneInfo
) -> tuple[datetime, datetime]:
    """The night (18.00 to 06.00 in the city) of a period in which most reports came in; at last the last one.

    :param steps: from :func:`data.core.review.stock_flow.tracked`
    """
    at = steps["occurred_at"]
    during = (steps["kind"] == EventKind.RECEIVED) & (at > pd.Timestamp(since)) & (at <= pd.Timestamp(until))
    local = at[during].dt.tz_convert(zone)
    evening = (local - EVENING).dt.normalize()[(local.dt.hour >= 18) | (local.dt.hour < 6)]
    counted = evening.value_counts().sort_index(ascending=False)
    last = day_start(until - EVENING, zone)
    first = (counted.idxmax().to_pydatetime() if len(counted) else last) + EVENING
    return first, min(first + NIGHT, until) if first < until else first + NIGHT


def _alive(steps: pd.DataFrame, first: datetime) -> pd.Series:
    """Events of reports that were open at the first moment or moved after it."""
    last = steps[steps["occurred_at"] <= pd.Timestamp(first)].drop_duplicates("report", keep="last")
    moving = steps.loc[steps["occurred_at"] > pd.Timestamp(first), "report"]
    return steps["report"].isin(set(last.loc[last["now"], "report"]) | set(moving))


def _step(events: pd.DataFrame, steps: pd.DataFrame, first: datetime, moment: datetime) -> dict[str, Any]:
    past = steps[steps["occurred_at"] <= pd.Timestamp(moment)]
    last = past.drop_duplicates("report", keep="last")
    opened = open_reports(events.loc[last.index], moment)
    during = past[past["occurred_at"] > pd.Timestamp(first)]
    late = opened["state"].isin(OVERDUE_STATES)
    return {
        "at": moment,
        "open": len(opened),
        "overdue": int(late.sum()),
        "new": int((during["kind"] == EventKind.RECEIVED).sum()),
        "closed": int((during["kind"] == EventKind.CLOSED).sum()),
        "areas": _by_area(opened["area_code"], late),
    }


def _by_area(codes: pd.Series, late: pd.Series) -> dict[str, list[int]]:
    table = pd.DataFrame({"open": 1, "late": late.astype(int)}).groupby(codes).sum()
    rows = zip(table.index, table["open"], table["late"], strict=True)
    return {str(code): [int(count), int(over)] for code, count, over in rows}
