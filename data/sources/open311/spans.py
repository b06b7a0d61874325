"""Spans of filing time, and how they are written into a question."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class TimeWindow:
    """From ``start`` to ``end``, aware."""

    start: datetime
    end: datetime

    def halves(self, times: Sequence[datetime], step: timedelta) -> tuple["TimeWindow", "TimeWindow"] | None:
        """Both parts of a span that holds too much, cut in the middle of the times seen in it.

        They overlap by a step on each side, so that nothing is lost between them whether or not the server
        counts the borders in. None if the span cannot be cut any more.
        """
        if self.end - self.start <= 4 * step:
            return None
        inner_times = sorted(t for t in times if self.start + 2 * step < t < self.end - 2 * step)
        midpoint = (
            inner_times[len(inner_times) // 2] if inner_times else self.start + (self.end - self.start) / 2
        )
        return TimeWindow(self.start, midpoint + step), TimeWindow(midpoint - step, self.end)


def format_time(moment: datetime, time_format: str, zone: ZoneInfo) -> str:
    """A time as the server wants it: ``utc``, with ``offset``, ``local`` without one, or its ``date``."""
    if time_format == "utc":
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    local = moment.astimezone(zone).replace(microsecond=0)
    if time_format == "date":
        return local.date().isoformat()
    return local.isoformat() if time_format == "offset" else local.replace(tzinfo=None).isoformat()
