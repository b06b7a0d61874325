"""Rows of a source: changes beside the status, and rows that change nothing."""

from datetime import timedelta

from data.core.report.record import Place, Placement
from data.core.report.standing import EventKind
from tests.core.conftest import FILED, due_after, kinds, statuses
from tests.personas import BARITO, local_time


def test_the_same_row_again_changes_nothing(make_report):
    report = make_report()
    report.receive("2026-11-23 08:05", description="menumpuk")
    changed_at = report.known_report.details["updated_datetime"]
    assert report.receive("2026-11-23 08:10", description="menumpuk", updated_datetime=changed_at) == []


def test_an_outdated_row_changes_nothing(make_report):
    report = make_report()
    report.receive("2026-11-23 10:00", "proses")
    changed_at = local_time("2026-11-23 09:00")
    assert report.receive("2026-11-23 11:00", "menunggu", updated_datetime=changed_at) == []


def test_a_row_without_a_change_time_is_applied(make_report):
    report = make_report()
    report.receive("2026-11-23 10:00", "proses")
    assert kinds(report.receive("2026-11-23 11:00", "disposisi", updated_datetime=None)) == [EventKind.STATUS]
    undated = make_report()
    undated.receive("2026-11-23 10:00", "proses", updated_datetime=None)
    assert kinds(undated.receive("2026-11-23 11:00", "disposisi")) == [EventKind.STATUS]


def test_a_new_agency_alone_is_an_amendment(make_report):
    report = make_report()
    report.receive("2026-11-23 08:05", "proses", agency_responsible="Camat")
    events = report.receive("2026-11-23 12:00", "proses", agency_responsible="Dinas PUPR")
    assert (kinds(events), report.standing.agency_responsible) == ([EventKind.AMENDED], "Dinas PUPR")


def test_a_new_place_is_a_move_dated_when_learnt(make_report):
    report = make_report()
    report.receive("2026-11-23 08:05", lat=1.405, long=124.805)
    report.place = Place(placement=Placement.POINT, area_code=BARITO)
    events = report.receive("2026-11-23 12:00", lat=1.415, long=124.805)
    assert (kinds(events), events[0].occurred_at) == ([EventKind.MOVED], local_time("2026-11-23 12:00"))
    assert (report.standing.area_code, report.standing.lat) == (BARITO, 1.415)


def test_a_new_status_place_and_category_at_once_are_three_events(make_report):
    report = make_report()
    report.receive("2026-11-23 08:05")
    report.place, report.target = Place(placement=Placement.OUTSIDE), due_after(12)
    events = report.receive("2026-11-23 12:00", "proses", service_code="banjir", lat=1.6, long=125.1)
    assert kinds(events) == [EventKind.STATUS, EventKind.MOVED, EventKind.RECATEGORISED]
    assert events[-1].standing.expected_datetime == FILED + timedelta(hours=12)
    assert (events[-1].standing.placement, events[-1].standing.service_code) == ("outside", "banjir")
    assert statuses(events) == ["proses"] * 3
    learnt_at = local_time("2026-11-23 12:00")
    assert {(event.occurred_at, event.learnt_at) for event in events} == {(learnt_at, learnt_at)}


def test_a_corrected_filing_time_moves_the_deadline(make_report):
    report, earlier = make_report(), FILED - timedelta(hours=1)
    report.receive("2026-11-23 08:05")
    report.target = due_after(48, earlier)
    events = report.receive("2026-11-23 12:00", requested_datetime=earlier)
    assert kinds(events) == [EventKind.AMENDED]
    assert report.standing.requested_datetime == earlier
    assert report.standing.expected_datetime == earlier + timedelta(hours=48)
    assert report.standing.received_at == FILED


def test_a_deadline_restated_by_the_source_is_applied(make_report):
    report, due = make_report(), local_time("2026-11-24 08:00")
    report.receive("2026-11-23 08:05")
    report.target = due_after(24, basis="source", policy=None, expected_datetime=due)
    report.receive("2026-11-23 12:00")
    current = report.standing
    assert (current.expected_datetime, current.expected_basis, current.policy) == (due, "source", None)


def test_a_changed_detail_alone_is_an_amendment_that_names_it(make_report):
    report = make_report()
    report.receive("2026-11-23 08:05", description="menumpuk", updated_datetime=None)
    events = report.receive("2026-11-23 12:00", description="berserakan", updated_datetime=None)
    assert (kinds(events), events[0].amended) == ([EventKind.AMENDED], {"description": "berserakan"})
    assert (events[0].occurred_at, events[0].learnt_at) == (local_time("2026-11-23 12:00"),) * 2


def test_a_detail_that_changes_with_the_status_is_noted_on_the_same_event(make_report):
    report = make_report()
    report.receive("2026-11-23 08:05", updated_datetime=None)
    changed = {"status_notes": "tim di lapangan"}
    events = report.receive("2026-11-23 12:00", "proses", updated_datetime=None, **changed)
    assert (kinds(events), events[0].amended) == ([EventKind.STATUS], changed)


def test_a_detail_missing_from_a_later_row_is_preserved(make_report):
    report = make_report()
    report.receive("2026-11-23 08:05", description="menumpuk")
    report.receive("2026-11-23 12:00", "proses")
    assert report.known_report.details["description"] == "menumpuk"


def test_the_evidence_that_comes_with_the_closing_counts_for_it(make_report):
    report = make_report()
    report.receive("2026-11-23 08:05")
    events = report.receive("2026-11-23 12:00", "selesai", evidence_url="https://contoh.go.id/sesudah.jpg")
    assert (kinds(events), report.standing.evidence) == ([EventKind.CLOSED], True)


def test_evidence_that_comes_later_is_an_amendment(make_report):
    report = make_report()
    report.receive("2026-11-23 12:00", "selesai", updated_datetime=None)
    assert report.standing.evidence is False
    evidence = {"evidence_url": "https://contoh.go.id/1.jpg"}
    events = report.receive("2026-11-23 13:00", "selesai", updated_datetime=None, **evidence)
    assert (kinds(events), report.standing.evidence) == ([EventKind.AMENDED], True)


def test_the_reporter_is_preserved_when_a_later_row_omits_them(make_report):
    report = make_report()
    report.receive("2026-11-23 08:05", reporter="a1b2")
    report.receive("2026-11-23 12:00", "proses")
    assert report.standing.reporter == "a1b2"


def test_a_reporter_named_later_is_stored(make_report):
    report = make_report()
    report.receive("2026-11-23 08:05", updated_datetime=None)
    events = report.receive("2026-11-23 12:00", reporter="a1b2", updated_datetime=None)
    assert (kinds(events), report.standing.reporter) == ([EventKind.AMENDED], "a1b2")


def test_filing_and_closing_time_can_be_corrected_together(make_report):
    report, earlier = make_report(), FILED - timedelta(hours=1)
    report.receive("2026-11-23 08:05")
    report.receive("2026-11-23 12:00", "selesai", closed_datetime=local_time("2026-11-23 12:00"))
    report.target = due_after(48, earlier)
    corrections = {"requested_datetime": earlier, "closed_datetime": local_time("2026-11-23 11:00")}
    report.receive("2026-11-23 13:00", "selesai", **corrections)
    assert report.standing.requested_datetime == earlier
    assert report.standing.closed_datetime == corrections["closed_datetime"]
    assert report.standing.expected_datetime == earlier + timedelta(hours=48)


def test_a_closing_time_of_the_source_replaces_the_observed_one(make_report):
    report, closed_at = make_report(), local_time("2026-11-23 10:00")
    report.receive("2026-11-23 08:05")
    report.receive("2026-11-23 12:00", "selesai")
    report.receive("2026-11-23 13:00", "selesai", closed_datetime=closed_at)
    assert (report.standing.closed_datetime, report.standing.closed_basis) == (closed_at, "source")
