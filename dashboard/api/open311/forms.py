"""Reports that programs submit: from a form to a new report."""

import secrets
from typing import Any
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request

from dashboard.api.open311.responses import Open311Error
from dashboard.ui import form_labels
from dashboard.web.context import WebContext
from dashboard.web.form_body import read_form
from dashboard.web.form_parsing import (
    MAX_ADDRESS_LENGTH,
    MAX_TEXT_LENGTH,
    SUBMISSION_ID_LENGTHS,
    SubmittedForm,
    email_contact,
    parse_point,
    read_multipart_form,
)
from data.core.follow_up.records import Picture
from data.lib.images import MAX_PICTURES, PictureError
from data.lib.picture_pool import PicturesBusyError, reencode_apart
from data.services.submission import NewReport

CHANNEL = "open311"
PHOTO_FIELDS = ("media", "photo", "photo1", "photo2", "photo3")


async def read_open311_form(request: Request) -> SubmittedForm:
    """Return the form of a request, with files or without.

    :raises Open311Error: the body is no form, or too large
    """
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return SubmittedForm(await read_form(request), {})
    try:
        return await read_multipart_form(request)
    except HTTPException as error:
        raise Open311Error(400, "the form cannot be read, or is too large") from error


def parse_open311_report(
    form: SubmittedForm, program: str, idempotency_key: str, context: WebContext
) -> NewReport:
    """Return the report that a form holds.

    :param program: name of the API key
    :param idempotency_key: of the header of that name: the same report sent again is stored once
    :raises Open311Error: a value is missing or wrong
    """
    fields = form.fields
    code = fields.get("service_code", "")
    if not code:
        raise Open311Error(400, "service_code was not provided")
    if code not in context.city.categories_by_code:
        raise Open311Error(404, f"service_code {code[:80]!r} was not found")
    address = fields.get("address_string", "").strip()[:MAX_ADDRESS_LENGTH]
    point = _parse_point(fields, context)
    if point is None and not address:
        raise Open311Error(400, "lat and long, or address_string, were not provided")
    has_key = len(idempotency_key) in SUBMISSION_ID_LENGTHS
    return NewReport(
        submission=f"{program}/{idempotency_key if has_key else secrets.token_urlsafe(16)}",
        channel=CHANNEL,
        submitted_by=program,
        service_code=code,
        description=fields.get("description", "").strip()[:MAX_TEXT_LENGTH],
        lat=point[0] if point else None,
        long=point[1] if point else None,
        address=address or None,
        contact=email_contact(fields.get("email", "").strip()),
        pictures=_read_pictures(form),
        media_url=_parse_media_url(fields),
    )


def _parse_point(fields: dict[str, str], context: WebContext) -> tuple[float, float] | None:
    """:raises Open311Error: no numbers, or outside the city"""
    if not fields.get("lat") and not fields.get("long"):
        return None
    point = parse_point(fields)
    if point is None:
        raise Open311Error(400, "lat and long: allowed are degrees, such as 1.4748 and 124.8421")
    if context.locate(*point)[0] is None:
        raise Open311Error(400, f"lat and long: they lie outside {context.city.name}")
    return point


def _parse_media_url(fields: dict[str, str]) -> str | None:
    """Return a picture's https address, else None; nothing is fetched from it."""
    url = fields.get("media_url", "").strip()
    try:
        parts = urlsplit(url)
        is_valid = parts.scheme == "https" and bool(parts.hostname) and len(url) <= 500
    except ValueError:
        return None
    return url if is_valid else None


def _read_pictures(form: SubmittedForm) -> tuple[Picture, ...]:
    """:raises Open311Error: a file is no picture, there are too many, or too many others wait"""
    files = [body for name in PHOTO_FIELDS for body in form.files.get(name, [])]
    if len(files) > MAX_PICTURES:
        raise Open311Error(400, form_labels.TOO_LARGE)
    try:
        return tuple(reencode_apart(body, "report") for body in files)
    except PictureError as error:
        raise Open311Error(400, form_labels.PICTURE_ERRORS[error.reason]) from None
    except PicturesBusyError:
        raise Open311Error(503, form_labels.BUSY) from None


def receipt_item(number: str, notice: str) -> dict[str, Any]:
    """Return the item by which a submission is confirmed."""
    return {"service_request_id": number, "service_notice": notice, "account_id": ""}
