"""Forms with files: limits, fields, and values that every page checks the same way."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, Field
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from dashboard.ui import form_labels
from dashboard.web.query_values import parse_whole_number
from dashboard.web.upload_slots import UploadSlots
from data.core.follow_up.records import Picture
from data.lib.images import MAX_BYTES, MAX_PICTURES, PictureError
from data.lib.picture_pool import reencode_apart

MAX_FIELDS = 12
MAX_FORM_BYTES = 2 * MAX_PICTURES * MAX_BYTES + 2**16  # of a whole form, its text fields included
UPLOAD_SECONDS = 300.0  # of receiving one form; 36 MB over a connection of 1 Mbit/s
SUBMISSION_ID_LENGTHS = range(16, 101)  # in characters
SubmissionId = Annotated[
    str, Field(min_length=SUBMISSION_ID_LENGTHS.start, max_length=SUBMISSION_ID_LENGTHS.stop - 1)
]
ChangeNumber = Annotated[int, BeforeValidator(lambda text: parse_whole_number(text, 0, sys.maxsize))]
MAX_NOTE_LENGTH = 1_000
MAX_TEXT_LENGTH = 2_000
MAX_ADDRESS_LENGTH = 200
MAX_CONTACT_LENGTH = 254
EMAIL_PATTERN = re.compile(r"[^@\s,;<>?&%]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True)
class SubmittedForm:
    """The fields and files of one submitted form."""

    fields: dict[str, str]
    files: dict[str, list[bytes]]


@asynccontextmanager
async def received_form(request: Request, slots: UploadSlots, caller: str) -> AsyncIterator[SubmittedForm]:
    """Yield the form of a request; a large one holds a slot meanwhile, so that few are in memory at once.

    :param caller: whom the slot counts for; permissions, keys and rates are checked before
    :raises starlette.exceptions.HTTPException: as :func:`read_multipart_form`, before anything is read; or
        429 or 503 while too many large forms are received, or 408 if it takes too long
    """
    with slots.hold(caller, form_length(request)):
        try:
            async with asyncio.timeout(UPLOAD_SECONDS):
                form = await read_multipart_form(request)
        except TimeoutError:
            raise HTTPException(408) from None
        yield form


def form_length(request: Request) -> int:
    """Return the stated length of a form in bytes; the server reads no more than that.

    :raises starlette.exceptions.HTTPException: it is not stated, or too large
    """
    content_length = request.headers.get("content-length", "")
    if not content_length.isdecimal() or int(content_length[:12]) > MAX_FORM_BYTES:
        raise HTTPException(413)
    return int(content_length)


async def read_multipart_form(request: Request) -> SubmittedForm:
    """Return the form of a request.

    :raises starlette.exceptions.HTTPException: the body is no form, has too many parts, or is too large
    """
    form_length(request)
    async with request.form(max_files=2 * MAX_PICTURES + 1, max_fields=MAX_FIELDS) as form:
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        return SubmittedForm(fields, await _read_files(form))


async def _read_files(form: FormData) -> dict[str, list[bytes]]:
    files: dict[str, list[bytes]] = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile) and value.size:
            files.setdefault(name, []).append(await value.read(MAX_BYTES + 1))
    return files


def reencode_photos(files: Sequence[bytes], purpose: str) -> tuple[Picture, ...]:
    """Return photos as they are stored.

    :raises ValueError: with a message for the user: there are too many, or one is no picture
    :raises data.lib.picture_pool.PicturesBusyError: they cannot be re-encoded now
    """
    if len(files) > MAX_PICTURES:
        raise ValueError(form_labels.TOO_LARGE)
    try:
        return tuple(reencode_apart(body, purpose) for body in files)
    except PictureError as error:
        raise ValueError(form_labels.PICTURE_ERRORS[error.reason]) from None


def parse_point(fields: Mapping[str, str]) -> tuple[float, float] | None:
    """Return latitude and longitude in degrees; None if they are missing, no numbers, or out of range."""
    try:
        lat, long = float(fields.get("lat", "")), float(fields.get("long", ""))
    except ValueError:
        return None
    return (lat, long) if abs(lat) <= 90 and abs(long) <= 180 else None


def email_contact(value: str) -> str | None:
    """Return an e-mail address as a ``mailto:`` contact; None if it is not valid."""
    is_valid = len(value) <= MAX_CONTACT_LENGTH and EMAIL_PATTERN.fullmatch(value)
    return f"mailto:{value}" if is_valid else None
