"""Forms with files: their limits, their fields, and values checked the same way on every page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from data.lib.images import MOST_BYTES, MOST_PICTURES

FIELDS = 12


MOST_SENT = 2 * MOST_PICTURES * MOST_BYTES + 2**16  # bytes of a whole form, its words included


SUBMISSION = range(16, 101)  # letters of a submission's name


@dataclass(frozen=True)
class Form:
    """The fields and files of one sending."""

    fields: dict[str, str]
    files: dict[str, list[bytes]]


async def form_of(request: Request) -> Form:
    """The form of a request.

    :raises starlette.exceptions.HTTPException: it is no form, has too many parts, or is larger than it says
        or may be
    """
    told = request.headers.get("content-length", "")
    if not told.isdecimal() or int(told[:12]) > MOST_SENT:
        raise HTTPException(413)  # before a byte of it is read; the server reads no more than was told
    async with request.form(max_files=2 * MOST_PICTURES + 1, max_fields=FIELDS) as given:
        texts = {name: value for name, value in given.items() if isinstance(value, str)}
        return Form(texts, await _files(given))


async def _files(given: FormData) -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = {}
    for name, value in given.multi_items():
        if isinstance(value, UploadFile) and value.size:
            found.setdefault(name, []).append(await value.read(MOST_BYTES + 1))
    return found


LONGEST_NOTE = 1_000


LONGEST_TEXT = 2_000


LONGEST_ADDRESS = 200


LONGEST_CONTACT = 254


MAIL = re.compile(r"[^@\s,;<>?&%]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def degrees(fields: Mapping[str, str]) -> tuple[float, float] | None:
    """Degrees as the browser told them; none where they are none, or nowhere on earth."""
    try:
        lat, long = float(fields.get("lat", "")), float(fields.get("long", ""))
    except ValueError:
        return None
    return (lat, long) if abs(lat) <= 90 and abs(long) <= 180 else None


def mail_of(given: str) -> str | None:
    """An e-mail address as a contact is kept; None for what is none."""
    fits = len(given) <= LONGEST_CONTACT and MAIL.fullmatch(given)
    return f"mailto:{given}" if fits else None
