"""The clocks of a report: stopped while it waits for somebody outside the city, then resumed."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.clock.sla import ResponseVerdict, Verdict
from data.core.report.reconcile.notes import VERDICT_ISSUE
from data.core.report.record import Target
from data.core.status import STATUSES, Status, stops_clock
from tests.core.conftest import FILED, ReportScenario, due_after
from tests.core.offices import build_timekeeper
from tests.core.timekeepers import CalendarPolicyClock
from tests.personas import local_time

DUE = local_time("2026-11-25 08:00")  # Wednesday, 48 hours after Monday 08:00


def test_a_new_report_has_all_its_moments(make_report):
    report = make_report()
    report.receive("2026-11-23 08:05")
    assert report.standing.expected_datetime == DUE
    assert report.standing.approaching_at == local_time("2026-11-24 22:24")  # 38.4 hours on
    assert report.standing.very_late_at == local_time("2026-11-29 08:00")
    assert (report.standing.stopped_at, report.standing.responded_at) == (None, None)
    assert report.standing.policy == "bawaan"


@pytest.mark.parametrize("status", ["diteruskan", "menunggu_pelapor"])
def test_waiting_outside_the_city_moves_the_deadline_by_the_wait(make_report, status):
    report = make_report()
    report.receive("2026-11-23 08:05")
    report.receive("2026-11-23 12:00", status)  # Monday noon
    assert report.standing.stopped_at == local_time("2026-11-23 12:00")
    assert report.standing.expected_datetime == DUE
    report.receive("2026-11-26 12:00", "proses")  # Thursday noon
    assert report.standing.stopped_at is None
    assert report.standing.expected_datetime == DUE + timedelta(days=3)
    assert report.standing.approaching_at == local_time("2026-11-27 22:24")
    assert report.standing.very_late_at == local_time("2026-12-02 08:00")


def test_time_at_an_outside_agency_does_not_make_a_report_late(make_report):
    report = make_report()
    report.receive("2026-11-23 08:05")
    report.receive("2026-11-23 12:00", "diteruskan")
    report.receive("2026-12-10 12:00", "selesai", closed_datetime=local_time("2026-12-10 11:00"))
    assert report.standing.verdict == Verdict.ON_TIME


def test_a_reopened_report_has_the_time_that_was_left(make_report):
    report = make_report()
    report.receive("2026-11-23 08:05")
    closed_at = local_time("2026-11-23 18:00")  # 38 hours left
    report.receive(closed_at, "selesai", closed_datetime=closed_at)
    assert report.standing.verdict == Verdict.ON_TIME
    report.receive("2026-12-07 09:00", "menunggu")  # two weeks later
    assert (report.standing.verdict, report.standing.reopened) == (None, 1)
    assert report.standing.expected_datetime == local_time("2026-12-08 23:00")  # Monday 09:00 and 38 hours


def test_a_report_closed_late_is_as_late_when_it_is_reopened(make_report):
    report = make_report()
    report.receive("2026-11-23 08:05")
    closed_at = local_time("2026-11-25 13:00")  # 5 hours late
    report.receive(closed_at, "selesai", closed_datetime=closed_at)
    assert report.standing.verdict == Verdict.LATE
    report.receive("2026-11-28 13:00", "proses")
    assert report.standing.expected_datetime == local_time("2026-11-28 08:00")


def test_a_deadline_that_the_source_gave_never_moves(make_report):
    report = make_report(target=Target(expected_datetime=DUE, basis="source"))
    report.receive("2026-11-23 08:05")
    report.receive("2026-11-23 12:00", "diteruskan")
    report.receive("2026-11-26 12:00", "proses")
    assert (report.standing.expected_datetime, report.standing.expected_basis) == (DUE, "source")
    assert report.standing.stops == "2026-11-23T04:00:00+00:00/2026-11-26T04:00:00+00:00"


@pytest.mark.parametrize(
    ("removed", "resumed_at", "provisional"),
    [
        ((), "2026-11-24 12:00", False),
        (("bawaan",), "2026-11-24 12:00", True),
        (("purba",), "2026-11-24 12:00", False),
        (("bawaan",), "2026-11-23 12:00", False),  # stopped for no time: nothing was counted
    ],
)
def test_a_clock_resumed_under_a_removed_policy_is_provisional(make_report, removed, resumed_at, provisional):
    report = make_report(timekeeper=CalendarPolicyClock(*removed))
    report.receive("2026-11-23 08:05")
    report.receive("2026-11-23 12:00", "diteruskan")
    assert not report.standing.provisional
    report.receive(resumed_at, "proses")
    assert (report.standing.provisional, report.standing.policy) == (provisional, "bawaan")
    report.receive("2026-11-24 13:00", "disposisi")
    assert report.standing.provisional == provisional


def test_a_provisional_deadline_stays_provisional_when_its_clock_resumes(make_report):
    report = make_report(target=due_after(48, provisional=True))
    report.receive("2026-11-23 08:05")
    report.receive("2026-11-23 12:00", "diteruskan")
    report.receive("2026-11-24 12:00", "proses")
    assert report.standing.provisional


def test_another_category_is_judged_from_the_filing_with_every_stop_counted(make_report):
    report = make_report()
    report.receive("2026-11-23 08:05")
    report.receive("2026-11-23 12:00", "diteruskan")
    report.receive("2026-11-24 12:00", "proses")  # 24 hours
    report.target = due_after(12)
    report.receive("2026-11-24 13:00", "proses", service_code="banjir")
    assert report.standing.service_code == "banjir"
    assert report.standing.expected_datetime == FILED + timedelta(hours=12 + 24)


def test_a_filing_time_corrected_after_a_stop_keeps_the_stop(make_report):
    report, earlier = make_report(), FILED - timedelta(hours=1)
    report.receive("2026-11-23 08:05")
    report.receive("2026-11-23 12:00", "diteruskan")
    report.receive("2026-11-24 12:00", "proses")  # 24 hours
    report.target = due_after(48, earlier)
    report.receive("2026-11-24 13:00", "proses", requested_datetime=earlier)
    assert report.standing.expected_datetime == earlier + timedelta(hours=48 + 24)


POLICY = {
    "id": "bawaan", "from": date(2026, 1, 1),
    "resolve": {"sampah": "10 jam kerja", "banjir": "48 jam"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "policy", "due"),
    [
        # Wednesday 08.00, and 5 hours of work: 3 of Monday afternoon, 2 of Tuesday
        ("sampah", "bawaan", "2026-11-25 14:00"),
        # 22 hours of calendar time
        ("banjir", "bawaan", "2026-11-26 06:00"),
        ("sampah", None, "2026-11-26 06:00"),
    ],
)
def test_a_stop_is_measured_as_the_policy_measures_the_category(make_report, code, policy, due):
    report = make_report(timekeeper=build_timekeeper(policy=[POLICY]), target=due_after(48, policy=policy))
    report.receive("2026-11-23 08:05", service_code=code)
    report.receive("2026-11-23 12:00", "diteruskan", service_code=code)  # Monday noon
    report.receive("2026-11-24 10:00", "proses", service_code=code)  # Tuesday at ten
    assert report.standing.expected_datetime == local_time(due)


@pytest.mark.parametrize(
    ("code", "policy", "due"),
    [
        ("sampah", "bawaan", "2026-11-25 14:00"),
        ("banjir", "bawaan", "2026-11-26 06:00"),
        ("sampah", None, "2026-11-26 06:00"),
    ],
)
def test_after_recategorising_an_earlier_stop_is_measured_by_the_new_category(make_report, code, policy, due):
    report = make_report(timekeeper=build_timekeeper(policy=[POLICY]))
    report.receive("2026-11-23 08:05", service_code="usul")
    report.receive("2026-11-23 12:00", "diteruskan", service_code="usul")
    report.receive("2026-11-24 10:00", "proses", service_code="usul")
    report.target = due_after(48, policy=policy)
    report.receive("2026-11-24 11:00", "proses", service_code=code)
    assert report.standing.expected_datetime == local_time(due)


def test_a_later_policy_rewrites_nothing(make_report):
    report = make_report()
    report.receive("2026-11-23 08:05")
    report.target = due_after(12, policy="baru")
    report.receive("2026-11-24 09:00", "proses")
    report.receive("2026-11-25 07:00", "selesai", closed_datetime=local_time("2026-11-25 07:00"))
    assert (report.standing.policy, report.standing.expected_datetime) == ("bawaan", DUE)
    assert report.standing.verdict == Verdict.ON_TIME


@pytest.mark.parametrize(
    ("responded_at", "verdict"),
    [("2026-11-23 10:00", ResponseVerdict.ON_TIME), ("2026-11-23 10:01", ResponseVerdict.LATE)],
    ids=["to the minute", "a minute too late"],
)
def test_the_first_response_is_the_first_step_out_of_waiting(make_report, responded_at, verdict):
    report = make_report()
    report.receive("2026-11-23 08:05")
    report.receive(responded_at, "koordinasi")
    assert report.standing.responded_at == local_time(responded_at)
    assert report.standing.response_verdict == verdict
    report.receive("2026-11-24 10:00", "menunggu")
    assert report.standing.responded_at == local_time(responded_at)


def test_an_unknown_status_is_no_response(make_report):
    report = make_report()
    report.receive("2026-11-23 08:05")
    report.receive("2026-11-23 09:00", "tidak_dikenal")
    assert (report.standing.responded_at, report.standing.response_verdict) == (None, None)


@pytest.mark.parametrize(
    ("closed", "verdict"),
    [
        ("2026-11-25 08:00", Verdict.ON_TIME),
        ("2026-11-25 08:01", Verdict.LATE),
        (None, Verdict.UNKNOWN),
    ],
    ids=["to the minute", "a minute too late", "at an unknown time"],
)
def test_the_verdict_is_taken_at_the_closing(make_report, closed, verdict):
    report = make_report()
    report.receive("2026-11-26 12:00", "selesai", closed_datetime=closed and local_time(closed))
    assert report.standing.verdict == verdict


def test_a_rejected_report_has_no_verdict(make_report):
    report = make_report()
    report.receive("2026-11-24 12:00", "ditolak", closed_datetime=local_time("2026-11-24 12:00"))
    assert report.standing.verdict is None


def test_without_a_target_the_verdict_is_no_target(make_report):
    report = make_report(target=Target(expected_datetime=None, basis=None))
    report.receive("2026-11-24 12:00", "selesai", closed_datetime=local_time("2026-11-24 12:00"))
    assert (report.standing.verdict, report.standing.response_verdict) == (Verdict.NO_TARGET, None)


def test_a_closing_time_that_the_source_changes_later_does_not_change_the_verdict(make_report):
    report = make_report()
    report.receive("2026-11-26 12:00", "selesai", closed_datetime=local_time("2026-11-25 12:00"))
    assert report.standing.verdict == Verdict.LATE
    report.receive("2026-11-26 13:00", "selesai", closed_datetime=local_time("2026-11-25 07:00"))
    assert (report.standing.verdict, report.events[-1].kind) == (Verdict.LATE, "amended")
    assert report.standing.closed_datetime == local_time("2026-11-25 12:00")
    assert report.events[-1].amended["issues"] == (f"{VERDICT_ISSUE}closed_datetime",)


STATUS_CODES = st.sampled_from([status.code for status in STATUSES])


@given(st.lists(st.tuples(st.integers(1, 2_000), STATUS_CODES), min_size=1, max_size=12))
def test_the_deadline_is_the_allowed_time_plus_every_stop(steps):
    """For all steps: the deadline is filing + 48 h + all completed stops."""
    report, at = ReportScenario(), FILED
    report.receive(at)
    for minutes, status in steps:
        at += timedelta(minutes=minutes)
        report.receive(at, status, closed_datetime=at)
    changes = [(event.occurred_at, event.standing.status_description) for event in report.events]
    stops = [until - since for (since, status), (until, _) in pairwise(changes) if stops_clock(status)]
    stopped_time = sum(stops, timedelta(0))
    if stops_clock(changes[-1][1]):  # the present stop has not moved anything yet
        stopped_time -= changes[-1][0] - report.standing.stopped_at
    assert report.standing.expected_datetime == DUE + stopped_time
    assert (report.standing.stopped_at is not None) == stops_clock(report.standing.status_description)
    assert (report.standing.verdict is None) or report.standing.status == Status.CLOSED
