"""Stock and flow as sets of events: each part of the balance is the events that make it up.

The same parts as :func:`data.core.history.replay.flow_table`, which counts them; here they keep the index
of ``events``, so that each can be listed. Frames have the columns ``parent`` and ``detail``.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd

from data.core.history.facts import KEY
from data.core.history.places import NOWHERE, parents_of
from data.core.report.standing import EventKind
from data.core.review.metric_key import Figure
from data.core.status import Status

WEEKS = 12
Part = tuple[Figure, pd.DataFrame]

_GAINED = {
    EventKind.RECEIVED: Figure.NEW,
    EventKind.REOPENED: Figure.REOPENED,
    EventKind.MOVED: Figure.MOVED_IN,
}
_LOST = {
    EventKind.CLOSED: Figure.CLOSED,
    EventKind.WITHDRAWN: Figure.WITHDRAWN,
    EventKind.MOVED: Figure.MOVED_OUT,
}


def tracked(events: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Each event with its report's number, parent area and openness, after it and before it.

    :param events: ``EVENT_COLUMNS`` in order of ``change``
    :param areas: ``AREA_COLUMNS``
    :returns: columns report, kind, occurred_at, service_code, place, now, came_from, before
    """
    steps = events[["kind", "occurred_at", "service_code"]].assign(
        report=events.groupby(list(KEY), sort=False).ngroup(),
        place=parents_of(events["area_code"], areas),
        now=(events["status"] == Status.OPEN).astype(bool),
    )
    reports = steps.groupby("report", sort=False)
    return steps.assign(
        before=reports["now"].shift(fill_value=False).astype(bool),
        came_from=reports["place"].shift().fillna(NOWHERE),
    )


def stock(steps: pd.DataFrame, moment: datetime) -> pd.DataFrame:
    """The reports open at a moment, each by its last event up to then."""
    past = steps[steps["occurred_at"] <= pd.Timestamp(moment)].drop_duplicates("report", keep="last")
    return _parts(past[past["now"]], "place")


def flow_parts(steps: pd.DataFrame, since: datetime, until: datetime) -> Iterator[Part]:
    """The eight parts of the balance of (``since``, ``until``], in detail by category."""
    yield Figure.OPENING, stock(steps, since)
    yield from _moving(steps, since, until)
    yield Figure.CLOSING, stock(steps, until)


def _moving(steps: pd.DataFrame, since: datetime, until: datetime) -> Iterator[Part]:
    at, moves = steps["occurred_at"], steps["came_from"] != steps["place"]
    during = (at > pd.Timestamp(since)) & (at <= pd.Timestamp(until))
    gained = steps[during & steps["now"] & (~steps["before"] | moves)]
    lost = steps[during & steps["before"] & (~steps["now"] | moves)]
    for found, figures, where in ((gained, _GAINED, "place"), (lost, _LOST, "came_from")):
        for kind, figure in figures.items():
            yield figure, _parts(found[found["kind"] == kind], where)


def _parts(steps: pd.DataFrame, where: str) -> pd.DataFrame:
    return pd.DataFrame({"parent": steps[where], "detail": steps["service_code"]})


def week_edges(until: datetime, zone: ZoneInfo) -> list[datetime]:
    """Where the weeks up to ``until`` begin and end, oldest first: the same time of day in the city."""
    local = until.astimezone(zone)
    return [local - timedelta(weeks=back) for back in range(WEEKS, -1, -1)]


def week_parts(steps: pd.DataFrame, edges: list[datetime]) -> Iterator[Part]:
    """What came in and was closed in each week, and what was open at its end; ``detail``: its number."""
    recent = steps[steps["report"].isin(_alive(steps, edges[0]))]
    moving = dict(_moving(recent, edges[0], edges[-1]))
    marks = pd.DatetimeIndex(edges).tz_convert("UTC")
    for source, figure in ((Figure.NEW, Figure.WEEK_NEW), (Figure.CLOSED, Figure.WEEK_CLOSED)):
        table = moving[source]
        week = marks.searchsorted(pd.DatetimeIndex(recent.loc[table.index, "occurred_at"])) - 1
        yield figure, table.assign(detail=week.astype(str))
    open_then = [stock(recent, end).assign(detail=str(week)) for week, end in enumerate(edges[1:])]
    yield Figure.WEEK_OPEN, pd.concat(open_then)


def _alive(steps: pd.DataFrame, moment: datetime) -> pd.Series:
    """Reports that can still count after a moment: open then, or with an event after it."""
    last = steps.drop_duplicates("report", keep="last")
    return last.loc[last["now"] | (last["occurred_at"] > pd.Timestamp(moment)), "report"]
