"""Workflow: the actions of each state and role, by a table, and what holds for every action."""

import pytest

from data.core.access import Role
from data.core.follow_up.workflow import (
    ACTION_RULES,
    CLOSED_STATES,
    OPEN_STATES,
    STAFF_ROLES,
    ActionType,
    RequiredField,
    allowed_actions,
)
from data.core.status import STATUS_BY_CODE, STATUSES

C, D, S, Q, F, R = "koordinasi", "disposisi", "proses", "tanya_pelapor", "teruskan", "selesaikan"
W, X, J, K, N = "bukan_wilayah", "tolak", "gabung", "ubah_kategori", "catat"

# The state of a report: the actions of its kecamatan, and those of the operator.
TABLE = {
    "menunggu": ({C, D, S, Q, W, J, K, N}, {C, D, S, Q, F, X, J, K, N}),
    "tidak_dikenal": ({C, D, S, Q, W, J, K, N}, {C, D, S, Q, F, X, J, K, N}),
    "koordinasi": ({D, S, Q, R, W, J, K, N}, {D, S, Q, F, R, X, J, K, N}),
    "disposisi": ({C, D, S, Q, R, W, J, K, N}, {C, D, S, Q, F, R, X, J, K, N}),
    "proses": ({C, D, Q, R, W, J, K, N}, {C, D, Q, F, R, X, J, K, N}),
    "menunggu_pelapor": ({C, D, S, K, N}, {C, D, S, F, K, N}),
    "diteruskan": ({C, D, S, K, N}, {C, D, S, K, N}),
    "salah_wilayah": ({K, N}, {"setujui_pindah", "tolak_pindah", K, N}),
    "selesai": ({N}, {"buka_kembali", "tetap_selesai", N}),
    "ditolak": ({N}, {"buka_kembali", N}),
    "duplikat": ({N}, {"buka_kembali", N}),
}


@pytest.mark.parametrize("state", TABLE)
def test_each_state_allows_exactly_the_actions_of_the_table(state: str) -> None:
    kecamatan_actions, operator_actions = TABLE[state]
    assert set(allowed_actions(state, Role.CAMAT)) == kecamatan_actions
    assert set(allowed_actions(state, Role.EXECUTOR)) == kecamatan_actions
    assert set(allowed_actions(state, Role.OPERATOR)) == operator_actions


def test_every_state_is_in_the_table() -> None:
    assert set(TABLE) == set(STATUS_BY_CODE) == OPEN_STATES | CLOSED_STATES


@pytest.mark.parametrize("role", [Role.DEPUTY_MAYOR, Role.DISPLAY, Role.ANONYMOUS])
def test_read_only_roles_have_no_actions(role: Role) -> None:
    assert {allowed_actions(status.code, role) for status in STATUSES} == {()}


def test_a_reporter_can_mark_duplicates_answer_questions_and_rate() -> None:
    actions_by_state = {status.code: allowed_actions(status.code, Role.REPORTER) for status in STATUSES}
    in_city = ("menunggu", "koordinasi", "disposisi", "proses", "tidak_dikenal")
    assert {state: actions for state, actions in actions_by_state.items() if actions} == {
        **dict.fromkeys(in_city, (ActionType.MARK_DUPLICATE,)),
        "menunggu_pelapor": (ActionType.ANSWER_QUESTION,),
        "selesai": (ActionType.RATE,),
    }


def test_resolving_requires_a_photo_before_and_after() -> None:
    resolving = [action for action, rule in ACTION_RULES.items() if rule.to_state == "selesai"]
    assert resolving == [ActionType.RESOLVE]
    required_fields = set(ACTION_RULES[ActionType.RESOLVE].required_fields)
    assert {RequiredField.PHOTO_BEFORE, RequiredField.PHOTO_AFTER} <= required_fields


def test_only_the_operator_can_refer_or_reject_a_report() -> None:
    rules = [rule for rule in ACTION_RULES.values() if rule.to_state in ("diteruskan", "ditolak")]
    assert {rule.roles for rule in rules} == {frozenset({Role.OPERATOR})}


def test_every_action_has_roles_and_leads_to_a_known_state() -> None:
    for rule in ACTION_RULES.values():
        assert rule.to_state in {None, "back", *STATUS_BY_CODE}
        assert rule.roles
        assert rule.roles <= STAFF_ROLES | {Role.REPORTER}
