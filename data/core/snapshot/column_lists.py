"""Lists of the board from columns: timers, points, deadlines that were just missed."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, cast

import numpy as np

from data.core.columns.report_columns import CodedTexts, Flags, Moments, Numbers, ReportColumns
from data.core.moments import datetime_to_micros, micros_to_datetime
from data.core.report.record import Placement
from data.core.snapshot.alerts import JUST_LATE_LIMIT, LOOK_AHEAD, LOOK_BACK
from data.core.snapshot.board_index import BoardPlan
from data.core.snapshot.lists import POINT_LIMIT, TIMER_LIMIT, timer_row
from data.core.snapshot.open_columns import LATE, NO_TARGET, STATE_VALUES, VERY_LATE, OpenReports, States
from data.core.snapshot.ready_rows import ReadyRows
from data.core.snapshot.rows import PointRow, TimerRow

COORDINATE_DIGITS = 5
MOST_READY = 2_000  # timer rows
MOST_POINTS = 20_000
TimerRows = dict[tuple[int, int], TimerRow]


class TimerValues(NamedTuple):
    """The values of a report that a timer shows."""

    service_request_id: str
    area_code: str | None
    service_code: str
    placement: str
    status_description: str
    requested_datetime: datetime
    expected_datetime: datetime
    approaching_at: datetime | None
    expected_basis: str | None
    provisional: bool
    stopped_at: datetime | None
    state: str


@dataclass(frozen=True)
class OpenList:
    """The open reports at a moment, for the lists.

    :param left: the time left; ``sensitive``: of a sensitive category
    :param single_area: of one kelurahan, whose timers list no sensitive report
    """

    table: ReportColumns
    opened: OpenReports
    states: States
    left: Moments
    sensitive: Flags
    single_area: bool

    @classmethod
    def at(cls, plan: BoardPlan, table: ReportColumns, opened: OpenReports, states: States, now: int,
           *, single_area: bool) -> "OpenList":  # fmt: skip
        """Return the lists' reports at a moment."""
        sensitive = plan.sensitive(table.service_code[opened.rows])
        return cls(table, opened, states, opened.left(now), sensitive, single_area)

    def timers(self, plan: BoardPlan, ready: TimerRows) -> list[TimerRow]:
        """Return what :func:`data.core.snapshot.lists.timers` lists."""
        return self._timer_rows(plan, self._watched(self._listed()), ready)

    def just_late(self, plan: BoardPlan, as_of: datetime, ready: TimerRows) -> list[TimerRow]:
        """Return what :func:`data.core.snapshot.alerts.just_late` lists."""
        first, last = datetime_to_micros(as_of - LOOK_BACK), datetime_to_micros(as_of + LOOK_AHEAD)
        due = self.opened.expected
        is_just_due = self._listed() & (due > first) & (due <= last) & ~self.opened.stopped
        latest = self._first(np.flatnonzero(is_just_due), JUST_LATE_LIMIT, -due)
        return self._timer_rows(plan, latest, ready)

    def points(self, ready: ReadyRows) -> list[PointRow]:
        """Return what :func:`data.core.snapshot.lists.points` lists."""
        table, rows = self.table, self.opened.rows
        placed = table.placement.codes[rows] == table.placement.code(Placement.POINT)
        visible = placed & ~np.isnan(table.lat[rows]) & ~self.sensitive
        nearest = self._nearest(visible, POINT_LIMIT)
        keys = (rows[nearest] * len(STATE_VALUES) + self.states[nearest]).tolist()
        if len(ready.points) > MOST_POINTS:
            ready.points.clear()
        points = list(map(ready.points.get, keys))
        missing = [number for number, point in enumerate(points) if point is None]
        if missing:
            positions = nearest[missing]
            new = self._point_rows(rows[positions], self.states[positions])
            for number, point in zip(missing, new, strict=True):
                points[number] = ready.points[keys[number]] = point
        return cast(list[PointRow], points)

    def _nearest(self, visible: Flags, limit: int) -> Numbers:
        """Return the visible reports with the least time left, equal ones in order of their keys.

        Those whose clock runs stay in their order as time passes, the few others move among them.
        """
        opened = self.opened
        order = opened.running_order(self.table)
        running = order[visible[order]][:limit]
        others = self._first(np.flatnonzero(visible & ~opened.running), limit, self.left)
        if not len(others):
            return running
        both = np.concatenate([running, others])
        if len(np.intersect1d(self.left[running], self.left[others])):
            return self._first(both, limit, self.left)
        return both[np.argsort(self.left[both], kind="stable")][:limit]

    def _point_rows(self, chosen: Numbers, numbers: States) -> list[PointRow]:
        table = self.table
        lat, long = (
            np.round(degrees[chosen], COORDINATE_DIGITS).tolist() for degrees in (table.lat, table.long)
        )
        states = [STATE_VALUES[state] for state in numbers.tolist()]
        areas, categories = _values(table.area_code, chosen), _values(table.service_code, chosen)
        return [
            {"lat": lat, "long": long, "state": state, "area": area, "service_code": service_code}
            for lat, long, state, area, service_code in zip(lat, long, states, areas, categories, strict=True)
        ]

    def _listed(self) -> Flags:
        has_target = self.states != NO_TARGET
        return np.asarray(has_target & ~self.sensitive if self.single_area else has_target, dtype=np.bool_)

    def _watched(self, listed: Flags) -> Numbers:
        late = (self.states == LATE) | (self.states == VERY_LATE)
        coming = listed & ~late & ~self.opened.stopped
        groups = (listed & late, coming)
        chosen = [self._first(np.flatnonzero(group), TIMER_LIMIT, self.left) for group in groups]
        return np.concatenate(chosen)

    def _first(self, candidates: Numbers, limit: int, times: Moments) -> Numbers:
        """Return the candidates with the least times, equal ones in order of their keys.

        :param times: of every open report
        """
        if len(candidates) > limit:
            last = np.partition(times[candidates], limit - 1)[limit - 1]
            candidates = candidates[times[candidates] <= last]
        candidates = candidates[np.argsort(times[candidates], kind="stable")]
        return self._by_key(candidates, times)[:limit]

    def _by_key(self, ordered: Numbers, times: Moments) -> Numbers:
        """Return reports in order of their times, those with equal times in order of their keys."""
        equal = times[ordered[1:]] == times[ordered[:-1]]
        tied = np.flatnonzero(np.r_[False, equal] | np.r_[equal, False])
        if len(tied):
            ordered = ordered.copy()
            ordered[tied] = ordered[tied[self._key_order(ordered[tied], times)]]
        return ordered

    def _key_order(self, tied: Numbers, times: Moments) -> Numbers:
        rows, source = self.opened.rows[tied], self.table.source
        source_rank = np.argsort(np.argsort(np.array(source.labels)))[source.codes[rows]]
        ids = self.table.service_request_id[rows].tolist()
        keys = list(zip(times[tied].tolist(), source_rank.tolist(), ids, strict=True))
        return np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int64)

    def _timer_rows(self, plan: BoardPlan, chosen: Numbers, ready: TimerRows) -> list[TimerRow]:
        """Return the rows of reports in a state, made only if they are not ready."""
        if len(ready) > MOST_READY:
            ready.clear()
        keys = list(zip(self.opened.rows[chosen].tolist(), self.states[chosen].tolist(), strict=True))
        rows = [ready.get(key) for key in keys]
        missing = [number for number, row in enumerate(rows) if row is None]
        new = self._new_timer_rows(plan, chosen[np.array(missing, dtype=np.int64)])
        for number, row in zip(missing, new, strict=True):
            rows[number] = ready[keys[number]] = row
        return [row for row in rows if row is not None]

    def _new_timer_rows(self, plan: BoardPlan, chosen: Numbers) -> list[TimerRow]:
        table, rows = self.table, self.opened.rows[chosen]
        values = zip(
            table.service_request_id[rows].tolist(),
            _values(table.area_code, rows),
            _values(table.service_code, rows),
            _values(table.placement, rows),
            _values(table.status_description, rows),
            _moments(table.requested_datetime, rows),
            _moments(table.expected_datetime, rows),
            _moments(table.approaching_at, rows),
            _values(table.expected_basis, rows),
            table.provisional[rows].tolist(),
            _moments(table.stopped_at, rows),
            [STATE_VALUES[state] for state in self.states[chosen].tolist()],
            strict=True,
        )
        return [timer_row(TimerValues(*row), plan.names) for row in values]


def _values(column: CodedTexts, rows: Numbers) -> list[str]:
    """Return the texts of rows; a missing one is None."""
    return [column.labels[code] if code >= 0 else None for code in column.codes[rows].tolist()]  # type: ignore[misc]


def _moments(moments: Moments, rows: Numbers) -> list[datetime]:
    """Return the times of rows; a missing one is None."""
    return [micros_to_datetime(moment) for moment in moments[rows].tolist()]  # type: ignore[misc]
