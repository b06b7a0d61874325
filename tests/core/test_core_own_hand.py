"""An office's own hand does not improve its own numbers: joining, recategorising and asking."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from data.core.clock.timekeeper import Timekeeper
from data.core.follow_up.actions import Action, ActionRefusedError, RefusalReason, apply_action
from data.core.follow_up.own_hand import OriginalReport
from data.core.follow_up.workflow import ActionType
from data.core.report.record import Target
from data.core.report.standing import KnownReport, Standing
from data.core.status import Status
from tests.builders import city, hours_before, standing
from tests.personas import ANGGREK, BARITO, CAMAT_BARAT, MONDAY_NOON, OPERATOR, REPORTER

KEY, OTHER_KEY = ("qlue", "1"), ("qlue", "2")
TIMEKEEPER = Timekeeper(city(), ())
POINT = {"lat": 1.405, "long": 124.805}
HOUR = timedelta(hours=1)
DUE, RESPONSE_DUE = hours_before(1), hours_before(20)
PRESENT_CLOCK = {
    "expected_datetime": DUE, "expected_basis": "policy", "policy": "lama", "approaching_at": hours_before(5),
    "very_late_at": hours_before(-60), "response_expected_datetime": RESPONSE_DUE,
}  # fmt: skip
METRES_NORTH = 1 / 111_195.0  # degrees of latitude in a metre


def perform(
    action_type: ActionType, report: Standing, principal: Any = CAMAT_BARAT, **fields: Any
) -> Standing:
    known = KnownReport(report, {}, hours_before(5), hours_before(5), "mark")
    action = Action(action_type, principal, MONDAY_NOON, note="catatan", **fields)
    return apply_action(KEY, known, action, TIMEKEEPER)[-1].standing


def join(principal: Any = CAMAT_BARAT, *, same_parent: bool = True, **original: Any) -> Standing:
    """Join a report, filed 30 hours ago in Anggrek, with another one filed 31 hours ago."""
    report = standing(**POINT, requested_datetime=hours_before(30), area_code=ANGGREK)
    other = standing(**{**POINT, "requested_datetime": hours_before(31), "area_code": ANGGREK, **original})
    found = OriginalReport(other, same_parent)
    return perform(ActionType.MARK_DUPLICATE, report, principal, original=OTHER_KEY, original_report=found)


PLAIN: list[dict[str, Any]] = [
    {},
    {"requested_datetime": hours_before(30)},
    {"lat": None, "long": None},
    {"area_code": BARITO, "lat": POINT["lat"] + 199 * METRES_NORTH},
]
DOUBTFUL: dict[str, dict[str, Any]] = {
    "resolved": {
        "status": Status.CLOSED,
        "status_description": "selesai",
        "closed_datetime": hours_before(2),
    },
    "rejected": {
        "status": Status.CLOSED,
        "status_description": "ditolak",
        "closed_datetime": hours_before(2),
    },
    "of another category": {"service_code": "banjir"},
    "filed later": {"requested_datetime": hours_before(29)},
    "of another kecamatan": {"same_parent": False},
    "201 metres away": {"area_code": BARITO, "lat": POINT["lat"] + 201 * METRES_NORTH},
    "elsewhere without a point": {"area_code": BARITO, "lat": None, "long": None},
}


@pytest.mark.parametrize("original", PLAIN)
@pytest.mark.parametrize("principal", [CAMAT_BARAT, REPORTER])
def test_an_office_joins_a_report_with_one_that_is_plainly_the_same(original, principal):
    assert join(principal, **original).status_description == "duplikat"


@pytest.mark.parametrize("original", DOUBTFUL.values(), ids=DOUBTFUL)
@pytest.mark.parametrize("principal", [CAMAT_BARAT, REPORTER])
def test_any_other_joining_needs_the_command_center(original, principal):
    """Kind: own hand. A late report left the count by joining it to a closed one anywhere in the city."""
    with pytest.raises(ActionRefusedError) as refused:
        join(principal, **original)
    assert refused.value.reason is RefusalReason.NEEDS_CENTER
    assert join(OPERATOR, **original).status_description == "duplikat"


def recategorise(principal: Any, code: str = "banjir", **target: Any) -> Standing:
    report = standing(status_description="proses", service_code="sampah", **PRESENT_CLOCK)
    new = {"expected_datetime": None, "basis": None, **target}
    return perform(ActionType.RECATEGORISE, report, principal, service_code=code, target=Target(**new))


def clock_of(report: Standing) -> tuple[Any, ...]:
    return (report.expected_datetime, report.policy, report.very_late_at, report.response_expected_datetime)


@pytest.mark.parametrize(
    ("due", "response"),
    [(DUE + 336 * HOUR, RESPONSE_DUE + HOUR), (DUE + HOUR, None), (None, None), (DUE, None)],
)
def test_a_category_changed_by_the_office_keeps_an_earlier_deadline(
    due: datetime | None, response: datetime | None
):
    """Kind: own hand. "Usul" gave two weeks more, and a category without a policy gave for ever."""
    target = {
        "expected_datetime": due,
        "response_expected_datetime": response,
        "basis": "policy",
        "policy": "x",
    }
    changed = recategorise(CAMAT_BARAT, **target)
    assert changed.service_code == "banjir"
    assert clock_of(changed) == (DUE, "lama", hours_before(-60), RESPONSE_DUE)
    moved = recategorise(OPERATOR, **target)
    assert clock_of(moved) == (due, "x", None, response)


def test_a_category_changed_by_the_office_brings_an_earlier_deadline():
    changed = recategorise(CAMAT_BARAT, expected_datetime=DUE - HOUR, basis="policy", policy="x")
    assert clock_of(changed) == (DUE - HOUR, "x", None, RESPONSE_DUE)


def test_a_report_without_a_deadline_gets_that_of_its_new_category():
    report = standing(status_description="proses", expected_datetime=None)
    target = Target(expected_datetime=DUE, basis="policy", policy="x")
    changed = perform(ActionType.RECATEGORISE, report, service_code="banjir", target=target)
    assert changed.expected_datetime == DUE


def test_the_command_center_lets_the_deadline_of_the_present_category_apply():
    """An office could not set it: naming the category again is the center's consent."""
    later = {"expected_datetime": DUE + 336 * HOUR, "basis": "policy", "policy": "x"}
    assert recategorise(OPERATOR, "sampah", **later).expected_datetime == DUE + 336 * HOUR
    with pytest.raises(ActionRefusedError) as refused:
        recategorise(CAMAT_BARAT, "sampah", **later)
    assert refused.value.reason is RefusalReason.SAME_CATEGORY


def test_the_command_center_changes_nothing_by_naming_what_is_already():
    report = standing(status_description="proses")
    target = Target(
        expected_datetime=report.expected_datetime, basis=report.expected_basis, policy=report.policy,
        approaching_at=report.approaching_at, very_late_at=report.very_late_at,
        response_expected_datetime=report.response_expected_datetime, provisional=report.provisional,
    )  # fmt: skip
    with pytest.raises(ActionRefusedError) as refused:
        perform(ActionType.RECATEGORISE, report, OPERATOR, service_code=report.service_code, target=target)
    assert refused.value.reason is RefusalReason.SAME_CATEGORY


def test_a_reporter_who_cannot_answer_is_not_asked_by_the_office():
    """Kind: own hand. The clock waited for an answer that nobody could give."""
    with pytest.raises(ActionRefusedError) as refused:
        perform(ActionType.ASK_REPORTER, standing())
    assert refused.value.reason is RefusalReason.NO_WAY_BACK
    for principal, reachable in ((CAMAT_BARAT, True), (OPERATOR, False)):
        asked = perform(ActionType.ASK_REPORTER, standing(), principal, reporter_reachable=reachable)
        assert asked.stopped_at == MONDAY_NOON
