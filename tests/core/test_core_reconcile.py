"""What a row of a source changes: events in order, each with the report's whole standing after it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from data.core.report.change import status_since
from data.core.report.record import Place, Placement, StatusChange
from data.core.report.standing import Kind
from data.core.report.told import TOLD, told_by
from tests.core.conftest import FILED, due_after
from tests.personas import BARITO, local


def kinds(events):
    return [event.kind for event in events]


def words(events):
    return [event.standing.status_description for event in events]


def steps(*told):
    return tuple(StatusChange(at=local(at), status_description=word) for at, word in told)


def test_a_report_enters_open_whatever_it_says_by_now(life):
    events = life().tell("2026-11-24 12:00", "selesai", closed_datetime=local("2026-11-24 10:00"))
    assert kinds(events) == [Kind.RECEIVED, Kind.CLOSED]
    assert [event.occurred_at for event in events] == [FILED, local("2026-11-24 10:00")]
    assert {event.learnt_at for event in events} == {local("2026-11-24 12:00")}


def test_the_first_event_holds_what_the_row_told(life):
    first = life().tell(
        "2026-11-23 08:05", lat=1.405, long=124.805, agency_responsible="Camat", reporter="a1b2",
        evidence_url="https://contoh.go.id/1.jpg", description="menumpuk",
    )[0]  # fmt: skip
    now = first.standing
    assert (now.lat, now.long, now.agency_responsible, now.reporter) == (1.405, 124.805, "Camat", "a1b2")
    assert now.evidence is True
    assert first.amended["description"] == "menumpuk"


def test_what_has_moved_on_when_it_is_first_seen_waited_first(life):
    """Also where its source tells no history, and where its word is not known but it tells one."""
    assert words(life().tell("2026-11-23 12:00", "proses")) == ["menunggu", "proses"]
    told = steps(("2026-11-23 09:00", "proses"))
    events = life().tell("2026-11-23 12:00", "tidak_dikenal", history=told)
    assert words(events) == ["menunggu", "proses", "tidak_dikenal"]


def test_an_unknown_word_is_kept_as_unknown_and_open(life):
    events = life().tell("2026-11-23 09:00", "tidak_dikenal")
    assert (kinds(events), words(events)) == ([Kind.RECEIVED], ["tidak_dikenal"])
    assert events[0].standing.status == "open"


def test_a_report_filed_in_the_future_enters_when_it_was_learnt(life):
    early = local("2026-11-23 07:00")
    event = life().tell(early)[0]
    assert (event.occurred_at, event.standing.received_at) == (early, early)
    assert event.standing.requested_datetime == FILED


def test_the_same_row_again_changes_nothing(life):
    report = life()
    report.tell("2026-11-23 08:05", description="menumpuk")
    seen = report.known.details["updated_datetime"]
    assert report.tell("2026-11-23 08:10", description="menumpuk", updated_datetime=seen) == []


def test_an_echo_of_older_news_changes_nothing(life):
    report = life()
    report.tell("2026-11-23 10:00", "proses")
    assert report.tell("2026-11-23 11:00", "menunggu", updated_datetime=local("2026-11-23 09:00")) == []


def test_a_row_that_does_not_say_when_it_changed_is_news(life):
    report = life()
    report.tell("2026-11-23 10:00", "proses")
    assert kinds(report.tell("2026-11-23 11:00", "disposisi", updated_datetime=None)) == [Kind.STATUS]
    unsaid = life()
    unsaid.tell("2026-11-23 10:00", "proses", updated_datetime=None)
    assert kinds(unsaid.tell("2026-11-23 11:00", "disposisi")) == [Kind.STATUS]


def test_a_closing_without_its_time_is_observed_if_the_report_was_seen_open(life):
    report = life()
    report.tell("2026-11-23 08:05")
    report.tell("2026-11-23 12:00", "selesai")
    assert report.now.closed_datetime == local("2026-11-23 12:00")
    assert report.now.closed_basis == "observed"


def test_a_closing_without_its_time_is_unknown_if_the_report_was_never_seen_open(life):
    report = life()
    report.tell("2026-11-23 12:00", "selesai")
    assert (report.now.closed_datetime, report.now.closed_basis) == (None, "unknown")


def test_the_change_time_of_a_row_is_never_its_closing_time(life):
    report = life()
    report.tell("2026-11-23 08:05")
    report.tell("2026-11-30 12:00", "selesai", updated_datetime=local("2026-11-29 12:00"))
    assert report.now.closed_datetime == local("2026-11-30 12:00")


def test_a_told_history_becomes_events_with_their_own_times(life):
    told = steps(
        ("2026-11-23 09:00", "koordinasi"), ("2026-11-23 11:00", "proses"), ("2026-11-23 15:00", "selesai")
    )
    events = life().tell("2026-11-24 12:00", "selesai", history=told)
    assert words(events) == ["menunggu", "koordinasi", "proses", "selesai"]
    assert [event.occurred_at for event in events[1:]] == [step.at for step in told]
    assert (events[-1].standing.closed_datetime, events[-1].standing.closed_basis) == (told[-1].at, "source")
    assert {(event.standing.closed_datetime, event.standing.closed_basis) for event in events[:-1]} == {
        (None, None)
    }


def test_a_told_history_names_who_held_the_report_at_each_step(life):
    told = (
        StatusChange(at=local("2026-11-23 09:00"), status_description="disposisi", agency_responsible="DLH"),
        StatusChange(at=local("2026-11-23 11:00"), status_description="proses", agency_responsible="PUPR"),
    )
    events = life().tell("2026-11-24 12:00", "proses", history=told)
    assert [event.standing.agency_responsible for event in events] == [None, "DLH", "PUPR"]


def test_a_told_history_stops_and_resumes_the_clock(life):
    """Outside the city from 09.00 to 12.00: three hours more."""
    told = steps(("2026-11-23 09:00", "diteruskan"), ("2026-11-23 12:00", "proses"))
    events = life().tell("2026-11-24 12:00", "proses", history=told)
    assert events[-1].standing.expected_datetime == FILED + timedelta(hours=48 + 3)


def test_two_steps_of_one_moment_told_again_change_nothing(life):
    report = life()
    told = steps(("2026-11-23 09:00", "koordinasi"), ("2026-11-23 09:00", "proses"))
    report.tell("2026-11-23 10:00", "proses", history=told, updated_datetime=None)
    assert report.tell("2026-11-23 11:00", "proses", history=told, updated_datetime=None) == []


def test_only_the_news_of_a_longer_history_is_taken(life):
    report, first = life(), ("2026-11-23 09:00", "koordinasi")
    report.tell("2026-11-23 10:00", "koordinasi", history=steps(first))
    events = report.tell("2026-11-23 12:00", "proses", history=steps(first, ("2026-11-23 11:00", "proses")))
    assert (kinds(events), words(events)) == ([Kind.STATUS], ["proses"])
    assert events[0].occurred_at == local("2026-11-23 11:00")


def test_a_history_that_is_not_in_order_is_put_in_order(life):
    told = steps(("2026-11-23 11:00", "proses"), ("2026-11-23 09:00", "koordinasi"))
    assert words(life().tell("2026-11-24 12:00", "proses", history=told)) == [
        "menunggu",
        "koordinasi",
        "proses",
    ]


def test_repeated_words_of_a_history_are_one_step(life):
    told = steps(("2026-11-23 09:00", "proses"), ("2026-11-23 10:00", "proses"))
    assert words(life().tell("2026-11-24 12:00", "proses", history=told)) == ["menunggu", "proses"]


def test_a_status_after_the_last_step_of_the_history_is_a_step_of_its_own(life):
    told = steps(("2026-11-23 09:00", "proses"))
    events = life().tell(
        "2026-11-24 12:00", "selesai", history=told, closed_datetime=local("2026-11-24 11:00")
    )
    assert words(events) == ["menunggu", "proses", "selesai"]
    assert events[-1].occurred_at == local("2026-11-24 11:00")


def test_events_never_run_backwards(life):
    report = life()
    report.tell("2026-11-23 10:00", "proses")
    event = report.tell("2026-11-23 12:00", "disposisi", updated_datetime=local("2026-11-23 10:00"))[0]
    report.tell("2026-11-23 13:00", "selesai", closed_datetime=local("2026-11-23 09:00"))
    assert event.occurred_at == local("2026-11-23 10:00")
    assert report.events[-1].occurred_at == local("2026-11-23 10:00")
    assert report.now.closed_datetime == local("2026-11-23 09:00")


def test_nothing_happened_after_it_was_learnt(life):
    event = life().tell("2026-11-23 12:00", "selesai", closed_datetime=local("2026-11-23 20:00"))[-1]
    assert event.occurred_at == local("2026-11-23 12:00")


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("menunggu", "proses", Kind.STATUS),
        ("proses", "selesai", Kind.CLOSED),
        ("proses", "ditolak", Kind.WITHDRAWN),
        ("proses", "duplikat", Kind.WITHDRAWN),
        ("selesai", "proses", Kind.REOPENED),
        ("ditolak", "menunggu", Kind.REOPENED),
        ("selesai", "ditolak", Kind.STATUS),
    ],
)
def test_the_kind_of_a_step_follows_from_its_two_ends(life, before, after, kind):
    report = life()
    report.tell("2026-11-23 08:05", before)
    report.tell("2026-11-23 12:00", after)
    assert report.events[-1].kind == kind


def test_reopenings_are_counted(life):
    report = life()
    for day, word in enumerate(("selesai", "proses", "selesai", "proses")):
        report.tell(f"2026-11-2{4 + day} 12:00", word)
    assert report.now.reopened == 2
    assert report.now.closed_datetime is None


def test_a_withdrawn_report_that_turns_into_done_is_closed(life):
    report = life()
    report.tell("2026-11-23 09:00", "ditolak")
    report.tell("2026-11-23 12:00", "selesai", closed_datetime=local("2026-11-23 12:00"))
    assert (report.now.status, report.now.reopened) == ("closed", 0)


def test_the_holder_stays_until_another_is_named(life):
    report = life()
    report.tell("2026-11-23 08:05", "disposisi", agency_responsible="Dinas PUPR")
    report.tell("2026-11-23 12:00", "proses")
    assert report.now.agency_responsible == "Dinas PUPR"


@pytest.mark.parametrize(
    ("word", "fields"),
    [
        ("disposisi", {}),
        ("selesai", {"closed_datetime": local("2026-11-23 11:00")}),
        ("selesai", {}),
    ],
    ids=["a step", "a closing with its time", "a closing without"],
)
def test_a_holder_named_with_a_step_holds_from_that_step_on(life, word, fields):
    report = life()
    report.tell("2026-11-23 08:05", agency_responsible="Camat")
    events = report.tell("2026-11-23 12:00", word, agency_responsible="Dinas PUPR", **fields)
    assert [event.standing.agency_responsible for event in events] == ["Dinas PUPR"]


def test_a_holder_named_with_a_closing_that_was_never_seen_open_held_it(life):
    events = life().tell("2026-11-23 12:00", "selesai", agency_responsible="Dinas PUPR")
    assert [event.standing.agency_responsible for event in events] == ["Dinas PUPR", "Dinas PUPR"]


def test_a_new_holder_alone_is_a_correction(life):
    report = life()
    report.tell("2026-11-23 08:05", "proses", agency_responsible="Camat")
    events = report.tell("2026-11-23 12:00", "proses", agency_responsible="Dinas PUPR")
    assert (kinds(events), report.now.agency_responsible) == ([Kind.AMENDED], "Dinas PUPR")


def test_another_place_is_a_move_when_it_was_learnt(life):
    report = life()
    report.tell("2026-11-23 08:05", lat=1.405, long=124.805)
    report.place = Place(placement=Placement.POINT, area_code=BARITO)
    events = report.tell("2026-11-23 12:00", lat=1.415, long=124.805)
    assert (kinds(events), events[0].occurred_at) == ([Kind.MOVED], local("2026-11-23 12:00"))
    assert (report.now.area_code, report.now.lat) == (BARITO, 1.415)


def test_a_step_a_move_and_a_new_category_at_once_are_three_events(life):
    report = life()
    report.tell("2026-11-23 08:05")
    report.place, report.target = Place(placement=Placement.NONE), due_after(12)
    events = report.tell("2026-11-23 12:00", "proses", service_code="banjir")
    assert kinds(events) == [Kind.STATUS, Kind.MOVED, Kind.RECATEGORISED]
    assert events[-1].standing.expected_datetime == FILED + timedelta(hours=12)
    assert (events[-1].standing.placement, events[-1].standing.service_code) == ("none", "banjir")
    assert words(events) == ["proses"] * 3
    assert {(event.occurred_at, event.learnt_at) for event in events} == {(local("2026-11-23 12:00"),) * 2}


def test_a_corrected_filing_time_moves_the_deadline(life):
    report, earlier = life(), FILED - timedelta(hours=1)
    report.tell("2026-11-23 08:05")
    report.target = due_after(48, earlier)
    events = report.tell("2026-11-23 12:00", requested_datetime=earlier)
    assert kinds(events) == [Kind.AMENDED]
    assert report.now.requested_datetime == earlier
    assert report.now.expected_datetime == earlier + timedelta(hours=48)
    assert report.now.received_at == FILED


def test_a_deadline_restated_by_the_source_is_taken(life):
    report, due = life(), local("2026-11-24 08:00")
    report.tell("2026-11-23 08:05")
    report.target = due_after(24, basis="source", policy=None, expected_datetime=due)
    report.tell("2026-11-23 12:00")
    assert (report.now.expected_datetime, report.now.expected_basis, report.now.policy) == (
        due,
        "source",
        None,
    )


def test_a_changed_detail_alone_is_an_amendment_that_names_it(life):
    report = life()
    report.tell("2026-11-23 08:05", description="menumpuk", updated_datetime=None)
    events = report.tell("2026-11-23 12:00", description="berserakan", updated_datetime=None)
    assert (kinds(events), events[0].amended) == ([Kind.AMENDED], {"description": "berserakan"})
    assert (events[0].occurred_at, events[0].learnt_at) == (local("2026-11-23 12:00"),) * 2


def test_a_detail_that_changes_with_the_status_is_noted_on_the_same_event(life):
    report = life()
    report.tell("2026-11-23 08:05", updated_datetime=None)
    events = report.tell("2026-11-23 12:00", "proses", status_notes="tim di lapangan", updated_datetime=None)
    assert (kinds(events), events[0].amended) == ([Kind.STATUS], {"status_notes": "tim di lapangan"})


def test_a_detail_that_is_gone_from_the_row_is_not_forgotten(life):
    report = life()
    report.tell("2026-11-23 08:05", description="menumpuk")
    report.tell("2026-11-23 12:00", "proses")
    assert report.known.details["description"] == "menumpuk"


def test_the_evidence_that_comes_with_the_closing_counts_for_it(life):
    report = life()
    report.tell("2026-11-23 08:05")
    events = report.tell("2026-11-23 12:00", "selesai", evidence_url="https://contoh.go.id/sesudah.jpg")
    assert (kinds(events), report.now.evidence) == ([Kind.CLOSED], True)


def test_evidence_that_comes_later_is_an_amendment(life):
    report = life()
    report.tell("2026-11-23 12:00", "selesai", updated_datetime=None)
    assert report.now.evidence is False
    events = report.tell(
        "2026-11-23 13:00", "selesai", updated_datetime=None, evidence_url="https://contoh.go.id/1.jpg"
    )
    assert (kinds(events), report.now.evidence) == ([Kind.AMENDED], True)


def test_the_reporter_is_kept_when_a_later_row_leaves_him_out(life):
    report = life()
    report.tell("2026-11-23 08:05", reporter="a1b2")
    report.tell("2026-11-23 12:00", "proses")
    assert report.now.reporter == "a1b2"


def test_a_reporter_who_is_told_later_is_taken(life):
    report = life()
    report.tell("2026-11-23 08:05", updated_datetime=None)
    events = report.tell("2026-11-23 12:00", reporter="a1b2", updated_datetime=None)
    assert (kinds(events), report.now.reporter) == ([Kind.AMENDED], "a1b2")


def test_a_filing_time_and_a_closing_time_corrected_at_once_are_both_taken(life):
    report, earlier = life(), FILED - timedelta(hours=1)
    report.tell("2026-11-23 08:05")
    report.tell("2026-11-23 12:00", "selesai", closed_datetime=local("2026-11-23 12:00"))
    report.target = due_after(48, earlier)
    told = {"requested_datetime": earlier, "closed_datetime": local("2026-11-23 11:00")}
    report.tell("2026-11-23 13:00", "selesai", **told)
    assert (report.now.requested_datetime, report.now.closed_datetime) == (earlier, told["closed_datetime"])
    assert report.now.expected_datetime == earlier + timedelta(hours=48)


def test_a_told_closing_time_wins_over_the_one_observed(life):
    report, told = life(), local("2026-11-23 10:00")
    report.tell("2026-11-23 08:05")
    report.tell("2026-11-23 12:00", "selesai")
    report.tell("2026-11-23 13:00", "selesai", closed_datetime=told)
    assert (report.now.closed_datetime, report.now.closed_basis) == (told, "source")


def test_a_leftover_closing_time_does_not_close_an_open_report(life):
    report = life()
    report.tell("2026-11-23 12:00", "proses", closed_datetime=local("2026-11-23 10:00"))
    assert (report.now.status, report.now.closed_datetime) == ("open", None)


def test_what_the_source_tells_of_a_report_followed_up_here_is_kept(life):
    """It said "menunggu" when the first move was made here; now it says that somebody works on it."""
    report = life()
    report.tell("2026-11-23 08:05")
    told = told_by(report.known.standing)
    report.known = replace(report.known, details={**report.known.details, TOLD: told})
    events = report.tell("2026-11-23 09:00", "proses")
    kept = {name: value for event in events for name, value in event.amended.items() if name == TOLD}
    assert kept == {TOLD: {**told, "status_description": "proses"}}


def test_a_report_stands_in_its_state_since_the_last_event_that_changed_it(life):
    report = life()
    received = report.tell("2026-11-23 08:05")
    assert status_since(received, None) == received[-1].occurred_at == FILED
    before = replace(report.known, status_at=FILED)
    moved = report.tell("2026-11-23 09:00", "menunggu", agency_responsible="DLH")
    assert status_since(moved, before) == FILED
    before = report.known
    turned = [*report.tell("2026-11-23 10:00", "proses"), *report.tell("2026-11-23 11:00", "disposisi")]
    assert status_since(turned, before) == local("2026-11-23 11:00")
    assert status_since(turned[:1], before) == local("2026-11-23 10:00")
