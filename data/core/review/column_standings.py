"""The standings of a review by columns: SLA states, ages, what a rate is made of, and the rankings."""

from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from data.core.columns.event_columns import EventColumns, RowNumbers
from data.core.columns.event_frames import slim_frame
from data.core.columns.event_states import STATES, is_resolved, state_codes
from data.core.columns.report_columns import Flags
from data.core.history.trend import previous_moment
from data.core.moments import datetime_to_micros
from data.core.ranking.column_cases import OUTCOMES, judged_rows
from data.core.ranking.ranking import ranking
from data.core.ranking.rates import city_rate, closed_within, rate_cases
from data.core.ranking.rows import RankingRow
from data.core.review.column_data import ColumnData, MetricRows
from data.core.review.drilldown import AGE_BANDS, AGE_LIMITS_DAYS

RANKED_COLUMNS = (
    "area_code", "service_code", "requested_datetime", "received_at", "closed_datetime", "closed_basis",
    "verdict",
)  # fmt: skip


def state_part(data: ColumnData) -> MetricRows:
    """Return the reports open at the end by SLA state."""
    rows = data.columns.open_at(data.end)
    return MetricRows(rows, data.parents_of(rows), state_codes(data.columns, rows, data.end), STATES)


def age_part(data: ColumnData) -> MetricRows:
    """Return the reports open at the end by age."""
    rows = data.columns.open_at(data.end)
    days = (data.end - data.columns.requested_datetime[rows]) / 1e6 / 86_400
    return MetricRows(
        rows, data.parents_of(rows), np.searchsorted(AGE_LIMITS_DAYS, days, side="left"), AGE_BANDS
    )


def judged_part(data: ColumnData, moment: datetime) -> MetricRows:
    """Return the reports that the on-time rate of a moment is made of, by outcome."""
    after = window_before(moment, data.city.ranking.window_days)
    rows, detail = judged_rows(data.columns, after, datetime_to_micros(moment))
    return MetricRows(rows, data.parents_of(rows), detail, OUTCOMES)


def _closed_between(columns: EventColumns, rows: RowNumbers, after: int, until: int) -> Flags:
    closed = columns.closed_datetime[rows]
    return (closed > after) & (closed <= until)


def case_frame(data: ColumnData, part: MetricRows) -> pd.DataFrame:
    """Return the cases of a rate as :func:`data.core.ranking.rates.rate_cases` does, texts as categories."""
    table = slim_frame(data.columns, part.rows, ("area_code", "service_code"))
    return table.assign(on_time=part.detail == 0)


def ranking_at(data: ColumnData, moment: datetime) -> tuple[list[RankingRow], float | None]:
    """Return the ranking as the board showed it at a moment, and the city's own rate."""
    rule, columns, at = data.city.ranking, data.columns, datetime_to_micros(moment)
    last = columns.last_at(at)
    opened = _opened_frame(columns, last[columns.is_open[last]], at)
    closed = last[~columns.is_open[last]]
    cohort = columns.received_at[closed] > window_before(moment, rule.duration_days)
    recent = _closed_between(columns, closed, window_before(moment, rule.window_days), at)
    closed = closed[cohort | recent]
    resolved_rows = is_resolved(columns, closed)
    resolved, withdrawn = (
        slim_frame(columns, rows, RANKED_COLUMNS) for rows in (closed[resolved_rows], closed[~resolved_rows])
    )
    previous_end = previous_moment(moment, rule.window_days, data.city.zone)
    previous = case_frame(data, judged_part(data, previous_end))
    rows = ranking(opened, resolved, data.areas, moment, rule, withdrawn=withdrawn, previous=previous)
    return rows, city_rate(rate_cases(opened, closed_within(resolved, moment, rule.window_days)))


def _opened_frame(columns: EventColumns, rows: RowNumbers, at: int) -> pd.DataFrame:
    table = slim_frame(columns, rows, RANKED_COLUMNS)
    states = pd.Categorical.from_codes(state_codes(columns, rows, at), pd.Index(STATES))
    return table.assign(state=states)


def window_before(moment: datetime, days: int) -> int:
    """Return the moment so many days before, in microseconds."""
    return datetime_to_micros(moment - timedelta(days=days))
