"""The cases of on-time rates by columns of events: :func:`data.core.ranking.rates.rate_cases_at` as rows."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.core.clock.sla import Verdict
from data.core.columns.event_columns import EventColumns, RowNumbers
from data.core.columns.event_states import OVERDUE_CODES, is_resolved, state_codes
from data.core.columns.report_columns import CodedTexts
from data.core.ranking.case_counts import CaseCounts

OUTCOMES = ("on_time", "late", "overdue")


def judged_rows(columns: EventColumns, after: int, until: int) -> tuple[RowNumbers, NDArray[np.int64]]:
    """Return the standings that the on-time rate of a moment is made of, with positions in ``OUTCOMES``.

    :param after: the begin of the time in which closings count
    :param until: the moment
    """
    last = columns.last_at(until)
    closed_at = columns.closed_datetime[last]
    closed = last[(closed_at > after) & (closed_at <= until)]
    closed = closed[is_resolved(columns, closed)]
    verdict = columns.verdict.codes[closed]
    on_time, late = (verdict == columns.verdict.code(value) for value in (Verdict.ON_TIME, Verdict.LATE))
    opened = last[columns.is_open[last]]
    overdue = opened[np.isin(state_codes(columns, opened, until), OVERDUE_CODES)]
    closed, on_time = closed[on_time | late], on_time[on_time | late]
    return np.concatenate([closed, overdue]), np.concatenate(
        [np.where(on_time, 0, 1), np.full(len(overdue), OUTCOMES.index("overdue"))]
    )


def case_counts(columns: EventColumns, after: int, until: int) -> CaseCounts:
    """Return the cases of a moment by area and category, as :func:`case_counts.count_cases` does."""
    rows, outcome = judged_rows(columns, after, until)
    area, service = columns.area_code, columns.service_code
    width = len(service.labels)
    cells = (area.codes[rows].astype(np.int64) + 1) * width + service.codes[rows]
    distinct, place = np.unique(cells, return_inverse=True)
    n = np.bincount(place, minlength=len(distinct))
    hits = np.bincount(place[outcome == 0], minlength=len(distinct))
    table = pd.DataFrame({"area": _labels(area, distinct // max(width, 1) - 1), "n": n, "hits": hits})
    table["service"] = _labels(service, distinct % max(width, 1))
    table = table.sort_values(["area", "service"])
    return CaseCounts(
        tuple(None if pd.isna(code) else str(code) for code in table["area"]),
        tuple(table["service"].tolist()),
        table["n"].to_numpy(dtype=np.int64),
        table["hits"].to_numpy(dtype=np.int64),
    )


def _labels(column: CodedTexts, codes: NDArray[np.int64]) -> pd.Series:
    labels = np.array([*column.labels, None], dtype=object)
    return pd.Series(labels[codes], dtype="str")
