"""What a snapshot is computed from, as columns: :class:`data.core.history.facts.Facts` without its frames."""

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import pandas as pd

from data.core.columns.board_reports import BoardReports
from data.core.columns.frames import columns_from_frame
from data.core.columns.report_columns import CodedTexts, Flags
from data.core.config.city import City
from data.core.history.facts import Facts, SourceHealth
from data.core.history.places import is_in_area, is_single_area
from data.core.history.trend import previous_moment
from data.core.ranking.case_counts import CaseCounts, count_cases
from data.core.ranking.rates import rate_cases_at
from data.core.snapshot.recent_events import RecentEvents


@dataclass(frozen=True)
class ColumnFacts:
    """Everything a snapshot depends on besides the city's configuration and the moment.

    :param reports: those of :attr:`Facts.standings`
    :param events: the recent ones
    :param areas: one row per area of the layer, columns ``AREA_COLUMNS``; the same frame while
        it is the same
    :param revision: the change number up to which all of it is complete
    :param previous: the cases of the previous period (:func:`previous_cases`), for the trend; None: no trend
    :param unknown_years: near years whose joint leave is not known yet
    :param single_area: of one kelurahan only, so that no report of a sensitive category is listed
    """

    reports: BoardReports
    events: RecentEvents
    areas: pd.DataFrame
    sources: tuple[SourceHealth, ...]
    revision: int
    previous: CaseCounts | None = None
    unknown_years: tuple[int, ...] = ()
    single_area: bool = False

    def for_area(self, code: str) -> "ColumnFacts":
        """Return the facts of one area (kelurahan) or parent (kecamatan) only."""
        areas, previous, events = self.areas, self.previous, self.events
        return replace(
            self,
            reports=self.reports.select(rows_in_area(self.reports.table.area_code, code, areas)),
            previous=None if previous is None else previous.for_area(code, areas),
            events=events.for_area(code, areas),
            areas=areas[(areas["code"] == code) | (areas["parent"] == code)],
            single_area=is_single_area(code, areas),
        )

    def for_categories(self, categories: tuple[str, ...]) -> "ColumnFacts":
        """Return the facts of some categories (``service_code``) only, with all areas."""
        previous, events = self.previous, self.events
        codes = self.reports.table.service_code
        return replace(
            self,
            reports=self.reports.select(np.isin(codes.codes, [codes.code(name) for name in categories])),
            previous=None if previous is None else previous.for_categories(categories),
            events=events.for_categories(categories),
        )


def rows_in_area(codes: CodedTexts, code: str, areas: pd.DataFrame) -> Flags:
    """Return which rows lie in an area or parent; :func:`data.core.history.places.is_in_area` of columns."""
    labels = pd.Series([*codes.labels, None], dtype="str")
    return is_in_area(labels, code, areas).to_numpy()[codes.codes]


def previous_cases(standings: pd.DataFrame, city: City, as_of: datetime) -> CaseCounts:
    """Return the cases of the period before that of ``as_of``; they stay the same for a day of the city.

    :param standings: ``STANDING_COLUMNS`` at :func:`data.core.history.trend.previous_moment`
    """
    days = city.ranking.window_days
    return count_cases(rate_cases_at(standings, previous_moment(as_of, days, city.zone), days))


def column_facts(facts: Facts, city: City, as_of: datetime) -> ColumnFacts:
    """Return facts of frames as facts of columns."""
    previous = facts.previous
    return ColumnFacts(
        reports=BoardReports.of(columns_from_frame(facts.standings)),
        events=RecentEvents.of(facts.events),
        areas=facts.areas,
        sources=facts.sources,
        revision=facts.revision,
        previous=None if previous is None else previous_cases(previous, city, as_of),
        unknown_years=facts.unknown_years,
        single_area=facts.single_area,
    )
