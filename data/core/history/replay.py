"""Standings at any moment, and flow between two moments, from the events alone."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Literal

import pandas as pd

from data.core.history.evidence import closing_evidence
from data.core.history.facts import KEY, STANDING_COLUMNS
from data.core.history.intervals import is_within
from data.core.history.places import NO_PARENT, parents_of
from data.core.report.standing import EventKind
from data.core.status import Status


def standings_at(events: pd.DataFrame, as_of: datetime) -> pd.DataFrame:
    """Return each report's standing at ``as_of``: its last event up to then.

    :param events: ``EVENT_COLUMNS`` in order of ``change``; one report's events never run backwards
    :returns: ``STANDING_COLUMNS``, without reports not yet received
    """
    past = events[events["occurred_at"] <= pd.Timestamp(as_of)]
    last = past.drop_duplicates(list(KEY), keep="last")
    return last[list(STANDING_COLUMNS)].reset_index(drop=True)


@dataclass(frozen=True)
class Flow:
    """Stock and flow of open reports: ``opening + new + reopened + moved_in - out = closing``.

    *out* is ``closed + withdrawn + moved_out``.
    """

    opening: int
    new: int
    reopened: int
    moved_in: int
    closed: int
    withdrawn: int
    moved_out: int
    closing: int

    def balances(self) -> bool:
        """Return whether the parts, each counted separately, add up."""
        gained = self.new + self.reopened + self.moved_in
        lost = self.closed + self.withdrawn + self.moved_out
        return self.opening + gained - lost == self.closing


FLOW_COLUMNS = tuple(field.name for field in fields(Flow))
WITHOUT_EVIDENCE = "closed_without_evidence"


def flow(events: pd.DataFrame, since: datetime, until: datetime, in_area: pd.Series | bool = True) -> Flow:
    """Return the flow of (``since``, ``until``], for the city or for one area.

    :param in_area: for each event, whether its report lay in the area after it
        (:func:`data.core.history.places.is_in_area`)
    """
    transitions = _transitions(events, in_area)
    during = transitions[is_within(transitions["occurred_at"], since, until)]
    gained, lost = during[during["now"] & ~during["before"]], during[during["before"] & ~during["now"]]
    return Flow(
        opening=_stock(transitions, since),
        new=_count(gained, EventKind.RECEIVED),
        reopened=_count(gained, EventKind.REOPENED),
        moved_in=_count(gained, EventKind.MOVED),
        closed=_count(lost, EventKind.CLOSED),
        withdrawn=_count(lost, EventKind.WITHDRAWN),
        moved_out=_count(lost, EventKind.MOVED),
        closing=_stock(transitions, until),
    )


def _transitions(events: pd.DataFrame, in_area: pd.Series | bool) -> pd.DataFrame:
    """Return each event with whether its report counted as open in the area before and after it."""
    now = (events["status"] == Status.OPEN) & in_area
    transitions = events[[*KEY, "kind", "occurred_at", "change"]].assign(now=now)
    before = transitions.groupby(list(KEY), sort=False)["now"].shift(fill_value=False)
    return transitions.assign(before=before.astype(bool))


def _stock(transitions: pd.DataFrame, moment: datetime) -> int:
    past = transitions[transitions["occurred_at"] <= moment].drop_duplicates(list(KEY), keep="last")
    return int(past["now"].sum())


def _count(transitions: pd.DataFrame, kind: EventKind) -> int:
    return int((transitions["kind"] == kind).sum())


def flow_table(
    events: pd.DataFrame,
    areas: pd.DataFrame,
    since: datetime,
    until: datetime,
    by: Literal["code", "parent"] = "parent",
) -> pd.DataFrame:
    """Return :func:`flow` of every area (or parent area) at once, and the closings without evidence.

    A report that moves from one area to another leaves the first and enters the second.

    :param events: events with a column ``evidence``, in order of ``change``
    :param areas: ``AREA_COLUMNS``
    :returns: ``FLOW_COLUMNS`` and ``WITHOUT_EVIDENCE``, indexed by the areas of the layer (zeros for those
        without a report), ``NO_PARENT`` last; ``WITHOUT_EVIDENCE`` is a part of ``closed``
    """
    transitions = _place_transitions(events, areas, by)
    during = transitions[is_within(transitions["occurred_at"], since, until)]
    gained = during[during["now"] & (~during["before"] | during["moves"])]
    lost = during[during["before"] & (~during["now"] | during["moves"])]
    without_evidence = lost[
        (lost["kind"] == EventKind.CLOSED) & (closing_evidence(events, until).loc[lost.index] == 0)
    ]
    table = {
        "opening": _stocks(transitions, since),
        "new": _counts(gained, EventKind.RECEIVED, "place"),
        "reopened": _counts(gained, EventKind.REOPENED, "place"),
        "moved_in": _counts(gained, EventKind.MOVED, "place"),
        "closed": _counts(lost, EventKind.CLOSED, "came_from"),
        "withdrawn": _counts(lost, EventKind.WITHDRAWN, "came_from"),
        "moved_out": _counts(lost, EventKind.MOVED, "came_from"),
        "closing": _stocks(transitions, until),
        WITHOUT_EVIDENCE: without_evidence["came_from"].value_counts(),
    }
    places = [*areas[by].drop_duplicates(), NO_PARENT]
    return pd.DataFrame({name: part.reindex(places, fill_value=0) for name, part in table.items()})


def _place_transitions(events: pd.DataFrame, areas: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return each event with its report's area, and whether it was open, after and before it."""
    place = (
        parents_of(events["area_code"], areas) if by == "parent" else _known_areas(events["area_code"], areas)
    )
    now = (events["status"] == Status.OPEN).astype(bool)
    transitions = events[[*KEY, "kind", "occurred_at"]].assign(now=now, place=place)
    reports = transitions.groupby(list(KEY), sort=False)
    before = reports["now"].shift(fill_value=False).astype(bool)
    came_from = reports["place"].shift().fillna(NO_PARENT)
    return transitions.assign(before=before, came_from=came_from, moves=came_from != place)


def _known_areas(codes: pd.Series, areas: pd.DataFrame) -> pd.Series:
    return codes.where(codes.isin(areas["code"])).fillna(NO_PARENT)


def _stocks(transitions: pd.DataFrame, moment: datetime) -> pd.Series:
    past = transitions[transitions["occurred_at"] <= moment].drop_duplicates(list(KEY), keep="last")
    stock: pd.Series = past.loc[past["now"], "place"].value_counts()
    return stock


def _counts(transitions: pd.DataFrame, kind: EventKind, place_column: str) -> pd.Series:
    return transitions.loc[transitions["kind"] == kind, place_column].value_counts()
