"""When a report is due, and how late it is. Calendar time; both ends aware and in UTC.

Rules, decided here and nowhere else:

- the deadline itself is still on time (``<=``);
- *approaching* from 80 % of the allowed time on, *very late* from three times the allowed time on;
- a report without a deadline is in no other state than ``no_target``, open or closed;
- a closed report without a closing time has no verdict: ``closed_unknown``.
"""

from datetime import datetime
from enum import StrEnum

import numpy as np
import pandas as pd

APPROACHING_SHARE = 0.8
VERY_LATE_FACTOR = 3.0


class SlaState(StrEnum):
    """The five states of an open report."""

    NO_TARGET = "no_target"
    ON_TIME = "on_time"
    APPROACHING = "approaching"
    LATE = "late"
    VERY_LATE = "very_late"


class Verdict(StrEnum):
    """How a closed report did against its deadline."""

    NO_TARGET = "no_target"
    ON_TIME = "closed_on_time"
    LATE = "closed_late"
    UNKNOWN = "closed_unknown"


class ResponseVerdict(StrEnum):
    """How the first response did against its own deadline."""

    ON_TIME = "on_time"
    LATE = "late"


OVERDUE_STATES = (SlaState.LATE, SlaState.VERY_LATE)


def approaching_at(requested: pd.Series, expected: pd.Series) -> pd.Series:
    """The moment from which an open report counts as approaching its deadline."""
    return requested + (expected - requested) * APPROACHING_SHARE


def very_late_at(requested: pd.Series, expected: pd.Series) -> pd.Series:
    """The moment from which an open report counts as very late.

    A deadline at or before the filing (dirty feeds have them) allows no time of which three times
    could be taken, so such a report is late but never *very* late: NaT.
    """
    allowed = expected - requested
    moment = requested + allowed * VERY_LATE_FACTOR
    return moment.where(allowed > pd.Timedelta(0))


def judgement_time(stopped: pd.Series, as_of: datetime) -> pd.Series:
    """The moment by which each report is judged: ``as_of``, or earlier if its clock has stood still since.

    :param stopped: aware UTC times, NaT where the clock runs
    """
    moment = pd.Series(pd.Timestamp(as_of), index=stopped.index)
    return moment.where(stopped.isna() | (stopped > moment), stopped)


def sla_states(
    requested: pd.Series,
    expected: pd.Series,
    as_of: datetime,
    *,
    approaching: pd.Series | None = None,
    very_late: pd.Series | None = None,
    stopped: pd.Series | None = None,
) -> pd.Series:
    """One of :class:`Sla` per open report.

    :param requested: aware UTC times of filing
    :param expected: aware UTC deadlines, NaT where there is none
    :param as_of: aware moment of judgement
    :param approaching: stored moments of :func:`approach_at`, where the deadline counts another kind of time
    :param very_late: stored moments of :func:`very_late_at`
    :param stopped: since when a report's clock stands still, NaT while it runs; it is judged by that moment
    :returns: strings, on the index of ``requested``
    """
    moment: pd.Series | pd.Timestamp = (
        pd.Timestamp(as_of) if stopped is None else judgement_time(stopped, as_of)
    )
    cases = [
        expected.isna(),
        (very_late_at(requested, expected) if very_late is None else very_late) <= moment,
        expected < moment,
        (approaching_at(requested, expected) if approaching is None else approaching) <= moment,
    ]
    names = [
        SlaState.NO_TARGET.value,
        SlaState.VERY_LATE.value,
        SlaState.LATE.value,
        SlaState.APPROACHING.value,
    ]
    states = np.select([case.to_numpy() for case in cases], names, SlaState.ON_TIME.value)
    return pd.Series(states, index=requested.index, dtype="str")


def verdicts(closed: pd.Series, expected: pd.Series) -> pd.Series:
    """One of :class:`Verdict` per closed report: ``closed <= expected`` is on time."""
    cases = [expected.isna(), closed.isna(), closed <= expected]
    names = [Verdict.NO_TARGET.value, Verdict.UNKNOWN.value, Verdict.ON_TIME.value]
    values = np.select([case.to_numpy() for case in cases], names, Verdict.LATE.value)
    return pd.Series(values, index=closed.index, dtype="str")
