"""Parsing of the page's forms into action requests."""

from dashboard.pages.follow_up.view import ActionFormState
from dashboard.ui import form_labels
from dashboard.web.context import WebContext
from dashboard.web.form_parsing import MAX_NOTE_LENGTH, SUBMISSION_ID_LENGTHS, SubmittedForm
from data.core.access import Principal
from data.core.follow_up.actions import Action
from data.core.follow_up.records import Picture
from data.core.follow_up.workflow import ACTION_RULES, ActionType, RequiredField
from data.core.report.key import ReportKey
from data.core.report.record import Place, Placement
from data.lib.images import MAX_PICTURES, PictureError
from data.lib.picture_pool import reencode_apart
from data.services.follow_up import ActionRequest
from data.services.submission import OWN_SOURCE


class InvalidActionError(Exception):
    """The form holds no valid action; ``form_state`` holds the message and the values."""

    def __init__(self, form_state: ActionFormState) -> None:
        super().__init__(form_state.message)
        self.form_state = form_state


def parse_action(
    form: SubmittedForm, key: ReportKey, principal: Principal, context: WebContext
) -> ActionRequest:
    """Return the action that a form requests.

    :raises InvalidActionError: it requests none
    :raises data.lib.picture_pool.PicturesBusyError: its pictures cannot be re-encoded now
    """
    action_type, fields = parse_action_type(form), form.fields
    submission_id, seen_change = fields.get("submission", ""), fields.get("seen", "")
    if len(submission_id) not in SUBMISSION_ID_LENGTHS or not (
        seen_change.isdecimal() and len(seen_change) < 19
    ):
        raise InvalidActionError(ActionFormState(message=form_labels.UNREADABLE))
    action = Action(
        action_type=action_type,
        principal=principal,
        at=context.live_board.clock.now(),
        note=fields.get("note", "")[:MAX_NOTE_LENGTH],
        agency=fields.get("agency", "").strip()[:120] or None,
        place=_parse_area(fields.get(RequiredField.AREA, ""), context),
        service_code=_parse_category(fields.get(RequiredField.CATEGORY, ""), context),
        original=_parse_original(fields.get(RequiredField.ORIGINAL, ""), key),
    )
    return ActionRequest(submission_id, key, int(seen_change), action, _read_pictures(form, action_type))


def parse_action_type(form: SubmittedForm) -> ActionType:
    """Return the type of the action that a form requests.

    :raises InvalidActionError: there is no such type
    """
    try:
        return ActionType(form.fields.get("move", ""))
    except ValueError:
        raise InvalidActionError(ActionFormState(message=form_labels.UNREADABLE)) from None


def _parse_area(code: str, context: WebContext) -> Place | None:
    exists = code in context.layer.parent_by_code
    return Place(placement=Placement.NAMED, area_code=code) if exists else None


def _parse_category(code: str, context: WebContext) -> str | None:
    return code if code in {category.code for category in context.city.category} else None


def _parse_original(value: str, key: ReportKey) -> ReportKey | None:
    """Return the key of source and number; a number alone is of this board or of the report's source."""
    value = value.strip()
    if not value:
        return None
    source, slash, number = value.partition("/")
    if slash:
        return source, number
    return (OWN_SOURCE if value.startswith("P") and "-" in value else key[0]), value


def _read_pictures(form: SubmittedForm, action_type: ActionType) -> tuple[Picture, ...]:
    """:raises InvalidActionError: a file is no picture, or there are too many"""
    pictures: list[Picture] = []
    for required_field in (RequiredField.PHOTO_BEFORE, RequiredField.PHOTO_AFTER):
        files = form.files.get(required_field, [])
        if len(files) > MAX_PICTURES:
            raise InvalidActionError(_invalid_state(form, action_type, form_labels.TOO_LARGE, required_field))
        pictures += [_reencode_picture(form, action_type, required_field, body) for body in files]
    return tuple(pictures)


def _reencode_picture(
    form: SubmittedForm, action_type: ActionType, required_field: RequiredField, body: bytes
) -> Picture:
    try:
        return reencode_apart(body, required_field.value)
    except PictureError as error:
        message = form_labels.PICTURE_ERRORS[error.reason]
        is_required = required_field in ACTION_RULES[action_type].required_fields
        raise InvalidActionError(
            _invalid_state(form, action_type, message, required_field if is_required else None)
        ) from None


def _invalid_state(
    form: SubmittedForm, action_type: ActionType, message: str, required_field: RequiredField | None
) -> ActionFormState:
    return ActionFormState(action_type, message, required_field, form.fields)
