"""Closings, filings and steps of which only the day is known."""

from datetime import timedelta

import pytest

from data.core.report.uncertainty import TO_LAST_SECOND
from tests.core.conftest import FILED, due_after, status_changes
from tests.personas import local_time

DAY = local_time("2026-11-23 00:00")
END_OF_DAY = DAY + TO_LAST_SECOND


def close_on(make_report, day, hours_allowed, learnt_at="2026-11-30 12:00", **fields):
    report = make_report(target=due_after(hours_allowed))
    values = {"closed_datetime": local_time(day), "date_only": ("closed_datetime",), "updated_datetime": None}
    report.receive(learnt_at, "selesai", **{**values, **fields})
    return report


@pytest.mark.parametrize(
    ("day", "hours_allowed", "verdict"),
    [
        ("2026-11-23", 16, "closed_on_time"),  # due at midnight after that day
        ("2026-11-23", 12, "closed_unknown"),  # due at 20.00
        ("2026-11-24", 15, "closed_late"),  # due at 23.00 of the day before
        ("2026-11-24", 18, "closed_unknown"),  # due at 02.00
    ],
)
def test_a_closing_that_is_a_day_is_judged_by_all_of_it(make_report, day, hours_allowed, verdict):
    report = close_on(make_report, day, hours_allowed)
    assert (report.standing.verdict, report.standing.closed_basis) == (verdict, "day")
    assert report.standing.closed_datetime == local_time(day) + TO_LAST_SECOND


def test_it_is_neither_before_the_filing_nor_after_it_was_learnt(make_report):
    report = close_on(make_report, "2026-11-23", 48, learnt_at="2026-11-23 12:00")
    assert report.standing.closed_datetime == local_time("2026-11-23 12:00")
    on_the_day_of_filing = close_on(make_report, "2026-11-23", 0.5, requested_datetime=FILED)
    assert on_the_day_of_filing.standing.verdict == "closed_unknown"


def test_a_day_before_that_of_the_filing_is_no_closing_time(make_report):
    report = close_on(make_report, "2026-11-22", 48)
    assert (report.standing.closed_datetime, report.standing.verdict) == (None, "closed_unknown")
    assert report.events[0].amended["issues"] == ("lies before the filing: closed_datetime",)


def test_the_same_day_again_changes_nothing_and_its_moment_is_more_precise(make_report):
    report = close_on(make_report, "2026-11-23", 12, learnt_at="2026-11-23 22:00")
    values = {"closed_datetime": DAY, "date_only": ("closed_datetime",), "updated_datetime": None}
    assert report.receive("2026-11-24 12:00", "selesai", **values) == []
    moment = {"closed_datetime": local_time("2026-11-23 19:00"), "updated_datetime": None}
    report.receive("2026-11-25 12:00", "selesai", **moment)
    assert (report.standing.closed_basis, report.standing.verdict) == ("source", "closed_on_time")
    assert report.receive("2026-11-26 12:00", "selesai", **values) == []


@pytest.mark.parametrize(
    ("closed_at", "verdict"),
    [
        ("2026-11-25 00:00", "closed_on_time"),
        ("2026-11-25 12:00", "closed_unknown"),
        ("2026-11-26 00:00", "closed_late"),
    ],
)
def test_a_filing_that_is_a_day_may_leave_the_verdict_open(make_report, closed_at, verdict):
    target = due_after(48, DAY, slack=TO_LAST_SECOND, response_slack=TO_LAST_SECOND, provisional=True)
    report = make_report(target=target)
    report.receive(
        "2026-11-30 12:00", "selesai", requested_datetime=DAY, closed_datetime=local_time(closed_at),
        date_only=("requested_datetime",),
    )  # fmt: skip
    assert report.standing.verdict == verdict


def test_a_filing_that_becomes_a_day_keeps_its_moment(make_report):
    report = make_report()
    report.receive("2026-11-23 08:05", updated_datetime=None)
    values = {"requested_datetime": DAY, "date_only": ("requested_datetime",), "updated_datetime": None}
    assert report.receive("2026-11-24 12:00", **values) == []


def test_steps_that_are_days_are_applied_once(make_report):
    report, days = make_report(), ("history.0", "history.1")
    history = status_changes(("2026-11-24 00:00", "proses"), ("2026-11-24 00:00", "selesai"))
    values = {"history": history, "date_only": days, "updated_datetime": None}
    report.receive("2026-11-24 12:00", "selesai", **values)
    assert (report.standing.closed_basis, report.standing.closed_datetime) == (
        "day", local_time("2026-11-24 12:00"),
    )  # fmt: skip
    assert report.receive("2026-11-26 12:00", "selesai", **values) == []
    assert report.standing.responded_at - timedelta(0) == local_time("2026-11-24 12:00")
