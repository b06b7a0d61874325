"""All that a review of two moments looks at, read once: the events, the areas, the moments."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from data.core.clock.sla import OVERDUE_STATES, Verdict
from data.core.config.city import City
from data.core.history.counts import credited, day_start, open_reports
from data.core.history.coverage import Told, told_by
from data.core.history.places import NOWHERE
from data.core.history.trend import previous_moment
from data.core.ranking.durations import withdrawn
from data.core.ranking.parents import Parents
from data.core.ranking.ranking import ranking
from data.core.ranking.rates import cases_of, city_rate, closed_within, judged
from data.core.report.standing import EventKind
from data.core.review.stock_flow import tracked

VERDICTS = {Verdict.ON_TIME.value: "on_time", Verdict.LATE.value: "late"}


@dataclass(frozen=True)
class Dossier:
    """What happened up to ``until``.

    :param events: everything that occurred up to ``until`` and was known at ``revision``, in order of
        ``change``, ``EVENT_COLUMNS``, on a plain index; with ``told``, of the reports that the sheet rests
        on only (:func:`data.services.time_windows.sheet_start`), each with all of its events
    :param areas: ``AREA_COLUMNS``
    :param revision: the change number up to which the store was read
    :param unknown_years: near years whose joint leave is not known yet
    :param told: what everything up to ``until`` tells of; none: ``events`` are everything
    """

    events: pd.DataFrame
    areas: pd.DataFrame
    city: City
    since: datetime
    until: datetime
    revision: int
    unknown_years: tuple[int, ...] = ()
    told: Told | None = None

    @cached_property
    def whole(self) -> Told:
        """What everything up to ``until`` tells of."""
        return self.told or told_by(self.events)

    @cached_property
    def steps(self) -> pd.DataFrame:
        """:func:`data.core.review.stock_flow.tracked` of the events."""
        return tracked(self.events, self.areas)

    @cached_property
    def parents(self) -> Parents:
        """The kecamatan of the layer."""
        return Parents(self.areas)

    @cached_property
    def of_period(self) -> pd.DataFrame:
        """The events that the review rests on, on the index of ``events``.

        Every report that was open at ``since`` or has moved from that day's beginning on, with all of its
        events; of the others only their closings, which say what is usual.
        """
        day = pd.Timestamp(day_start(self.since, self.city.zone))
        steps, last = self.steps, self._last(self.since)
        moved = steps.loc[steps["occurred_at"] >= day, "report"]
        concerned = np.union1d(moved, last.loc[last["now"], "report"])
        return self.events[steps["report"].isin(concerned) | (steps["kind"] == EventKind.CLOSED)]

    def standing(self, moment: datetime) -> pd.DataFrame:
        """Each report's last event up to a moment, on the index of ``events``."""
        return self._once("standing", moment, lambda: self.events.loc[self._last(moment).index])

    def _last(self, moment: datetime) -> pd.DataFrame:
        past = self.steps[self.steps["occurred_at"] <= pd.Timestamp(moment)]
        return past.drop_duplicates("report", keep="last")

    @cached_property
    def _made(self) -> dict[tuple[str, datetime], pd.DataFrame]:
        return {}

    def _once(self, name: str, moment: datetime, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """What several parts of a sheet ask for at the same moment; nobody changes it."""
        if (name, moment) not in self._made:
            self._made[name, moment] = make()
        return self._made[name, moment]

    def judged(self, moment: datetime) -> pd.DataFrame:
        """The reports that the on-time rate of a moment is made of, on the index of ``events``.

        :returns: columns parent, service_code, detail (on_time, late or overdue), on_time
        """
        return self._once("judged", moment, lambda: self._judged(moment))

    def _judged(self, moment: datetime) -> pd.DataFrame:
        table = self.standing(moment)
        recent = closed_within(credited(table), moment, self.city.ranking.window_days)
        opened = open_reports(table, moment)
        detail = pd.concat(
            [
                recent["verdict"].map(VERDICTS).dropna(),
                pd.Series("overdue", index=opened.index[opened["state"].isin(OVERDUE_STATES)], dtype="str"),
            ]
        )
        cases = table.loc[detail.index, ["area_code", "service_code"]].assign(detail=detail)
        names = np.array([*self.parents.codes, NOWHERE], dtype=object)  # -1, no area, is the last
        parent = pd.Series(names[self.parents.of(cases["area_code"])], index=cases.index, dtype="str")
        return cases.drop(columns="area_code").assign(parent=parent, on_time=detail == "on_time")

    def ranking(self, moment: datetime) -> tuple[list[dict[str, Any]], float | None]:
        """The ranking as the board showed it at a moment, and the city's own rate."""
        rule, table = self.city.ranking, self.standing(moment)
        opened, done = open_reports(table, moment), credited(table)
        end = previous_moment(moment, rule.window_days, self.city.zone)
        previous = cases_of(self.standing(end), end, rule.window_days)
        rows = ranking(opened, done, self.areas, moment, rule, gone=withdrawn(table), previous=previous)
        return rows, city_rate(judged(opened, closed_within(done, moment, rule.window_days)))
