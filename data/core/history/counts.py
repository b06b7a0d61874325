"""Counts of open, late and approaching reports: of the city, per area, and on the map."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd

from data.core.clock.sla import (
    OVERDUE_STATES,
    SlaState,
    Verdict,
    approaching_at,
    judgement_time,
    sla_states,
    very_late_at,
)
from data.core.history.rows import ReconciliationRow, TotalsRow
from data.core.report.record import MAP_PLACEMENTS, Placement
from data.core.status import WITHDRAWN_STATUSES, Status

USUAL_DAYS = 28
USUAL_MINIMUM_DAYS = 7


def open_reports(standings: pd.DataFrame, as_of: datetime) -> pd.DataFrame:
    """Return the open reports with their SLA ``state`` and the time ``left`` (negative: past the deadline).

    Moments that an older version did not store are computed in calendar time.
    """
    table = standings[standings["status"] == Status.OPEN]
    filed, due = table["requested_datetime"], table["expected_datetime"]
    state = sla_states(
        filed,
        due,
        as_of,
        approaching=table["approaching_at"].fillna(approaching_at(filed, due)),
        very_late=table["very_late_at"].fillna(very_late_at(filed, due)),
        stopped=table["stopped_at"],
    )
    return table.assign(state=state, left=due - judgement_time(table["stopped_at"], as_of))


def resolved_reports(standings: pd.DataFrame) -> pd.DataFrame:
    """Return the closed reports that were resolved: not rejected, not duplicates."""
    is_resolved = (standings["status"] == Status.CLOSED) & ~standings["status_description"].isin(
        WITHDRAWN_STATUSES
    )
    return standings[is_resolved]


def day_start(as_of: datetime, zone: ZoneInfo) -> datetime:
    """Return the midnight before ``as_of`` in the city's zone: "today" is a calendar day of the city."""
    return as_of.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)


def totals(
    opened: pd.DataFrame, resolved: pd.DataFrame, received_at: pd.Series, as_of: datetime, zone: ZoneInfo
) -> TotalsRow:
    """Return the city's counts.

    :param opened: from :func:`open_reports`
    :param resolved: from :func:`resolved_reports`
    :param received_at: of every report, withdrawn ones included: they were received all the same,
        and :func:`usual_by_now`, which is shown beside ``new_today``, counts them as well
    """
    today = pd.Timestamp(day_start(as_of, zone))
    closed_today = resolved[(resolved["closed_datetime"] >= today) & (resolved["closed_datetime"] <= as_of)]
    return {
        "open": len(opened),
        "overdue": int(opened["state"].isin(OVERDUE_STATES).sum()),
        "very_late": int((opened["state"] == SlaState.VERY_LATE).sum()),
        "approaching": int((opened["state"] == SlaState.APPROACHING).sum()),
        "no_target": int((opened["state"] == SlaState.NO_TARGET).sum()),
        "stopped": int(opened["stopped_at"].notna().sum()),
        "response_overdue": int(_response_overdue(opened, as_of).sum()),
        "new_today": int(((received_at >= today) & (received_at <= as_of)).sum()),
        "closed_today": len(closed_today),
        "closed_today_on_time": int((closed_today["verdict"] == Verdict.ON_TIME).sum()),
        "closed_today_without_evidence": int((~closed_today["evidence"]).sum()),
    }


def _response_overdue(opened: pd.DataFrame, as_of: datetime) -> pd.Series:
    """Return which open reports have no first response although its deadline has passed."""
    return opened["responded_at"].isna() & (opened["response_expected_datetime"] < as_of)


def usual_by_now(standings: pd.DataFrame, as_of: datetime, zone: ZoneInfo) -> float | None:
    """Return the mean number of reports received by this time of day over the 28 days before today.

    None while the history is shorter than a week: a missing mean is not a zero.
    """
    if standings.empty:
        return None
    today = day_start(as_of, zone)
    local = standings["received_at"].dt.tz_convert(zone)
    days = min(USUAL_DAYS, (today - local.min().to_pydatetime()).days)
    if days < USUAL_MINIMUM_DAYS:
        return None
    in_past_days = (local >= today - timedelta(days=days)) & (local < today)
    by_this_time = (local - local.dt.normalize()) <= as_of - today
    return float((in_past_days & by_this_time).sum() / days)


def reconciliation(opened: pd.DataFrame) -> ReconciliationRow:
    """Return ``open = on_map + no_location + outside``; each part is counted, none is a remainder."""
    placement = opened["placement"]
    return {
        "open": len(opened),
        "on_map": int(placement.isin(MAP_PLACEMENTS).sum()),
        "no_location": int((placement == Placement.NONE).sum()),
        "outside": int((placement == Placement.OUTSIDE).sum()),
    }


def counts_by_area(opened: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Count open, overdue, very late and approaching reports per area; areas without a report have zeros.

    :returns: columns code, name, parent, open, overdue, very_late, approaching
    """
    flags = pd.DataFrame(
        {
            "open": 1,
            "overdue": opened["state"].isin(OVERDUE_STATES).astype(int),
            "very_late": (opened["state"] == SlaState.VERY_LATE).astype(int),
            "approaching": (opened["state"] == SlaState.APPROACHING).astype(int),
        },
        index=opened.index,
    )
    sums = flags.groupby(opened["area_code"]).sum().reindex(areas["code"], fill_value=0)
    # The index is reset because a part of a layer keeps its row numbers.
    named_areas = areas[["code", "name", "parent"]].reset_index(drop=True)
    return named_areas.join(sums.reset_index(drop=True))
