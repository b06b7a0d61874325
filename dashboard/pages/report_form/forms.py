"""Parsing of the report form into a new report."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboard.pages.report_form import labels
from dashboard.ui import form_labels
from dashboard.web.context import WebContext
from dashboard.web.form_parsing import (
    MAX_ADDRESS_LENGTH,
    MAX_TEXT_LENGTH,
    SUBMISSION_ID_LENGTHS,
    SubmittedForm,
    email_contact,
    parse_point,
)
from data.core.access import Principal, Role
from data.core.backlog.duplicates import DuplicateQuery
from data.core.follow_up.records import Picture
from data.core.report.key import ReportKey
from data.lib.images import MAX_PICTURES, PictureError
from data.lib.picture_pool import reencode_apart
from data.services.submission import NewReport

MAX_ACCURACY_METRES = 100  # of a point that nobody has tapped; a vaguer one may lie in another kelurahan
CITIZEN_CHANNEL, STAFF_CHANNEL = "warga", "petugas"


@dataclass(frozen=True)
class ReportFormState:
    """The state of a refused form: its values stay, with messages by field; ``""`` is the whole form."""

    errors: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)


class InvalidReportError(Exception):
    """The form holds no valid report; ``form_state`` holds messages and values."""

    def __init__(self, form_state: ReportFormState) -> None:
        super().__init__(", ".join(form_state.errors))
        self.form_state = form_state


@dataclass(frozen=True)
class ReportLocation:
    """The location of a report: a point in degrees, or an area by its code."""

    area_code: str | None
    lat: float | None = None
    long: float | None = None


def parse_report(form: SubmittedForm, principal: Principal, context: WebContext) -> NewReport:
    """Return the report that a form holds.

    :raises InvalidReportError: it is not valid; all wrong fields are named at once
    :raises data.lib.picture_pool.PicturesBusyError: its pictures cannot be re-encoded now
    """
    fields, errors = form.fields, dict[str, str]()
    if len(fields.get("submission", "")) not in SUBMISSION_ID_LENGTHS:
        raise InvalidReportError(ReportFormState({"": form_labels.UNREADABLE}, fields))
    location = _parse_location(fields, context, errors)
    pictures = _read_pictures(form, errors)
    code, text = _parse_category(fields, context, errors), _parse_text(fields, pictures, errors)
    contact = _parse_contact(fields, errors)
    if errors:
        raise InvalidReportError(ReportFormState(errors, fields))
    is_named_area = location.lat is None and location.area_code
    return NewReport(
        submission=fields["submission"],
        channel=CITIZEN_CHANNEL if principal.role is Role.ANONYMOUS else STAFF_CHANNEL,
        service_code=code,
        description=text,
        submitted_by=principal.name,
        lat=location.lat,
        long=location.long,
        area_name=context.layer.name_of(location.area_code) if is_named_area and location.area_code else None,
        parent_name=_parent_name(context, location.area_code) if is_named_area else None,
        address=fields.get("address", "").strip()[:MAX_ADDRESS_LENGTH] or None,
        contact=contact,
        pictures=pictures,
        original=_parse_original(
            fields, DuplicateQuery(code, location.area_code, location.lat, location.long, text), context
        ),
    )


def parse_duplicate_query(fields: Mapping[str, str], context: WebContext) -> DuplicateQuery | None:
    """Return what an unfinished form is about; None while category or location are missing."""
    errors = dict[str, str]()
    location, code = _parse_location(fields, context, errors), _parse_category(fields, context, errors)
    text = fields.get("description", "")[:MAX_TEXT_LENGTH]
    return None if errors else DuplicateQuery(code, location.area_code, location.lat, location.long, text)


def _parse_location(fields: Mapping[str, str], context: WebContext, errors: dict[str, str]) -> ReportLocation:
    """Return the point if it is in the city and accurate enough, else the selected area."""
    area = fields.get("area", "")
    known_area = area if area in context.layer.parent_by_code else None
    is_vague = _accuracy_metres(fields) > MAX_ACCURACY_METRES
    point = None if is_vague else parse_point(fields)
    code = context.locate(*point)[0] if point else None
    if point and code is not None:
        return ReportLocation(str(code), *point)
    if known_area is None:
        fault = labels.VAGUE if is_vague else labels.OUTSIDE if point else labels.NO_PLACE
        errors["area"] = f"{fault} {context.city.areas.level.lower()}."
    return ReportLocation(known_area)


def _accuracy_metres(fields: Mapping[str, str]) -> float:
    """Return how far from the point the device may be; 0 for a point that was tapped."""
    try:
        return float(fields.get("accuracy") or 0)
    except ValueError:
        return 0


def _parse_category(fields: Mapping[str, str], context: WebContext, errors: dict[str, str]) -> str:
    code = fields.get("service_code", "")
    if code not in context.city.categories_by_code:
        errors["service_code"] = labels.NO_CATEGORY
    return code


def _parse_text(fields: Mapping[str, str], pictures: tuple[Picture, ...], errors: dict[str, str]) -> str:
    text = fields.get("description", "").strip()[:MAX_TEXT_LENGTH]
    if not text and not pictures and "photo" not in errors:
        errors["description"] = labels.NO_TEXT
    return text


def _parse_contact(fields: Mapping[str, str], errors: dict[str, str]) -> str | None:
    value = fields.get("contact", "").strip()
    contact = email_contact(value)
    if value and contact is None:
        errors["contact"] = labels.BAD_CONTACT
    return contact


def _read_pictures(form: SubmittedForm, errors: dict[str, str]) -> tuple[Picture, ...]:
    files = form.files.get("photo", [])
    try:
        if len(files) > MAX_PICTURES:
            errors["photo"] = form_labels.TOO_LARGE
            return ()
        return tuple(reencode_apart(body, "report") for body in files)
    except PictureError as error:
        errors["photo"] = form_labels.PICTURE_ERRORS[error.reason]
        return ()


def _parent_name(context: WebContext, code: str | None) -> str | None:
    return context.kecamatan_names.get(context.layer.parent_by_code.get(code or "", ""))


def _parse_original(
    fields: Mapping[str, str], duplicate_query: DuplicateQuery, context: WebContext
) -> ReportKey | None:
    """Return the likely duplicate that was chosen, if it is one of those that the form offers.

    Of a sensitive category it offers none and takes none: a guessed number would tell whether it is near.
    """
    if context.city.is_sensitive(duplicate_query.service_code):
        return None
    source, _, number = fields.get("original", "").partition("/")
    key = source, number
    return key if number and key in context.live_board.backlogs.nearby(duplicate_query) else None
