"""The timeline by columns: :mod:`data.core.review.timeline` without a pass over all events for each step."""

from collections.abc import Iterator
from datetime import datetime

import numpy as np

from data.core.columns.event_columns import EventColumns, RowNumbers
from data.core.columns.event_states import OVERDUE_CODES, state_codes
from data.core.moments import datetime_to_micros
from data.core.report.standing import EventKind
from data.core.review.rows import TimelineStepRow


def build_column_timeline(columns: EventColumns, step_times: list[datetime]) -> list[TimelineStepRow]:
    """Return the board's counts at each moment, as :func:`data.core.review.timeline.build_timeline` does."""
    first, last = datetime_to_micros(step_times[0]), datetime_to_micros(step_times[-1])
    rows = np.flatnonzero(columns.is_open & (columns.occurred_at <= last))
    overtaken_at = columns.overtaken_at(rows)
    rows, overtaken_at = rows[overtaken_at > first], overtaken_at[overtaken_at > first]
    during = columns.within(first, last)
    received, closed = (
        np.sort(columns.occurred_at[during[columns.is_kind(kind, during)]])
        for kind in (EventKind.RECEIVED, EventKind.CLOSED)
    )
    return [
        {
            "at": moment,
            "open": len(opened),
            "overdue": int(_is_late(columns, opened, at).sum()),
            "new": int(np.searchsorted(received, at, "right")),
            "closed": int(np.searchsorted(closed, at, "right")),
            "areas": dict(_by_area(columns, opened, at)),
        }
        for moment in step_times
        for at in [datetime_to_micros(moment)]
        for opened in [rows[_in_effect(columns, rows, overtaken_at, at)]]
    ]


def _in_effect(columns: EventColumns, rows: RowNumbers, overtaken_at: np.ndarray, at: int) -> np.ndarray:
    return (columns.occurred_at[rows] <= at) & (overtaken_at > at)


def _is_late(columns: EventColumns, rows: RowNumbers, at: int) -> np.ndarray:
    return np.isin(state_codes(columns, rows, at), OVERDUE_CODES)


def _by_area(columns: EventColumns, rows: RowNumbers, at: int) -> Iterator[tuple[str, list[int]]]:
    """Yield the areas with a report in order of their codes, each with its open and late ones."""
    codes, size = columns.area_code.codes[rows] + 1, len(columns.area_code.labels) + 1
    opened = np.bincount(codes, minlength=size)[1:]
    late = np.bincount(codes[_is_late(columns, rows, at)], minlength=size)[1:]
    counts = zip(columns.area_code.labels, opened.tolist(), late.tolist(), strict=True)
    yield from ((label, [count, overdue]) for label, count, overdue in sorted(counts) if count)
