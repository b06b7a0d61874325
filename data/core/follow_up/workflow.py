"""The state machine of a report: each action's states, roles and required fields.

States are the codes of :mod:`data.core.status`. Closing requires a photo from before and one from after the
work. After an area dispute ("bukan wilayah kami") the report stays with its kecamatan, its clock running,
until the operator decides. Referring a report to somebody outside the city stops the kecamatan's clock, so
only the operator does it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from data.core.access import Role
from data.core.status import STATUSES, Status


class ActionType(StrEnum):
    """An action on a report."""

    COORDINATE = "koordinasi"
    ASSIGN = "disposisi"
    START_WORK = "proses"
    ASK_REPORTER = "tanya_pelapor"
    ANSWER_QUESTION = "jawab"
    REFER = "teruskan"
    RESOLVE = "selesaikan"
    DISPUTE_AREA = "bukan_wilayah"
    APPROVE_TRANSFER = "setujui_pindah"
    REJECT_TRANSFER = "tolak_pindah"
    REJECT = "tolak"
    WITHDRAW = "tarik"
    MARK_DUPLICATE = "gabung"
    REOPEN = "buka_kembali"
    RECATEGORISE = "ubah_kategori"
    ADD_NOTE = "catat"
    RATE = "nilai"
    CONFIRM_RESOLUTION = "tetap_selesai"


class RequiredField(StrEnum):
    """What an action requires, by the name of its field."""

    NOTE = "note"
    AGENCY = "agency"
    PHOTO_BEFORE = "before"
    PHOTO_AFTER = "after"
    AREA = "area_code"
    CATEGORY = "service_code"
    ORIGINAL = "original"
    STARS = "stars"


SAME_STATE = None  # the action does not change the state
PREVIOUS_STATE = "back"  # the action returns to the state before the present one


@dataclass(frozen=True)
class ActionRule:
    """One row of the table.

    :param from_states: the states in which the action is allowed
    :param to_state: the state that it leads to, :data:`SAME_STATE` or :data:`PREVIOUS_STATE`
    :param visible_to_reporter: the reporter reads the note too
    """

    from_states: frozenset[str]
    to_state: str | None
    roles: frozenset[Role]
    required_fields: tuple[RequiredField, ...] = ()
    visible_to_reporter: bool = False


OPEN_STATES = frozenset(status.code for status in STATUSES if status.status is Status.OPEN)
CLOSED_STATES = frozenset(status.code for status in STATUSES if status.status is Status.CLOSED)
IN_PROGRESS_STATES = frozenset({"koordinasi", "disposisi", "proses"})
OUTSIDE_STATES = frozenset({"menunggu_pelapor", "diteruskan"})
WAITING_STATES = frozenset({"menunggu", "tidak_dikenal"})
IN_CITY_STATES = WAITING_STATES | IN_PROGRESS_STATES

OPERATOR_ROLES = frozenset({Role.OPERATOR})
KECAMATAN_ROLES = frozenset({Role.CAMAT, Role.EXECUTOR})
STAFF_ROLES = OPERATOR_ROLES | KECAMATAN_ROLES
REPORTER_ROLES = frozenset({Role.REPORTER})

ACTION_RULES: Mapping[ActionType, ActionRule] = {
    ActionType.COORDINATE: ActionRule(
        (IN_CITY_STATES | OUTSIDE_STATES) - {"koordinasi"}, "koordinasi", STAFF_ROLES
    ),
    ActionType.ASSIGN: ActionRule(
        IN_CITY_STATES | OUTSIDE_STATES,
        "disposisi",
        STAFF_ROLES,
        (RequiredField.AGENCY, RequiredField.NOTE),
        visible_to_reporter=True,
    ),
    ActionType.START_WORK: ActionRule((IN_CITY_STATES | OUTSIDE_STATES) - {"proses"}, "proses", STAFF_ROLES),
    ActionType.ASK_REPORTER: ActionRule(
        IN_CITY_STATES, "menunggu_pelapor", STAFF_ROLES, (RequiredField.NOTE,), visible_to_reporter=True
    ),
    ActionType.ANSWER_QUESTION: ActionRule(
        frozenset({"menunggu_pelapor"}), PREVIOUS_STATE, REPORTER_ROLES, (RequiredField.NOTE,)
    ),
    ActionType.REFER: ActionRule(
        IN_CITY_STATES | {"menunggu_pelapor"},
        "diteruskan",
        OPERATOR_ROLES,
        (RequiredField.AGENCY, RequiredField.NOTE),
        visible_to_reporter=True,
    ),
    ActionType.RESOLVE: ActionRule(
        IN_PROGRESS_STATES,
        "selesai",
        STAFF_ROLES,
        (RequiredField.PHOTO_BEFORE, RequiredField.PHOTO_AFTER, RequiredField.NOTE),
        visible_to_reporter=True,
    ),
    ActionType.DISPUTE_AREA: ActionRule(
        IN_CITY_STATES, "salah_wilayah", KECAMATAN_ROLES, (RequiredField.NOTE,)
    ),
    ActionType.APPROVE_TRANSFER: ActionRule(
        frozenset({"salah_wilayah"}), "menunggu", OPERATOR_ROLES, (RequiredField.AREA,)
    ),
    ActionType.REJECT_TRANSFER: ActionRule(
        frozenset({"salah_wilayah"}), PREVIOUS_STATE, OPERATOR_ROLES, (RequiredField.NOTE,)
    ),
    ActionType.REJECT: ActionRule(
        IN_CITY_STATES, "ditolak", OPERATOR_ROLES, (RequiredField.NOTE,), visible_to_reporter=True
    ),
    ActionType.WITHDRAW: ActionRule(  # only of what its source no longer has
        OPEN_STATES, "ditolak", OPERATOR_ROLES, (RequiredField.NOTE,), visible_to_reporter=True
    ),
    ActionType.MARK_DUPLICATE: ActionRule(
        IN_CITY_STATES, "duplikat", STAFF_ROLES | REPORTER_ROLES, (RequiredField.ORIGINAL,)
    ),
    ActionType.REOPEN: ActionRule(
        CLOSED_STATES, "menunggu", OPERATOR_ROLES, (RequiredField.NOTE,), visible_to_reporter=True
    ),
    ActionType.RECATEGORISE: ActionRule(OPEN_STATES, SAME_STATE, STAFF_ROLES, (RequiredField.CATEGORY,)),
    ActionType.ADD_NOTE: ActionRule(
        OPEN_STATES | CLOSED_STATES, SAME_STATE, STAFF_ROLES, (RequiredField.NOTE,)
    ),
    ActionType.RATE: ActionRule(frozenset({"selesai"}), SAME_STATE, REPORTER_ROLES, (RequiredField.STARS,)),
    ActionType.CONFIRM_RESOLUTION: ActionRule(
        frozenset({"selesai"}), SAME_STATE, OPERATOR_ROLES, (RequiredField.NOTE,)
    ),
}


def allowed_actions(
    status_description: str, role: Role, *, is_missing: bool = False
) -> tuple[ActionType, ...]:
    """Return the actions that a role may take on a report in a state, in the table's order.

    :param is_missing: the report's source no longer has it
    """
    return tuple(
        action_type
        for action_type, rule in ACTION_RULES.items()
        if status_description in rule.from_states
        and role in rule.roles
        and (is_missing or action_type is not ActionType.WITHDRAW)
    )
