"""What a move makes of a report: its state, its holder, its two clocks, and what its source told."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from data.core.clock.timekeeper import Timekeeper
from data.core.follow_up.actions import ActError, Acting, Fault, acted
from data.core.follow_up.workflow import Move, Need
from data.core.report.record import Place, Placement, Target
from data.core.report.standing import Event, Kind, Known
from tests.builders import city, hours_before, standing
from tests.personas import ANGGREK, CAMAT_BARAT, CEMPAKA, DEPUTY_MAYOR, MONDAY_NOON, OPERATOR, REPORTER

KEY = ("qlue", "1")
KEEPER = Timekeeper(city(), ())
FULL: dict[str, Any] = {"note": "catatan", "agency": "DLH", "before": True, "after": True, "stars": 4}
NOWHERE = Place(placement=Placement.OUTSIDE, area_code=None)
SAME = Place(placement=Placement.NAMED, area_code=ANGGREK)
ELSEWHERE = Place(placement=Placement.NAMED, area_code=CEMPAKA)


def known(**changed: Any) -> Known:
    now = standing(**changed)
    return Known(now, {}, hours_before(5), hours_before(5), "mark")


def move(move: Move, report: Known | None = None, who: Any = OPERATOR, **more: Any) -> list[Event]:
    return acted(KEY, report or known(), Acting(move, who, MONDAY_NOON, **{**FULL, **more}), KEEPER)


def test_a_disposition_names_the_agency_and_answers_the_first_clock() -> None:
    (event,) = move(Move.DISPOSE)
    now = event.standing
    assert (event.kind, now.status_description, now.agency_responsible) == (Kind.STATUS, "disposisi", "DLH")
    assert now.responded_at == MONDAY_NOON


def test_a_report_handed_outside_stands_still_and_goes_on_with_the_time_that_was_left() -> None:
    before = known(expected_datetime=hours_before(-10))
    (out,) = move(Move.REFER, before, agency="PLN")
    assert out.standing.stopped_at == MONDAY_NOON
    later = Acting(Move.START, OPERATOR, MONDAY_NOON + timedelta(hours=30))
    away = Known(out.standing, {}, out.occurred_at, out.occurred_at, "mark")
    (back,) = acted(KEY, away, later, KEEPER)
    assert back.standing.stopped_at is None
    assert back.standing.expected_datetime == hours_before(-10) + timedelta(hours=30)


def test_a_resolution_closes_with_evidence_and_is_judged() -> None:
    (event,) = move(Move.RESOLVE, known(status_description="proses", expected_datetime=hours_before(-1)))
    now = event.standing
    assert (event.kind, now.closed_datetime, now.closed_basis) == (Kind.CLOSED, MONDAY_NOON, "source")
    assert (now.evidence, now.verdict) == (True, "closed_on_time")


def test_a_reopening_takes_credit_and_evidence_back_and_counts() -> None:
    done = known(status_description="selesai", closed_datetime=hours_before(5), evidence=True)
    (event,) = move(Move.REOPEN, replace(done, details={"rating": 2}))
    now = event.standing
    assert (event.kind, now.status_description, now.reopened) == (Kind.REOPENED, "menunggu", 1)
    assert (now.closed_datetime, now.verdict, now.evidence) == (None, None, False)
    assert event.amended["rating"] is None


def test_a_claim_moves_nothing_until_the_command_center_agrees() -> None:
    (claim,) = move(Move.NOT_OURS, who=CAMAT_BARAT)
    assert (claim.standing.status_description, claim.standing.area_code) == ("salah_wilayah", ANGGREK)
    assert claim.standing.stopped_at is None
    claimed = Known(claim.standing, {}, claim.occurred_at, claim.occurred_at, "mark")
    moved, waiting = move(Move.AGREE, claimed, place=ELSEWHERE)
    assert (moved.kind, moved.standing.area_code, moved.standing.lat) == (Kind.MOVED, CEMPAKA, None)
    assert (waiting.standing.status_description, waiting.standing.agency_responsible) == ("menunggu", None)


def test_a_claim_that_is_refused_leads_back() -> None:
    (event,) = move(Move.DISAGREE, known(status_description="salah_wilayah"), earlier="proses")
    assert event.standing.status_description == "proses"


def test_a_joined_report_is_withdrawn_and_names_the_one_it_is_counted_with() -> None:
    (event,) = move(Move.JOIN, original=("pantau", "P1"))
    assert (event.kind, event.standing.status_description) == (Kind.WITHDRAWN, "duplikat")
    assert event.amended["joined_to"] == "pantau/P1"


def test_a_rating_changes_no_count() -> None:
    done = known(status_description="selesai", closed_datetime=hours_before(5))
    (event,) = move(Move.RATE, done, who=REPORTER, stars=2)
    assert (event.kind, event.standing, event.amended["rating"]) == (Kind.AMENDED, done.standing, 2)


def test_what_the_source_told_is_kept_at_the_first_move_only() -> None:
    (first,) = move(Move.START)
    assert first.amended["told"]["status_description"] == "menunggu"
    again = Known(first.standing, first.amended, first.occurred_at, first.occurred_at, "mark")
    (second,) = move(Move.COORDINATE, again)
    assert "told" not in second.amended


def test_a_move_lies_never_before_what_is_known() -> None:
    ahead = replace(known(), last_occurred_at=MONDAY_NOON + timedelta(minutes=3))
    (event,) = move(Move.START, ahead)
    assert event.occurred_at == MONDAY_NOON + timedelta(minutes=3)


@pytest.mark.parametrize(
    ("wanted", "word", "who", "more", "fault"),
    [
        (Move.RESOLVE, "menunggu", OPERATOR, {}, Fault.NOT_FROM_HERE),
        (Move.START, "proses", OPERATOR, {}, Fault.NOT_FROM_HERE),
        (Move.REFER, "menunggu", CAMAT_BARAT, {}, Fault.NOT_FOR_ROLE),
        (Move.START, "menunggu", DEPUTY_MAYOR, {}, Fault.NOT_FOR_ROLE),
        (Move.RESOLVE, "proses", OPERATOR, {"before": False}, Need.BEFORE),
        (Move.RESOLVE, "proses", OPERATOR, {"after": False}, Need.AFTER),
        (Move.RESOLVE, "proses", OPERATOR, {"note": "  "}, Need.NOTE),
        (Move.DISPOSE, "menunggu", OPERATOR, {"agency": None}, Need.AGENCY),
        (Move.AGREE, "salah_wilayah", OPERATOR, {}, Need.AREA),
        (Move.AGREE, "salah_wilayah", OPERATOR, {"place": NOWHERE}, Need.AREA),
        (Move.AGREE, "salah_wilayah", OPERATOR, {"place": SAME}, Fault.SAME_PLACE),
        (Move.JOIN, "menunggu", OPERATOR, {"original": KEY}, Fault.ITSELF),
        (Move.RECATEGORISE, "menunggu", OPERATOR, {"service_code": "sampah"}, Fault.SAME_CATEGORY),
        (Move.RATE, "selesai", REPORTER, {"stars": 6}, Need.STARS),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(
    wanted: Move, word: str, who: Any, more: dict[str, Any], fault: Fault | Need
) -> None:
    with pytest.raises(ActError) as refused:
        move(wanted, known(status_description=word), who=who, **more)
    assert (refused.value.move, refused.value.fault) == (wanted, fault)
    assert str(refused.value) == f"{wanted}: {fault}"


@pytest.mark.parametrize("stars", [1, 2, 3, 4, 5])
def test_every_number_of_stars_from_one_to_five_is_a_rating(stars: int) -> None:
    done = known(status_description="selesai", closed_datetime=hours_before(5))
    (event,) = move(Move.RATE, done, who=REPORTER, stars=stars)
    assert event.amended["rating"] == stars


def test_another_category_brings_the_deadline_that_it_would_have_had_at_filing() -> None:
    filed = known().standing.requested_datetime
    due, very_late = filed + timedelta(hours=12), filed + timedelta(hours=36)
    target = Target(expected_datetime=due, basis="source", very_late_at=very_late)
    report = known(status_description="proses")
    (event,) = move(Move.RECATEGORISE, report, service_code="banjir", target=target)
    now = event.standing
    assert (event.kind, now.service_code, now.status_description) == (Kind.RECATEGORISED, "banjir", "proses")
    assert (now.expected_datetime, now.very_late_at, now.expected_basis) == (due, very_late, "source")
    assert event.amended == {"told": event.amended["told"]}


@pytest.mark.parametrize("target", [None, Target(expected_datetime=hours_before(-9), basis="source")])
def test_a_category_named_beside_another_move_changes_no_category(target: Target | None) -> None:
    (event,) = move(Move.START, service_code="banjir", target=target)
    assert (event.kind, event.standing.service_code) == (Kind.STATUS, "sampah")


def test_another_category_without_its_deadline_changes_nothing_and_is_no_state_either() -> None:
    (event,) = move(Move.RECATEGORISE, service_code="banjir")
    assert (event.kind, event.standing.service_code) == (Kind.AMENDED, "sampah")


def test_another_category_counts_every_stop_that_there_was() -> None:
    """Stood still for two hours, by the new category's own clock."""
    filed = known().standing.requested_datetime
    stops = f"{(filed + timedelta(hours=1)).isoformat()}/{(filed + timedelta(hours=3)).isoformat()}"
    target = Target(expected_datetime=filed + timedelta(hours=12), basis="policy", policy="uji")
    (event,) = move(Move.RECATEGORISE, known(stops=stops), service_code="banjir", target=target)
    assert event.standing.expected_datetime == filed + timedelta(hours=14)


def test_a_place_named_beside_another_move_moves_nothing() -> None:
    (event,) = move(Move.START, place=ELSEWHERE)
    assert (event.kind, event.standing.area_code) == (Kind.STATUS, ANGGREK)


def test_a_second_disposition_in_the_same_state_is_told_too() -> None:
    report = known(status_description="disposisi", agency_responsible="DLH")
    (event,) = move(Move.DISPOSE, report, agency="PUPR")
    assert (event.standing.status_description, event.standing.agency_responsible) == ("disposisi", "PUPR")


def test_only_what_is_meant_for_the_reporter_becomes_the_note_that_he_reads() -> None:
    done = known(status_description="proses")
    (event,) = move(Move.RESOLVE, done, note="  sudah diangkut ")
    assert event.amended["status_notes"] == "sudah diangkut"
    (inner,) = move(Move.START, note="catatan dalam")
    assert "status_notes" not in inner.amended
    (silent,) = move(Move.REOPEN, replace(known(status_description="selesai"), details={}), note="lagi")
    assert (silent.amended["rating"], silent.amended["joined_to"]) == (None, None)


def test_who_holds_a_report_keeps_it_through_the_work_and_no_longer_when_it_waits_again() -> None:
    held = known(status_description="disposisi", agency_responsible="DLH")
    (working,) = move(Move.START, held)
    assert working.standing.agency_responsible == "DLH"
    (claim,) = move(Move.NOT_OURS, held, who=CAMAT_BARAT)
    claimed = Known(claim.standing, {}, claim.occurred_at, claim.occurred_at, "mark")
    *_moved, waiting = move(Move.AGREE, claimed, place=ELSEWHERE)
    assert waiting.standing.agency_responsible is None
    done = known(status_description="selesai", closed_datetime=hours_before(5), agency_responsible="DLH")
    (reopened,) = move(Move.REOPEN, done)
    assert reopened.standing.agency_responsible is None


def test_evidence_of_earlier_work_stays_until_a_reopening() -> None:
    shown = known(status_description="proses", evidence=True)
    (note,) = move(Move.COORDINATE, shown)
    (rejected,) = move(Move.REJECT, shown)
    assert (note.standing.evidence, rejected.standing.evidence) == (True, True)
    assert (note.standing.reopened, rejected.standing.reopened) == (0, 0)


def test_an_open_report_that_moves_on_has_no_time_of_closing() -> None:
    (event,) = move(Move.START, known(status_description="koordinasi"))
    assert (event.standing.closed_datetime, event.standing.closed_basis) == (None, None)
    assert (event.standing.status, event.standing.status_description) == ("open", "proses")


def test_each_event_of_a_move_is_known_when_it_happens() -> None:
    claimed = known(status_description="salah_wilayah")
    for event in move(Move.AGREE, claimed, place=ELSEWHERE):
        assert (event.occurred_at, event.learnt_at) == (MONDAY_NOON, MONDAY_NOON)
