"""The anomaly indicators of :mod:`data.core.review.anomaly_indicators` by columns.

Each is a frame with ``row``, that of an event, ``at``, and its own figures, in order of time.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from data.core.columns.event_columns import NO_ROW, RowNumbers
from data.core.columns.frames import text_series
from data.core.columns.report_columns import NO_MOMENT, CodedTexts, Moments
from data.core.history.counts import day_start
from data.core.moments import datetime_to_micros, from_micros
from data.core.report.standing import EventKind
from data.core.report.uncertainty import DAY_BASIS, UNKNOWN_BASIS
from data.core.review.anomaly_indicators import DUPLICATE_STATUS, WAITING_FOR_REPORTER
from data.core.review.closing_bursts import bursts_before_review, closing_bursts
from data.core.review.column_data import ColumnData
from data.core.review.column_flow import evidence_of

MINUTE_SECONDS, HOUR_SECONDS, DAY_SECONDS = 60, 3600, 86_400


def all_indicator_tables(data: ColumnData) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield every indicator by name with its reports, as :func:`all_indicators` does."""
    yield "closed_quickly", closed_quickly(data)
    yield "burst", burst(data)
    yield "burst_before_review", burst_before_review(data)
    yield "closed_without_evidence", closed_without_evidence(data)
    yield "recategorised_late", recategorised_late(data)
    yield "reopened_soon", reopened_soon(data)
    yield "one_reporter", one_reporter(data)
    for name, indicator in (
        ("rescheduled_late", rescheduled_late),
        ("recategorised_later", recategorised_later),
        ("joined_late", joined_late),
        ("asked_late", asked_late),
    ):
        table = indicator(data)
        if not table.empty:
            yield name, table


def closed_quickly(data: ColumnData) -> pd.DataFrame:
    """Return closings within minutes of filing."""
    columns, rows = data.columns, data.kind_during(EventKind.CLOSED)
    closed = columns.closed_datetime[rows]
    timed = (closed != NO_MOMENT) & ~_has_basis(columns.closed_basis, rows, DAY_BASIS)
    rows, closed = rows[timed], closed[timed]
    duration = closed - columns.requested_datetime[rows]
    limit = pd.Timedelta(minutes=data.city.signs.quick_minutes) // pd.Timedelta(microseconds=1)
    quick = (duration >= 0) & (duration <= limit)
    return _table(data, rows[quick], minutes=_spans(duration[quick], MINUTE_SECONDS).round(1))


def burst(data: ColumnData) -> pd.DataFrame:
    """Return many closings of one kecamatan in a short time, compared with its usual busiest such time."""
    closings = closing_bursts(_timed_closings(data), data.city.signs, data.city.zone)
    closings = closings[data.period.contains(closings["occurred_at"])]
    return _burst_table(data, closings, "in_window", minutes=data.city.signs.burst_minutes)


def burst_before_review(data: ColumnData) -> pd.DataFrame:
    """Return many closings of one kecamatan in the hours before the end of the period."""
    closings = bursts_before_review(_timed_closings(data), data.coverage.first, data.until, data.city.signs)
    return _burst_table(data, closings, "before_review", hours=data.city.signs.review_hours)


def _burst_table(data: ColumnData, closings: pd.DataFrame, count: str, **length: float) -> pd.DataFrame:
    rows = closings["row"].to_numpy()
    parents = np.array([*data.parents.codes, ""], dtype=object)[closings["parent"].to_numpy()]
    figures = {count: closings[count].to_numpy(), "usual": closings["usual"].to_numpy()}
    basis = text_series(data.columns.closed_basis[rows])
    return _table(data, rows, parent=pd.Series(parents, dtype="str"), **figures, **length, closed_basis=basis)


def _timed_closings(data: ColumnData) -> pd.DataFrame:
    """Return the closings with a known time and area, with the position of their parent."""
    columns = data.columns
    rows = columns.within(datetime_to_micros(data.closings_since) - 1, data.end)
    rows = rows[columns.is_kind(EventKind.CLOSED, rows)]
    rows = rows[~_has_basis(columns.closed_basis, rows, UNKNOWN_BASIS, DAY_BASIS)]
    parent = data.parents_of(rows)
    placed = parent < len(data.parents)
    moments = from_micros(columns.occurred_at[rows[placed]])
    return pd.DataFrame({"row": rows[placed], "parent": parent[placed], "occurred_at": moments})


def closed_without_evidence(data: ColumnData) -> pd.DataFrame:
    """Return closings without a photo or document by the end of the period."""
    rows = data.kind_during(EventKind.CLOSED)
    rows = rows[evidence_of(data, rows) == 0]
    return _table(data, rows, agency_responsible=text_series(data.columns.agency_responsible[rows]))


def recategorised_late(data: ColumnData) -> pd.DataFrame:
    """Return changes of category after the deadline of a report that was not closed in time."""
    rows = data.kind_during(EventKind.RECATEGORISED)
    due, closed = (data.moments_before(name, rows) for name in ("expected_datetime", "closed_datetime"))
    at = data.columns.occurred_at[rows]
    in_time = (closed != NO_MOMENT) & (due != NO_MOMENT) & (closed <= due)
    late = (due != NO_MOMENT) & (at > due) & ~in_time
    return _table(
        data,
        rows[late],
        service_code_before=_category_before(data, rows[late]),
        expected_before=_moments(due[late]),
        expected_after=_moments(data.columns.expected_datetime[rows[late]]),
        hours_late=_spans((at - due)[late], HOUR_SECONDS).round(1),
    )


def rescheduled_late(data: ColumnData) -> pd.DataFrame:
    """Return deadlines that the source moved after they had passed, of reports not closed in time."""
    rows = data.kind_during(EventKind.RESCHEDULED)
    due, closed, stopped = (
        data.moments_before(name, rows) for name in ("expected_datetime", "closed_datetime", "stopped_at")
    )
    judged_at = np.where(
        closed != NO_MOMENT, closed, np.where(stopped != NO_MOMENT, stopped, data.columns.occurred_at[rows])
    )
    return _table(
        data,
        rows,
        expected_before=_moments(due),
        expected_after=_moments(data.columns.expected_datetime[rows]),
        hours_late=_spans(_difference(judged_at, due), HOUR_SECONDS).round(1),
    )


def reopened_soon(data: ColumnData) -> pd.DataFrame:
    """Return reopenings within days of the closing."""
    rows = data.kind_during(EventKind.REOPENED)
    closed_at = _last_closing(data, rows)
    after = _difference(data.columns.occurred_at[rows], closed_at)
    limit = pd.Timedelta(days=data.city.signs.reopened_days) // pd.Timedelta(microseconds=1)
    soon = (closed_at != NO_MOMENT) & (after <= limit)
    days = _spans(after[soon], DAY_SECONDS).round(2)
    return _table(data, rows[soon], closed_at=_moments(closed_at[soon]), days=days)


def _last_closing(data: ColumnData, rows: RowNumbers) -> Moments:
    """Return when each report was last closed before an event, ``NO_MOMENT`` if it never was."""
    columns = data.columns
    closed_at = np.full(len(rows), NO_MOMENT)
    at, before = np.arange(len(rows)), columns.previous[rows]
    while len(at):
        at, before = at[before != NO_ROW], before[before != NO_ROW]
        is_closing = columns.is_kind(EventKind.CLOSED, before)
        closed_at[at[is_closing]] = columns.occurred_at[before[is_closing]]
        at, before = at[~is_closing], columns.previous[before[~is_closing]]
    return closed_at


def one_reporter(data: ColumnData) -> pd.DataFrame:
    """Return many reports by one person on one calendar day; the person is a number within this list."""
    first_day = day_start(data.since, data.city.zone)
    changes, reporters = data.reader.reporters(first_day, data.until)
    known = changes <= data.revision
    rows = np.searchsorted(data.columns.change, changes[known])
    person = pd.factorize(np.array(reporters, dtype=object)[known])[0]
    moments = from_micros(data.columns.occurred_at[rows])
    day, days = pd.factorize(moments.dt.tz_convert(data.city.zone).dt.normalize())
    group = day * (person.max(initial=0) + 1) + person
    size = np.bincount(group, minlength=1)[group] if len(group) else group
    flagged = (size >= data.city.signs.reports_a_day) & data.period.contains(moments).to_numpy(dtype=bool)
    day_names = np.array([*pd.DatetimeIndex(days).strftime("%Y-%m-%d"), ""], dtype=object)
    return _table(
        data,
        rows[flagged],
        day=pd.Series(day_names[day[flagged]], dtype="str"),
        person=pd.factorize(person[flagged])[0] + 1,
        reports_that_day=size[flagged],
    )


def recategorised_later(data: ColumnData) -> pd.DataFrame:
    """Return changes of category of open reports that moved the deadline later, or removed it."""
    rows = data.kind_during(EventKind.RECATEGORISED)
    rows = rows[data.columns.is_open[rows]]
    due, after = data.moments_before("expected_datetime", rows), data.columns.expected_datetime[rows]
    later = (due != NO_MOMENT) & ((after > due) | (after == NO_MOMENT))
    gained = _difference(after, due)
    return _table(
        data,
        rows[later],
        service_code_before=_category_before(data, rows[later]),
        expected_before=_moments(due[later]),
        expected_after=_moments(after[later]),
        hours_gained=_spans(gained[later], HOUR_SECONDS).round(1),
    )


def joined_late(data: ColumnData) -> pd.DataFrame:
    """Return reports counted with another one after their deadline: late ones thus leave the count."""
    rows = data.kind_during(EventKind.WITHDRAWN)
    rows = rows[data.columns.has_status(DUPLICATE_STATUS, rows)]
    due, stopped = (data.moments_before(name, rows) for name in ("expected_datetime", "stopped_at"))
    ran_until = np.where(stopped != NO_MOMENT, stopped, data.columns.occurred_at[rows])
    late = (due != NO_MOMENT) & (ran_until > due)
    hours = _spans((ran_until - due)[late], HOUR_SECONDS).round(1)
    return _table(data, rows[late], expected_before=_moments(due[late]), hours_late=hours)


def asked_late(data: ColumnData) -> pd.DataFrame:
    """Return questions to reporters that stopped a clock with 80 % of its time used, or more."""
    rows = data.kind_during(EventKind.STATUS)
    rows = rows[data.columns.has_status(WAITING_FOR_REPORTER, rows)]
    due, approaching, stopped = (
        data.moments_before(name, rows) for name in ("expected_datetime", "approaching_at", "stopped_at")
    )
    at = data.columns.occurred_at[rows]
    from_then = np.where(approaching != NO_MOMENT, approaching, due)
    late = (stopped == NO_MOMENT) & (from_then != NO_MOMENT) & (at >= from_then)
    left = _spans(_difference(due, at)[late], HOUR_SECONDS).round(1)
    return _table(data, rows[late], expected_before=_moments(due[late]), hours_left=left)


def _has_basis(column: CodedTexts, rows: RowNumbers, *bases: str) -> np.ndarray:
    return np.isin(column.codes[rows], [column.code(basis) for basis in bases])


def _category_before(data: ColumnData, rows: RowNumbers) -> pd.Series:
    before = data.columns.previous[rows]
    column = data.columns.service_code
    return text_series(CodedTexts(np.where(before == NO_ROW, -1, column.codes[before]), column.labels))


def _difference(end: Moments, begin: Moments) -> Moments:
    return np.where((end == NO_MOMENT) | (begin == NO_MOMENT), NO_MOMENT, end - begin)


def _spans(micros: Moments, unit_seconds: int) -> pd.Series:
    spans = pd.Series(micros.view("timedelta64[us]"))
    return spans.dt.total_seconds() / unit_seconds


def _moments(micros: Moments) -> pd.Series:
    return from_micros(np.ascontiguousarray(micros))


def _table(data: ColumnData, rows: RowNumbers, **figures: Any) -> pd.DataFrame:
    table = pd.DataFrame({"row": rows, "at": _moments(data.columns.occurred_at[rows])})
    return table.assign(**figures).sort_values("at", kind="stable", ignore_index=True)
