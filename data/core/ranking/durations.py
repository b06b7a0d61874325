"""How long resolving takes, of the reports received within a window.

Closed in the window and open from all times would be two different crowds, so one crowd is followed:
whoever came in during the window. Its closed reports are ends, its open ones are still waiting at
``as_of``; a withdrawn one (rejected, duplicate) had waited, unresolved, until it was withdrawn, so a
rejection after 60 days does not wipe out those 60 days. Closed at an unknown time: left out.
Quantiles by the product-limit estimate (E. L. Kaplan, P. Meier, JASA 53 (1958) 457-481), by
``scipy.stats.ecdf``. Hours are those a citizen waits: holds and nights are in them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import CensoredData, ecdf

from data.core.ranking.exact_tests import Shares
from data.core.ranking.parents import Parents, Positions
from data.core.status import WITHDRAWN_STATUSES, Status

ROUNDING = 1e-9  # the estimate is a product of fractions; 3/4 of 2/3 must count as half


@dataclass(frozen=True)
class Waits:
    """Hours waited, the parent's position and whether the wait has ended, per report of one cohort."""

    hours: Shares
    position: Positions
    ended: NDArray[np.bool_]

    def only(self, chosen: NDArray[Any]) -> "Waits":
        """Those at the positions, or under the marks, of ``chosen``."""
        return Waits(self.hours[chosen], self.position[chosen], self.ended[chosen])

    def by_parent(self, parents: int) -> Iterator["Waits"]:
        """The waits of each parent in turn."""
        order = np.argsort(self.position, kind="stable")
        edges = np.searchsorted(self.position[order], np.arange(parents + 1))
        for start, stop in pairwise(edges):
            yield self.only(order[start:stop])


def withdrawn(standings: pd.DataFrame) -> pd.DataFrame:
    """Closed reports that are nobody's work: rejected or duplicates."""
    closed = standings["status"] == Status.CLOSED
    return standings[closed & standings["status_description"].isin(WITHDRAWN_STATUSES)]


def waits(
    opened: pd.DataFrame, done: pd.DataFrame, gone: pd.DataFrame, parents: Parents, as_of: datetime, days: int
) -> Waits:
    """What the reports received in the last ``days`` days have waited, up to ``as_of``.

    :param opened: still open
    :param done: resolved
    :param gone: withdrawn
    """
    now = pd.Timestamp(as_of)
    opened, done, gone = (_received_within(table, as_of, days) for table in (opened, done, gone))
    resolved = (done["closed_datetime"] <= now).to_numpy(dtype=bool)
    hours = [_hours(now - opened["requested_datetime"]), _hours_to_end(done, now), _hours_to_end(gone, now)]
    position = [parents.of(table["area_code"]) for table in (opened, done, gone)]
    ended = [np.zeros(len(opened), bool), resolved, np.zeros(len(gone), bool)]
    found = Waits(np.concatenate(hours), np.concatenate(position), np.concatenate(ended))
    return found.only(~np.isnan(found.hours))


def quantiles(found: Waits, shares: tuple[float, ...]) -> list[float | None]:
    """The hours within which each share of the reports is resolved; None: not reached ("belum tercapai")."""
    if not found.ended.any():
        return [None] * len(shares)
    sample = CensoredData(uncensored=found.hours[found.ended], right=found.hours[~found.ended])
    curve = ecdf(sample).sf
    return [_reached(curve.quantiles, curve.probabilities, 1 - share) for share in shares]


def closed_median(found: Waits) -> float | None:
    """The naive median over the resolved ones alone: too short whenever the slow ones are still open."""
    return float(np.median(found.hours[found.ended])) if found.ended.any() else None


def _reached(hours: Shares, unresolved: Shares, level: float) -> float | None:
    there = hours[unresolved <= level + ROUNDING]
    return float(there[0]) if len(there) else None


def _received_within(table: pd.DataFrame, as_of: datetime, days: int) -> pd.DataFrame:
    since = pd.Timestamp(as_of - timedelta(days=days))
    return table[(table["received_at"] > since) & (table["received_at"] <= as_of)]


def _hours_to_end(left: pd.DataFrame, now: pd.Timestamp) -> Shares:
    """A closing dated after ``now`` has not happened yet: the report is still waiting."""
    end = left["closed_datetime"]
    return _hours(end.mask(end > now, now) - left["requested_datetime"])


def _hours(span: pd.Series) -> Shares:
    hours = np.asarray(span.dt.total_seconds() / 3600, dtype=np.float64)
    return np.clip(hours, 0, None)
