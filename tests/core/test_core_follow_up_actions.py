"""Actions on a report: its status, assignee, clocks and details after each."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from data.core.clock.timekeeper import Timekeeper
from data.core.follow_up.actions import Action, ActionRefusedError, RefusalReason, apply_action
from data.core.follow_up.workflow import ActionType, RequiredField
from data.core.report.record import Place, Placement, Target
from data.core.report.standing import Event, EventKind, KnownReport
from tests.builders import city, hours_before, standing
from tests.personas import ANGGREK, CAMAT_BARAT, CEMPAKA, DEPUTY_MAYOR, MONDAY_NOON, OPERATOR, REPORTER

KEY = ("qlue", "1")
TIMEKEEPER = Timekeeper(city(), ())
ALL_FIELDS: dict[str, Any] = {"note": "catatan", "agency": "DLH", "before": True, "after": True, "stars": 4}
OUTSIDE_CITY = Place(placement=Placement.OUTSIDE, area_code=None)
SAME_AREA = Place(placement=Placement.NAMED, area_code=ANGGREK)
OTHER_AREA = Place(placement=Placement.NAMED, area_code=CEMPAKA)


def known_report(**changed: Any) -> KnownReport:
    current = standing(**changed)
    return KnownReport(current, {}, hours_before(5), hours_before(5), "mark")


def perform(
    action_type: ActionType, report: KnownReport | None = None, principal: Any = OPERATOR, **fields: Any
) -> list[Event]:
    action = Action(action_type, principal, MONDAY_NOON, **{**ALL_FIELDS, **fields})
    return apply_action(KEY, report or known_report(), action, TIMEKEEPER)


def known_after(event: Event) -> KnownReport:
    return KnownReport(event.standing, {}, event.occurred_at, event.occurred_at, "mark")


def test_an_assignment_sets_the_agency_and_the_response_time() -> None:
    (event,) = perform(ActionType.ASSIGN)
    current = event.standing
    assert (event.kind, current.status_description) == (EventKind.STATUS, "disposisi")
    assert current.agency_responsible == "DLH"
    assert current.responded_at == MONDAY_NOON


def test_a_referred_report_stops_its_clock_and_resumes_with_the_remaining_time() -> None:
    before = known_report(expected_datetime=hours_before(-10))
    (referral,) = perform(ActionType.REFER, before, agency="PLN")
    assert referral.standing.stopped_at == MONDAY_NOON
    start_work = Action(ActionType.START_WORK, OPERATOR, MONDAY_NOON + timedelta(hours=30))
    (resumption,) = apply_action(KEY, known_after(referral), start_work, TIMEKEEPER)
    assert resumption.standing.stopped_at is None
    assert resumption.standing.expected_datetime == hours_before(-10) + timedelta(hours=30)


def test_a_resolution_closes_with_evidence_and_is_judged() -> None:
    in_progress = known_report(status_description="proses", expected_datetime=hours_before(-1))
    (event,) = perform(ActionType.RESOLVE, in_progress)
    current = event.standing
    assert event.kind == EventKind.CLOSED
    assert (current.closed_datetime, current.closed_basis) == (MONDAY_NOON, "source")
    assert (current.evidence, current.verdict) == (True, "closed_on_time")


def test_a_reopening_removes_verdict_and_evidence_and_is_counted() -> None:
    resolved = known_report(status_description="selesai", closed_datetime=hours_before(5), evidence=True)
    (event,) = perform(ActionType.REOPEN, replace(resolved, details={"rating": 2}))
    current = event.standing
    assert (event.kind, current.status_description, current.reopened) == (EventKind.REOPENED, "menunggu", 1)
    assert (current.closed_datetime, current.verdict, current.evidence) == (None, None, False)
    assert event.amended["rating"] is None


def test_a_disputed_area_changes_only_when_the_operator_approves() -> None:
    (dispute,) = perform(ActionType.DISPUTE_AREA, principal=CAMAT_BARAT)
    assert (dispute.standing.status_description, dispute.standing.area_code) == ("salah_wilayah", ANGGREK)
    assert dispute.standing.stopped_at is None
    moved, waiting = perform(ActionType.APPROVE_TRANSFER, known_after(dispute), place=OTHER_AREA)
    assert (moved.kind, moved.standing.area_code, moved.standing.lat) == (EventKind.MOVED, CEMPAKA, None)
    assert (waiting.standing.status_description, waiting.standing.agency_responsible) == ("menunggu", None)


def test_a_rejected_dispute_restores_the_previous_status() -> None:
    disputed = known_report(status_description="salah_wilayah")
    (event,) = perform(ActionType.REJECT_TRANSFER, disputed, earlier="proses")
    assert event.standing.status_description == "proses"


def test_a_duplicate_is_withdrawn_and_names_its_original() -> None:
    (event,) = perform(ActionType.MARK_DUPLICATE, original=("pantau", "P1"))
    assert (event.kind, event.standing.status_description) == (EventKind.WITHDRAWN, "duplikat")
    assert event.amended["joined_to"] == "pantau/P1"


def test_a_rating_changes_no_count() -> None:
    resolved = known_report(status_description="selesai", closed_datetime=hours_before(5))
    (event,) = perform(ActionType.RATE, resolved, principal=REPORTER, stars=2)
    assert (event.kind, event.standing, event.amended["rating"]) == (EventKind.AMENDED, resolved.standing, 2)


def test_source_values_are_stored_with_the_first_action_only() -> None:
    (first,) = perform(ActionType.START_WORK)
    assert first.amended["told"]["status_description"] == "menunggu"
    again = replace(known_after(first), details=first.amended)
    (second,) = perform(ActionType.COORDINATE, again)
    assert "told" not in second.amended


def test_an_action_is_never_dated_before_the_last_event() -> None:
    ahead = replace(known_report(), last_occurred_at=MONDAY_NOON + timedelta(minutes=3))
    (event,) = perform(ActionType.START_WORK, ahead)
    assert event.occurred_at == MONDAY_NOON + timedelta(minutes=3)


@pytest.mark.parametrize(
    ("action_type", "status", "principal", "fields", "reason"),
    [
        (ActionType.RESOLVE, "menunggu", OPERATOR, {}, RefusalReason.WRONG_STATUS),
        (ActionType.START_WORK, "proses", OPERATOR, {}, RefusalReason.WRONG_STATUS),
        (ActionType.REFER, "menunggu", CAMAT_BARAT, {}, RefusalReason.WRONG_ROLE),
        (ActionType.START_WORK, "menunggu", DEPUTY_MAYOR, {}, RefusalReason.WRONG_ROLE),
        (ActionType.RESOLVE, "proses", OPERATOR, {"before": False}, RequiredField.PHOTO_BEFORE),
        (ActionType.RESOLVE, "proses", OPERATOR, {"after": False}, RequiredField.PHOTO_AFTER),
        (ActionType.RESOLVE, "proses", OPERATOR, {"note": "  "}, RequiredField.NOTE),
        (ActionType.ASSIGN, "menunggu", OPERATOR, {"agency": None}, RequiredField.AGENCY),
        (ActionType.APPROVE_TRANSFER, "salah_wilayah", OPERATOR, {}, RequiredField.AREA),
        (ActionType.APPROVE_TRANSFER, "salah_wilayah", OPERATOR, {"place": OUTSIDE_CITY}, RequiredField.AREA),
        (
            ActionType.APPROVE_TRANSFER,
            "salah_wilayah",
            OPERATOR,
            {"place": SAME_AREA},
            RefusalReason.SAME_AREA,
        ),
        (ActionType.MARK_DUPLICATE, "menunggu", OPERATOR, {"original": KEY}, RefusalReason.SAME_REPORT),
        (
            ActionType.RECATEGORISE,
            "menunggu",
            OPERATOR,
            {"service_code": "sampah"},
            RefusalReason.SAME_CATEGORY,
        ),
        (ActionType.RATE, "selesai", REPORTER, {"stars": 6}, RequiredField.STARS),
    ],
)
def test_an_impossible_action_is_refused_with_its_reason(
    action_type: ActionType,
    status: str,
    principal: Any,
    fields: dict[str, Any],
    reason: RefusalReason | RequiredField,
) -> None:
    with pytest.raises(ActionRefusedError) as refused:
        perform(action_type, known_report(status_description=status), principal=principal, **fields)
    assert (refused.value.action_type, refused.value.reason) == (action_type, reason)
    assert str(refused.value) == f"{action_type}: {reason}"


@pytest.mark.parametrize("stars", [1, 2, 3, 4, 5])
def test_every_number_of_stars_from_one_to_five_is_a_rating(stars: int) -> None:
    resolved = known_report(status_description="selesai", closed_datetime=hours_before(5))
    (event,) = perform(ActionType.RATE, resolved, principal=REPORTER, stars=stars)
    assert event.amended["rating"] == stars


def test_recategorising_recomputes_the_deadline_from_filing() -> None:
    filed = known_report().standing.requested_datetime
    due, very_late = filed + timedelta(hours=12), filed + timedelta(hours=36)
    target = Target(expected_datetime=due, basis="source", very_late_at=very_late)
    report = known_report(status_description="proses")
    (event,) = perform(ActionType.RECATEGORISE, report, service_code="banjir", target=target)
    current = event.standing
    assert event.kind == EventKind.RECATEGORISED
    assert (current.service_code, current.status_description) == ("banjir", "proses")
    assert (current.expected_datetime, current.very_late_at) == (due, very_late)
    assert current.expected_basis == "source"
    assert event.amended == {"told": event.amended["told"]}


@pytest.mark.parametrize("target", [None, Target(expected_datetime=hours_before(-9), basis="source")])
def test_a_category_sent_with_another_action_is_ignored(target: Target | None) -> None:
    (event,) = perform(ActionType.START_WORK, service_code="banjir", target=target)
    assert (event.kind, event.standing.service_code) == (EventKind.STATUS, "sampah")


def test_recategorising_without_a_target_changes_nothing() -> None:
    (event,) = perform(ActionType.RECATEGORISE, service_code="banjir")
    assert (event.kind, event.standing.service_code) == (EventKind.AMENDED, "sampah")


def test_recategorising_includes_earlier_stops() -> None:
    """Two hours, measured by the new category's clock."""
    filed = known_report().standing.requested_datetime
    stops = f"{(filed + timedelta(hours=1)).isoformat()}/{(filed + timedelta(hours=3)).isoformat()}"
    target = Target(expected_datetime=filed + timedelta(hours=12), basis="policy", policy="uji")
    stopped_before = known_report(stops=stops)
    (event,) = perform(ActionType.RECATEGORISE, stopped_before, service_code="banjir", target=target)
    assert event.standing.expected_datetime == filed + timedelta(hours=14)


def test_a_place_sent_with_another_action_is_ignored() -> None:
    (event,) = perform(ActionType.START_WORK, place=OTHER_AREA)
    assert (event.kind, event.standing.area_code) == (EventKind.STATUS, ANGGREK)


def test_a_second_assignment_creates_an_event() -> None:
    report = known_report(status_description="disposisi", agency_responsible="DLH")
    (event,) = perform(ActionType.ASSIGN, report, agency="PUPR")
    assert (event.standing.status_description, event.standing.agency_responsible) == ("disposisi", "PUPR")


def test_only_notes_visible_to_the_reporter_become_status_notes() -> None:
    in_progress = known_report(status_description="proses")
    (event,) = perform(ActionType.RESOLVE, in_progress, note="  sudah diangkut ")
    assert event.amended["status_notes"] == "sudah diangkut"
    (internal,) = perform(ActionType.START_WORK, note="catatan dalam")
    assert "status_notes" not in internal.amended
    (reopened,) = perform(ActionType.REOPEN, known_report(status_description="selesai"), note="lagi")
    assert (reopened.amended["rating"], reopened.amended["joined_to"]) == (None, None)


def test_the_assignee_stays_during_work_and_is_cleared_when_waiting() -> None:
    assigned = known_report(status_description="disposisi", agency_responsible="DLH")
    (working,) = perform(ActionType.START_WORK, assigned)
    assert working.standing.agency_responsible == "DLH"
    (dispute,) = perform(ActionType.DISPUTE_AREA, assigned, principal=CAMAT_BARAT)
    *_moved, waiting = perform(ActionType.APPROVE_TRANSFER, known_after(dispute), place=OTHER_AREA)
    assert waiting.standing.agency_responsible is None
    closing = {"status_description": "selesai", "closed_datetime": hours_before(5)}
    resolved = known_report(**closing, agency_responsible="DLH")
    (reopened,) = perform(ActionType.REOPEN, resolved)
    assert reopened.standing.agency_responsible is None


def test_evidence_of_earlier_work_stays_until_a_reopening() -> None:
    with_evidence = known_report(status_description="proses", evidence=True)
    (note,) = perform(ActionType.COORDINATE, with_evidence)
    (rejected,) = perform(ActionType.REJECT, with_evidence)
    assert (note.standing.evidence, rejected.standing.evidence) == (True, True)
    assert (note.standing.reopened, rejected.standing.reopened) == (0, 0)


def test_a_status_change_of_an_open_report_sets_no_closing_time() -> None:
    (event,) = perform(ActionType.START_WORK, known_report(status_description="koordinasi"))
    assert (event.standing.closed_datetime, event.standing.closed_basis) == (None, None)
    assert (event.standing.status, event.standing.status_description) == ("open", "proses")


def test_events_of_an_action_are_learnt_when_they_occur() -> None:
    disputed = known_report(status_description="salah_wilayah")
    for event in perform(ActionType.APPROVE_TRANSFER, disputed, place=OTHER_AREA):
        assert (event.occurred_at, event.learnt_at) == (MONDAY_NOON, MONDAY_NOON)
