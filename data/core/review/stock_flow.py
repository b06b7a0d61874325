"""Stock and flow as sets of events: each part of the balance is the events that it is made of.

The parts are those that :func:`data.core.history.replay.flow_table` counts; here they keep the index of
``events``, so that each can be listed. Frames have the columns ``parent`` and ``detail``.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd

from data.core.history.facts import KEY
from data.core.history.intervals import is_within
from data.core.history.places import NO_PARENT, parents_of
from data.core.report.standing import EventKind
from data.core.review.metric_key import Metric
from data.core.status import Status

WEEKS = 12
MetricPart = tuple[Metric, pd.DataFrame]

GAINED = {
    EventKind.RECEIVED: Metric.NEW,
    EventKind.REOPENED: Metric.REOPENED,
    EventKind.MOVED: Metric.MOVED_IN,
}
LOST = {
    EventKind.CLOSED: Metric.CLOSED,
    EventKind.WITHDRAWN: Metric.WITHDRAWN,
    EventKind.MOVED: Metric.MOVED_OUT,
}


def track_transitions(events: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Return each event with its report's number, parent area and whether it was open, after and before it.

    :param events: ``EVENT_COLUMNS`` in order of ``change``
    :param areas: ``AREA_COLUMNS``
    :returns: columns report, kind, occurred_at, service_code, place, now, came_from, before
    """
    transitions = events[["kind", "occurred_at", "service_code"]].assign(
        report=events.groupby(list(KEY), sort=False).ngroup(),
        place=parents_of(events["area_code"], areas),
        now=(events["status"] == Status.OPEN).astype(bool),
    )
    reports = transitions.groupby("report", sort=False)
    return transitions.assign(
        before=reports["now"].shift(fill_value=False).astype(bool),
        came_from=reports["place"].shift().fillna(NO_PARENT),
    )


def stock(transitions: pd.DataFrame, moment: datetime) -> pd.DataFrame:
    """Return the reports open at a moment, each by its last event up to then."""
    past = transitions[transitions["occurred_at"] <= pd.Timestamp(moment)].drop_duplicates(
        "report", keep="last"
    )
    return _detail_by_category(past[past["now"]], "place")


def flow_parts(transitions: pd.DataFrame, since: datetime, until: datetime) -> Iterator[MetricPart]:
    """Yield the eight parts of the balance of (``since``, ``until``], in detail by category."""
    yield Metric.OPENING, stock(transitions, since)
    yield from _movements(transitions, since, until)
    yield Metric.CLOSING, stock(transitions, until)


def _movements(transitions: pd.DataFrame, since: datetime, until: datetime) -> Iterator[MetricPart]:
    moves = transitions["came_from"] != transitions["place"]
    during = is_within(transitions["occurred_at"], since, until)
    gained = transitions[during & transitions["now"] & (~transitions["before"] | moves)]
    lost = transitions[during & transitions["before"] & (~transitions["now"] | moves)]
    for rows, metric_by_kind, place_column in ((gained, GAINED, "place"), (lost, LOST, "came_from")):
        for kind, metric in metric_by_kind.items():
            yield metric, _detail_by_category(rows[rows["kind"] == kind], place_column)


def _detail_by_category(transitions: pd.DataFrame, place_column: str) -> pd.DataFrame:
    return pd.DataFrame({"parent": transitions[place_column], "detail": transitions["service_code"]})


def week_edges(until: datetime, zone: ZoneInfo) -> list[datetime]:
    """Return where the weeks up to ``until`` begin and end, oldest first, at the same local time of day."""
    local = until.astimezone(zone)
    return [local - timedelta(weeks=back) for back in range(WEEKS, -1, -1)]


def week_parts(transitions: pd.DataFrame, edges: list[datetime]) -> Iterator[MetricPart]:
    """Yield the reports received and closed in each week, and open at its end; ``detail``: its number."""
    recent = transitions[transitions["report"].isin(_active_reports(transitions, edges[0]))]
    movements = dict(_movements(recent, edges[0], edges[-1]))
    week_borders = pd.DatetimeIndex(edges).tz_convert("UTC")
    for flow_metric, metric in ((Metric.NEW, Metric.WEEK_NEW), (Metric.CLOSED, Metric.WEEK_CLOSED)):
        table = movements[flow_metric]
        week = week_borders.searchsorted(pd.DatetimeIndex(recent.loc[table.index, "occurred_at"])) - 1
        yield metric, table.assign(detail=week.astype(str))
    open_at_end = [stock(recent, end).assign(detail=str(week)) for week, end in enumerate(edges[1:])]
    yield Metric.WEEK_OPEN, pd.concat(open_at_end)


def _active_reports(transitions: pd.DataFrame, moment: datetime) -> pd.Series:
    """Return the reports that can still count after a moment: open then, or with an event after it."""
    last = transitions.drop_duplicates("report", keep="last")
    return last.loc[last["now"] | (last["occurred_at"] > pd.Timestamp(moment)), "report"]
