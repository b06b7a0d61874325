"""One kecamatan's backlog: its open reports in the order in which they are best taken up.

The order (:class:`Turn`, then ``pressing``): first what can still be saved, the least time left first; then
what is late, the furthest over its time first; then what is due later; then what stands still because
somebody outside the city or the reporter holds it; last what has no deadline, the oldest first. Equal ones
by filing and then by key, so that the order never depends on the store's. ``docs/backlog.md`` says why.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import numpy as np
import pandas as pd

from data.core.clock.sla import OVERDUE_STATES, SlaState
from data.core.config.city import CONFIDENTIAL, City
from data.core.history.assignees import KECAMATAN, OUTSIDE, REPORTER, holders
from data.core.history.counts import credited, open_reports
from data.core.history.facts import KEY, Facts
from data.core.history.places import parents_of
from data.core.ranking.rates import closed_within, judged

SAVABLE_WITHIN = timedelta(hours=24)
FIRST = 5
ORDER = ["place", "pressing", "requested_datetime", *KEY]

COLUMNS = (
    *KEY, "service_code", "service_name", "sensitive", "area_code", "area_name", "placement", "lat", "long",
    "status_description", "holder", "requested_datetime", "expected_datetime", "expected_basis",
    "provisional", "stopped_at", "reopened", "state", "left", "pressing", "turn", "age", "age_band",
)  # fmt: skip


class Turn(StrEnum):
    """Which of five groups a report is taken up in, in this order."""

    SAVABLE = "savable"  # in time, its clock runs, due within 24 hours
    LATE = "late"  # over its time, its clock runs
    AHEAD = "ahead"  # in time, its clock runs, due later
    STANDING = "standing"  # its clock stands still: with the reporter or outside the city
    UNTARGETED = "untargeted"  # no deadline


class Age(StrEnum):
    """How long ago an open report was filed; the lower bound belongs to the band."""

    DAY = "under_1_day"
    FEW_DAYS = "1_to_3_days"
    WEEK = "3_to_7_days"
    MONTH = "7_to_30_days"
    OLDER = "over_30_days"


TURNS, AGES = tuple(Turn), tuple(Age)
AGE_LIMITS = tuple(timedelta(days=days) for days in (1, 3, 7, 30))  # where each band ends and the next begins


@dataclass(frozen=True)
class Backlog:
    """A kecamatan's open reports and what its on-time rate is made of, at one moment.

    :param rows: ``COLUMNS``, in order; shared by all who look: not to be changed
    :param cases: what :func:`data.core.ranking.rates.judged` gives for this kecamatan
    :param minimum_sample: cases below which no rate is told
    """

    code: str
    name: str
    as_of: datetime
    rows: pd.DataFrame
    cases: pd.DataFrame
    minimum_sample: int

    @property
    def first(self) -> pd.DataFrame:
        """The first five to take up."""
        return self.rows.head(FIRST)

    @property
    def standing_late(self) -> int:
        """How many were over their time when their clock was stopped: late, and not to be taken up first."""
        rows = self.rows
        return int(((rows["turn"] == Turn.STANDING) & rows["state"].isin(OVERDUE_STATES)).sum())


def backlogs(facts: Facts, city: City, as_of: datetime) -> dict[str, Backlog]:
    """The backlog of every kecamatan of the layer, by its code.

    The same open reports as :meth:`Facts.within` counts: those in its kelurahan, and those of which only
    the kecamatan is known.
    """
    table, areas, rule = facts.standings, facts.areas, city.ranking
    opened = open_reports(table, as_of)
    cases = judged(opened, closed_within(credited(table), as_of, rule.window_days))
    rows = in_order(described(opened, areas, city, as_of))
    # Not by the rows' own area: that of a confidential report is taken from them.
    rows_in = rows[list(KEY)].merge(opened[[*KEY, "area_code"]], how="left", on=list(KEY))["area_code"]
    lies, case_lies = parents_of(rows_in, areas), parents_of(cases["area_code"], areas)
    return {
        code: Backlog(
            code=code,
            name=name,
            as_of=as_of,
            rows=rows[lies == code].reset_index(drop=True),
            cases=cases[case_lies == code],
            minimum_sample=rule.minimum_sample,
        )
        for code, name in dict(zip(areas["parent"], areas["parent_name"], strict=True)).items()
    }


def described(opened: pd.DataFrame, areas: pd.DataFrame, city: City, as_of: datetime) -> pd.DataFrame:
    """Open reports as a backlog lists them, ``COLUMNS``, in the order given.

    Of a sensitive category neither point nor text is shown, but the kelurahan is: somebody must go there.
    Of a confidential report nothing but that it exists.

    :param opened: from :func:`data.core.history.counts.open_reports`
    """
    kinds = {code: city.get_category(code) for code in opened["service_code"].unique()}
    sensitive = opened["service_code"].map({c: kind.sensitive for c, kind in kinds.items()}).astype(bool)
    secret = opened["service_code"] == CONFIDENTIAL
    filed, now = opened["requested_datetime"], pd.Timestamp(as_of)
    age = now - filed.where(filed <= now, now)  # a filing "in the future" is new
    table = opened.assign(
        service_name=opened["service_code"].map({c: kind.name for c, kind in kinds.items()}).astype("str"),
        sensitive=sensitive,
        area_code=opened["area_code"].mask(secret),
        lat=opened["lat"].mask(sensitive),
        long=opened["long"].mask(sensitive),
        holder=holders(opened),
        age=age,
        age_band=age_bands(age),
        turn=turns(opened, as_of),
        pressing=opened["left"].fillna(-age),
    )
    table["area_name"] = table["area_code"].map(areas.set_index("code")["name"]).astype("str")
    return table[list(COLUMNS)]


def turns(opened: pd.DataFrame, as_of: datetime) -> pd.Series:
    """The :class:`Turn` of each open report.

    :param opened: columns state, stopped_at, expected_datetime
    """
    cases = [
        opened["state"] == SlaState.NO_TARGET,
        opened["stopped_at"].notna(),
        opened["state"].isin(OVERDUE_STATES),
        opened["expected_datetime"] - pd.Timestamp(as_of) <= pd.Timedelta(SAVABLE_WITHIN),
    ]
    names = [Turn.UNTARGETED.value, Turn.STANDING.value, Turn.LATE.value, Turn.SAVABLE.value]
    found = np.select([case.to_numpy(dtype=bool) for case in cases], names, Turn.AHEAD.value)
    return pd.Series(found, index=opened.index, dtype="str")


def age_bands(age: pd.Series) -> pd.Series:
    """The :class:`Age` of each span; every one has exactly one."""
    cases = [(age < pd.Timedelta(limit)).to_numpy(dtype=bool) for limit in AGE_LIMITS]
    found = np.select(cases, [band.value for band in AGES[:-1]], AGES[-1].value)
    return pd.Series(found, index=age.index, dtype="str")


def in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows in the order in which they are best taken up, numbered from 0."""
    place = rows["turn"].map({turn.value: number for number, turn in enumerate(TURNS)})
    return rows.assign(place=place).sort_values(ORDER, ignore_index=True)[list(COLUMNS)]


@dataclass(frozen=True)
class Holding:
    """How many open reports one party holds, and how many of them are late or nearly so."""

    holder: str
    reports: int
    overdue: int
    approaching: int


def holder_order(holder: str) -> tuple[int, str]:
    """The kecamatan first, then agencies by name, then outside agencies and reporters."""
    ends = {KECAMATAN: 0, OUTSIDE: 2, REPORTER: 3}
    return ends.get(holder, 1), holder


def by_holder(rows: pd.DataFrame) -> list[Holding]:
    """What each holder holds; the sums over holders are the backlog's own."""
    flags = rows[["holder"]].assign(
        reports=1,
        overdue=rows["state"].isin(OVERDUE_STATES).astype(int),
        approaching=(rows["state"] == SlaState.APPROACHING).astype(int),
    )
    sums = flags.groupby("holder").sum().reset_index()
    found = [Holding(*row) for row in sums.itertuples(index=False, name=None)]
    return sorted(found, key=lambda holding: holder_order(holding.holder))
