"""The standings of a past moment by columns of events, as reports in columns."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.dtypes import StringDType

from data.core.columns.event_columns import EventColumns, RowNumbers
from data.core.columns.frames import CODED, DEGREES, FLAGS, MOMENTS
from data.core.columns.report_columns import CodedTexts, Flags, ReportColumns
from data.core.config.city import CONFIDENTIAL
from data.core.status import Status

STATUSES = (Status.OPEN.value, Status.CLOSED.value)
COPIED = tuple(name for name in (*CODED, *DEGREES, *FLAGS, *MOMENTS) if name != "status")


def board_rows(columns: EventColumns, moment: int, since: int) -> RowNumbers:
    """Return the rows of the standings that a board shows of a moment.

    Those of reports open then, received or closed since ``since``, and of the very first report.
    """
    rows = columns.last_at(moment)
    closed_at, received_at = columns.closed_datetime[rows], columns.received_at[rows]
    chosen = columns.is_open[rows]
    for recent in (closed_at, received_at):
        chosen |= (recent >= since) & (recent <= moment)
    chosen |= received_at == np.min(columns.received_at, initial=np.iinfo(np.int64).max)
    return rows[chosen]


def is_confidential(columns: EventColumns, rows: RowNumbers) -> Flags:
    """Return which events are of a report that is confidential, or was once: their points are deleted."""
    secret = columns.report[columns.service_code.codes == columns.service_code.code(CONFIDENTIAL)]
    return np.isin(columns.report[rows], np.unique(secret))


def reports_of_rows(columns: EventColumns, rows: RowNumbers, numbers: Sequence[str]) -> ReportColumns:
    """Return standings as reports.

    :param rows: of events, in order
    :param numbers: of their reports, at the source
    """
    secret = is_confidential(columns, rows)
    copied: dict[str, Any] = {name: getattr(columns, name)[rows] for name in COPIED}
    copied |= {name: np.where(secret, np.nan, copied[name]) for name in DEGREES}
    return ReportColumns(
        change=columns.change[rows],
        service_request_id=np.array(numbers, dtype=StringDType()),
        status=CodedTexts((~columns.is_open[rows]).astype(np.int32), STATUSES),
        reopened=columns.reopened[rows].astype(np.int64),
        **copied,
    )
