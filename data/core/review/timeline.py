"""The timeline: counts of open and late reports by area at evenly spaced moments."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd

from data.core.clock.sla import OVERDUE_STATES
from data.core.history.counts import day_start, open_reports
from data.core.history.intervals import is_within
from data.core.report.standing import EventKind
from data.core.review.rows import TimelineStepRow
from data.core.review.stock_flow import track_transitions

MAX_STEPS = 96
EVENING, NIGHT = timedelta(hours=18), timedelta(hours=12)


def evenly_spaced_moments(since: datetime, until: datetime, step_count: int) -> list[datetime]:
    """Return ``step_count`` + 1 moments from ``since`` to ``until``, evenly spaced, to the second."""
    gap = (until - since) / step_count
    return [
        since + timedelta(seconds=round((gap * number).total_seconds())) for number in range(step_count + 1)
    ]


def build_timeline(
    events: pd.DataFrame, areas: pd.DataFrame, step_times: list[datetime]
) -> list[TimelineStepRow]:
    """Return the board's counts at each moment.

    :param events: everything up to the last moment, in order of ``change``
    :param step_times: moments in order
    :returns: ``new`` and ``closed`` count since the first moment, ``areas`` has only those with a report
    """
    transitions = track_transitions(events, areas)
    is_active = _active_events(transitions, step_times[0])
    events, transitions = events[is_active], transitions[is_active]
    return [_timeline_step(events, transitions, step_times[0], moment) for moment in step_times]


def busiest_night(
    transitions: pd.DataFrame, since: datetime, until: datetime, zone: ZoneInfo
) -> tuple[datetime, datetime]:
    """Return the night (18.00 to 06.00 in the city) in which most reports were received, else the last one.

    :param transitions: from :func:`data.core.review.stock_flow.track_transitions`
    """
    at = transitions["occurred_at"]
    received = (transitions["kind"] == EventKind.RECEIVED) & is_within(at, since, until)
    return busiest_night_of(at[received], since, until, zone)


def busiest_night_of(
    received: pd.Series, since: datetime, until: datetime, zone: ZoneInfo
) -> tuple[datetime, datetime]:
    """Return the busiest night of moments at which reports of (``since``, ``until``] were received."""
    local = received.dt.tz_convert(zone)
    evening = (local - EVENING).dt.normalize()[(local.dt.hour >= 18) | (local.dt.hour < 6)]
    reports_by_evening = evening.value_counts().sort_index(ascending=False)
    last = day_start(until - EVENING, zone)
    first = (reports_by_evening.idxmax().to_pydatetime() if len(reports_by_evening) else last) + EVENING
    return first, min(first + NIGHT, until) if first < until else first + NIGHT


def _active_events(transitions: pd.DataFrame, first: datetime) -> pd.Series:
    """Return which events are of reports that were open at the first moment or have an event after it."""
    last = transitions[transitions["occurred_at"] <= pd.Timestamp(first)].drop_duplicates(
        "report", keep="last"
    )
    moving = transitions.loc[transitions["occurred_at"] > pd.Timestamp(first), "report"]
    return transitions["report"].isin(set(last.loc[last["now"], "report"]) | set(moving))


def _timeline_step(
    events: pd.DataFrame, transitions: pd.DataFrame, first: datetime, moment: datetime
) -> TimelineStepRow:
    past = transitions[transitions["occurred_at"] <= pd.Timestamp(moment)]
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
    return {str(code): [int(count), int(overdue)] for code, count, overdue in rows}
