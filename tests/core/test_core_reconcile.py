"""What a row of a source changes: events in order, each with the report's whole standing after it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from data.core.report.change import status_since
from data.core.report.record import Place, Placement, StatusChange
from data.core.report.standing import EventKind
from data.core.report.told import SOURCE_VALUES_KEY, source_values_of_standing
from tests.core.conftest import FILED, due_after
from tests.personas import BARITO, local_time


def kinds(events):
    return [event.kind for event in events]


def status_descriptions(events):
    return [event.standing.status_description for event in events]


def status_changes(*changes):
    return tuple(
        StatusChange(at=local_time(at), status_description=status_description)
        for at, status_description in changes
    )


def test_a_new_report_is_received_as_open_whatever_its_status(make_report):
    events = make_report().receive(
        "2026-11-24 12:00", "selesai", closed_datetime=local_time("2026-11-24 10:00")
    )
    assert kinds(events) == [EventKind.RECEIVED, EventKind.CLOSED]
    assert [event.occurred_at for event in events] == [FILED, local_time("2026-11-24 10:00")]
    assert {event.learnt_at for event in events} == {local_time("2026-11-24 12:00")}


def test_the_first_event_has_the_values_of_the_row(make_report):
    first = make_report().receive(
        "2026-11-23 08:05", lat=1.405, long=124.805, agency_responsible="Camat", reporter="a1b2",
        evidence_url="https://contoh.go.id/1.jpg", description="menumpuk",
    )[0]  # fmt: skip
    current = first.standing
    assert (current.lat, current.long, current.agency_responsible, current.reporter) == (
        1.405,
        124.805,
        "Camat",
        "a1b2",
    )
    assert current.evidence is True
    assert first.amended["description"] == "menumpuk"


def test_a_report_first_seen_in_progress_starts_as_waiting(make_report):
    """Also where its source tells no history, and where its word is not known but it tells one."""
    assert status_descriptions(make_report().receive("2026-11-23 12:00", "proses")) == ["menunggu", "proses"]
    history = status_changes(("2026-11-23 09:00", "proses"))
    events = make_report().receive("2026-11-23 12:00", "tidak_dikenal", history=history)
    assert status_descriptions(events) == ["menunggu", "proses", "tidak_dikenal"]


def test_an_unknown_status_is_stored_as_unknown_and_open(make_report):
    events = make_report().receive("2026-11-23 09:00", "tidak_dikenal")
    assert (kinds(events), status_descriptions(events)) == ([EventKind.RECEIVED], ["tidak_dikenal"])
    assert events[0].standing.status == "open"


def test_a_report_filed_in_the_future_enters_when_it_was_learnt(make_report):
    early = local_time("2026-11-23 07:00")
    event = make_report().receive(early)[0]
    assert (event.occurred_at, event.standing.received_at) == (early, early)
    assert event.standing.requested_datetime == FILED


def test_the_same_row_again_changes_nothing(make_report):
    report = make_report()
    report.receive("2026-11-23 08:05", description="menumpuk")
    seen = report.known_report.details["updated_datetime"]
    assert report.receive("2026-11-23 08:10", description="menumpuk", updated_datetime=seen) == []


def test_an_outdated_row_changes_nothing(make_report):
    report = make_report()
    report.receive("2026-11-23 10:00", "proses")
    assert (
        report.receive("2026-11-23 11:00", "menunggu", updated_datetime=local_time("2026-11-23 09:00")) == []
    )


def test_a_row_without_a_change_time_is_applied(make_report):
    report = make_report()
    report.receive("2026-11-23 10:00", "proses")
    assert kinds(report.receive("2026-11-23 11:00", "disposisi", updated_datetime=None)) == [EventKind.STATUS]
    undated = make_report()
    undated.receive("2026-11-23 10:00", "proses", updated_datetime=None)
    assert kinds(undated.receive("2026-11-23 11:00", "disposisi")) == [EventKind.STATUS]


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


def test_a_status_history_becomes_events_with_their_own_times(make_report):
    history = status_changes(
        ("2026-11-23 09:00", "koordinasi"), ("2026-11-23 11:00", "proses"), ("2026-11-23 15:00", "selesai")
    )
    events = make_report().receive("2026-11-24 12:00", "selesai", history=history)
    assert status_descriptions(events) == ["menunggu", "koordinasi", "proses", "selesai"]
    assert [event.occurred_at for event in events[1:]] == [step.at for step in history]
    assert (events[-1].standing.closed_datetime, events[-1].standing.closed_basis) == (
        history[-1].at,
        "source",
    )
    assert {(event.standing.closed_datetime, event.standing.closed_basis) for event in events[:-1]} == {
        (None, None)
    }


def test_a_status_history_sets_the_agency_of_each_step(make_report):
    history = (
        StatusChange(
            at=local_time("2026-11-23 09:00"), status_description="disposisi", agency_responsible="DLH"
        ),
        StatusChange(
            at=local_time("2026-11-23 11:00"), status_description="proses", agency_responsible="PUPR"
        ),
    )
    events = make_report().receive("2026-11-24 12:00", "proses", history=history)
    assert [event.standing.agency_responsible for event in events] == [None, "DLH", "PUPR"]


def test_a_status_history_stops_and_resumes_the_clock(make_report):
    """Outside the city from 09.00 to 12.00: three hours more."""
    history = status_changes(("2026-11-23 09:00", "diteruskan"), ("2026-11-23 12:00", "proses"))
    events = make_report().receive("2026-11-24 12:00", "proses", history=history)
    assert events[-1].standing.expected_datetime == FILED + timedelta(hours=48 + 3)


def test_repeating_two_simultaneous_steps_changes_nothing(make_report):
    report = make_report()
    history = status_changes(("2026-11-23 09:00", "koordinasi"), ("2026-11-23 09:00", "proses"))
    report.receive("2026-11-23 10:00", "proses", history=history, updated_datetime=None)
    assert report.receive("2026-11-23 11:00", "proses", history=history, updated_datetime=None) == []


def test_only_new_steps_of_a_longer_history_are_applied(make_report):
    report, first = make_report(), ("2026-11-23 09:00", "koordinasi")
    report.receive("2026-11-23 10:00", "koordinasi", history=status_changes(first))
    events = report.receive(
        "2026-11-23 12:00", "proses", history=status_changes(first, ("2026-11-23 11:00", "proses"))
    )
    assert (kinds(events), status_descriptions(events)) == ([EventKind.STATUS], ["proses"])
    assert events[0].occurred_at == local_time("2026-11-23 11:00")


def test_an_unordered_history_is_sorted(make_report):
    history = status_changes(("2026-11-23 11:00", "proses"), ("2026-11-23 09:00", "koordinasi"))
    assert status_descriptions(make_report().receive("2026-11-24 12:00", "proses", history=history)) == [
        "menunggu",
        "koordinasi",
        "proses",
    ]


def test_repeated_statuses_of_a_history_are_one_step(make_report):
    history = status_changes(("2026-11-23 09:00", "proses"), ("2026-11-23 10:00", "proses"))
    assert status_descriptions(make_report().receive("2026-11-24 12:00", "proses", history=history)) == [
        "menunggu",
        "proses",
    ]


def test_a_status_after_the_last_step_of_the_history_is_a_step_of_its_own(make_report):
    history = status_changes(("2026-11-23 09:00", "proses"))
    events = make_report().receive(
        "2026-11-24 12:00", "selesai", history=history, closed_datetime=local_time("2026-11-24 11:00")
    )
    assert status_descriptions(events) == ["menunggu", "proses", "selesai"]
    assert events[-1].occurred_at == local_time("2026-11-24 11:00")


def test_events_never_run_backwards(make_report):
    report = make_report()
    report.receive("2026-11-23 10:00", "proses")
    event = report.receive("2026-11-23 12:00", "disposisi", updated_datetime=local_time("2026-11-23 10:00"))[
        0
    ]
    report.receive("2026-11-23 13:00", "selesai", closed_datetime=local_time("2026-11-23 09:00"))
    assert event.occurred_at == local_time("2026-11-23 10:00")
    assert report.events[-1].occurred_at == local_time("2026-11-23 10:00")
    assert report.standing.closed_datetime == local_time("2026-11-23 09:00")


def test_nothing_happened_after_it_was_learnt(make_report):
    event = make_report().receive(
        "2026-11-23 12:00", "selesai", closed_datetime=local_time("2026-11-23 20:00")
    )[-1]
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
def test_the_kind_of_a_step_follows_from_its_two_ends(make_report, before, after, kind):
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
    ("word", "fields"),
    [
        ("disposisi", {}),
        ("selesai", {"closed_datetime": local_time("2026-11-23 11:00")}),
        ("selesai", {}),
    ],
    ids=["a step", "a closing with its time", "a closing without"],
)
def test_an_agency_named_with_a_step_applies_from_that_step(make_report, word, fields):
    report = make_report()
    report.receive("2026-11-23 08:05", agency_responsible="Camat")
    events = report.receive("2026-11-23 12:00", word, agency_responsible="Dinas PUPR", **fields)
    assert [event.standing.agency_responsible for event in events] == ["Dinas PUPR"]


def test_an_agency_named_with_an_unobserved_closing_applies_from_receipt(make_report):
    events = make_report().receive("2026-11-23 12:00", "selesai", agency_responsible="Dinas PUPR")
    assert [event.standing.agency_responsible for event in events] == ["Dinas PUPR", "Dinas PUPR"]


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


def test_a_step_a_move_and_a_new_category_at_once_are_three_events(make_report):
    report = make_report()
    report.receive("2026-11-23 08:05")
    report.place, report.target = Place(placement=Placement.NONE), due_after(12)
    events = report.receive("2026-11-23 12:00", "proses", service_code="banjir")
    assert kinds(events) == [EventKind.STATUS, EventKind.MOVED, EventKind.RECATEGORISED]
    assert events[-1].standing.expected_datetime == FILED + timedelta(hours=12)
    assert (events[-1].standing.placement, events[-1].standing.service_code) == ("none", "banjir")
    assert status_descriptions(events) == ["proses"] * 3
    assert {(event.occurred_at, event.learnt_at) for event in events} == {
        (local_time("2026-11-23 12:00"),) * 2
    }


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
    assert (report.standing.expected_datetime, report.standing.expected_basis, report.standing.policy) == (
        due,
        "source",
        None,
    )


def test_a_changed_detail_alone_is_an_amendment_that_names_it(make_report):
    report = make_report()
    report.receive("2026-11-23 08:05", description="menumpuk", updated_datetime=None)
    events = report.receive("2026-11-23 12:00", description="berserakan", updated_datetime=None)
    assert (kinds(events), events[0].amended) == ([EventKind.AMENDED], {"description": "berserakan"})
    assert (events[0].occurred_at, events[0].learnt_at) == (local_time("2026-11-23 12:00"),) * 2


def test_a_detail_that_changes_with_the_status_is_noted_on_the_same_event(make_report):
    report = make_report()
    report.receive("2026-11-23 08:05", updated_datetime=None)
    events = report.receive(
        "2026-11-23 12:00", "proses", status_notes="tim di lapangan", updated_datetime=None
    )
    assert (kinds(events), events[0].amended) == ([EventKind.STATUS], {"status_notes": "tim di lapangan"})


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
    events = report.receive(
        "2026-11-23 13:00", "selesai", updated_datetime=None, evidence_url="https://contoh.go.id/1.jpg"
    )
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
    assert (report.standing.requested_datetime, report.standing.closed_datetime) == (
        earlier,
        corrections["closed_datetime"],
    )
    assert report.standing.expected_datetime == earlier + timedelta(hours=48)


def test_a_closing_time_of_the_source_replaces_the_observed_one(make_report):
    report, closed_at = make_report(), local_time("2026-11-23 10:00")
    report.receive("2026-11-23 08:05")
    report.receive("2026-11-23 12:00", "selesai")
    report.receive("2026-11-23 13:00", "selesai", closed_datetime=closed_at)
    assert (report.standing.closed_datetime, report.standing.closed_basis) == (closed_at, "source")


def test_a_leftover_closing_time_does_not_close_an_open_report(make_report):
    report = make_report()
    report.receive("2026-11-23 12:00", "proses", closed_datetime=local_time("2026-11-23 10:00"))
    assert (report.standing.status, report.standing.closed_datetime) == ("open", None)


def test_source_values_of_a_followed_up_report_are_stored(make_report):
    """It said "menunggu" when the first move was made here; now it says that somebody works on it."""
    report = make_report()
    report.receive("2026-11-23 08:05")
    source_values = source_values_of_standing(report.known_report.standing)
    report.known_report = replace(
        report.known_report, details={**report.known_report.details, SOURCE_VALUES_KEY: source_values}
    )
    events = report.receive("2026-11-23 09:00", "proses")
    stored_values = {
        name: value for event in events for name, value in event.amended.items() if name == SOURCE_VALUES_KEY
    }
    assert stored_values == {SOURCE_VALUES_KEY: {**source_values, "status_description": "proses"}}


def test_status_since_is_the_time_of_the_last_status_change(make_report):
    report = make_report()
    received = report.receive("2026-11-23 08:05")
    assert status_since(received, None) == received[-1].occurred_at == FILED
    before = replace(report.known_report, status_at=FILED)
    moved = report.receive("2026-11-23 09:00", "menunggu", agency_responsible="DLH")
    assert status_since(moved, before) == FILED
    before = report.known_report
    turned = [*report.receive("2026-11-23 10:00", "proses"), *report.receive("2026-11-23 11:00", "disposisi")]
    assert status_since(turned, before) == local_time("2026-11-23 11:00")
    assert status_since(turned[:1], before) == local_time("2026-11-23 10:00")
