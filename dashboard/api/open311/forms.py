"""Reports that programs submit: from a form to a new report."""

import re
import secrets
from typing import Any
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message

from dashboard.api.open311.responses import Open311Error
from dashboard.ui import form_labels
from dashboard.web.context import WebContext
from dashboard.web.form_parsing import (
    MAX_ADDRESS_LENGTH,
    MAX_TEXT_LENGTH,
    SUBMISSION_ID_LENGTHS,
    SubmittedForm,
    email_contact,
    form_length,
    parse_point,
)
from data.core.follow_up.records import Picture
from data.lib.images import MAX_PICTURES, PictureError
from data.lib.picture_pool import PicturesBusyError, reencode_apart
from data.services.submission import NewReport

CHANNEL = "open311"
KEY_SEARCH_BYTES = 2**16  # of a form's beginning
# The part of a multipart form that holds the key, its headers limited so that searching stays cheap.
API_KEY_PART = re.compile(
    rb'name="?api_key"?[^\r\n]{0,100}\r\n(?:[^\r\n]{1,200}\r\n){0,3}\r\n([^\r\n]{0,200})\r\n'
)
PHOTO_FIELDS = ("media", "photo", "photo1", "photo2", "photo3")


def has_files(request: Request) -> bool:
    """Return whether the body is a form that may hold files."""
    return request.headers.get("content-type", "").startswith("multipart/form-data")


async def find_api_key(request: Request) -> tuple[str, Request]:
    """Return the API key of a form with files, and the request to read it from.

    Only the form's beginning is read: the key stands in the query, or before the first file.

    :raises Open311Error: the form is too large
    """
    try:
        form_length(request)
    except HTTPException as error:
        raise form_error(error) from None
    if api_key := request.query_params.get("api_key"):
        return api_key, request
    messages = await _receive_beginning(request)
    match = API_KEY_PART.search(b"".join(message.get("body", b"") for message in messages))
    return match[1].decode("utf-8", "replace") if match else "", _replayed(request, messages)


async def _receive_beginning(request: Request) -> list[Message]:
    """Return the first messages of a body, with as many bytes as a key is looked for in."""
    messages: list[Message] = []
    size, more_body = 0, True
    while more_body and size < KEY_SEARCH_BYTES:
        messages.append(await request.receive())
        size += len(messages[-1].get("body", b""))
        more_body = messages[-1].get("more_body", False)
    return messages


def _replayed(request: Request, messages: list[Message]) -> Request:
    """Return a request that receives these messages again, then the rest."""

    async def receive() -> Message:
        return messages.pop(0) if messages else await request.receive()

    return Request(request.scope, receive)


def form_error(error: HTTPException) -> Open311Error:
    """Return the error of the specification for a form that was not received."""
    message = form_labels.UPLOAD_ERRORS.get(error.status_code)
    if message:
        return Open311Error(error.status_code, message)
    return Open311Error(400, "the form cannot be read, or is too large")


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
