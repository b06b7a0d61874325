"""Reports read as columns are those read as a frame, on each kind of database."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from numpy.dtypes import StringDType
from sqlalchemy import select, update

from bootstrap import AppContext
from data.core.columns.frames import columns_from_frame
from data.core.columns.report_columns import CodedTexts, ReportColumns
from data.core.report.key import ReportKey
from data.core.report.standing import Event, EventKind, Standing
from data.store import report_columns, reports
from data.store.engine import writer
from data.store.schema import service_request
from tests.builders import standing
from tests.example_limits import limited_examples
from tests.personas import MONDAY_NOON
from tests.pulls import clear_store
from tests.random_histories import ORIGIN, RecordedBatch, event_batches, stretch, write_batches

EVER = datetime(1, 1, 2, tzinfo=UTC)


def plain(columns: ReportColumns) -> dict[str, list[object]]:
    """Return each column as a list of values, which NaN does not keep from being equal."""
    values = {item.name: getattr(columns, item.name) for item in fields(columns)}
    return {name: _plain_values(column) for name, column in values.items()}


def _plain_values(column: CodedTexts | np.ndarray) -> list[object]:
    if isinstance(column, CodedTexts):
        return [*np.array([*column.labels, None], dtype=object)[column.codes]]
    return [repr(value) for value in column.tolist()]


def write_reports(app_context: AppContext, *standings: Standing) -> None:
    """Store a report for each standing, numbered from 1."""
    at = MONDAY_NOON
    batch: RecordedBatch = [
        (ReportKey(("qlue", str(number))), Event(EventKind.RECEIVED, at, at, state))
        for number, state in enumerate(standings, 1)
    ]
    write_batches(app_context, [batch])


def frame_columns(app_context: AppContext, after: int = 0, since: datetime | None = None) -> ReportColumns:
    """Return the reference: the reports as a frame, with their change numbers, turned into columns."""
    with app_context.engine.connect() as connection:
        frame = reports.standings(connection, after=after, since=since)
        table = service_request.c
        query = select(table.source, table.service_request_id, table.change)
        numbers = {(row.source, row.service_request_id): row.change for row in connection.execute(query)}
    keys = zip(frame["source"], frame["service_request_id"], strict=True)
    return columns_from_frame(frame.assign(change=[numbers[key] for key in keys]))


def active(app_context: AppContext, since: datetime) -> ReportColumns:
    with app_context.engine.connect() as connection:
        return report_columns.active_reports(connection, since)


def changed(app_context: AppContext, after: int) -> ReportColumns:
    with app_context.engine.connect() as connection:
        return report_columns.changed_reports(connection, after)


@limited_examples(20)
@given(drawn=event_batches())
def test_columns_equal_the_frame_of_the_same_reports(two_sources: AppContext, drawn):
    batches, factor = drawn
    clear_store(two_sources.engine)
    write_batches(two_sources, batches)
    since = stretch(ORIGIN + timedelta(minutes=150), factor)
    assert plain(active(two_sources, since)) == plain(frame_columns(two_sources, since=since))
    for after in (0, len(batches)):
        assert plain(changed(two_sources, after)) == plain(frame_columns(two_sources, after=after))


def test_an_empty_store_has_columns_without_rows(two_sources: AppContext):
    columns = active(two_sources, MONDAY_NOON)
    assert len(columns) == 0
    assert plain(columns) == plain(frame_columns(two_sources, since=MONDAY_NOON))
    assert columns.service_request_id.dtype == StringDType()


def test_no_text_of_a_source_can_be_taken_for_another(two_sources: AppContext):
    agencies = ['Dinas "PU", null', "[1]", "a\nb", "", "Dinas\x1fPU", "Café ☂", "null", None, "'\\"]
    write_reports(two_sources, *[standing(agency_responsible=agency) for agency in agencies])
    agency = plain(active(two_sources, EVER))["agency_responsible"]
    assert agency == agencies


def test_the_first_and_last_times_of_python_stay_what_they_are(two_sources: AppContext):
    first, last = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
    write_reports(two_sources, standing(), standing())
    with writer(two_sources.engine).begin() as connection:
        for number, moment in (("1", first), ("2", last)):
            is_report = service_request.c.service_request_id == number
            connection.execute(update(service_request).where(is_report).values(stopped_at=moment))
    stopped_at = changed(two_sources, 0).stopped_at.view("datetime64[us]").tolist()
    assert stopped_at == [first.replace(tzinfo=None), last.replace(tzinfo=None)]


def test_more_reports_than_one_batch_come_in_order_of_their_change(two_sources: AppContext, monkeypatch):
    monkeypatch.setattr(report_columns, "BATCH", 3)
    write_reports(two_sources, *[standing(reopened=number % 3) for number in range(10)])
    with writer(two_sources.engine).begin() as connection:
        later = service_request.c.service_request_id.in_(["2", "5"])
        connection.execute(update(service_request).where(later).values(change=service_request.c.change + 100))
    columns = active(two_sources, EVER)
    assert columns.service_request_id.tolist() == ["1", "3", "4", "6", "7", "8", "9", "10", "2", "5"]
    assert plain(columns) == plain(frame_columns(two_sources, since=EVER))


@pytest.mark.filterwarnings("error::UserWarning")  # numpy's, of a zone; others may come from anywhere
@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23 04.00.00.000000", "2026-11-23 04:00:00+00:00 ", "2026-11-23 04:00:00.00000Z",
        "2026-11-23 04:00:00.+08:00", "2026-11-23 04:00:00.0-0800", "2026-11-23T04:00",
    ],
)  # fmt: skip
def test_a_time_in_another_form_is_refused(app_context: AppContext, text: str):
    write_reports(app_context, standing())
    with writer(app_context.engine).begin() as connection:
        connection.exec_driver_sql("UPDATE service_request SET received_at = ?", (text,))
    with pytest.raises(ValueError, match=r"datetime string|reshape"):
        changed(app_context, 0)
