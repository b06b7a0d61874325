"""A report's life, told in steps: each row of the source becomes events on top of those before it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from data.core.report.change import events_for
from data.core.report.corrections import details_of
from data.core.report.record import Place, Placement, ServiceRequest, Target
from data.core.report.standing import Event, KnownReport, Standing
from tests.core.timekeepers import CalendarPolicyClock
from tests.personas import ANGGREK, local_time

FILED = local_time("2026-11-23 08:00")  # a Monday
IN_AREA = Place(placement=Placement.POINT, area_code=ANGGREK)


def due_after(hours: float, filed: datetime = FILED, **changed: Any) -> Target:
    """A policy's target in calendar time."""
    defaults = {
        "expected_datetime": filed + timedelta(hours=hours),
        "approaching_at": filed + timedelta(hours=0.8 * hours),
        "very_late_at": filed + timedelta(hours=3 * hours),
        "response_expected_datetime": filed + timedelta(hours=2),
        "basis": "policy",
        "policy": "bawaan",
    }
    return Target(**{**defaults, **changed})


@dataclass
class ReportScenario:
    """One report; ``tell`` gives it another row, learnt at ``at``."""

    target: Target = field(default_factory=lambda: due_after(48))
    place: Place = IN_AREA
    known_report: KnownReport | None = None
    timekeeper: CalendarPolicyClock = field(default_factory=CalendarPolicyClock)
    events: list[Event] = field(default_factory=list)

    def receive(self, at: datetime | str, status_description: str = "menunggu", **fields: Any) -> list[Event]:
        """The events of a row that says ``word``, changed and learnt ``at`` (the town's clock)."""
        learnt_at = local_time(at) if isinstance(at, str) else at
        defaults = {
            "service_code": "sampah",
            "requested_datetime": FILED,
            "status_description": status_description,
        }
        defaults["updated_datetime"] = learnt_at
        record = ServiceRequest(source="qlue", service_request_id="1", **{**defaults, **fields})
        new_events = events_for(
            record, self.place, self.target, self.known_report, learnt_at, self.timekeeper
        )
        self.events.extend(new_events)
        if new_events:
            self.known_report = self._known_report(record)
        return new_events

    def _known_report(self, record: ServiceRequest) -> KnownReport:
        last, status_descriptions = (
            self.events[-1],
            [event.standing.status_description for event in self.events],
        )
        last_change = max(
            i
            for i in range(len(status_descriptions))
            if i == 0 or status_descriptions[i] != status_descriptions[i - 1]
        )
        previous_details = self.known_report.details if self.known_report else {}
        details = {**previous_details, **details_of(record)}
        return KnownReport(last.standing, details, last.occurred_at, self.events[last_change].occurred_at, "")

    @property
    def standing(self) -> Standing:
        """The report as it stands."""
        return self.events[-1].standing


@pytest.fixture
def make_report() -> Callable[..., ReportScenario]:
    """A new report, filed on Monday 08:00 with 48 hours to resolve it and 2 hours to answer."""
    return ReportScenario
