"""The case file of one report: its standing, assignees with their times, and events."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from data.core.clock.sla import SlaState
from data.core.history.assignees import assignment_spans
from data.core.history.counts import open_reports
from data.core.history.plain_values import plain_value
from data.core.status import Status


@dataclass(frozen=True)
class AssignmentSpell:
    """A span in which one party was the assignee; ``end`` is None while it still is."""

    assignee: str
    begin: datetime
    end: datetime | None
    duration: timedelta


@dataclass(frozen=True)
class CaseEvent:
    """One event, with when it occurred and when it was learnt."""

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

    :param standing: ``STANDING_COLUMNS`` without the reporter, missing values as None
    :param state: of an open report; None when closed (then ``standing`` has the verdict)
    :param details: the descriptive fields, see :mod:`data.core.report.reconcile.details`
    """

    as_of: datetime
    standing: dict[str, Any]
    state: SlaState | None
    assignments: tuple[AssignmentSpell, ...]
    events: tuple[CaseEvent, ...]
    details: dict[str, Any]

    @property
    def time_by_assignee(self) -> dict[str, timedelta]:
        """The time by assignee, in order of their first spell; together the time it was open."""
        sums: dict[str, timedelta] = {}
        for spell in self.assignments:
            sums[spell.assignee] = sums.get(spell.assignee, timedelta(0)) + spell.duration
        return sums


def build_case_file(
    standing: pd.DataFrame, events: pd.DataFrame, details: dict[str, Any], as_of: datetime
) -> CaseFile:
    """Return the case file of one report.

    :param standing: one row, ``STANDING_COLUMNS``
    :param events: all of the report's events, ``EVENT_COLUMNS``, in order of ``change``
    """
    row = {str(name): plain_value(value) for name, value in standing.iloc[0].items() if name != "reporter"}
    opened = open_reports(standing, as_of)
    state = None if row["status"] != Status.OPEN else SlaState(opened["state"].iloc[0])
    case_events = tuple(_case_event(event) for event in events.to_dict("records"))
    return CaseFile(as_of, row, state, _assignments(events, as_of), case_events, details)


def _assignments(events: pd.DataFrame, as_of: datetime) -> tuple[AssignmentSpell, ...]:
    """Return the spells, adjacent ones of one assignee merged."""
    if events.empty:
        return ()
    first: datetime = events["occurred_at"].min().to_pydatetime()
    spells: list[AssignmentSpell] = []
    for row in assignment_spans(events, first, as_of).to_dict("records"):
        begin, end = row["begin"].to_pydatetime(), row["end"].to_pydatetime()
        if spells and spells[-1].assignee == row["holder"] and spells[-1].end == begin:
            begin = spells.pop().begin
        spells.append(AssignmentSpell(str(row["holder"]), begin, end, end - begin))
    if spells and events["status"].iloc[-1] == Status.OPEN:
        spells.append(replace(spells.pop(), end=None))
    return tuple(spells)


def _case_event(event: dict[Any, Any]) -> CaseEvent:
    values = {name: plain_value(event[name]) for name in CaseEvent.__dataclass_fields__}
    return CaseEvent(**values)
