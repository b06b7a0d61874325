"""Actions on a report: whether one is allowed, and the events that it makes."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from data.core.access import Principal, Role
from data.core.follow_up.own_hand import (
    OWN_HAND_ROLES,
    OriginalReport,
    is_plain_duplicate,
    never_later,
)
from data.core.follow_up.workflow import ACTION_RULES, PREVIOUS_STATE, ActionType, RequiredField
from data.core.report.key import ReportKey
from data.core.report.reconcile import initial_source_values
from data.core.report.record import Place, Placement, Target
from data.core.report.standing import Event, EventKind, KnownReport, Standing, status_event_kind
from data.core.report.stopwatch import PolicyClock, apply_step, recompute_clock, with_verdicts
from data.core.status import INITIAL_STATUS, RESOLVED_STATUS, Status, status_of

LOW_STARS = 2  # at most so many: an operator checks whether the work was done


class RefusalReason(StrEnum):
    """Why an action is refused, other than for a missing field."""

    WRONG_STATUS = "not_from_here"
    WRONG_ROLE = "not_for_role"
    SAME_AREA = "same_place"
    SAME_CATEGORY = "same_category"
    SAME_REPORT = "itself"
    IS_DUPLICATE = "is_joined"
    NEEDS_CENTER = "needs_center"  # the two reports are not plainly the same: the command center decides
    NO_WAY_BACK = "no_way_back"  # nobody can tell the reporter that something was asked


class ActionRefusedError(Exception):
    """An action that is not allowed; ``reason`` is the :class:`RequiredField` that is missing, or another."""

    def __init__(self, action_type: ActionType, reason: RefusalReason | RequiredField) -> None:
        super().__init__(f"{action_type}: {reason}")
        self.action_type, self.reason = action_type, reason


@dataclass(frozen=True)
class Action:
    """What somebody does to a report.

    :param place: where the report is, for a transfer to another area
    :param target: the deadlines that the new category would have had at filing
    :param original: the report that this one duplicates
    :param original_report: what is known of it; None for a report that only the center may join with
    :param reporter_reachable: a question reaches the reporter
    :param is_missing: the report's source no longer has it
    :param before: there is a photo from before the work; the reporter's own counts
    :param after: there is a photo of the finished work
    :param earlier: the status before the present one, to which a refused transfer returns
    """

    action_type: ActionType
    principal: Principal
    at: datetime
    note: str = ""
    agency: str | None = None
    place: Place | None = None
    service_code: str | None = None
    target: Target | None = None
    original: ReportKey | None = None
    original_report: OriginalReport | None = None
    reporter_reachable: bool = False
    is_missing: bool = False
    stars: int | None = None
    before: bool = False
    after: bool = False
    earlier: str = INITIAL_STATUS


def apply_action(
    key: ReportKey, known_report: KnownReport, action: Action, timekeeper: PolicyClock
) -> list[Event]:
    """Return the events of an action, at least one; none lies before what is known already.

    :raises ActionRefusedError: if the status or the role does not allow the action, or a field is missing
    """
    _validate_action(key, known_report.standing, action)
    at = max(action.at, known_report.last_occurred_at)
    steps = _transition_steps(known_report.standing, action, at, timekeeper)
    *events, last = [Event(kind, at, at, standing) for kind, standing in steps]
    return [*events, replace(last, amended=_amended_details(known_report, action))]


def _validate_action(key: ReportKey, standing: Standing, action: Action) -> None:
    """:raises ActionRefusedError: see :func:`apply_action`"""
    rule = ACTION_RULES[action.action_type]
    is_unfounded = action.action_type is ActionType.WITHDRAW and not action.is_missing
    if standing.status_description not in rule.from_states or is_unfounded:
        raise ActionRefusedError(action.action_type, RefusalReason.WRONG_STATUS)
    if action.principal.role not in rule.roles:
        raise ActionRefusedError(action.action_type, RefusalReason.WRONG_ROLE)
    for required_field in rule.required_fields:
        if not _has_field(action, required_field):
            raise ActionRefusedError(action.action_type, required_field)
    if action.original == key:
        raise ActionRefusedError(action.action_type, RefusalReason.SAME_REPORT)
    is_same_category = action.service_code == standing.service_code and not _may_name_present_category(action)
    if action.action_type is ActionType.RECATEGORISE and is_same_category:
        raise ActionRefusedError(action.action_type, RefusalReason.SAME_CATEGORY)
    if action.place and action.place.area_code == standing.area_code:
        raise ActionRefusedError(action.action_type, RefusalReason.SAME_AREA)
    _validate_own_hand(standing, action)


def _may_name_present_category(action: Action) -> bool:
    """Return whether an action may let the deadlines of the present category apply."""
    return action.principal.role is Role.OPERATOR and action.target is not None


def _validate_own_hand(standing: Standing, action: Action) -> None:
    """:raises ActionRefusedError: only the command center may do this"""
    if action.principal.role not in OWN_HAND_ROLES:
        return
    if action.action_type is ActionType.MARK_DUPLICATE:
        original = action.original_report
        if original is None or not is_plain_duplicate(standing, original):
            raise ActionRefusedError(action.action_type, RefusalReason.NEEDS_CENTER)
    if action.action_type is ActionType.ASK_REPORTER and not action.reporter_reachable:
        raise ActionRefusedError(action.action_type, RefusalReason.NO_WAY_BACK)


def _has_field(action: Action, required_field: RequiredField) -> bool:
    if required_field is RequiredField.AREA:
        return action.place is not None and action.place.area_code is not None
    if required_field is RequiredField.STARS:
        return action.stars in (1, 2, 3, 4, 5)
    value = getattr(action, required_field.value)
    return bool(value.strip() if isinstance(value, str) else value)


def _transition_steps(
    standing: Standing, action: Action, at: datetime, timekeeper: PolicyClock
) -> list[tuple[EventKind, Standing]]:
    """Return what the report becomes, step by step: its place or category first, then its status."""
    steps: list[tuple[EventKind, Standing]] = []
    if action.action_type is ActionType.APPROVE_TRANSFER and action.place:
        standing = with_verdicts(standing, **_area_values(action.place))
        steps.append((EventKind.MOVED, standing))
    if action.action_type is ActionType.RECATEGORISE and action.service_code and action.target:
        standing = _recategorised(standing, action.service_code, action, action.target, timekeeper)
        steps.append((EventKind.RECATEGORISED, standing))
    status_description = _target_status(standing, action)
    if status_description == standing.status_description and action.action_type is not ActionType.ASSIGN:
        return steps or [(EventKind.AMENDED, standing)]
    updated = apply_step(standing, _with_status(standing, status_description, action, at), at, timekeeper)
    return [*steps, (status_event_kind(standing, updated), updated)]


def _recategorised(
    standing: Standing, service_code: str, action: Action, target: Target, timekeeper: PolicyClock
) -> Standing:
    """Return the report in a category, with the deadlines that it has there.

    The command center may name the present category, so that deadlines apply that an office could not set.

    :raises ActionRefusedError: nothing would change
    """
    recategorised = standing.copy_with(service_code=service_code)
    clock = recompute_clock(recategorised, target, timekeeper)
    if action.principal.role in OWN_HAND_ROLES:
        clock = never_later(standing, clock)
    updated = with_verdicts(recategorised, **clock)
    if updated == standing:
        raise ActionRefusedError(action.action_type, RefusalReason.SAME_CATEGORY)
    return updated


def _target_status(standing: Standing, action: Action) -> str:
    to_state = ACTION_RULES[action.action_type].to_state
    if to_state == PREVIOUS_STATE:
        return action.earlier
    return to_state or standing.status_description


def _with_status(before: Standing, status_description: str, action: Action, at: datetime) -> Standing:
    status = status_of(status_description)
    is_closing = status is Status.CLOSED
    is_reopening = before.status == Status.CLOSED and not is_closing
    return before.copy_with(
        status=status,
        status_description=status_description,
        agency_responsible=_assignee(before, status_description, action),
        closed_datetime=at if is_closing else None,
        closed_basis="source" if is_closing else None,
        reopened=before.reopened + is_reopening,
        evidence=(before.evidence and not is_reopening) or status_description == RESOLVED_STATUS,
    )


def _assignee(before: Standing, status_description: str, action: Action) -> str | None:
    """Return the agency that an action names, if it must; a report that waits again is the kecamatan's."""
    if RequiredField.AGENCY in ACTION_RULES[action.action_type].required_fields:
        return action.agency
    return None if status_description == INITIAL_STATUS else before.agency_responsible


def _area_values(place: Place) -> dict[str, Any]:
    """Return the area that the operator names, without the reporter's point: it contradicts the area."""
    return {"area_code": place.area_code, "placement": Placement.NAMED, "lat": None, "long": None}


def _amended_details(known_report: KnownReport, action: Action) -> dict[str, Any]:
    """Return the details of the report that the action changes."""
    amended = initial_source_values(known_report)
    if ACTION_RULES[action.action_type].visible_to_reporter and action.note.strip():
        amended["status_notes"] = action.note.strip()
    if action.action_type is ActionType.RATE:
        amended["rating"] = action.stars
    if action.original:
        amended["joined_to"] = "/".join(action.original)
    if action.action_type is ActionType.REOPEN:
        amended["rating"], amended["joined_to"] = None, None
    return amended
