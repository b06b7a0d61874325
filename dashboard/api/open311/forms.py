"""A report that a program files: its form made into a draft, and filed under the program's name."""

import secrets
from typing import Any
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request

from dashboard.api.open311.responses import AskedWrongError
from dashboard.ui import form_labels
from dashboard.web.context import Site
from dashboard.web.form_body import sent
from dashboard.web.form_parsing import (
    LONGEST_ADDRESS,
    LONGEST_TEXT,
    SUBMISSION,
    Form,
    degrees,
    form_of,
    mail_of,
)
from data.core.follow_up.records import Picture
from data.lib.images import MOST_PICTURES, PictureError, redrawn
from data.services.submission import Draft

CHANNEL = "open311"
PHOTOS = ("media", "photo", "photo1", "photo2", "photo3")


async def form_sent(request: Request) -> Form:
    """The form of a request, with files or without.

    :raises AskedWrongError: it is none, or too large
    """
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return Form(await sent(request), {})
    try:
        return await form_of(request)
    except HTTPException as error:
        raise AskedWrongError(400, "the form cannot be read, or is too large") from error


def draft_of(form: Form, program: str, idempotency: str, site: Site) -> Draft:
    """The report.

    :param idempotency: of the header of that name: the same report sent again is filed once
    :raises AskedWrongError: a value is missing or wrong
    """
    fields = form.fields
    code = fields.get("service_code", "")
    if not code:
        raise AskedWrongError(400, "service_code was not provided")
    if code not in site.city.kinds:
        raise AskedWrongError(404, f"service_code {code[:80]!r} was not found")
    address = fields.get("address_string", "").strip()[:LONGEST_ADDRESS]
    point = _point(fields, site)
    if point is None and not address:
        raise AskedWrongError(400, "lat and long, or address_string, were not provided")
    given = len(idempotency) in SUBMISSION
    return Draft(
        submission=f"{program}/{idempotency if given else secrets.token_urlsafe(16)}",
        channel=CHANNEL,
        who=program,
        service_code=code,
        description=fields.get("description", "").strip()[:LONGEST_TEXT],
        lat=point[0] if point else None,
        long=point[1] if point else None,
        address=address or None,
        contact=mail_of(fields.get("email", "").strip()),
        pictures=_pictures(form),
        media_url=_media(fields),
    )


def _point(fields: dict[str, str], site: Site) -> tuple[float, float] | None:
    """:raises AskedWrongError: no numbers, or outside the city"""
    if not fields.get("lat") and not fields.get("long"):
        return None
    point = degrees(fields)
    if point is None:
        raise AskedWrongError(400, "lat and long: allowed are degrees, such as 1.4748 and 124.8421")
    if site.locate(*point)[0] is None:
        raise AskedWrongError(400, f"lat and long: they lie outside {site.city.name}")
    return point


def _media(fields: dict[str, str]) -> str | None:
    """The address of a picture that stays where it is; nothing is fetched from it."""
    given = fields.get("media_url", "").strip()
    try:
        found = urlsplit(given)
        fits = found.scheme == "https" and bool(found.hostname) and len(given) <= 500
    except ValueError:
        return None
    return given if fits else None


def _pictures(form: Form) -> tuple[Picture, ...]:
    """:raises AskedWrongError: a file is no picture"""
    files = [body for name in PHOTOS for body in form.files.get(name, [])]
    if len(files) > MOST_PICTURES:
        raise AskedWrongError(400, form_labels.TOO_LARGE)
    try:
        return tuple(redrawn(body, "report") for body in files)
    except PictureError as error:
        raise AskedWrongError(400, form_labels.PICTURES[error.reason]) from None


def receipt_item(number: str, notice: str) -> dict[str, Any]:
    """What a program is answered."""
    return {"service_request_id": number, "service_notice": notice, "account_id": ""}
