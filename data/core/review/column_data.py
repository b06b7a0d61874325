"""The input of a review as columns of events, and what its parts share."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.core.columns.event_columns import NO_ROW, EventColumns, RowNumbers
from data.core.columns.report_columns import NO_MOMENT, Moments, Numbers
from data.core.config.city import City
from data.core.history.coverage import HistoryCoverage
from data.core.history.places import NO_PARENT, AreaHierarchy
from data.core.moments import datetime_to_micros
from data.core.ranking.parents import Parents
from data.core.review.anomaly_indicators import ReviewPeriod

Positions = NDArray[np.int64]


class EventReader(Protocol):
    """Reads what columns leave out, for the few events that are listed."""

    def events(self, changes: Numbers) -> pd.DataFrame:
        """Return the events of change numbers, ``EVENT_COLUMNS`` in order of ``change``."""

    def report_numbers(self, changes: Numbers) -> list[str]:
        """Return the report's number at its source of each event, by change number."""

    def reporters(self, since: datetime, until: datetime) -> tuple[Numbers, list[str]]:
        """Return the reports filed from ``since`` to ``until`` that name a reporter: change number, reporter.

        In order of ``change``.
        """


@dataclass(frozen=True)
class MetricRows:
    """The reports of a metric: for each the row of an event, its parent and its detail.

    :param parent: positions among the codes of :class:`Parents`, and last ``NO_PARENT``
    :param detail: positions in ``labels``
    :param figures: why some of them belong there; None: nothing is to be said
    """

    rows: RowNumbers
    parent: Positions
    detail: NDArray[Any]
    labels: tuple[str, ...]
    figures: Callable[[Positions], list[dict[str, Any]]] | None = None


@dataclass(frozen=True)
class ColumnData:
    """The input of a review by columns; the figures are those of :class:`ReviewData` with the same events.

    :param columns: all events known at ``revision``, of every report that is active after
        :func:`data.services.time_windows.review_start`
    :param closings_since: from when on closings show what is usual
    """

    columns: EventColumns
    areas: pd.DataFrame
    city: City
    since: datetime
    until: datetime
    revision: int
    coverage: HistoryCoverage
    closings_since: datetime
    reader: EventReader
    unknown_years: tuple[int, ...] = ()

    @cached_property
    def parents(self) -> Parents:
        """The kecamatan of the layer."""
        return Parents(self.areas)

    @cached_property
    def period(self) -> ReviewPeriod:
        """The period, and the zone of its days."""
        return ReviewPeriod(self.since, self.until, self.city.zone)

    @cached_property
    def begin(self) -> int:
        """``since`` in microseconds."""
        return datetime_to_micros(self.since)

    @cached_property
    def end(self) -> int:
        """``until`` in microseconds."""
        return datetime_to_micros(self.until)

    @cached_property
    def during(self) -> RowNumbers:
        """The rows of the events of the period."""
        return self.columns.within(self.begin, self.end)

    @cached_property
    def last_at_end(self) -> RowNumbers:
        """The row of each report's standing at the end, as if they were in order of their report."""
        last = np.full(len(self.columns), NO_ROW, dtype=np.int32)
        rows = self.columns.last_at(self.end)
        last[self.columns.report[rows]] = rows
        return last

    @cached_property
    def _parent_of_area(self) -> Positions:
        return parent_positions(self.columns.area_code.labels, self.areas, self.parents)

    def parents_of(self, rows: RowNumbers) -> Positions:
        """Return the position of the parent of each event's report after it; the last one for none."""
        return self._parent_of_area[self.columns.area_code.codes[rows]]

    def parents_before(self, rows: RowNumbers) -> Positions:
        """Return the same before each event."""
        before = self.columns.previous[rows]
        return np.where(before == NO_ROW, len(self.parents), self.parents_of(before))

    def parent_code(self, position: int) -> str:
        """Return the code of a parent by position."""
        return self.parents.codes[position] if position < len(self.parents) else NO_PARENT

    def moments_before(self, name: str, rows: RowNumbers) -> Moments:
        """Return a moment as it was before each event."""
        before = self.columns.previous[rows]
        moments: Moments = getattr(self.columns, name)[before]
        return np.where(before == NO_ROW, NO_MOMENT, moments)

    def kind_during(self, kind: str) -> RowNumbers:
        """Return the rows of the period's events of a kind."""
        return self.during[self.columns.is_kind(kind, self.during)]


def parent_positions(labels: tuple[str, ...], areas: pd.DataFrame, parents: Parents) -> Positions:
    """Return the position of the parent of each area code; the number of parents for none.

    :returns: one more than there are labels, for the code of no area (-1)
    """
    hierarchy, position = AreaHierarchy(areas), {code: number for number, code in enumerate(parents.codes)}
    places = [position.get(hierarchy.parent(label), len(parents)) for label in labels]
    return np.array([*places, len(parents)], dtype=np.int64)


def distinct_reports(columns: EventColumns, rows: RowNumbers) -> int:
    """Return of how many reports some events are."""
    return len(np.unique(columns.report[rows]))
