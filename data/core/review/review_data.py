"""The input of a review of two moments: events, areas, moments, and what is derived from them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np
import pandas as pd

from data.core.clock.sla import OVERDUE_STATES, Verdict
from data.core.config.city import City
from data.core.history.counts import day_start, open_reports, resolved_reports
from data.core.history.coverage import HistoryCoverage, coverage_of
from data.core.history.places import NO_PARENT
from data.core.history.trend import previous_moment
from data.core.ranking.durations import withdrawn_reports
from data.core.ranking.parents import Parents
from data.core.ranking.ranking import ranking
from data.core.ranking.rates import city_rate, closed_within, rate_cases, rate_cases_at
from data.core.ranking.rows import RankingRow
from data.core.report.standing import EventKind
from data.core.review.stock_flow import track_transitions

DETAIL_BY_VERDICT = {Verdict.ON_TIME.value: "on_time", Verdict.LATE.value: "late"}


@dataclass(frozen=True)
class ReviewData:
    """The input of a review.

    :param events: everything that occurred up to ``until`` and was known at ``revision``, in order of
        ``change``, ``EVENT_COLUMNS``, on a plain index; with ``stored_coverage``, only of the reports
        that the review report depends on (:func:`data.services.time_windows.review_start`), each with all of
        its events
    :param areas: ``AREA_COLUMNS``
    :param revision: the change number up to which the store was read
    :param unknown_years: near years whose joint leave is not known yet
    :param stored_coverage: of everything up to ``until``; None: ``events`` are everything
    """

    events: pd.DataFrame
    areas: pd.DataFrame
    city: City
    since: datetime
    until: datetime
    revision: int
    unknown_years: tuple[int, ...] = ()
    stored_coverage: HistoryCoverage | None = None

    @cached_property
    def coverage(self) -> HistoryCoverage:
        """The coverage of everything up to ``until``."""
        return self.stored_coverage or coverage_of(self.events)

    @cached_property
    def transitions(self) -> pd.DataFrame:
        """:func:`data.core.review.stock_flow.track_transitions` of the events."""
        return track_transitions(self.events, self.areas)

    @cached_property
    def parents(self) -> Parents:
        """The kecamatan of the layer."""
        return Parents(self.areas)

    @cached_property
    def period_events(self) -> pd.DataFrame:
        """The events that the review depends on, on the index of ``events``.

        All events of reports that were open at ``since`` or have an event since the beginning of that day; of
        the others only the closings, which show what is usual.
        """
        day = pd.Timestamp(day_start(self.since, self.city.zone))
        transitions, last = self.transitions, self._last_transitions(self.since)
        moved = transitions.loc[transitions["occurred_at"] >= day, "report"]
        relevant = np.union1d(moved, last.loc[last["now"], "report"])
        return self.events[transitions["report"].isin(relevant) | (transitions["kind"] == EventKind.CLOSED)]

    def standings_at(self, moment: datetime) -> pd.DataFrame:
        """Return each report's last event up to a moment, on the index of ``events``."""
        return self._cached("standing", moment, lambda: self.events.loc[self._last_transitions(moment).index])

    def _last_transitions(self, moment: datetime) -> pd.DataFrame:
        past = self.transitions[self.transitions["occurred_at"] <= pd.Timestamp(moment)]
        return past.drop_duplicates("report", keep="last")

    @cached_property
    def _cache(self) -> dict[tuple[str, datetime], pd.DataFrame]:
        return {}

    def _cached(self, name: str, moment: datetime, compute: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """Return what several parts of a report need at the same moment; callers must not change it."""
        if (name, moment) not in self._cache:
            self._cache[name, moment] = compute()
        return self._cache[name, moment]

    def rate_cases(self, moment: datetime) -> pd.DataFrame:
        """Return the reports that the on-time rate of a moment is made of, on the index of ``events``.

        :returns: columns parent, service_code, detail (on_time, late or overdue), on_time
        """
        return self._cached("judged", moment, lambda: self._compute_rate_cases(moment))

    def _compute_rate_cases(self, moment: datetime) -> pd.DataFrame:
        table = self.standings_at(moment)
        recent = closed_within(resolved_reports(table), moment, self.city.ranking.window_days)
        opened = open_reports(table, moment)
        detail = pd.concat(
            [
                recent["verdict"].map(DETAIL_BY_VERDICT).dropna(),
                pd.Series("overdue", index=opened.index[opened["state"].isin(OVERDUE_STATES)], dtype="str"),
            ]
        )
        cases = table.loc[detail.index, ["area_code", "service_code"]].assign(detail=detail)
        names = np.array([*self.parents.codes, NO_PARENT], dtype=object)  # -1, no area, is the last
        parent = pd.Series(
            names[self.parents.positions_of(cases["area_code"])], index=cases.index, dtype="str"
        )
        return cases.drop(columns="area_code").assign(parent=parent, on_time=detail == "on_time")

    def ranking(self, moment: datetime) -> tuple[list[RankingRow], float | None]:
        """Return the ranking as the board showed it at a moment, and the city's own rate."""
        rule, table = self.city.ranking, self.standings_at(moment)
        opened, resolved = open_reports(table, moment), resolved_reports(table)
        previous_end = previous_moment(moment, rule.window_days, self.city.zone)
        previous = rate_cases_at(self.standings_at(previous_end), previous_end, rule.window_days)
        rows = ranking(
            opened, resolved, self.areas, moment, rule, withdrawn=withdrawn_reports(table), previous=previous
        )
        return rows, city_rate(rate_cases(opened, closed_within(resolved, moment, rule.window_days)))
