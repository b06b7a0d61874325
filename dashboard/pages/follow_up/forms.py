"""The page's form as a model, and the action that it requests."""

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, ValidationInfo

from dashboard.ui import form_labels
from dashboard.web.context import WebContext
from dashboard.web.form_parsing import (
    MAX_NOTE_LENGTH,
    ChangeNumber,
    SubmissionId,
    SubmittedForm,
    reencode_photos,
)
from dashboard.web.forms import FormModel, FormState, context_of, parse_form, refused_form
from data.core.access import Principal
from data.core.follow_up.actions import Action
from data.core.follow_up.records import Picture
from data.core.follow_up.workflow import ActionType, RequiredField
from data.core.report.key import ReportKey
from data.core.report.record import Place, Placement
from data.services.follow_up import ActionRequest
from data.services.submission import OWN_SOURCE

MAX_AGENCY_LENGTH = 120
HIDDEN_FIELDS = ("move", "submission", "seen")


def _area(code: str, info: ValidationInfo) -> Place | None:
    exists = code in context_of(info).layer.parent_by_code
    return Place(placement=Placement.NAMED, area_code=code) if exists else None


def _category(code: str, info: ValidationInfo) -> str | None:
    return code if any(category.code == code for category in context_of(info).city.category) else None


def _photos(files: list[bytes], info: ValidationInfo) -> tuple[Picture, ...]:
    """Return the photos of a form that this page has made; of another one none is decoded."""
    is_own_form = all(name in info.data for name in HIDDEN_FIELDS)
    return reencode_photos(files, str(info.field_name)) if is_own_form else ()


Photos = Annotated[tuple[Picture, ...], BeforeValidator(_photos)]


class ActionForm(FormModel):
    """One action on a report; the workflow says what of it each action needs."""

    move: ActionType
    submission: SubmissionId
    seen: ChangeNumber
    note: Annotated[str, AfterValidator(lambda text: text[:MAX_NOTE_LENGTH])] = ""
    agency: Annotated[str, AfterValidator(lambda text: text[:MAX_AGENCY_LENGTH])] = ""
    area_code: Annotated[Place | None, BeforeValidator(_area)] = None
    service_code: Annotated[str | None, AfterValidator(_category)] = None
    original: str = ""
    before: Photos
    after: Photos


def parse_action(form: SubmittedForm, context: WebContext) -> FormState[ActionForm]:
    """Return the state of a form.

    :raises data.lib.picture_pool.PicturesBusyError: its photos cannot be re-encoded now
    """
    photos = {
        name.value: form.files.get(name, [])
        for name in (RequiredField.PHOTO_BEFORE, RequiredField.PHOTO_AFTER)
    }
    state = parse_form(ActionForm, form.fields, context, **photos)
    return refused_form(form_labels.UNREADABLE) if state.errors.keys() & set(HIDDEN_FIELDS) else state


def action_request(
    form: ActionForm, key: ReportKey, principal: Principal, context: WebContext
) -> ActionRequest:
    """Return what a form asks the follow-up service for."""
    action = Action(
        action_type=form.move,
        principal=principal,
        at=context.live_board.clock.now(),
        note=form.note,
        agency=form.agency or None,
        place=form.area_code,
        service_code=form.service_code,
        original=_original(form.original, key),
    )
    return ActionRequest(form.submission, key, form.seen, action, (*form.before, *form.after))


def _original(value: str, key: ReportKey) -> ReportKey | None:
    """Return the key of source and number; a number alone is of this board or of the report's source."""
    if not value:
        return None
    source, slash, number = value.partition("/")
    if slash:
        return source, number
    return (OWN_SOURCE if value.startswith("P") and "-" in value else key[0]), value
