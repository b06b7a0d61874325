"""Windows of filing time, and the format of their ends in a request."""

from collections.abc import KeysView, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

NEVER = datetime.min.replace(tzinfo=UTC)
DATE_TOLERANCE = timedelta(days=2)  # a wrong zone, and a server that counts in whole days


@dataclass(frozen=True)
class TimeWindow:
    """The time from ``start`` to ``end``, both aware."""

    start: datetime
    end: datetime

    def halves(self, times: Sequence[datetime], step: timedelta) -> tuple["TimeWindow", "TimeWindow"] | None:
        """Return both halves of the window, divided at the median of the filing times seen in it.

        They overlap by a step on each side, so that nothing is lost whether or not the server includes
        the ends. None if the window is too short.
        """
        if self.end - self.start <= 4 * step:
            return None
        inner_times = sorted(time for time in times if self.start + 2 * step < time < self.end - 2 * step)
        midpoint = (
            inner_times[len(inner_times) // 2] if inner_times else self.start + (self.end - self.start) / 2
        )
        return TimeWindow(self.start, midpoint + step), TimeWindow(midpoint - step, self.end)


@dataclass
class WindowReports:
    """The reports of the response for a time window: filing times by id."""

    filed_by_id: dict[str, datetime | None]
    window: TimeWindow = field(default_factory=lambda: TimeWindow(NEVER, NEVER))

    @property
    def ids(self) -> KeysView[str]:
        """The ids of the reports."""
        return self.filed_by_id.keys()

    @property
    def filing_times(self) -> list[datetime]:
        """The known filing times."""
        return [filed for filed in self.filed_by_id.values() if filed]

    def is_within_window(self, step: timedelta) -> bool:
        """Return whether all were filed within the window; if not, the server ignores dates.

        False where no filing time is known: halving would never end.
        """
        first, last = self.window.start - 2 * step, self.window.end + 2 * step
        return bool(self.filing_times) and all(first <= filed <= last for filed in self.filing_times)

    def ignores_dates(self, previous: "WindowReports") -> bool:
        """Return whether the server ignores dates: it repeats a response with reports before the window."""
        oldest = min(self.filing_times, default=self.window.start)
        is_repeated = bool(self.ids) and self.ids == previous.ids
        return is_repeated and oldest < self.window.start - DATE_TOLERANCE


def format_time(moment: datetime, time_format: str, zone: ZoneInfo) -> str:
    """Format a time as the server expects it: ``utc``, with ``offset``, ``local``, or only its ``date``."""
    if time_format == "utc":
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    local = moment.astimezone(zone).replace(microsecond=0)
    if time_format == "date":
        return local.date().isoformat()
    return local.isoformat() if time_format == "offset" else local.replace(tzinfo=None).isoformat()
