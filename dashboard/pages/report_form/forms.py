"""What the form of the filing page sent, made into a draft."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboard.pages.report_form import labels
from dashboard.ui import form_labels
from dashboard.web.context import Site
from dashboard.web.form_parsing import LONGEST_ADDRESS, LONGEST_TEXT, SUBMISSION, Form, degrees, mail_of
from data.core.access import Role, Who
from data.core.backlog.duplicates import Sought
from data.core.follow_up.records import Picture
from data.core.report.key import Key
from data.lib.images import MOST_PICTURES, PictureError, redrawn
from data.services.submission import Draft

CITIZEN, STAFF = "warga", "petugas"


@dataclass(frozen=True)
class Tried:
    """A report that was sent and refused: what was typed stays, with what is wrong at which field."""

    faults: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)


class NotFiledError(Exception):
    """What was sent is no report yet; ``tried`` says why."""

    def __init__(self, tried: Tried) -> None:
        super().__init__(", ".join(tried.faults))
        self.tried = tried


@dataclass(frozen=True)
class Spot:
    """Where it is: a point, or an area by its code."""

    area_code: str | None
    lat: float | None = None
    long: float | None = None


def draft_of(form: Form, who: Who, site: Site) -> Draft:
    """The report that a form files.

    :raises NotFiledError: it is none; every field at fault is named at once
    """
    fields, faults = form.fields, dict[str, str]()
    if len(fields.get("submission", "")) not in SUBMISSION:
        raise NotFiledError(Tried({"": form_labels.NOT_UNDERSTOOD}, fields))
    spot = _spot(fields, site, faults)
    pictures = _pictures(form, faults)
    code, text = _category(fields, site, faults), _text(fields, pictures, faults)
    contact = _contact(fields, faults)
    if faults:
        raise NotFiledError(Tried(faults, fields))
    named = spot.lat is None and spot.area_code
    return Draft(
        submission=fields["submission"],
        channel=CITIZEN if who.role is Role.NOBODY else STAFF,
        service_code=code,
        description=text,
        who=who.name,
        lat=spot.lat,
        long=spot.long,
        area_name=site.layer.name_of(spot.area_code) if named and spot.area_code else None,
        parent_name=_parent_name(site, spot.area_code) if named else None,
        address=fields.get("address", "").strip()[:LONGEST_ADDRESS] or None,
        contact=contact,
        pictures=pictures,
        original=_original(fields, Sought(code, spot.area_code, spot.lat, spot.long, text), site),
    )


def sought_of(fields: Mapping[str, str], site: Site) -> Sought | None:
    """What a form is about so far; None while category or place are missing."""
    faults = dict[str, str]()
    spot, code = _spot(fields, site, faults), _category(fields, site, faults)
    text = fields.get("description", "")[:LONGEST_TEXT]
    return None if faults else Sought(code, spot.area_code, spot.lat, spot.long, text)


def _spot(fields: Mapping[str, str], site: Site, faults: dict[str, str]) -> Spot:
    """The point, if it lies in the city; without one the area that is named."""
    area = fields.get("area", "")
    named = area if area in site.layer.parent_by_code else None
    point = degrees(fields)
    code = site.locate(*point)[0] if point else None
    if point and code is not None:
        return Spot(str(code), *point)
    if named is None:
        faults["area"] = labels.OUTSIDE if point else labels.NO_PLACE
    return Spot(named)


def _category(fields: Mapping[str, str], site: Site, faults: dict[str, str]) -> str:
    code = fields.get("service_code", "")
    if code not in site.city.kinds:
        faults["service_code"] = labels.NO_CATEGORY
    return code


def _text(fields: Mapping[str, str], pictures: tuple[Picture, ...], faults: dict[str, str]) -> str:
    text = fields.get("description", "").strip()[:LONGEST_TEXT]
    if not text and not pictures and "photo" not in faults:
        faults["description"] = labels.NO_TEXT
    return text


def _contact(fields: Mapping[str, str], faults: dict[str, str]) -> str | None:
    given = fields.get("contact", "").strip()
    contact = mail_of(given)
    if given and contact is None:
        faults["contact"] = labels.BAD_CONTACT
    return contact


def _pictures(form: Form, faults: dict[str, str]) -> tuple[Picture, ...]:
    files = form.files.get("photo", [])
    try:
        if len(files) > MOST_PICTURES:
            faults["photo"] = form_labels.TOO_LARGE
            return ()
        return tuple(redrawn(body, "report") for body in files)
    except PictureError as error:
        faults["photo"] = form_labels.PICTURES[error.reason]
        return ()


def _parent_name(site: Site, code: str | None) -> str | None:
    return site.kecamatan.get(site.layer.parent_by_code.get(code or "", ""))


def _original(fields: Mapping[str, str], sought: Sought, site: Site) -> Key | None:
    """A report that was offered as the same: none but those can be chosen."""
    source, _, number = fields.get("original", "").partition("/")
    key = source, number
    return key if number and key in site.live.desk.near(sought) else None
