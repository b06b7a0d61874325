"""Times in tables; the order of day and month is configured or proved, never guessed."""

from datetime import date, datetime, time

import pytest

from data.core.report.record import RejectedRow
from data.sources.base import FeedError
from tests.personas import local_time
from tests.table_files import FIELDS, check_file, check_single, delimited, excel

HEADER = ["Nomor", "Tanggal", "Batas"]
TIMED = {name: FIELDS[name] for name in ("service_request_id", "requested_datetime", "expected_datetime")}


def parse_filing_time(date_text, **changed):
    return check_single(delimited(HEADER, ["A-1", date_text, ""]), fields=TIMED, **changed).requested_datetime


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-01-03", "2026-01-03 00:00"),  # a Saturday, as all of these but the last four
        ("2026-01-03 14:05", "2026-01-03 14:05"),
        ("2026-01-03T14:05:09.123", "2026-01-03 14:05:09.123"),
        ("2026-01-03T06:05:00Z", "2026-01-03 14:05"),
        ("2026/1/3", "2026-01-03 00:00"),
        ("20260103", "2026-01-03 00:00"),
        ("3 Jan 2026", "2026-01-03 00:00"),
        ("3 Januari 2026", "2026-01-03 00:00"),
        ("Sabtu, 3 Januari 2026", "2026-01-03 00:00"),
        ("3 Januari 2026 pukul 14.05", "2026-01-03 14:05"),
        ("3 Januari 2026, 14.05 WITA", "2026-01-03 14:05"),
        ("3 Januari 2026 13.05 WIB", "2026-01-03 14:05"),
        ("3-Jan-26", "2026-01-03 00:00"),
        ("Jan 3, 2026 2:05 PM", "2026-01-03 14:05"),
        ("January 3, 2026", "2026-01-03 00:00"),
        ("46025", "2026-01-03 00:00"),
        ("46025.5", "2026-01-03 12:00"),
        ("2 Januari 2026 24:00", "2026-01-03 00:00"),  # the midnight that a day ends with
        ("2026-01-02T24:00:00", "2026-01-03 00:00"),
        ("5 Mei 2026", "2026-05-05 00:00"),
        ("9 Agu 2026", "2026-08-09 00:00"),
        ("9 Agustus 2026", "2026-08-09 00:00"),
        ("1 Okt 2026", "2026-10-01 00:00"),
    ],
)
def test_unambiguous_dates_need_no_date_order(written, read):
    assert parse_filing_time(written) == local_time(read)


def test_december_has_its_indonesian_name():
    assert (
        parse_filing_time("2 Des 2025")
        == parse_filing_time("2 Desember 2025")
        == local_time("2025-12-02 00:00")
    )  # a Tuesday


@pytest.mark.parametrize(
    ("written", "order", "read"),
    [
        ("04/02/2022", "dmy", "2022-02-04 00:00"),  # a Friday
        ("04/02/2022", "mdy", "2022-04-02 00:00"),
        ("4-2-2022 13.45", "dmy", "2022-02-04 13:45"),
        ("04.02.22", "dmy", "2022-02-04 00:00"),
        ("22/02/04", "ymd", "2022-02-04 00:00"),
        ("04/02/91", "dmy", "1991-02-04 00:00"),
        ("02/04/2022 01:45:30 PM", "mdy", "2022-02-04 13:45:30"),
        ("02/04/2022 12:15 AM", "mdy", "2022-02-04 00:15"),
        ("2022-02-04", "mdy", "2022-02-04 00:00"),
    ],
)
def test_the_configured_date_order_is_used(written, order, read):
    assert parse_filing_time(written, date_order=order) == local_time(read)


@pytest.mark.parametrize(
    "written",
    [
        "31/02/2026",
        "2026-13-01",
        "kemarin",
        "3 Foo 2026",
        "25:99",
        "0",
        "1/2",
        "3 Jan",
        "12/31/2025 25:00",
        "2026-01-02 24:01",
        "2026-01-02 24:00:01",
        "9999-12-31 24:00",
    ],
)
def test_an_invalid_time_is_rejected_and_quoted(written):
    (row,) = check_file(delimited(HEADER, ["A-1", written, ""]), fields=TIMED)
    assert isinstance(row, RejectedRow)
    assert written in row.reason


@pytest.mark.parametrize(
    ("dates", "first_read"),
    [
        (["04/02/2022", "13/02/2022"], "2022-02-04 00:00"),
        (["04/02/2022", "02/13/2022"], "2022-04-02 00:00"),
        (["05/05/2026", "06/06/2026"], "2026-05-05 00:00"),
        (["31/12/99", "04/02/22"], None),  # in the year 1999, too old to be a report, but decided
        (["25/12/2026", "2026-01-03"], None),
    ],
)
def test_a_single_date_can_prove_the_order_of_the_whole_file(dates, first_read):
    rows = check_file(delimited(HEADER, *([f"A-{n}", day, ""] for n, day in enumerate(dates))), fields=TIMED)
    if first_read:
        assert rows[0].requested_datetime == local_time(first_read)
    else:
        assert len(rows) == len(dates)


@pytest.mark.parametrize("dates", [["04/02/2022"], ["04/02/2022", "05/05/2022"], ["13/04/26"], ["01/02/03"]])
def test_a_file_with_ambiguous_dates_is_refused(dates):
    body = delimited(HEADER, *([f"A-{n}", day, ""] for n, day in enumerate(dates)))
    with pytest.raises(FeedError, match="more than one way: say date_order"):
        check_file(body, fields=TIMED)


def test_a_file_with_contradicting_date_orders_is_refused():
    body = delimited(HEADER, ["A-1", "25/12/2025", ""], ["A-2", "12/25/2025", ""])
    with pytest.raises(FeedError, match="contradict"):
        check_file(body, fields=TIMED)


def test_with_a_configured_order_dates_in_another_order_are_rejected_one_by_one():
    body = delimited(HEADER, ["A-1", "25/12/2025", ""], ["A-2", "12/25/2025", ""])
    good, bad = check_file(body, fields=TIMED, date_order="dmy")
    assert good.requested_datetime == local_time("2025-12-25 00:00")  # a Thursday
    assert isinstance(bad, RejectedRow)


def test_every_time_column_helps_to_decide_the_date_order():
    body = delimited(HEADER, ["A-1", "04/02/2022", "14/02/2022"])
    assert check_single(body, fields=TIMED).requested_datetime == local_time("2022-02-04 00:00")


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("2026-11-24", "2026-11-24 23:59:59"),  # a Tuesday: a day given is a day allowed
        ("2026-11-24 00:00:00", "2026-11-24 00:00"),
        ("24 November 2026", "2026-11-24 23:59:59"),
    ],
)
def test_a_deadline_without_a_time_of_day_is_the_end_of_the_day(written, due):
    body = delimited(HEADER, ["A-1", "2026-11-20", written])
    assert check_single(body, fields=TIMED).expected_datetime == local_time(due)


def test_a_date_deadline_can_be_configured_to_mean_the_start_of_the_day():
    body = delimited(HEADER, ["A-1", "2026-11-20", "2026-11-24"])
    assert check_single(body, fields=TIMED, due_end_of_day=False).expected_datetime == local_time(
        "2026-11-24 00:00"
    )


EXCEL_DAY = datetime.combine(date(2026, 1, 3), time())  # as Excel keeps it, without a zone
TWO_COLUMNS = {"service_request_id": "Nomor", "requested_datetime": ["Tanggal", "Waktu"]}


@pytest.mark.parametrize(
    ("day", "clock"),
    [
        ("3 Jan 2026", "14.05"),
        ("2026-01-03", "14:05:00"),
        ("3 Januari 2026", "pukul 14.05"),
        ("3 Januari 2026", "2:05 PM"),
    ],
)
def test_the_time_of_day_may_have_its_own_column(day, clock):
    body = delimited(["Nomor", "Tanggal", "Waktu"], ["A-1", day, clock])
    assert check_single(body, fields=TWO_COLUMNS).requested_datetime == local_time("2026-01-03 14:05")


@pytest.mark.parametrize(
    ("day", "clock"),
    [
        (EXCEL_DAY, time(14, 5)),
        (date(2026, 1, 3), time(14, 5)),
        (EXCEL_DAY, "14.05"),
        (EXCEL_DAY, 14.05),
        (46025, time(14, 5)),
        ("3 Jan 2026", time(14, 5)),
        (EXCEL_DAY.replace(hour=14, minute=5), None),
    ],
)
def test_excel_dates_and_times_are_read(day, clock):
    body = excel(["Nomor", "Tanggal", "Waktu"], ["A-1", day, clock])
    assert check_single(body, fields=TWO_COLUMNS).requested_datetime == local_time("2026-01-03 14:05")


def test_a_configured_format_is_the_only_one_accepted():
    body = delimited(HEADER, ["A-1", "03.01.2026 14h05", ""], ["A-2", "2026-01-03", ""])
    good, bad = check_file(body, fields=TIMED, date_format="%d.%m.%Y %Hh%M")
    assert good.requested_datetime == local_time("2026-01-03 14:05")
    assert isinstance(bad, RejectedRow)
