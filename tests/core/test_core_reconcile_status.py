"""Rows of a source: which events a report's status makes, with which times, agency and counts."""

from dataclasses import replace

import pytest

from data.core.report.standing import EventKind, status_since
from tests.core.conftest import FILED, kinds, status_changes, statuses
from tests.personas import local_time


def test_a_new_report_is_received_as_open_whatever_its_status(make_report):
    closed_at = local_time("2026-11-24 10:00")
    events = make_report().receive("2026-11-24 12:00", "selesai", closed_datetime=closed_at)
    assert kinds(events) == [EventKind.RECEIVED, EventKind.CLOSED]
    assert [event.occurred_at for event in events] == [FILED, closed_at]
    assert {event.learnt_at for event in events} == {local_time("2026-11-24 12:00")}


def test_the_first_event_has_the_values_of_the_row(make_report):
    first = make_report().receive(
        "2026-11-23 08:05", lat=1.405, long=124.805, agency_responsible="Camat", reporter="a1b2",
        evidence_url="https://contoh.go.id/1.jpg", description="menumpuk",
    )[0]  # fmt: skip
    current = first.standing
    assert (current.lat, current.long) == (1.405, 124.805)
    assert (current.agency_responsible, current.reporter) == ("Camat", "a1b2")
    assert current.evidence is True
    assert first.amended["description"] == "menumpuk"


def test_a_report_first_seen_in_progress_starts_as_waiting(make_report):
    """Both without a history, and with a history but an unknown status."""
    assert statuses(make_report().receive("2026-11-23 12:00", "proses")) == ["menunggu", "proses"]
    history = status_changes(("2026-11-23 09:00", "proses"))
    events = make_report().receive("2026-11-23 12:00", "tidak_dikenal", history=history)
    assert statuses(events) == ["menunggu", "proses", "tidak_dikenal"]


def test_an_unknown_status_is_stored_as_unknown_and_open(make_report):
    events = make_report().receive("2026-11-23 09:00", "tidak_dikenal")
    assert (kinds(events), statuses(events)) == ([EventKind.RECEIVED], ["tidak_dikenal"])
    assert events[0].standing.status == "open"


def test_a_report_filed_in_the_future_enters_when_it_was_learnt(make_report):
    early = local_time("2026-11-23 07:00")
    event = make_report().receive(early)[0]
    assert (event.occurred_at, event.standing.received_at) == (early, early)
    assert event.standing.requested_datetime == FILED


def test_a_closing_without_its_time_is_observed_if_the_report_was_seen_open(make_report):
    report = make_report()
    report.receive("2026-11-23 08:05")
    report.receive("2026-11-23 12:00", "selesai")
    assert report.standing.closed_datetime == local_time("2026-11-23 12:00")
    assert report.standing.closed_basis == "observed"


def test_a_closing_without_its_time_is_unknown_if_the_report_was_never_seen_open(make_report):
    report = make_report()
    report.receive("2026-11-23 12:00", "selesai")
    assert (report.standing.closed_datetime, report.standing.closed_basis) == (None, "unknown")


def test_the_change_time_of_a_row_is_never_its_closing_time(make_report):
    report = make_report()
    report.receive("2026-11-23 08:05")
    report.receive("2026-11-30 12:00", "selesai", updated_datetime=local_time("2026-11-29 12:00"))
    assert report.standing.closed_datetime == local_time("2026-11-30 12:00")


def test_events_never_run_backwards(make_report):
    report = make_report()
    report.receive("2026-11-23 10:00", "proses")
    changed_at = local_time("2026-11-23 10:00")
    event = report.receive("2026-11-23 12:00", "disposisi", updated_datetime=changed_at)[0]
    report.receive("2026-11-23 13:00", "selesai", closed_datetime=local_time("2026-11-23 09:00"))
    assert event.occurred_at == local_time("2026-11-23 10:00")
    assert report.events[-1].occurred_at == local_time("2026-11-23 10:00")
    assert report.standing.closed_datetime == local_time("2026-11-23 09:00")


def test_no_event_occurs_after_it_was_learnt(make_report):
    closed_at = local_time("2026-11-23 20:00")
    event = make_report().receive("2026-11-23 12:00", "selesai", closed_datetime=closed_at)[-1]
    assert event.occurred_at == local_time("2026-11-23 12:00")


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("menunggu", "proses", EventKind.STATUS),
        ("proses", "selesai", EventKind.CLOSED),
        ("proses", "ditolak", EventKind.WITHDRAWN),
        ("proses", "duplikat", EventKind.WITHDRAWN),
        ("selesai", "proses", EventKind.REOPENED),
        ("ditolak", "menunggu", EventKind.REOPENED),
        ("selesai", "ditolak", EventKind.STATUS),
    ],
)
def test_the_kind_of_a_status_event_follows_from_both_statuses(make_report, before, after, kind):
    report = make_report()
    report.receive("2026-11-23 08:05", before)
    report.receive("2026-11-23 12:00", after)
    assert report.events[-1].kind == kind


def test_reopenings_are_counted(make_report):
    report = make_report()
    for day, status_description in enumerate(("selesai", "proses", "selesai", "proses")):
        report.receive(f"2026-11-2{4 + day} 12:00", status_description)
    assert report.standing.reopened == 2
    assert report.standing.closed_datetime is None


def test_a_withdrawn_report_that_becomes_resolved_stays_closed(make_report):
    report = make_report()
    report.receive("2026-11-23 09:00", "ditolak")
    report.receive("2026-11-23 12:00", "selesai", closed_datetime=local_time("2026-11-23 12:00"))
    assert (report.standing.status, report.standing.reopened) == ("closed", 0)


def test_the_agency_stays_until_another_is_named(make_report):
    report = make_report()
    report.receive("2026-11-23 08:05", "disposisi", agency_responsible="Dinas PUPR")
    report.receive("2026-11-23 12:00", "proses")
    assert report.standing.agency_responsible == "Dinas PUPR"


@pytest.mark.parametrize(
    ("status_description", "fields"),
    [
        ("disposisi", {}),
        ("selesai", {"closed_datetime": local_time("2026-11-23 11:00")}),
        ("selesai", {}),
    ],
    ids=["a step", "a closing with its time", "a closing without"],
)
def test_an_agency_named_with_a_step_applies_from_that_step(make_report, status_description, fields):
    report = make_report()
    report.receive("2026-11-23 08:05", agency_responsible="Camat")
    events = report.receive("2026-11-23 12:00", status_description, agency_responsible="Dinas PUPR", **fields)
    assert [event.standing.agency_responsible for event in events] == ["Dinas PUPR"]


def test_an_agency_named_with_an_unobserved_closing_applies_from_receipt(make_report):
    events = make_report().receive("2026-11-23 12:00", "selesai", agency_responsible="Dinas PUPR")
    assert [event.standing.agency_responsible for event in events] == ["Dinas PUPR", "Dinas PUPR"]


def test_a_leftover_closing_time_does_not_close_an_open_report(make_report):
    report = make_report()
    report.receive("2026-11-23 12:00", "proses", closed_datetime=local_time("2026-11-23 10:00"))
    assert (report.standing.status, report.standing.closed_datetime) == ("open", None)


def test_status_since_is_the_time_of_the_last_status_change(make_report):
    report = make_report()
    received = report.receive("2026-11-23 08:05")
    assert status_since(received, None) == received[-1].occurred_at == FILED
    before = replace(report.known_report, status_at=FILED)
    amended = report.receive("2026-11-23 09:00", "menunggu", agency_responsible="DLH")
    assert status_since(amended, before) == FILED
    before = report.known_report
    changed = [
        *report.receive("2026-11-23 10:00", "proses"),
        *report.receive("2026-11-23 11:00", "disposisi"),
    ]
    assert status_since(changed, before) == local_time("2026-11-23 11:00")
    assert status_since(changed[:1], before) == local_time("2026-11-23 10:00")
