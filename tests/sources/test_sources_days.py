"""A time without a clock is known as a day, in every kind of source and column.

Kind: a day taken for its first moment.
"""

import io
import time
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import orjson
import pytest

from data.core.config.city import GeoJsonSource, Open311Source, QlueSource, SqlSource
from data.core.report.record import ServiceRequest
from data.sources.base import FeedError, Row
from data.sources.geojson import geojson_rows
from data.sources.midnights import SAMPLE_ROWS, MidnightDetector, mark_days
from data.sources.open311.rows import RowBuilder
from data.sources.qlue import qlue_rows
from data.sources.row_times import RowTimes
from data.sources.source_times import CellDate, parse_source_time
from data.sources.sql import _plain_value
from data.sources.tables.day_formats import _cells, format_of_code
from tests.builders import qlue_row
from tests.personas import MONDAY_NOON
from tests.pulls import build_validator, plain_row
from tests.table_files import FORMATS, HEADER, check_file, delimited, excel

ZONE = ZoneInfo("Asia/Makassar")
DAY = datetime(2026, 11, 19, 16, tzinfo=UTC)  # when the 20th begins there
FILED, DUE, CLOSED = "requested_datetime", "expected_datetime", "closed_datetime"


def records(rows: Any, source: Any = None) -> list[ServiceRequest]:
    """Return the records of rows, as a pull makes them."""
    validator = build_validator(source or SOURCES["qlue"], timezone="Asia/Makassar")
    checked = [validator.check(row, MONDAY_NOON) for row in validator.mark_days(rows)]
    assert all(isinstance(record, ServiceRequest) for record in checked), checked
    return [record for record in checked if isinstance(record, ServiceRequest)]


SOURCES: dict[str, Any] = {
    "qlue": QlueSource.model_validate({
        "name": "qlue", "kind": "qlue", "fields": {"closed_datetime": "tutup"},
    }),
    "geojson": GeoJsonSource.model_validate({
        "name": "peta", "kind": "geojson",
        "fields": {"service_request_id": "id", FILED: "masuk", CLOSED: "tutup"},
    }),
    "open311": Open311Source.model_validate({"name": "kota", "kind": "open311", "url": "https://x.test"}),
    "sql": SqlSource.model_validate({
        "name": "db", "kind": "sql", "query": "SELECT 1", "database": {"env": "DB"},
    }),
}  # fmt: skip


def rows_of(kind: str, closed: Any) -> list[Row]:
    """Return a report of each kind of source with such a closing."""
    filed = "2026-11-19T09:15:00+08:00"
    if kind == "qlue":
        return list(qlue_rows(SOURCES[kind], _json([{**qlue_row(1, post_date=filed), "tutup": closed}])))
    if kind == "geojson":
        feature = {"properties": {"id": "1", "masuk": filed, "tutup": closed}, "geometry": None}
        return list(geojson_rows(SOURCES[kind], _json({"features": [feature]})))
    if kind == "open311":
        item = {"service_request_id": "1", FILED: filed, "closed_date": closed, "status": "closed"}
        return [RowBuilder(SOURCES[kind], lambda number, _token: number, dict).build_row(1, item)]
    return [plain_row(1, requested_datetime=filed, closed_datetime=_plain_value(closed))]


def _json(content: Any) -> bytes:
    return orjson.dumps(content)


@pytest.mark.parametrize("kind", SOURCES)
@pytest.mark.parametrize(
    ("written", "is_day"),
    [
        ("2026-11-20", True),
        ("2026-11-20Z", True),  # a date of XML may have a zone
        ("2026-11-20+08:00", True),
        ("20261120", True),
        ("2026-11-20 00:00:00", True),  # all midnights: the export of a column of days
        ("2026-11-20T00:00:00.000", True),
        ("2026-11-20T00:00:00+08:00", True),
        ("2026-11-20T00:01:00+08:00", False),
        ("2026-11-20T09:00:00Z", False),
    ],
)
def test_a_closing_without_a_clock_is_a_day(kind: str, written: str, is_day: bool) -> None:
    (record,) = records(rows_of(kind, written), SOURCES[kind])
    assert record.date_only == ((CLOSED,) if is_day else ())
    assert not is_day or record.closed_datetime == DAY


def test_a_database_tells_a_date_from_a_timestamp() -> None:
    (of_date,) = records(rows_of("sql", date(2026, 11, 20)), SOURCES["sql"])
    (of_moment,) = records(rows_of("sql", datetime(2026, 11, 20, 9, tzinfo=ZONE)), SOURCES["sql"])
    assert (of_date.date_only, of_date.closed_datetime, of_moment.date_only) == ((CLOSED,), DAY, ())


@pytest.mark.parametrize("file_format", FORMATS)
def test_every_column_of_every_table_may_hold_days(file_format: str) -> None:
    row = ["A-1", "20/11/2026", "21/11/2026", "20/11/2026", "Selesai", "Sampah", "x", "", ""]
    (record,) = check_file(FORMATS[file_format](HEADER, row), date_order="dmy")
    assert isinstance(record, ServiceRequest)
    assert record.date_only == (CLOSED, DUE, FILED)
    assert (record.requested_datetime, record.closed_datetime) == (DAY, DAY)
    assert record.expected_datetime == datetime(2026, 11, 21, 15, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("closings", "days"),
    [
        (["2026-11-20 00:00:00", "2026-11-21 00:00:00"], [True, True]),
        (["2026-11-20 00:00:00", "2026-11-21 10:30:00"], [False, False]),
        (["2026-11-20", "2026-11-21 10:30:00"], [True, False]),
        (["2026-11-20", "2026-11-21 00:00:00"], [True, True]),
        (["46346", "46347"], [True, True]),  # Excel's serial numbers
        (["46346", "46347.5"], [False, False]),
    ],
)
def test_a_midnight_is_a_day_where_its_column_has_no_other_time(
    closings: list[str], days: list[bool]
) -> None:
    rows = [[f"A-{n}", "2026-11-19 09:15", "", closed] for n, closed in enumerate(closings)]
    checked = check_file(delimited(HEADER, *rows))
    assert [record.date_only == (CLOSED,) for record in checked] == days  # type: ignore[union-attr]


def test_date_cells_are_days_and_midnights_among_clocks_are_moments() -> None:
    filed, closed = datetime(2026, 11, 19, 9, 15), datetime(2026, 11, 20)  # noqa: DTZ001
    (day,) = check_file(excel(HEADER, ["A-1", filed, None, closed]))
    with_clock = [["A-1", filed, None, closed], ["A-2", filed, None, datetime(2026, 11, 20, 9)]]  # noqa: DTZ001
    moments = check_file(excel(HEADER, *with_clock))
    assert isinstance(day, ServiceRequest)
    assert (day.date_only, day.closed_datetime) == ((CLOSED,), DAY)
    assert [record.date_only for record in moments] == [(), ()]  # type: ignore[union-attr]


def test_a_number_format_without_a_clock_makes_a_day_among_clocks() -> None:
    book, body = openpyxl.Workbook(), io.BytesIO()
    book.active.append(list(HEADER))
    closings = [
        (0, "dd/mm/yyyy"),
        (0, "dd/mm/yyyy hh:mm"),
        (10, "dd/mm/yyyy hh:mm"),
        (0, '[$-421]d mmm yy "h"'),
    ]
    for row_number, (hour, number_format) in enumerate(closings, start=2):
        filed, closed = datetime(2026, 11, 19, 9, 15), datetime(2026, 11, 20, hour)  # noqa: DTZ001
        book.active.append([f"A-{row_number}", filed, None, closed])
        book.active.cell(row_number, 4).number_format = number_format
    book.save(body)
    checked = check_file(body.getvalue())
    assert [record.date_only for record in checked] == [(CLOSED,), (), (), (CLOSED,)]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("code", "shows"),
    [
        ("dd/mm/yyyy", "day"),
        ('d "jam" mmm yy', "day"),
        ("[$-421]dd mmmm yyyy;@", "day"),
        ("yyyy-mm-dd h:mm:ss", "clock"),
        ("[h]:mm", "clock"),
        ("0.00", None),
        ('#,##0 "hari"', None),
        ("General", None),
    ],
)
def test_a_number_format_says_whether_it_shows_a_clock(code: str, shows: str | None) -> None:
    time_format = format_of_code(code)
    assert (time_format and time_format.value) == shows


def test_one_date_cell_is_a_day_of_a_deadline_too() -> None:
    (record,) = check_file(excel(HEADER, ["A-1", datetime(2026, 11, 19, 9, 15), datetime(2026, 11, 20)]))  # noqa: DTZ001
    assert isinstance(record, ServiceRequest)
    assert record.expected_datetime == datetime(2026, 11, 20, 15, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("kind", ["geojson", "open311", "sql", "qlue"])
def test_a_deadline_that_is_a_day_is_its_end_in_every_kind_of_source(kind: str) -> None:
    source = SOURCES[kind]
    row = plain_row(1, requested_datetime="2026-11-19T09:15:00+08:00", expected_datetime="2026-11-20")
    (record,) = records([row], source)
    assert (record.date_only, record.expected_datetime) == (
        (DUE,),
        datetime(2026, 11, 20, 15, 59, 59, tzinfo=UTC),
    )
    (first_moment,) = records([row], source.model_copy(update={"due_end_of_day": False}))
    assert (first_moment.date_only, first_moment.expected_datetime) == ((DUE,), DAY)


def test_a_single_midnight_is_a_moment_for_a_deadline_only() -> None:
    midnight = "2026-11-20T00:00:00+08:00"
    (record,) = records([plain_row(1, requested_datetime=midnight, expected_datetime=midnight)])
    assert (record.date_only, record.expected_datetime) == ((FILED,), DAY)


def test_steps_of_a_history_may_be_days() -> None:
    steps = [
        {"at": "2026-11-20", "status_description": "menunggu"},
        {"at": "2026-11-20T10:00:00+08:00", "status_description": "proses"},
        {"at": "kemarin", "status_description": "proses"},
        {"at": "2026-11-21", "status_description": "selesai"},
    ]
    (record,) = records([plain_row(1, requested_datetime="2026-11-19T09:15:00+08:00", history=steps)])
    assert record.date_only == ("history.0", "history.2")
    assert record.history[0].at == DAY


@pytest.mark.parametrize(
    ("value", "layout", "is_day"),
    [
        ("20.11.2026", "%d.%m.%Y", True),
        ("20.11.2026 09.15", "%d.%m.%Y %H.%M", False),
        ("20 Nopember 2026", "%d %B %Y", True),
        ("1763600000", "epoch", False),
    ],
)
def test_a_layout_without_a_clock_gives_days(value: str, layout: str, is_day: bool) -> None:
    parsed = parse_source_time(value, ZONE, layout)
    assert parsed is not None
    assert parsed.date_only is is_day


def test_the_day_is_that_of_the_source_zone() -> None:
    parsed = parse_source_time("2026-11-20", ZoneInfo("Asia/Jayapura"), None)
    assert parsed is not None
    assert parsed.at == datetime(2026, 11, 19, 15, tzinfo=UTC)


def test_later_rows_are_judged_by_all_before_them() -> None:
    rows = [plain_row(n, closed_datetime="2026-11-20 00:00") for n in range(SAMPLE_ROWS + 1)]
    rows += [
        plain_row(1, closed_datetime="2026-11-20 09:00"),
        plain_row(2, closed_datetime="2026-11-20 00:00"),
    ]
    marked = list(mark_days(rows, MidnightDetector(ZONE, None)))
    assert [CLOSED in row.day_fields for row in (marked[0], marked[SAMPLE_ROWS], marked[-1])] == [
        True,
        True,
        False,
    ]


def test_rows_before_a_failure_are_not_lost() -> None:
    def failing_rows() -> Any:
        yield plain_row(1)
        raise FeedError("broken")

    marked = mark_days(failing_rows(), MidnightDetector(ZONE, None))
    assert next(marked).number == 1
    with pytest.raises(FeedError, match="broken"):
        next(marked)


@pytest.mark.parametrize(
    "value", [CellDate(1, 1, 1), "0001-01-01", "9999-12-31", "9999-12-31T23:59", "x", 7, [], {}]
)
def test_times_at_the_ends_of_the_calendar_are_no_fault(value: Any) -> None:
    detector = MidnightDetector(ZONE, None)
    list(mark_days([plain_row(1, closed_datetime=value, history=[{"at": value}, value])], detector))
    issues: list[str] = []
    RowTimes(ZONE, None).read(plain_row(1, closed_datetime=value), MONDAY_NOON, issues)
    assert len(issues) == 1


def test_a_clock_of_another_column_that_is_empty_leaves_a_day() -> None:
    header = ["Nomor", "Tanggal", "Jam"]
    rows = [["A-1", datetime(2026, 11, 20), "09:15"], ["A-2", datetime(2026, 11, 20), None]]  # noqa: DTZ001
    fields = {"service_request_id": "Nomor", FILED: ("Tanggal", "Jam")}
    checked = check_file(excel(header, *rows), fields=fields)
    assert [record.date_only for record in checked] == [(), (FILED,)]  # type: ignore[union-attr]


def test_the_cells_of_a_sheet_are_found_in_time_that_grows_with_its_size() -> None:
    comment = b"<!--" + b"<c " * 200_000 + b"-->"
    started_at = time.process_time()
    found = list(_cells(io.BytesIO(comment + b'<c r="B7" s="3"><v>46000</v></c>')))
    assert found == [(b"B", b"7", b"3")]
    assert time.process_time() - started_at < 10
