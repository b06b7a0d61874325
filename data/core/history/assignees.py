"""Assignees of open reports and the time each spent: the kecamatan and every agency separately.

The times of all assignees add up to exactly the time a report was open. A closed report has no assignee.
"""

from datetime import datetime

import numpy as np
import pandas as pd

from data.core.history.facts import KEY
from data.core.history.places import parents_of
from data.core.status import Status

KECAMATAN = "kecamatan"
EXTERNAL_AGENCY = "instansi luar"
REPORTER = "pelapor"
UNASSIGNED = ""

FORWARDED, AWAITING_REPORTER = "diteruskan", "menunggu_pelapor"  # the states that stop the kecamatan's clock
LOCAL_AGENCY = r"\s*(?:camat|kecamatan|lurah|kelurahan)\b"  # "Camat", "Camat Wenang", "Kelurahan Anggrek" ...

ASSIGNMENT_COLUMNS = (*KEY, "area_code", "holder", "begin", "end", "held")


def assignees(events: pd.DataFrame) -> pd.Series:
    """Return the assignee of each report after each event; the only place that decides it.

    A report without a named agency is assigned to its kecamatan, where it waits.

    :param events: columns status, status_description, agency_responsible
    :returns: ``KECAMATAN``, ``EXTERNAL_AGENCY``, ``REPORTER``, the name of an agency, or ``UNASSIGNED`` while
        closed
    """
    status, agency = events["status_description"], events["agency_responsible"].str.strip()
    local = agency.isna() | (agency == "") | agency.str.match(LOCAL_AGENCY, case=False).eq(True)
    conditions = [events["status"] != Status.OPEN, status == FORWARDED, status == AWAITING_REPORTER, local]
    choices = [UNASSIGNED, EXTERNAL_AGENCY, REPORTER, KECAMATAN]
    values = np.select(
        [case.to_numpy(dtype=bool) for case in conditions], choices, agency.to_numpy(dtype=object)
    )
    return pd.Series(values, index=events.index, dtype="str")


def assignment_spans(events: pd.DataFrame, since: datetime, until: datetime) -> pd.DataFrame:
    """Return the spans of (``since``, ``until``] in which a report had an assignee.

    :param events: ``EVENT_COLUMNS`` in order of ``change``
    :returns: ``ASSIGNMENT_COLUMNS``, one row per event that left its report open; ``held`` = ``end - begin``
    """
    first, last = pd.Timestamp(since), pd.Timestamp(until)
    following = events.groupby(list(KEY), sort=False)["occurred_at"].shift(-1)
    table = events[[*KEY, "area_code"]].assign(
        holder=assignees(events),
        begin=_bounded(events["occurred_at"], first, last),
        end=_bounded(following.fillna(last), first, last),
    )
    table = table.assign(held=table["end"] - table["begin"])
    return table[(table["holder"] != UNASSIGNED) & (table["held"] > pd.Timedelta(0))].reset_index(drop=True)


def time_by_report(table: pd.DataFrame) -> pd.DataFrame:
    """Sum the time per report and assignee.

    :param table: from :func:`assignment_spans`
    :returns: columns ``KEY``, holder, held
    """
    return table.groupby([*KEY, "holder"], sort=False)["held"].sum().reset_index()


def open_time(events: pd.DataFrame, since: datetime, until: datetime) -> pd.DataFrame:
    """Return how long each report was open in (``since``, ``until``], from its openings and closings alone.

    Each opening adds the time left until the end, each closing subtracts it: what remains is the open time.
    It does not depend on the assignees, so it can verify the sums of their times.

    :returns: columns ``KEY``, open_time; without reports that were never open in the period
    """
    first, last = pd.Timestamp(since), pd.Timestamp(until)
    now = (events["status"] == Status.OPEN).astype("int64")
    before = now.groupby([events[name] for name in KEY], sort=False).shift(fill_value=0)
    remaining = last - _bounded(events["occurred_at"], first, last)
    table = events[list(KEY)].assign(open_time=remaining * (now - before))
    sums = table.groupby(list(KEY), sort=False)["open_time"].sum().reset_index()
    return sums.loc[sums["open_time"] > pd.Timedelta(0)].reset_index(drop=True)


def _bounded(moments: pd.Series, first: pd.Timestamp, last: pd.Timestamp) -> pd.Series:
    return moments.where(moments > first, first).where(moments < last, last)


def time_by_area(table: pd.DataFrame) -> pd.DataFrame:
    """Sum the time per area and assignee; a report that moved counts in each area for its time there.

    :param table: from :func:`assignment_spans`
    :returns: columns area_code (missing for no area), holder, held, reports
    """
    return _time_by(table, "area_code")


def time_by_parent(table: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Sum the time per parent area and assignee.

    :returns: columns parent (``NO_PARENT`` for no area), holder, held, reports
    """
    return _time_by(table.assign(parent=parents_of(table["area_code"], areas)), "parent")


def time_by_assignee(table: pd.DataFrame) -> pd.DataFrame:
    """Sum the time per assignee in the whole city.

    :returns: columns holder, held, reports
    """
    return _time_by(table.assign(city=""), "city").drop(columns="city")


def _time_by(table: pd.DataFrame, by: str) -> pd.DataFrame:
    number = table.groupby(list(KEY), sort=False).ngroup()
    groups = table.assign(number=number).groupby([by, "holder"], dropna=False)
    sums: pd.DataFrame = groups.agg(held=("held", "sum"), reports=("number", "nunique"))
    return sums.reset_index()
