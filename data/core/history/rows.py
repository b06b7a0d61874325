"""Types of the rows that counts and flow are shown as."""

from typing import TypedDict


class TotalsRow(TypedDict):
    """Counts of the city; see :func:`data.core.history.counts.totals`."""

    open: int
    overdue: int
    very_late: int
    approaching: int
    no_target: int
    stopped: int
    response_overdue: int
    new_today: int
    closed_today: int
    closed_today_on_time: int
    closed_today_without_evidence: int


class ReconciliationRow(TypedDict):
    """``open = on_map + no_location + outside``."""

    open: int
    on_map: int
    no_location: int
    outside: int


class AreaCountsRow(TypedDict):
    """Open reports of one area; see :func:`data.core.history.counts.counts_by_area`."""

    code: str
    name: str
    parent: str
    open: int
    overdue: int
    very_late: int
    approaching: int


class FlowRow(TypedDict):
    """The parts of :class:`data.core.history.replay.Flow`."""

    opening: int
    new: int
    reopened: int
    moved_in: int
    closed: int
    withdrawn: int
    moved_out: int
    closing: int


class CityRow(TypedDict):
    """The city that figures are of."""

    code: str
    name: str
    timezone: str
