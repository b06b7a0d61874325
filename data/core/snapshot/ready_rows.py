"""What a snapshot was made of that the next one is mostly made of too."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from data.core.columns.moving_counts import MovingCounts
from data.core.columns.report_columns import Numbers, ReportColumns
from data.core.moments import DAY, HOUR
from data.core.snapshot.rows import PointRow, TimerRow


class RecentRows(NamedTuple):
    """The rows with a point that were filed after a moment, of the first rows of a table."""

    filed_after: int
    length: int
    rows: Numbers

    @classmethod
    def at(cls, table: ReportColumns, filed_after: int, last: "RecentRows | None") -> "RecentRows":
        """Return the rows filed after a moment.

        :param last: those of an earlier moment, of which some are left
        """
        if last is None or last.filed_after > filed_after or last.length > len(table):
            last = cls(filed_after, 0, np.arange(0))
        rows = np.r_[last.rows, np.arange(last.length, len(table))]
        is_recent = (table.requested_datetime[rows] > filed_after) & ~np.isnan(table.lat[rows])
        return cls(filed_after, len(table), rows[is_recent])


@dataclass
class ReadyRows:
    """Rows of lists, and counts, that are the same again at most moments.

    :param timers: by row number and state; ``points``: by both as one number
    :param recent: rows of the last scan for bursts
    :param closings: counts by the days of the window; ``usual``: of filings by cell; ``usual_hours``: by hour
    """

    timers: dict[tuple[int, int], TimerRow] = field(default_factory=dict)
    points: dict[int, PointRow] = field(default_factory=dict)
    recent: RecentRows | None = None
    closings: dict[int, MovingCounts] = field(default_factory=lambda: defaultdict(MovingCounts))
    usual: MovingCounts = field(default_factory=lambda: MovingCounts(DAY // HOUR))
    usual_hours: MovingCounts = field(default_factory=lambda: MovingCounts(1, DAY // HOUR))
