"""One move on one report: whether it is possible, and the events that it makes."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from data.core.access import Principal
from data.core.follow_up.workflow import ACTION_RULES, PREVIOUS_STATE, ActionType, RequiredField
from data.core.report.change import status_event_kind
from data.core.report.key import ReportKey
from data.core.report.record import Place, Placement, Target
from data.core.report.standing import Event, EventKind, KnownReport, Standing
from data.core.report.stopwatch import PolicyClock, apply_step, recompute_clock, with_verdicts
from data.core.report.told import SOURCE_VALUES_KEY, source_values_of_standing
from data.core.status import INITIAL_STATUS, RESOLVED_STATUS, Status, status_of

LOW_STARS = 2  # so few, and an operator looks whether the work was done


class RefusalReason(StrEnum):
    """Why a move is refused, where it is not for want of something."""

    WRONG_STATUS = "not_from_here"
    WRONG_ROLE = "not_for_role"
    SAME_AREA = "same_place"
    SAME_CATEGORY = "same_category"
    SAME_REPORT = "itself"
    IS_DUPLICATE = "is_joined"


class ActionRefusedError(Exception):
    """A move that cannot be made; ``fault`` is a :class:`Fault`, or the :class:`Need` that is missing."""

    def __init__(self, action_type: ActionType, reason: RefusalReason | RequiredField) -> None:
        super().__init__(f"{action_type}: {reason}")
        self.action_type, self.reason = action_type, reason


@dataclass(frozen=True)
class Action:
    """What somebody does to a report.

    :param earlier: the state before the present one, to which a refused claim returns
    :param place: where the report really lies, for a move of place
    :param target: the deadline that the new category would have had at filing
    :param before: a picture from before the work is there, the reporter's own counts
    :param after: a picture of the work done comes with the move
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
    stars: int | None = None
    before: bool = False
    after: bool = False
    earlier: str = INITIAL_STATUS


def apply_action(
    key: ReportKey, known_report: KnownReport, action: Action, timekeeper: PolicyClock
) -> list[Event]:
    """The events of a move, at least one; none lies before what is known already.

    :raises ActError: the move is not possible from this state, not for this role, or lacks something
    """
    _validate_action(key, known_report.standing, action)
    at = max(action.at, known_report.last_occurred_at)
    steps = _transition_steps(known_report.standing, action, at, timekeeper)
    *events, last = [Event(kind, at, at, standing) for kind, standing in steps]
    return [*events, replace(last, amended=_amended_details(known_report, action))]


def _validate_action(key: ReportKey, standing: Standing, action: Action) -> None:
    """:raises ActError: see :func:`acted`"""
    rule = ACTION_RULES[action.action_type]
    if standing.status_description not in rule.from_states:
        raise ActionRefusedError(action.action_type, RefusalReason.WRONG_STATUS)
    if action.principal.role not in rule.roles:
        raise ActionRefusedError(action.action_type, RefusalReason.WRONG_ROLE)
    for required_field in rule.required_fields:
        if not _has_field(action, required_field):
            raise ActionRefusedError(action.action_type, required_field)
    if action.original == key:
        raise ActionRefusedError(action.action_type, RefusalReason.SAME_REPORT)
    if action.action_type is ActionType.RECATEGORISE and action.service_code == standing.service_code:
        raise ActionRefusedError(action.action_type, RefusalReason.SAME_CATEGORY)
    if action.place and action.place.area_code == standing.area_code:
        raise ActionRefusedError(action.action_type, RefusalReason.SAME_AREA)


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
    """What the report becomes, step by step: its place or category first, then its state."""
    steps: list[tuple[EventKind, Standing]] = []
    if action.action_type is ActionType.APPROVE_TRANSFER and action.place:
        standing = with_verdicts(standing, **_area_values(action.place))
        steps.append((EventKind.MOVED, standing))
    if action.action_type is ActionType.RECATEGORISE and action.service_code and action.target:
        recategorised = standing.copy_with(service_code=action.service_code)
        standing = with_verdicts(recategorised, **recompute_clock(recategorised, action.target, timekeeper))
        steps.append((EventKind.RECATEGORISED, standing))
    status_description = _target_status(standing, action)
    if status_description == standing.status_description and action.action_type is not ActionType.ASSIGN:
        return steps or [(EventKind.AMENDED, standing)]
    updated = apply_step(standing, _with_status(standing, status_description, action, at), at, timekeeper)
    return [*steps, (status_event_kind(standing, updated), updated)]


def _target_status(standing: Standing, action: Action) -> str:
    target = ACTION_RULES[action.action_type].to_state
    if target == PREVIOUS_STATE:
        return action.earlier
    return target or standing.status_description


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
    """A move that asks for an agency hands over to it; a report that waits again is the kecamatan's."""
    if RequiredField.AGENCY in ACTION_RULES[action.action_type].required_fields:
        return action.agency
    return None if status_description == INITIAL_STATUS else before.agency_responsible


def _area_values(place: Place) -> dict[str, Any]:
    """By the area that the command center names; the reporter's point contradicts it and stays in history."""
    return {"area_code": place.area_code, "placement": Placement.NAMED, "lat": None, "long": None}


def _amended_details(known_report: KnownReport, action: Action) -> dict[str, Any]:
    """What the move adds to the report's descriptive fields; see :mod:`data.core.report.told`."""
    amended: dict[str, Any] = (
        {}
        if SOURCE_VALUES_KEY in known_report.details
        else {SOURCE_VALUES_KEY: source_values_of_standing(known_report.standing)}
    )
    if ACTION_RULES[action.action_type].visible_to_reporter and action.note.strip():
        amended["status_notes"] = action.note.strip()
    if action.action_type is ActionType.RATE:
        amended["rating"] = action.stars
    if action.original:
        amended["joined_to"] = "/".join(action.original)
    if action.action_type is ActionType.REOPEN:
        amended["rating"], amended["joined_to"] = None, None
    return amended
