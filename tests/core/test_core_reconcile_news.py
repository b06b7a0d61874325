"""Only newer, explicit news undoes something: blanks, unknown words, older rows, late changes."""

from datetime import timedelta
from itertools import permutations

import pytest

from data.core.findings import FindingCounter, FindingKind
from data.core.report.reconcile import RowContext, events_for
from data.core.report.reconcile.details import FIRST_DEADLINE_KEY, SOURCE_DEADLINE_KEY
from data.core.report.record import Place, Placement, ServiceRequest, Target
from data.core.report.standing import EventKind
from tests.core.conftest import FILED, due_after, kinds
from tests.core.timekeepers import CalendarPolicyClock
from tests.personas import ANGGREK, BARITO, local_time

NOWHERE = Place(placement=Placement.NONE)
CLOSED_AT = local_time("2026-11-24 10:00")
SAID = {"area_name": "Anggrek", "updated_datetime": None}
BLANK_STATUS = {"status_description": "tidak_dikenal", "blank": ("status_description",)}
UNKNOWN_STATUS = {"status_description": "tidak_dikenal", "unknown": ("status_description",)}


def closed_report(make_report, **fields):
    report = make_report()
    report.receive("2026-11-23 08:05", **SAID)
    report.receive("2026-11-24 12:00", "selesai", closed_datetime=CLOSED_AT, **SAID, **fields)
    return report


@pytest.mark.parametrize("status", [BLANK_STATUS, UNKNOWN_STATUS], ids=["blank", "unknown"])
@pytest.mark.parametrize("closed_at", [CLOSED_AT, None], ids=["with its date", "without"])
def test_a_closed_report_is_not_reopened_without_a_word_for_it(make_report, status, closed_at):
    report = closed_report(make_report)
    before = report.standing
    report.receive("2026-11-25 12:00", closed_datetime=closed_at, **SAID, **status)
    assert report.standing == before
    assert any("status_description" in issue for issue in report.known_report.details["issues"])


@pytest.mark.parametrize("status", [BLANK_STATUS, UNKNOWN_STATUS], ids=["blank", "unknown"])
def test_a_row_with_a_closing_date_is_not_open(make_report, status):
    report = make_report()
    report.receive("2026-11-24 12:00", closed_datetime=CLOSED_AT, **SAID, **status)
    assert (report.standing.status_description, report.standing.closed_datetime) == ("selesai", CLOSED_AT)
    late = make_report()
    late.receive("2026-11-23 12:00", "proses", **SAID)
    late.receive("2026-11-24 12:00", closed_datetime=CLOSED_AT, **SAID, **status)
    assert late.standing.closed_datetime == CLOSED_AT


def test_a_withdrawn_report_stays_withdrawn_when_its_row_has_only_a_date(make_report):
    report = make_report()
    report.receive("2026-11-24 12:00", "ditolak", closed_datetime=CLOSED_AT, **SAID)
    report.receive("2026-11-25 12:00", closed_datetime=CLOSED_AT, **SAID, **BLANK_STATUS)
    assert report.standing.status_description == "ditolak"


def test_an_open_word_without_a_change_time_reopens(make_report):
    report = closed_report(make_report)
    assert kinds(report.receive("2026-11-25 12:00", "proses", **SAID)) == [EventKind.REOPENED]


def test_a_closing_date_from_before_a_reopening_does_not_close_again(make_report):
    report = closed_report(make_report)
    report.receive("2026-11-25 12:00", "proses", **SAID)
    report.receive("2026-11-26 12:00", closed_datetime=CLOSED_AT, **SAID, **BLANK_STATUS)
    assert (report.standing.status, report.standing.reopened) == ("open", 1)


def test_a_blank_category_and_place_keep_what_is_known(make_report):
    report = make_report()
    report.receive("2026-11-23 08:05", lat=1.405, long=124.805, **SAID)
    before, report.place, report.target = report.standing, NOWHERE, Target(expected_datetime=None, basis=None)
    fields = {"service_code": "lainnya", "blank": ("service_code",), "updated_datetime": None}
    events = report.receive("2026-11-24 12:00", **fields)
    assert (report.standing, kinds(events)) == (before, [EventKind.AMENDED])
    assert len(report.known_report.details["issues"]) == 2


def test_another_name_moves_a_report_and_the_same_name_without_a_point_does_not(make_report):
    report = make_report()
    report.receive("2026-11-23 08:05", lat=1.405, long=124.805, **SAID)
    report.place = Place(placement=Placement.NAMED, area_code=ANGGREK)
    report.receive("2026-11-24 12:00", **SAID)
    assert (report.standing.placement, report.standing.lat) == ("point", 1.405)
    report.place = Place(placement=Placement.NAMED, area_code=BARITO)
    report.receive("2026-11-25 12:00", area_name="Barito", updated_datetime=None)
    assert (report.standing.area_code, report.standing.lat) == (BARITO, None)


def test_a_blank_deadline_keeps_that_of_the_source(make_report):
    due = local_time("2026-11-26 08:00")
    report = make_report(target=Target(expected_datetime=due, basis="source"))
    report.receive("2026-11-23 08:05", expected_datetime=due, **SAID)
    report.target = due_after(12)
    report.receive("2026-11-24 12:00", requested_datetime=FILED - timedelta(hours=1), **SAID)
    assert (report.standing.expected_datetime, report.standing.expected_basis) == (due, "source")


def test_an_older_import_undoes_nothing_and_adds_what_is_not_known(make_report):
    report = closed_report(make_report)
    before, findings = report.standing, FindingCounter()
    values = {"service_code": "banjir", "status_description": "proses", "description": "menumpuk"}
    record = ServiceRequest(source="qlue", service_request_id="1", requested_datetime=FILED, **values)
    events = events_for(
        record, NOWHERE, due_after(12), report.known_report, local_time("2026-11-25 12:00"),
        CalendarPolicyClock(), RowContext("x", is_older_import=True), findings,
    )  # fmt: skip
    assert [(event.standing, event.amended) for event in events] == [(before, {"description": "menumpuk"})]
    assert {(item.kind, item.subject) for item in findings.take()} == {
        (FindingKind.ROW_OLDER, "status_description"),
        (FindingKind.ROW_OLDER, "service_code"),
    }


def test_an_older_import_may_tell_of_the_closing_of_a_report_that_was_never_closed(make_report):
    report = make_report()
    report.receive("2026-11-23 08:05", **SAID)
    record = ServiceRequest(
        source="qlue", service_request_id="1", requested_datetime=FILED, service_code="sampah",
        status_description="selesai", closed_datetime=CLOSED_AT,
    )  # fmt: skip
    events = events_for(
        record, report.place, report.target, report.known_report, local_time("2026-11-25 12:00"),
        CalendarPolicyClock(), RowContext("x", is_older_import=True),
    )  # fmt: skip
    assert (kinds(events), events[0].standing.closed_datetime) == ([EventKind.CLOSED], CLOSED_AT)


STATES = [
    ("menunggu", local_time("2026-11-23 08:05"), {"reporter": "a1b2"}),
    ("proses", local_time("2026-11-23 11:00"), {"agency_responsible": "DLH"}),
    ("selesai", local_time("2026-11-24 10:00"), {"closed_datetime": CLOSED_AT}),
]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_dated_rows_give_the_same_state_in_any_order(make_report, order):
    report = make_report()
    for number in order:
        status, updated_at, fields = STATES[number]
        report.receive("2026-11-25 12:00", status, updated_datetime=updated_at, **fields)
    current = report.standing
    assert (current.status_description, current.closed_datetime) == ("selesai", CLOSED_AT)
    assert current.reopened == 0
    assert (current.reporter, current.agency_responsible) == ("a1b2", "DLH")


def moved(due):
    return Target(expected_datetime=due, basis="source")


FIRST_DUE, LATER_DUE = local_time("2026-11-24 16:00"), local_time("2026-12-15 16:00")


def test_a_deadline_moved_with_the_closing_leaves_the_verdict(make_report):
    report = make_report(target=moved(FIRST_DUE))
    report.receive("2026-11-23 08:05", "proses", updated_datetime=None)
    report.target = moved(LATER_DUE)
    closing = {"closed_datetime": local_time("2026-11-29 10:00"), "updated_datetime": None}
    events = report.receive("2026-11-30 08:00", "selesai", **closing)
    assert kinds(events) == [EventKind.CLOSED, EventKind.RESCHEDULED]
    assert (report.standing.verdict, report.standing.expected_datetime) == ("closed_late", FIRST_DUE)
    details = report.known_report.details
    assert (details[FIRST_DEADLINE_KEY], details[SOURCE_DEADLINE_KEY]) == (FIRST_DUE, LATER_DUE)
    assert report.receive("2026-11-30 09:00", "selesai", **closing) == []


@pytest.mark.parametrize(
    ("at", "kind"),
    [("2026-11-24 12:00", EventKind.AMENDED), ("2026-11-25 12:00", EventKind.RESCHEDULED)],
    ids=["in time", "after it had passed"],
)
def test_a_moved_deadline_of_an_open_report_applies_and_the_first_is_kept(make_report, at, kind):
    report = make_report(target=moved(FIRST_DUE))
    report.receive("2026-11-23 08:05", "proses")
    report.target = moved(LATER_DUE)
    assert kinds(report.receive(at, "proses")) == [kind]
    assert report.standing.expected_datetime == LATER_DUE
    assert report.known_report.details[FIRST_DEADLINE_KEY] == FIRST_DUE


@pytest.mark.parametrize(
    "change",
    [
        {"closed_datetime": local_time("2026-11-24 07:00")},
        {"service_code": "banjir"},
        {"requested_datetime": FILED + timedelta(hours=10)},
    ],
    ids=["closing", "category", "filing"],
)
def test_the_source_does_not_rewrite_a_verdict(make_report, change):
    report = make_report(target=due_after(24))
    report.receive("2026-11-23 08:05", "proses", updated_datetime=None)
    values = {"closed_datetime": local_time("2026-11-24 10:00"), "updated_datetime": None}
    report.receive("2026-11-24 12:00", "selesai", **values)
    report.target = due_after(96)
    report.receive("2026-11-25 12:00", "selesai", **{**values, **change})
    assert report.standing.verdict == "closed_late"
    assert any("the verdict stays" in issue for issue in report.known_report.details["issues"])
