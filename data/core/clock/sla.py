"""SLA states of open reports and verdicts of closed ones, in calendar time. All times are aware and in UTC.

- The deadline itself is on time (``<=``).
- *Approaching* begins at 80 % of the allowed time, *very late* at three times the allowed time.
- A report without a deadline is ``no_target``, open or closed.
- A closed report without a closing time is ``closed_unknown``.
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
    """The verdict of a closed report."""

    NO_TARGET = "no_target"
    ON_TIME = "closed_on_time"
    LATE = "closed_late"
    UNKNOWN = "closed_unknown"


class ResponseVerdict(StrEnum):
    """The verdict of a first response."""

    ON_TIME = "on_time"
    LATE = "late"


OVERDUE_STATES = (SlaState.LATE, SlaState.VERY_LATE)


def approaching_at(requested: pd.Series, expected: pd.Series) -> pd.Series:
    """Return the moment from which an open report is approaching its deadline."""
    return requested + (expected - requested) * APPROACHING_SHARE


def very_late_at(requested: pd.Series, expected: pd.Series) -> pd.Series:
    """Return the moment from which an open report is very late.

    A deadline at or before the filing, as in faulty data, allows no time to multiply: such a report is late
    but never *very* late, NaT.
    """
    allowed = expected - requested
    moment = requested + allowed * VERY_LATE_FACTOR
    return moment.where(allowed > pd.Timedelta(0))


def judgement_time(stopped: pd.Series, as_of: datetime) -> pd.Series:
    """Return the moment at which each report is judged: ``as_of``, or when its clock was stopped before.

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
    """Return the :class:`SlaState` of each open report.

    :param requested: aware UTC times of filing
    :param expected: aware UTC deadlines, NaT where there is none
    :param as_of: aware moment of judgement
    :param approaching: stored moments of :func:`approaching_at`, where deadlines are not in calendar time
    :param very_late: stored moments of :func:`very_late_at`
    :param stopped: since when a report's clock is stopped, NaT while it runs; it is judged at that moment
    :returns: strings, on the index of ``requested``
    """
    approaching = approaching_at(requested, expected) if approaching is None else approaching
    very_late = very_late_at(requested, expected) if very_late is None else very_late
    moment = pd.Timestamp(as_of) if stopped is None else judgement_time(stopped, as_of)
    # The first state that applies counts.
    cases = {
        SlaState.NO_TARGET: expected.isna(),
        SlaState.VERY_LATE: very_late <= moment,
        SlaState.LATE: expected < moment,
        SlaState.APPROACHING: approaching <= moment,
    }
    conditions, names = [case.to_numpy() for case in cases.values()], [state.value for state in cases]
    states = np.select(conditions, names, SlaState.ON_TIME.value)
    return pd.Series(states, index=requested.index, dtype="str")


def verdicts(closed: pd.Series, expected: pd.Series) -> pd.Series:
    """Return the :class:`Verdict` of each closed report: ``closed <= expected`` is on time."""
    cases = [expected.isna(), closed.isna(), closed <= expected]
    names = [Verdict.NO_TARGET.value, Verdict.UNKNOWN.value, Verdict.ON_TIME.value]
    values = np.select([case.to_numpy() for case in cases], names, Verdict.LATE.value)
    return pd.Series(values, index=closed.index, dtype="str")
