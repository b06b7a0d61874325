"""Spans of filing time, and how they are written into a question."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Span:
    """From ``start`` to ``end``, aware."""

    start: datetime
    end: datetime

    def halves(self, times: Sequence[datetime], step: timedelta) -> tuple["Span", "Span"] | None:
        """Both parts of a span that holds too much, cut in the middle of the times seen in it.

        They overlap by a step on each side, so that nothing is lost between them whether or not the server
        counts the borders in. None if the span cannot be cut any more.
        """
        if self.end - self.start <= 4 * step:
            return None
        inner = sorted(t for t in times if self.start + 2 * step < t < self.end - 2 * step)
        cut = inner[len(inner) // 2] if inner else self.start + (self.end - self.start) / 2
        return Span(self.start, cut + step), Span(cut - step, self.end)


def written(moment: datetime, how: str, zone: ZoneInfo) -> str:
    """A time as the server wants it: ``utc``, with ``offset``, ``local`` without one, or its ``date``."""
    if how == "utc":
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    local = moment.astimezone(zone).replace(microsecond=0)
    if how == "date":
        return local.date().isoformat()
    return local.isoformat() if how == "offset" else local.replace(tzinfo=None).isoformat()
