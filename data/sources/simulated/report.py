"""A simulated report with its whole lifecycle, and its row at a given time."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from data.core.status import INITIAL_STATUS, Status, status_of
from data.sources.base import Row
from data.sources.simulated.lifecycle import LifecycleEvent


@dataclass(frozen=True, slots=True)
class SimulatedReport:
    """A report of the practice city; its events are in order, their times seconds since 1970.

    :param filed: seconds since 1970
    :param fixed_fields: the fields that never change
    """

    filed: int
    fixed_fields: Mapping[str, Any]
    events: tuple[LifecycleEvent, ...]
    zone: ZoneInfo

    def row(self, number: int, now: float) -> Row:
        """Return the report as the ``number``-th row of a pull at ``now``."""
        fields = self.fields(now)
        raw = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
        return Row(number=number, raw=raw, fields=fields)

    def fields(self, now: float) -> dict[str, Any]:
        """Return the fields by what has happened until ``now``."""
        past_events = [event for event in self.events if event.at <= now]
        steps = [event for event in past_events if event.status_description]
        return {
            **self.fixed_fields,
            **self._current_status(steps),
            "requested_datetime": self._iso(self.filed),
            "updated_datetime": self._iso(past_events[-1].at if past_events else self.filed),
            "rating": next((event.rating for event in reversed(past_events) if event.rating), None),
            "evidence_url": self._evidence(steps),
            "history": [self._history_entry(step) for step in steps],
        }

    def _current_status(self, steps: list[LifecycleEvent]) -> dict[str, Any]:
        last = steps[-1] if steps else LifecycleEvent(self.filed, INITIAL_STATUS)
        word = str(last.status_description)
        closed = status_of(word) is Status.CLOSED
        return {
            "status_description": word,
            "agency_responsible": last.agency_responsible,
            "closed_datetime": self._iso(last.at) if closed else None,
        }

    def _evidence(self, steps: list[LifecycleEvent]) -> str | None:
        """Return the URL of the latest photo, which stays when a report is reopened."""
        photos = sum(step.has_photo for step in steps)
        return f"simulasi://foto/{self.fixed_fields['service_request_id']}-{photos}" if photos else None

    def _history_entry(self, step: LifecycleEvent) -> dict[str, str | None]:
        return {
            "at": self._iso(step.at),
            "status_description": step.status_description,
            "agency_responsible": step.agency_responsible,
        }

    def _iso(self, at: float) -> str:
        return datetime.fromtimestamp(at, self.zone).isoformat()
