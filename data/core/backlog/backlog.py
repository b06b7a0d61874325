"""The backlog of a kecamatan: its open reports in the order of urgency.

The order (:class:`TriageGroup`, then ``pressing``): first what can still be saved, the least time left first;
then what is late, the most overdue first; then what is due later; then what has a stopped clock; last what
has no deadline, the oldest first. Equal ones are ordered by filing and then by key, so that the order never
depends on the store's. ``docs/backlog.md`` has the reasons.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import numpy as np
import pandas as pd

from data.core.clock.sla import OVERDUE_STATES, SlaState
from data.core.config.city import CONFIDENTIAL, City
from data.core.history.assignees import EXTERNAL_AGENCY, KECAMATAN, REPORTER, assignees
from data.core.history.counts import open_reports, resolved_reports
from data.core.history.facts import KEY, Facts
from data.core.history.places import parents_of
from data.core.ranking.rates import closed_within, rate_cases

SAVABLE_WITHIN = timedelta(hours=24)
NEXT_UP_COUNT = 5
ORDER_COLUMNS = ["place", "pressing", "requested_datetime", *KEY]

COLUMNS = (
    *KEY, "service_code", "service_name", "sensitive", "area_code", "area_name", "placement", "lat", "long",
    "status_description", "holder", "requested_datetime", "expected_datetime", "expected_basis",
    "provisional", "stopped_at", "reopened", "state", "left", "pressing", "turn", "age", "age_band",
)  # fmt: skip


class TriageGroup(StrEnum):
    """The five groups of the order of urgency, in this order."""

    SAVABLE = "savable"  # in time, its clock runs, due within 24 hours
    LATE = "late"  # past its deadline, its clock runs
    DUE_LATER = "ahead"  # in time, its clock runs, due later
    PAUSED = "standing"  # its clock is stopped: with the reporter or outside the city
    NO_DEADLINE = "untargeted"  # no deadline


class AgeBand(StrEnum):
    """How long ago an open report was filed; the lower bound is part of the band."""

    DAY = "under_1_day"
    FEW_DAYS = "1_to_3_days"
    WEEK = "3_to_7_days"
    MONTH = "7_to_30_days"
    OLDER = "over_30_days"


TRIAGE_GROUPS, AGE_BAND_ORDER = tuple(TriageGroup), tuple(AgeBand)
AGE_LIMITS = tuple(timedelta(days=days) for days in (1, 3, 7, 30))  # where each band ends and the next begins


@dataclass(frozen=True)
class Backlog:
    """A kecamatan's open reports and what its on-time rate is made of, at one moment.

    :param rows: ``COLUMNS``, in order; shared by all callers: must not be changed
    :param cases: :func:`data.core.ranking.rates.rate_cases` of this kecamatan
    :param minimum_sample: with fewer cases there is no rate
    """

    code: str
    name: str
    as_of: datetime
    rows: pd.DataFrame
    cases: pd.DataFrame
    minimum_sample: int

    @property
    def next_up(self) -> pd.DataFrame:
        """The first five in the order of urgency."""
        return self.rows.head(NEXT_UP_COUNT)

    @property
    def paused_overdue(self) -> int:
        """How many were overdue when their clock was stopped: late, but not urgent."""
        rows = self.rows
        return int(((rows["turn"] == TriageGroup.PAUSED) & rows["state"].isin(OVERDUE_STATES)).sum())


def backlogs_by_parent(facts: Facts, city: City, as_of: datetime) -> dict[str, Backlog]:
    """Return the backlog of every kecamatan of the layer, by its code.

    The open reports are those of :meth:`Facts.for_area`: those in its kelurahan, and those of which only the
    kecamatan is known.
    """
    table, areas, rule = facts.standings, facts.areas, city.ranking
    opened = open_reports(table, as_of)
    cases = rate_cases(opened, closed_within(resolved_reports(table), as_of, rule.window_days))
    rows = sort_by_triage(backlog_rows(opened, areas, city, as_of))
    # Not by the rows' own area: a confidential report has none there.
    row_area_codes = rows[list(KEY)].merge(opened[[*KEY, "area_code"]], how="left", on=list(KEY))["area_code"]
    row_parents, case_parents = parents_of(row_area_codes, areas), parents_of(cases["area_code"], areas)
    return {
        code: Backlog(
            code=code,
            name=name,
            as_of=as_of,
            rows=rows[row_parents == code].reset_index(drop=True),
            cases=cases[case_parents == code],
            minimum_sample=rule.minimum_sample,
        )
        for code, name in dict(zip(areas["parent"], areas["parent_name"], strict=True)).items()
    }


def backlog_rows(opened: pd.DataFrame, areas: pd.DataFrame, city: City, as_of: datetime) -> pd.DataFrame:
    """Return open reports as rows of a backlog, ``COLUMNS``, in the order of ``opened``.

    A sensitive report has neither point nor text, but its kelurahan: somebody must go there. A confidential
    one has neither.

    :param opened: from :func:`data.core.history.counts.open_reports`
    """
    categories = {code: city.get_category(code) for code in opened["service_code"].unique()}
    sensitive_by_code = {code: category.sensitive for code, category in categories.items()}
    sensitive = opened["service_code"].map(sensitive_by_code).astype(bool)
    confidential = opened["service_code"] == CONFIDENTIAL
    filed, now = opened["requested_datetime"], pd.Timestamp(as_of)
    age = now - filed.where(filed <= now, now)  # a filing "in the future" is new
    service_names = {code: category.name for code, category in categories.items()}
    table = opened.assign(
        service_name=opened["service_code"].map(service_names).astype("str"),
        sensitive=sensitive,
        area_code=opened["area_code"].mask(confidential),
        lat=opened["lat"].mask(sensitive),
        long=opened["long"].mask(sensitive),
        holder=assignees(opened),
        age=age,
        age_band=age_bands(age),
        turn=triage(opened, as_of),
        pressing=opened["left"].fillna(-age),
    )
    table["area_name"] = table["area_code"].map(areas.set_index("code")["name"]).astype("str")
    return table[list(COLUMNS)]


def triage(opened: pd.DataFrame, as_of: datetime) -> pd.Series:
    """Return the :class:`TriageGroup` of each open report.

    :param opened: columns state, stopped_at, expected_datetime
    """
    conditions = [
        opened["state"] == SlaState.NO_TARGET,
        opened["stopped_at"].notna(),
        opened["state"].isin(OVERDUE_STATES),
        opened["expected_datetime"] - pd.Timestamp(as_of) <= pd.Timedelta(SAVABLE_WITHIN),
    ]
    choices = [
        TriageGroup.NO_DEADLINE.value,
        TriageGroup.PAUSED.value,
        TriageGroup.LATE.value,
        TriageGroup.SAVABLE.value,
    ]
    groups = np.select(
        [case.to_numpy(dtype=bool) for case in conditions], choices, TriageGroup.DUE_LATER.value
    )
    return pd.Series(groups, index=opened.index, dtype="str")


def age_bands(age: pd.Series) -> pd.Series:
    """Return the :class:`AgeBand` of each age."""
    conditions = [(age < pd.Timedelta(limit)).to_numpy(dtype=bool) for limit in AGE_LIMITS]
    bands = np.select(conditions, [band.value for band in AGE_BAND_ORDER[:-1]], AGE_BAND_ORDER[-1].value)
    return pd.Series(bands, index=age.index, dtype="str")


def sort_by_triage(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows in the order of urgency, numbered from 0."""
    group_rank = rows["turn"].map({turn.value: number for number, turn in enumerate(TRIAGE_GROUPS)})
    return rows.assign(place=group_rank).sort_values(ORDER_COLUMNS, ignore_index=True)[list(COLUMNS)]


@dataclass(frozen=True)
class AssigneeLoad:
    """How many open reports one assignee has, and how many of them are overdue or approaching."""

    assignee: str
    reports: int
    overdue: int
    approaching: int


def assignee_sort_key(assignee: str) -> tuple[int, str]:
    """Return a sort key: the kecamatan, then agencies by name, then outside agencies and reporters."""
    positions = {KECAMATAN: 0, EXTERNAL_AGENCY: 2, REPORTER: 3}
    return positions.get(assignee, 1), assignee


def load_by_assignee(rows: pd.DataFrame) -> list[AssigneeLoad]:
    """Return the load of each assignee; the sums over assignees are the backlog's own."""
    flags = rows[["holder"]].assign(
        reports=1,
        overdue=rows["state"].isin(OVERDUE_STATES).astype(int),
        approaching=(rows["state"] == SlaState.APPROACHING).astype(int),
    )
    sums = flags.groupby("holder").sum().reset_index()
    loads = [AssigneeLoad(*row) for row in sums.itertuples(index=False, name=None)]
    return sorted(loads, key=lambda load: assignee_sort_key(load.assignee))
