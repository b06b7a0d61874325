"""Rows of a source with a status history: each step is an event with its own time."""

from datetime import timedelta

from data.core.report.standing import EventKind
from tests.core.conftest import FILED, kinds, status_changes, statuses
from tests.personas import local_time


def test_a_status_history_becomes_events_with_their_own_times(make_report):
    history = status_changes(
        ("2026-11-23 09:00", "koordinasi"), ("2026-11-23 11:00", "proses"), ("2026-11-23 15:00", "selesai")
    )
    events = make_report().receive("2026-11-24 12:00", "selesai", history=history)
    assert statuses(events) == ["menunggu", "koordinasi", "proses", "selesai"]
    assert [event.occurred_at for event in events[1:]] == [step.at for step in history]
    closings = [(event.standing.closed_datetime, event.standing.closed_basis) for event in events]
    assert closings[-1] == (history[-1].at, "source")
    assert set(closings[:-1]) == {(None, None)}


def test_a_status_history_sets_the_agency_of_each_step(make_report):
    assigned, started = status_changes(("2026-11-23 09:00", "disposisi"), ("2026-11-23 11:00", "proses"))
    history = (
        assigned.model_copy(update={"agency_responsible": "DLH"}),
        started.model_copy(update={"agency_responsible": "PUPR"}),
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
    assert (kinds(events), statuses(events)) == ([EventKind.STATUS], ["proses"])
    assert events[0].occurred_at == local_time("2026-11-23 11:00")


def test_an_unordered_history_is_sorted(make_report):
    history = status_changes(("2026-11-23 11:00", "proses"), ("2026-11-23 09:00", "koordinasi"))
    events = make_report().receive("2026-11-24 12:00", "proses", history=history)
    assert statuses(events) == ["menunggu", "koordinasi", "proses"]


def test_repeated_statuses_of_a_history_are_one_step(make_report):
    history = status_changes(("2026-11-23 09:00", "proses"), ("2026-11-23 10:00", "proses"))
    events = make_report().receive("2026-11-24 12:00", "proses", history=history)
    assert statuses(events) == ["menunggu", "proses"]


def test_a_status_after_the_last_step_of_the_history_is_a_step_of_its_own(make_report):
    history, closed_at = status_changes(("2026-11-23 09:00", "proses")), local_time("2026-11-24 11:00")
    events = make_report().receive("2026-11-24 12:00", "selesai", history=history, closed_datetime=closed_at)
    assert statuses(events) == ["menunggu", "proses", "selesai"]
    assert events[-1].occurred_at == closed_at
