"""Changes of a source beside the status: place, category, deadline, agency, filing and closing time.

A verdict once given is never rewritten by the source: what would change it is not applied, and noted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from data.core.clock.sla import Verdict
from data.core.quick_frozen import quick
from data.core.report.reconcile.details import SOURCE_DEADLINE_KEY
from data.core.report.reconcile.notes import RowNotes
from data.core.report.reconcile.statements import Statement
from data.core.report.record import ServiceRequest, Target
from data.core.report.standing import Event, EventKind, KnownReport, Standing
from data.core.report.stopwatch import PolicyClock, recompute_clock, with_verdicts
from data.core.report.uncertainty import (
    STATED_BASES,
    TO_LAST_SECOND,
    ClosingTime,
    Slack,
    closing_time,
    is_closed_before_filing,
)
from data.core.status import Status

GIVEN_VERDICTS = (Verdict.ON_TIME, Verdict.LATE)


@quick
@dataclass(frozen=True, slots=True)
class Change:
    """A change of a standing; one without an effect makes no event, unless it is told all the same."""

    kind: EventKind
    standing: Standing
    is_told: bool = False


@quick
@dataclass(frozen=True, slots=True)
class Corrections:
    """What one row corrects.

    :param target: the deadlines that the row would give a new report
    :param slack: how much later the policy's deadlines may be
    :param is_older: the row only adds what was not known
    """

    statement: Statement
    target: Target
    known_report: KnownReport
    slack: Slack
    learnt_at: datetime
    timekeeper: PolicyClock
    notes: RowNotes
    is_older: bool = False

    def events(self, standing: Standing) -> Iterator[Event]:
        """Yield one event for each kind of change; when it happened is not known: it is dated when learnt."""
        for change_of in (self._located, self._recategorised, self._rescheduled, self._restated):
            change = change_of(standing)
            if change.is_told or change.standing != standing:
                standing = change.standing
                yield Event(change.kind, self.learnt_at, self.learnt_at, standing)

    def _located(self, standing: Standing) -> Change:
        record, place = self.statement.record, self.statement.place
        values = {"area_code": place.area_code, "placement": place.placement}
        return Change(EventKind.MOVED, standing.copy_with(**values, lat=record.lat, long=record.long))

    def _recategorised(self, standing: Standing) -> Change:
        """Return the report in another category: judged from the filing on, by the policy of that day."""
        service_code = self.statement.record.service_code
        if service_code == standing.service_code:
            return Change(EventKind.RECATEGORISED, standing)
        recategorised = standing.copy_with(service_code=service_code)
        clock = {} if self._keeps_deadline(standing) else self._clock(recategorised)
        return Change(EventKind.RECATEGORISED, self._judged(recategorised, "service_code", {}, clock))

    def _keeps_deadline(self, standing: Standing) -> bool:
        """Return whether the row says nothing of the deadline, or of the category that decides it."""
        is_category_silent = "service_code" in self.statement.record.unstated
        return self.target.basis != "source" and (standing.expected_basis == "source" or is_category_silent)

    def _rescheduled(self, standing: Standing) -> Change:
        """Return the report with the deadline that the source gives now."""
        if not is_moved(self._given_deadline(), self.statement.record, standing, self.known_report):
            return Change(EventKind.AMENDED, standing)
        is_late = not self.is_older and is_past_deadline(standing, self.learnt_at)
        if is_late:
            self.notes.deadline_moved_late()
        kind = EventKind.RESCHEDULED if is_late else EventKind.AMENDED
        if standing.verdict in GIVEN_VERDICTS:
            self.notes.verdict_stays("expected_datetime")
            return Change(kind, standing, is_told=True)
        return Change(kind, with_verdicts(standing, self.slack, **self._clock(standing)))

    def _given_deadline(self) -> datetime | None:
        record = self.statement.record
        return record.expected_datetime if self.is_older else source_deadline(self.target)

    def _restated(self, standing: Standing) -> Change:
        """Return what the source restates: the agency, its filing time and its closing time."""
        agency = self.statement.record.agency_responsible or standing.agency_responsible
        updated = self._closed(self._filed(standing.copy_with(agency_responsible=agency)))
        return Change(EventKind.AMENDED, updated)

    def _filed(self, standing: Standing) -> Standing:
        filed = self.statement.record.requested_datetime
        if filed == standing.requested_datetime:
            return standing
        clock = {} if self._keeps_deadline(standing) else self._clock(standing)
        return self._judged(standing, "requested_datetime", {"requested_datetime": filed}, clock)

    def _closed(self, standing: Standing) -> Standing:
        record = self.statement.record
        closing = closing_time(record, self.learnt_at)
        if closing is None or standing.status != Status.CLOSED or record.history:
            return standing
        if _repeats_closing(record, closing, standing):
            return standing
        values = {"closed_datetime": closing.at, "closed_basis": closing.basis}
        updated = with_verdicts(standing, self.slack, closing.earliest, **values)
        is_known = standing.closed_basis in STATED_BASES
        if is_known and (is_closed_before_filing(record) or not _keeps_verdict(standing, updated)):
            self.notes.verdict_stays("closed_datetime")
            return standing
        return updated

    def _clock(self, standing: Standing) -> dict[str, Any]:
        return recompute_clock(standing, self.target, self.timekeeper)

    def _judged(
        self, standing: Standing, name: str, values: dict[str, Any], clock: dict[str, Any]
    ) -> Standing:
        """Return the standing with other values and another clock; the known clock where a verdict stays."""
        updated = with_verdicts(standing, self.slack, **values, **clock)
        if _keeps_verdict(standing, updated):
            return updated
        self.notes.verdict_stays(name)
        return standing.copy_with(**values)


def _keeps_verdict(before: Standing, after: Standing) -> bool:
    return before.verdict not in GIVEN_VERDICTS or after.verdict == before.verdict


def _repeats_closing(record: ServiceRequest, closing: ClosingTime, standing: Standing) -> bool:
    """Return whether a closing is the known one; a day repeats every moment in it."""
    known = standing.closed_datetime
    if known is None or standing.closed_basis not in STATED_BASES:
        return False
    if record.closed_datetime is None or "closed_datetime" not in record.date_only:
        return (closing.at, closing.basis) == (known, standing.closed_basis)
    return record.closed_datetime <= known <= record.closed_datetime + TO_LAST_SECOND


def source_deadline(target: Target) -> datetime | None:
    """Return the deadline that the source gives; None if it gives none."""
    return target.expected_datetime if target.basis == "source" else None


def is_moved(
    deadline: datetime | None, record: ServiceRequest, standing: Standing, known_report: KnownReport
) -> bool:
    """Return whether the source gives another deadline than before; a day repeats every moment in it."""
    last = known_report.details.get(SOURCE_DEADLINE_KEY)
    if last is None and standing.expected_basis == "source":
        last = standing.expected_datetime
    if deadline is None or last is None or "expected_datetime" not in record.date_only:
        return deadline is not None and deadline != last
    return not deadline - TO_LAST_SECOND <= last <= deadline


def is_past_deadline(standing: Standing, at: datetime) -> bool:
    """Return whether a report's deadline had passed at a moment, and the report was not closed in time."""
    if standing.status == Status.CLOSED:
        return standing.verdict == Verdict.LATE
    due, judged_at = standing.expected_datetime, standing.stopped_at or at
    return due is not None and judged_at > due
