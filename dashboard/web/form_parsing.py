"""Forms with files: limits, fields, and values that every page checks the same way."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from data.lib.images import MAX_BYTES, MAX_PICTURES

MAX_FIELDS = 12
MAX_FORM_BYTES = 2 * MAX_PICTURES * MAX_BYTES + 2**16  # of a whole form, its text fields included
SUBMISSION_ID_LENGTHS = range(16, 101)  # in characters
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


async def read_multipart_form(request: Request) -> SubmittedForm:
    """Return the form of a request.

    :raises starlette.exceptions.HTTPException: the body is no form, has too many parts, or is too large
    """
    content_length = request.headers.get("content-length", "")
    if not content_length.isdecimal() or int(content_length[:12]) > MAX_FORM_BYTES:
        raise HTTPException(413)  # before the body is read; the server reads no more than Content-Length
    async with request.form(max_files=2 * MAX_PICTURES + 1, max_fields=MAX_FIELDS) as form:
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        return SubmittedForm(fields, await _read_files(form))


async def _read_files(form: FormData) -> dict[str, list[bytes]]:
    files: dict[str, list[bytes]] = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile) and value.size:
            files.setdefault(name, []).append(await value.read(MAX_BYTES + 1))
    return files


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
