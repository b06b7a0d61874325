"""Events as columns, from and to a frame of events."""

from typing import Any

import numpy as np
import pandas as pd

from data.core.columns.event_columns import (
    NO_ROW,
    EventColumns,
    RowNumbers,
    first_rows_of_reports,
    following_rows,
)
from data.core.columns.frames import coded_texts
from data.core.columns.report_columns import CodedTexts
from data.core.history.facts import KEY
from data.core.moments import from_micros, to_micros
from data.core.status import Status

EVENT_TEXTS = (
    "kind", "source", "service_code", "status_description", "agency_responsible", "closed_basis", "area_code",
    "placement", "verdict", "expected_basis",
)  # fmt: skip
EVENT_MOMENTS = (
    "occurred_at", "requested_datetime", "expected_datetime", "closed_datetime", "received_at",
    "approaching_at", "very_late_at", "stopped_at", "response_expected_datetime", "responded_at",
)  # fmt: skip
EVENT_NUMBERS: dict[str, type[np.generic]] = {
    "is_open": np.bool_, "evidence": np.bool_, "provisional": np.bool_, "reopened": np.int32,
    "lat": np.float64, "long": np.float64,
}  # fmt: skip


def event_columns_of(events: pd.DataFrame) -> EventColumns:
    """Return a frame of all events of some reports as columns.

    :param events: ``EVENT_COLUMNS`` in order of ``change``
    """
    row = pd.Series(np.arange(len(events), dtype=np.int32), index=events.index)
    keys = [events[name] for name in KEY]
    shifted = row.groupby(keys, sort=False).shift(fill_value=NO_ROW)
    previous = np.asarray(shifted, dtype=np.int32)
    texts: dict[str, Any] = {name: coded_texts(events[name]) for name in EVENT_TEXTS}
    moments: dict[str, Any] = {name: to_micros(events[name]) for name in EVENT_MOMENTS}
    values = events.assign(is_open=events["status"] == Status.OPEN)
    numbers: dict[str, Any] = {
        name: values[name].to_numpy(dtype=dtype) for name, dtype in EVENT_NUMBERS.items()
    }
    return EventColumns(
        change=events["change"].to_numpy(dtype=np.int64),
        previous=previous,
        following=following_rows(previous),
        report=first_rows_of_reports(previous),
        **texts,
        **moments,
        **numbers,
    )


def slim_frame(columns: EventColumns, rows: RowNumbers, names: tuple[str, ...]) -> pd.DataFrame:
    """Return some columns of some events as a frame on a plain index, its texts as categories.

    :param names: of :class:`EventColumns`, or ``status``
    """
    return pd.DataFrame({name: _slim_column(columns, rows, name) for name in names})


def _slim_column(columns: EventColumns, rows: RowNumbers, name: str) -> object:
    if name == "status":
        return pd.Categorical.from_codes((~columns.is_open[rows]).astype(np.int8), pd.Index([*Status]))
    column = getattr(columns, name)
    if isinstance(column, CodedTexts):
        return pd.Categorical.from_codes(column.codes[rows], pd.Index(column.labels, dtype="str"))
    return from_micros(np.ascontiguousarray(column[rows])) if name in EVENT_MOMENTS else column[rows]
