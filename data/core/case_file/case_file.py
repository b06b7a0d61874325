"""One report's file: how it stands, who held it for how long, and everything that happened to it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from data.core.clock.sla import SlaState
from data.core.history.assignees import spans
from data.core.history.counts import open_reports
from data.core.status import Status


@dataclass(frozen=True)
class Held:
    """A stretch in which one party held the report; ``end`` is None while it still does."""

    holder: str
    begin: datetime
    end: datetime | None
    held: timedelta


@dataclass(frozen=True)
class Happening:
    """One event, with when it happened and when we learnt it."""

    change: int
    kind: str
    occurred_at: datetime
    learnt_at: datetime
    status_description: str
    agency_responsible: str | None
    service_code: str
    area_code: str | None


@dataclass(frozen=True)
class CaseFile:
    """All that is known of one report, without its reporter.

    :param standing: ``STANDING_COLUMNS`` but the reporter, missing values as None
    :param state: of an open report, :class:`Sla`; None when closed (then ``standing`` has the verdict)
    :param details: the descriptive fields, :data:`data.core.report.corrections.DETAILS`
    """

    as_of: datetime
    standing: dict[str, Any]
    state: SlaState | None
    held: tuple[Held, ...]
    happenings: tuple[Happening, ...]
    details: dict[str, Any]

    @property
    def totals(self) -> dict[str, timedelta]:
        """Time per holder, in the order in which they first held it; together the time it was open."""
        sums: dict[str, timedelta] = {}
        for stretch in self.held:
            sums[stretch.holder] = sums.get(stretch.holder, timedelta(0)) + stretch.held
        return sums


def casefile(
    standing: pd.DataFrame, events: pd.DataFrame, details: dict[str, Any], as_of: datetime
) -> CaseFile:
    """The file of one report.

    :param standing: one row, ``STANDING_COLUMNS``
    :param events: all of the report's events, ``EVENT_COLUMNS``, in order of ``change``
    """
    row = {str(name): _plain(value) for name, value in standing.iloc[0].items() if name != "reporter"}
    opened = open_reports(standing, as_of)
    state = None if row["status"] != Status.OPEN else SlaState(opened["state"].iloc[0])
    happenings = tuple(_happening(event) for event in events.to_dict("records"))
    return CaseFile(as_of, row, state, _held(events, as_of), happenings, details)


def _held(events: pd.DataFrame, as_of: datetime) -> tuple[Held, ...]:
    """The stretches, neighbouring ones of one holder as one."""
    if events.empty:
        return ()
    first: datetime = events["occurred_at"].min().to_pydatetime()
    found: list[Held] = []
    for row in spans(events, first, as_of).to_dict("records"):
        begin, end = row["begin"].to_pydatetime(), row["end"].to_pydatetime()
        if found and found[-1].holder == row["holder"] and found[-1].end == begin:
            begin = found.pop().begin
        found.append(Held(str(row["holder"]), begin, end, end - begin))
    if found and events["status"].iloc[-1] == Status.OPEN:
        found.append(replace(found.pop(), end=None))
    return tuple(found)


def _happening(event: dict[Any, Any]) -> Happening:
    values = {name: _plain(event[name]) for name in Happening.__dataclass_fields__}
    return Happening(**values)


def _plain(value: Any) -> Any:
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    return None if pd.isna(value) else value
