"""The report form as models: what somebody writes, checked against the areas and categories of the city."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from dashboard.pages.report_form import labels
from dashboard.ui import form_labels
from dashboard.web.context import WebContext
from dashboard.web.form_parsing import (
    MAX_ADDRESS_LENGTH,
    MAX_TEXT_LENGTH,
    SubmissionId,
    SubmittedForm,
    email_contact,
    parse_point,
    reencode_photos,
)
from dashboard.web.forms import FormModel, FormState, context_of, parse_form, refused_form
from data.core.access import Principal, Role
from data.core.backlog.duplicates import DuplicateQuery
from data.core.follow_up.records import Picture
from data.core.report.key import ReportKey
from data.lib.translation import current_language
from data.services.submission import NewReport

MAX_ACCURACY_METRES = 100  # of a point that nobody has tapped; a vaguer one may lie in another kelurahan
CITIZEN_CHANNEL, STAFF_CHANNEL = "warga", "petugas"


@dataclass(frozen=True)
class ReportLocation:
    """The location of a report: a point in degrees, or an area by its code."""

    area_code: str
    lat: float | None = None
    long: float | None = None


def _known_category(code: str, info: ValidationInfo) -> str:
    if code not in context_of(info).city.categories_by_code:
        raise ValueError(labels.NO_CATEGORY)
    return code


def _metres(text: str) -> float:
    """Return how far from the point the device may be; 0 for a point that was tapped."""
    try:
        return float(text or 0)
    except ValueError:
        return 0


def _location(area: str, info: ValidationInfo) -> ReportLocation:
    """Return the point if it is in the city and accurate enough, else the selected area."""
    context, is_vague = context_of(info), info.data["accuracy"] > MAX_ACCURACY_METRES
    point = None if is_vague else parse_point(info.data)
    code = context.locate(*point)[0] if point else None
    if point and code is not None:
        return ReportLocation(str(code), *point)
    if area not in context.layer.parent_by_code:
        fault = labels.VAGUE if is_vague else labels.OUTSIDE if point else labels.NO_PLACE
        raise ValueError(fault.format(level=context.city.areas.level.lower()))
    return ReportLocation(area)


def _photos(files: list[bytes], info: ValidationInfo) -> tuple[Picture, ...]:
    return reencode_photos(files, "report") if "submission" in info.data else ()


def _text_or_photo(text: str, info: ValidationInfo) -> str:
    if not text and info.data.get("photo") == ():
        raise ValueError(labels.NO_TEXT)
    return text[:MAX_TEXT_LENGTH]


def _contact(text: str) -> str | None:
    if text.strip() and email_contact(text.strip()) is None:
        raise ValueError(labels.BAD_CONTACT)
    return email_contact(text.strip())


class LocatedForm(FormModel):
    """What any form about a report says of it: its category and its location."""

    service_code: Annotated[str, AfterValidator(_known_category)] = Field("", validate_default=True)
    lat: str = ""
    long: str = ""
    accuracy: Annotated[float, BeforeValidator(_metres)] = 0
    area: Annotated[ReportLocation, BeforeValidator(_location)] = Field("", validate_default=True)


class DuplicateForm(LocatedForm):
    """An unfinished form, for which likely duplicates are looked up."""

    description: str = ""


class ReportForm(LocatedForm):
    """A whole report."""

    submission: SubmissionId
    photo: Annotated[tuple[Picture, ...], BeforeValidator(_photos)]
    description: Annotated[str, AfterValidator(_text_or_photo)] = Field("", validate_default=True)
    contact: Annotated[str | None, BeforeValidator(_contact)] = None
    address: Annotated[str, AfterValidator(lambda text: text[:MAX_ADDRESS_LENGTH])] = ""
    original: str = ""


def parse_report(form: SubmittedForm, context: WebContext) -> FormState[ReportForm]:
    """Return the state of a form; without an id of submission it has that error alone, for the whole form.

    :raises data.lib.picture_pool.PicturesBusyError: its photos cannot be re-encoded now
    """
    state = parse_form(ReportForm, form.fields, context, photo=form.files.get("photo", []))
    is_unreadable = "submission" in state.errors
    return refused_form(form_labels.UNREADABLE, values=form.fields) if is_unreadable else state


def duplicate_query(form: DuplicateForm | ReportForm) -> DuplicateQuery:
    """Return what a form is about, to be compared with earlier reports."""
    location = form.area
    return DuplicateQuery(
        form.service_code, location.area_code, location.lat, location.long, form.description[:MAX_TEXT_LENGTH]
    )


def new_report(form: ReportForm, principal: Principal, context: WebContext) -> NewReport:
    """Return the report that a valid form holds."""
    return NewReport(
        submission=form.submission,
        channel=CITIZEN_CHANNEL if principal.role is Role.ANONYMOUS else STAFF_CHANNEL,
        service_code=form.service_code,
        description=form.description,
        submitted_by=principal.name,
        lat=form.area.lat,
        long=form.area.long,
        **_area_names(form.area, context),
        address=form.address or None,
        contact=form.contact,
        pictures=form.photo,
        original=_original(form, context),
        language="" if current_language() == context.city.language else current_language(),
    )


def _area_names(location: ReportLocation, context: WebContext) -> dict[str, Any]:
    """Return the names of a selected area and its parent; none where a point says more."""
    if location.lat is not None:
        return {}
    parent = context.layer.parent_by_code[location.area_code]
    return {
        "area_name": context.layer.name_of(location.area_code),
        "parent_name": context.kecamatan_names.get(parent),
    }


def _original(form: ReportForm, context: WebContext) -> ReportKey | None:
    """Return the likely duplicate that was chosen, if it is one of those that the form offers.

    Of a sensitive category it offers none and takes none: a guessed number would tell whether it is near.
    """
    if context.city.is_sensitive(form.service_code):
        return None
    source, _, number = form.original.partition("/")
    key = source, number
    return key if number and key in context.live_board.backlogs.nearby(duplicate_query(form)) else None
