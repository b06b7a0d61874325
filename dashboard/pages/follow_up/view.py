"""What the follow-up page shows: the report, and one form for each allowed action."""

from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.pages.follow_up import labels
from dashboard.pages.follow_up.choices import FieldChoices, Options
from dashboard.ui import report_labels
from dashboard.ui.format import format_moment
from dashboard.ui.locations import location_text
from dashboard.ui.status_icons import STATE_LABELS
from dashboard.web.context import WebContext
from data.core.follow_up.workflow import ACTION_RULES, ActionType, RequiredField
from data.lib.images import MAX_PICTURES
from data.lib.translation import Text, gettext, ngettext
from data.services.follow_up import ReportDetail

PHOTO_FIELDS = (RequiredField.PHOTO_BEFORE, RequiredField.PHOTO_AFTER)
SELECT_FIELDS = (RequiredField.AREA, RequiredField.CATEGORY)


@dataclass(frozen=True)
class ActionField:
    """A field of one action's form.

    :param kind: ``note``, ``photo``, ``select`` or ``text``
    :param element: the end of its id
    """

    name: str
    kind: str
    label: Text
    element: str
    hint: Text = ""
    required: bool = True
    options: Options = ()


@dataclass(frozen=True)
class ActionBlock:
    """The form of one action."""

    code: str
    label: Text
    description: Text
    fields: tuple[ActionField, ...]


def action_blocks(actions: Iterable[ActionType], choices: FieldChoices) -> list[ActionBlock]:
    """Return the allowed actions with their fields, in the order of their labels."""
    allowed = set(actions)
    return [
        ActionBlock(action_type, *texts, _fields(action_type, choices))
        for action_type, texts in report_labels.ACTIONS.items()
        if action_type in allowed
    ]


def _fields(action_type: ActionType, choices: FieldChoices) -> tuple[ActionField, ...]:
    """Return the required fields, then a note and photos where they are not among these."""
    rule = ACTION_RULES[action_type]
    hint = labels.SEEN_BY_REPORTER if rule.visible_to_reporter else ""
    fields = [_required_field(name, hint, choices) for name in rule.required_fields]
    if RequiredField.NOTE not in rule.required_fields:
        fields.append(ActionField("note", "note", labels.OPTIONAL_NOTE, "note", required=False))
    if not set(PHOTO_FIELDS) & set(rule.required_fields):
        name = RequiredField.PHOTO_BEFORE
        photo = ActionField(
            name, "photo", labels.OPTIONAL_PHOTO, "photo", labels.PHOTO_OPTIONAL, required=False
        )
        fields.append(photo)
    return tuple(fields)


def _required_field(name: RequiredField, note_hint: Text, choices: FieldChoices) -> ActionField:
    label = labels.FIELD_LABELS[name]
    if name is RequiredField.NOTE:
        return ActionField(name, "note", label, name, note_hint)
    if name in PHOTO_FIELDS:
        has_photo = name is RequiredField.PHOTO_BEFORE and choices.has_before_photo
        limit = ngettext("At most {count} photo.", "At most {count} photos.", MAX_PICTURES)
        hint = labels.PHOTO_EXISTS if has_photo else limit
        return ActionField(name, "photo", label, name, hint, required=not has_photo)
    return ActionField(
        name, "select" if name in SELECT_FIELDS else "text", label, name, options=choices.options[name]
    )


def state_text(context: WebContext, report: ReportDetail) -> str:
    """Return the report's status and, while it is open, the state of its deadline."""
    status_text = report_labels.status_label(report.standing.status_description)
    case_file = context.live_board.backlogs.case_file(*report.key)
    state = case_file.state if case_file else None
    return f"{status_text} · {STATE_LABELS[state]}" if state else status_text


def detail_lines(context: WebContext, report: ReportDetail) -> list[str]:
    """Return number and place of the report, when it was filed, and its deadline."""
    zone, standing = context.city.zone, report.standing
    area = location_text(context, standing.service_code, standing.area_code, standing.placement)
    due = standing.expected_datetime
    return [
        gettext("Number {number} · {area}").format(number=report.key[1], area=area),
        gettext("Filed {time}").format(time=format_moment(standing.requested_datetime, zone)),
        *([gettext("Due {time}").format(time=format_moment(due, zone))] if due else []),
    ]
