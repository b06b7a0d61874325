"""The SLA state of open reports by columns: :mod:`data.core.clock.sla` of many events at once."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from data.core.clock import sla
from data.core.clock.sla import OVERDUE_STATES, SlaState
from data.core.columns.event_columns import EventColumns, RowNumbers
from data.core.columns.report_columns import NO_MOMENT, Flags, Moments
from data.core.moments import from_micros, to_micros
from data.core.status import WITHDRAWN_STATUSES

STATES = (
    SlaState.NO_TARGET.value, SlaState.VERY_LATE.value, SlaState.LATE.value, SlaState.APPROACHING.value,
    SlaState.ON_TIME.value,
)  # fmt: skip
OVERDUE_CODES = tuple(STATES.index(state.value) for state in OVERDUE_STATES)


def state_codes(columns: EventColumns, rows: RowNumbers, as_of: int) -> np.ndarray:
    """Return the position in ``STATES`` of the SLA state of open reports at a moment."""
    filed, due = columns.requested_datetime[rows], columns.expected_datetime[rows]
    stopped = columns.stopped_at[rows]
    judged_at = np.where((stopped != NO_MOMENT) & (stopped <= as_of), stopped, as_of)
    approaching = _completed(columns.approaching_at[rows], sla.approaching_at, filed, due)
    very_late = _completed(columns.very_late_at[rows], sla.very_late_at, filed, due)
    conditions = [
        due == NO_MOMENT,
        (very_late != NO_MOMENT) & (very_late <= judged_at),
        due < judged_at,
        (approaching != NO_MOMENT) & (approaching <= judged_at),
    ]
    return np.select(conditions, range(len(conditions)), len(conditions))


def _completed(
    moments: Moments, compute: Callable[[pd.Series, pd.Series], pd.Series], filed: Moments, due: Moments
) -> Moments:
    """Return moments of which an older version did not store all."""
    missing = np.flatnonzero((moments == NO_MOMENT) & (due != NO_MOMENT))
    if not len(missing):
        return moments
    completed = moments.copy()
    completed[missing] = to_micros(compute(from_micros(filed[missing]), from_micros(due[missing])))
    return completed


def is_resolved(columns: EventColumns, rows: RowNumbers) -> Flags:
    """Return which standings are closed ones that were resolved."""
    withdrawn = np.isin(
        columns.status_description.codes[rows],
        [columns.status_description.code(status) for status in WITHDRAWN_STATUSES],
    )
    return ~columns.is_open[rows] & ~withdrawn
