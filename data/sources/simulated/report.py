"""One report with its whole life, and what a source would say about it at a given time."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from data.core.status import FIRST, Status, status_of
from data.sources.base import Row
from data.sources.simulated.lifecycle import Moment


@dataclass(frozen=True, slots=True)
class Report:
    """A report of the practice city; its moments are in order, their times seconds since 1970.

    :param filed: seconds since 1970
    :param fixed: the fields that never change
    """

    filed: int
    fixed: Mapping[str, Any]
    moments: tuple[Moment, ...]
    zone: ZoneInfo

    def row(self, number: int, now: float) -> Row:
        """The report as the ``number``-th row of a pull at ``now``."""
        fields = self.fields(now)
        raw = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
        return Row(number=number, raw=raw, fields=fields)

    def fields(self, now: float) -> dict[str, Any]:
        """Only what has happened by ``now``."""
        past = [moment for moment in self.moments if moment.at <= now]
        steps = [moment for moment in past if moment.status_description]
        return {
            **self.fixed,
            **self._standing(steps),
            "requested_datetime": self._iso(self.filed),
            "updated_datetime": self._iso(past[-1].at if past else self.filed),
            "rating": next((moment.rating for moment in reversed(past) if moment.rating), None),
            "evidence_url": self._evidence(steps),
            "history": [self._told(step) for step in steps],
        }

    def _standing(self, steps: list[Moment]) -> dict[str, Any]:
        last = steps[-1] if steps else Moment(self.filed, FIRST)
        word = str(last.status_description)
        closed = status_of(word) is Status.CLOSED
        return {
            "status_description": word,
            "agency_responsible": last.agency_responsible,
            "closed_datetime": self._iso(last.at) if closed else None,
        }

    def _evidence(self, steps: list[Moment]) -> str | None:
        """The latest photo, kept when a report is reopened."""
        photos = sum(step.photographed for step in steps)
        return f"simulasi://foto/{self.fixed['service_request_id']}-{photos}" if photos else None

    def _told(self, step: Moment) -> dict[str, str | None]:
        return {
            "at": self._iso(step.at),
            "status_description": step.status_description,
            "agency_responsible": step.agency_responsible,
        }

    def _iso(self, at: float) -> str:
        return datetime.fromtimestamp(at, self.zone).isoformat()
