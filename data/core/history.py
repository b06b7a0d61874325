"""The board at any moment, and what moved between two moments, from the events alone."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd

from data.core.facts import KEY, STANDING_COLUMNS
from data.core.standing import Kind
from data.core.status import Status


def standings_at(events: pd.DataFrame, as_of: datetime) -> pd.DataFrame:
    """Each report as it stood at ``as_of``: its last event up to then.

    :param events: ``EVENT_COLUMNS`` in order of ``change``; one report's events never run backwards
    :returns: ``STANDING_COLUMNS``, reports not yet received left out
    """
    past = events[events["occurred_at"] <= pd.Timestamp(as_of)]
    last = past.drop_duplicates(list(KEY), keep="last")
    return last[list(STANDING_COLUMNS)].reset_index(drop=True)


@dataclass(frozen=True)
class Flow:
    """Stock and flow of open reports: ``opening + new + reopened + moved_in - out = closing``."""

    opening: int
    new: int
    reopened: int
    moved_in: int
    closed: int
    withdrawn: int
    moved_out: int
    closing: int

    def balances(self) -> bool:
        """Whether the parts, each counted by itself, add up."""
        gained = self.new + self.reopened + self.moved_in
        lost = self.closed + self.withdrawn + self.moved_out
        return self.opening + gained - lost == self.closing


def flow(events: pd.DataFrame, since: datetime, until: datetime, area: str | None = None) -> Flow:
    """What moved in (``since``, ``until``], for the city or for one area code and all below it."""
    steps = _steps(events, area)
    during = steps[(steps["occurred_at"] > since) & (steps["occurred_at"] <= until)]
    gained, lost = during[during["now"] & ~during["before"]], during[during["before"] & ~during["now"]]
    return Flow(
        opening=_stock(steps, since),
        new=_count(gained, Kind.RECEIVED),
        reopened=_count(gained, Kind.REOPENED),
        moved_in=_count(gained, Kind.MOVED),
        closed=_count(lost, Kind.CLOSED),
        withdrawn=_count(lost, Kind.WITHDRAWN),
        moved_out=_count(lost, Kind.MOVED),
        closing=_stock(steps, until),
    )


def _steps(events: pd.DataFrame, area: str | None) -> pd.DataFrame:
    """Each event with whether its report counted as open *here* before and after it."""
    here = np.ones(len(events), bool) if area is None else _inside(events["area_code"], area)
    now = (events["status"] == Status.OPEN).to_numpy() & here
    steps = events[[*KEY, "kind", "occurred_at", "change"]].assign(now=now)
    before = steps.groupby(list(KEY), sort=False)["now"].shift(fill_value=False)
    return steps.assign(before=before.astype(bool))


def _inside(codes: pd.Series, area: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    inside = (codes == area) | codes.str.startswith(area + ".", na=False)
    return np.asarray(inside, dtype=bool)


def _stock(steps: pd.DataFrame, moment: datetime) -> int:
    past = steps[steps["occurred_at"] <= moment].drop_duplicates(list(KEY), keep="last")
    return int(past["now"].sum())


def _count(steps: pd.DataFrame, kind: Kind) -> int:
    return int((steps["kind"] == kind).sum())
