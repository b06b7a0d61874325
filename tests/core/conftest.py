"""One report that receives rows of its source, each of which adds events to those before it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from data.core.report.reconcile import events_for
from data.core.report.record import Place, Placement, ServiceRequest, StatusChange, Target
from data.core.report.standing import Event, KnownReport, Standing
from tests.core.timekeepers import CalendarPolicyClock
from tests.personas import ANGGREK, local_time

FILED = local_time("2026-11-23 08:00")  # a Monday
IN_AREA = Place(placement=Placement.POINT, area_code=ANGGREK)


def due_after(hours: float, filed: datetime = FILED, **changed: Any) -> Target:
    """Return a policy's target in calendar time."""
    defaults = {
        "expected_datetime": filed + timedelta(hours=hours),
        "approaching_at": filed + timedelta(hours=0.8 * hours),
        "very_late_at": filed + timedelta(hours=3 * hours),
        "response_expected_datetime": filed + timedelta(hours=2),
        "basis": "policy",
        "policy": "bawaan",
    }
    return Target(**{**defaults, **changed})


def kinds(events: Iterable[Event]) -> list[str]:
    """Return the kind of each event."""
    return [event.kind for event in events]


def statuses(events: Iterable[Event]) -> list[str]:
    """Return the status description after each event."""
    return [event.standing.status_description for event in events]


def status_changes(*changes: tuple[str, str]) -> tuple[StatusChange, ...]:
    """Return a status history: pairs of local time and status description."""
    return tuple(StatusChange(at=local_time(at), status_description=status) for at, status in changes)


@dataclass
class ReportScenario:
    """One report; :meth:`receive` gives it another row."""

    target: Target = field(default_factory=lambda: due_after(48))
    place: Place = IN_AREA
    known_report: KnownReport | None = None
    timekeeper: CalendarPolicyClock = field(default_factory=CalendarPolicyClock)
    events: list[Event] = field(default_factory=list)

    def receive(self, at: datetime | str, status_description: str = "menunggu", **fields: Any) -> list[Event]:
        """Return the events of a row that changed and was learnt ``at`` (local time)."""
        learnt_at = local_time(at) if isinstance(at, str) else at
        defaults = {
            "service_code": "sampah",
            "requested_datetime": FILED,
            "status_description": status_description,
            "updated_datetime": learnt_at,
        }
        record = ServiceRequest(source="qlue", service_request_id="1", **{**defaults, **fields})
        new_events = events_for(
            record, self.place, self.target, self.known_report, learnt_at, self.timekeeper
        )
        self.events.extend(new_events)
        if new_events:
            self.known_report = self._known_report()
        return new_events

    def _known_report(self) -> KnownReport:
        last, status_path = self.events[-1], statuses(self.events)
        last_change = max(
            i for i in range(len(status_path)) if i == 0 or status_path[i] != status_path[i - 1]
        )
        previous_details = self.known_report.details if self.known_report else {}
        amended = {name: value for event in self.events for name, value in event.amended.items()}
        details = {name: value for name, value in (previous_details | amended).items() if value is not None}
        return KnownReport(last.standing, details, last.occurred_at, self.events[last_change].occurred_at, "")

    @property
    def standing(self) -> Standing:
        """The report's present standing."""
        return self.events[-1].standing


@pytest.fixture
def make_report() -> Callable[..., ReportScenario]:
    """Return what makes a new report, filed on Monday 08:00, due after 48 hours, its response after 2."""
    return ReportScenario
