"""HTML of the follow-up page: the report, and one form for each allowed action."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape

from dashboard.pages.follow_up import labels
from dashboard.ui import report_labels
from dashboard.web.form_parsing import MAX_NOTE_LENGTH
from dashboard.web.html import banner, button, hidden
from data.core.follow_up.workflow import ACTION_RULES, ActionType, RequiredField

PHOTO_FIELDS = (RequiredField.PHOTO_BEFORE, RequiredField.PHOTO_AFTER)
Options = Iterable[tuple[str, str]]  # value and label


@dataclass(frozen=True)
class FieldChoices:
    """The choices of the fields in a report's forms.

    :param has_before_photo: the report has a picture from before the work already
    """

    agencies: tuple[str, ...]
    areas: tuple[tuple[str, str], ...]
    categories: tuple[tuple[str, str], ...]
    likely_duplicates: tuple[tuple[str, str], ...]
    has_before_photo: bool


@dataclass(frozen=True)
class ActionFormState:
    """The state of a refused form: its values stay, with the message and the field that it is about."""

    action_type: ActionType | None = None
    message: str = ""
    required_field: RequiredField | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ActionHiddenFields:
    """The address and hidden values of every form of the page.

    :param owner_html: the field that names the account
    """

    action: str
    submission_id: str
    seen_change: int
    owner_html: str


def action_forms(
    allowed_actions: Iterable[ActionType],
    choices: FieldChoices,
    hidden_fields: ActionHiddenFields,
    form_state: ActionFormState,
) -> str:
    """Return one block per allowed action, closed unless its form was refused."""
    allowed = set(allowed_actions)
    blocks = [
        _action_form(action_type, choices, hidden_fields, form_state)
        for action_type in report_labels.ACTIONS
        if action_type in allowed
    ]
    return "".join(blocks) or f'<p class="message wrong">{labels.NOTHING_TO_DO}</p>'


def _action_form(
    action_type: ActionType,
    choices: FieldChoices,
    hidden_fields: ActionHiddenFields,
    form_state: ActionFormState,
) -> str:
    label, description = report_labels.ACTIONS[action_type]
    is_current = form_state.action_type is action_type
    open_attribute = " open" if is_current else ""
    error_html = banner(form_state.message) if is_current and form_state.required_field is None else ""
    current_state = form_state if is_current else ActionFormState()
    fields = "".join(
        _field(action_type, required_field, choices, current_state)
        for required_field in ACTION_RULES[action_type].required_fields
    )
    photos = (
        ""
        if any(required_field in PHOTO_FIELDS for required_field in ACTION_RULES[action_type].required_fields)
        else _optional_photos(action_type)
    )
    hidden_html = (
        hidden("move", action_type)
        + hidden("submission", hidden_fields.submission_id)
        + hidden("seen", str(hidden_fields.seen_change))
        + hidden_fields.owner_html
    )
    return (
        f'<details name="actions" class="action {action_type}"{open_attribute}>'
        f"<summary><b>{label}</b><span>{description}</span></summary>"
        f'<form method="post" action="{escape(hidden_fields.action)}" enctype="multipart/form-data" '
        f'data-outbox data-label="{label}">'
        f"{error_html}{hidden_html}{fields}{_optional_note(action_type, current_state)}{photos}"
        f'<button type="submit" class="first">{label}</button></form></details>'
    )


def _field(
    action_type: ActionType, required_field: RequiredField, choices: FieldChoices, form_state: ActionFormState
) -> str:
    error_html = (
        f'<span class="wrong" role="alert">{escape(form_state.message)}</span>'
        if form_state.required_field is required_field
        else ""
    )
    element_id = f"{action_type}-{required_field}"
    value = form_state.values.get(required_field, "")
    input_html = _input(
        required_field,
        element_id,
        value,
        choices,
        visible_to_reporter=ACTION_RULES[action_type].visible_to_reporter,
    )
    label = labels.FIELD_LABELS[required_field]
    return f'<div class="field"><label for="{element_id}">{label}</label>{input_html}{error_html}</div>'


def _input(
    required_field: RequiredField,
    element_id: str,
    value: str,
    choices: FieldChoices,
    *,
    visible_to_reporter: bool,
) -> str:
    if required_field is RequiredField.NOTE:
        return _note_input(element_id, value, visible_to_reporter=visible_to_reporter)
    if required_field in PHOTO_FIELDS:
        has_photo = required_field is RequiredField.PHOTO_BEFORE and choices.has_before_photo
        return _photo_input(
            required_field,
            element_id,
            labels.PHOTO_EXISTS if has_photo else labels.PHOTO_LIMIT,
            required=not has_photo,
        )
    if required_field is RequiredField.AREA:
        return _select_input(required_field, element_id, choices.areas, value)
    if required_field is RequiredField.CATEGORY:
        return _select_input(required_field, element_id, choices.categories, value)
    suggestions = (
        [(agency, "") for agency in choices.agencies]
        if required_field is RequiredField.AGENCY
        else choices.likely_duplicates
    )
    return _text_input(required_field, element_id, suggestions, value)


def _note_input(element_id: str, value: str, *, visible_to_reporter: bool, required: bool = True) -> str:
    hint_html = f'<span class="hint">{labels.SEEN_BY_REPORTER}</span>' if visible_to_reporter else ""
    required_attribute = " required" if required else ""
    return (
        f'<textarea id="{element_id}" name="note" rows="3" maxlength="{MAX_NOTE_LENGTH}"{required_attribute}>'
        f"{escape(value)}</textarea>{hint_html}"
    )


def _optional_note(action_type: ActionType, form_state: ActionFormState) -> str:
    if RequiredField.NOTE in ACTION_RULES[action_type].required_fields:
        return ""
    element_id = f"{action_type}-note"
    input_html = _note_input(
        element_id, form_state.values.get("note", ""), visible_to_reporter=False, required=False
    )
    return f'<div class="field"><label for="{element_id}">Catatan (boleh kosong)</label>{input_html}</div>'


def _photo_input(required_field: RequiredField, element_id: str, hint: str, *, required: bool) -> str:
    required_attribute = " required" if required else ""
    return (
        f'<input id="{element_id}" name="{required_field}" type="file" accept="image/*" '
        f'capture="environment" multiple{required_attribute}><span class="hint">{hint}</span>'
    )


def _optional_photos(action_type: ActionType) -> str:
    element_id = f"{action_type}-photo"
    input_html = _photo_input(RequiredField.PHOTO_BEFORE, element_id, labels.PHOTO_OPTIONAL, required=False)
    return f'<div class="field"><label for="{element_id}">Foto (boleh kosong)</label>{input_html}</div>'


def _select_input(required_field: RequiredField, element_id: str, choices: Options, value: str) -> str:
    options = "".join(
        f'<option value="{escape(code)}"{" selected" if code == value else ""}>{escape(label)}</option>'
        for code, label in choices
    )
    return (
        f'<select id="{element_id}" name="{required_field}" required>'
        f'<option value="">Pilih …</option>{options}</select>'
    )


def _text_input(required_field: RequiredField, element_id: str, suggestions: Options, value: str) -> str:
    options = "".join(
        f'<option value="{escape(code)}">{escape(label)}</option>' for code, label in suggestions
    )
    return (
        f'<input id="{element_id}" name="{required_field}" list="{element_id}-list" maxlength="120" '
        f'autocomplete="off" required value="{escape(value)}">'
        f'<datalist id="{element_id}-list">{options}</datalist>'
    )


def report_header(title: str, status_text: str, lines: Iterable[str], back_url: str) -> str:
    """Return the card that describes the report."""
    lines_html = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return (
        f'<section class="card"><h1>{escape(title)}</h1><p class="lead"><b>{escape(status_text)}</b></p>'
        f"{lines_html}{button(back_url, labels.BACK, 'second')}</section>"
    )
