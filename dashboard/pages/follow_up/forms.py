"""What a form of this page sent, made into a move."""

from dataclasses import dataclass

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from dashboard.pages.follow_up import labels
from dashboard.pages.follow_up.view import LONGEST_NOTE, Tried
from dashboard.web.context import Site
from data.core.access import Who
from data.core.follow_up.actions import Acting
from data.core.follow_up.workflow import RULES, Move, Need
from data.core.report.record import Place, Placement
from data.lib.images import MOST_BYTES, MOST_PICTURES, PictureError, redrawn
from data.services.follow_up import Sent
from data.services.submission import OWN
from data.store.follow_ups import Picture
from data.store.report_states import Key

FIELDS = 12
MOST_SENT = 2 * MOST_PICTURES * MOST_BYTES + 2**16  # bytes of a whole form, its words included
SUBMISSION = range(16, 101)  # letters of a submission's name


class SentWrongError(Exception):
    """What was sent is no move; ``tried`` says why, and what to do."""

    def __init__(self, tried: Tried) -> None:
        super().__init__(tried.fault)
        self.tried = tried


@dataclass(frozen=True)
class Form:
    """The fields and files of one sending."""

    fields: dict[str, str]
    files: dict[str, list[bytes]]

    @property
    def move(self) -> Move:
        """:raises SentWrongError: there is no such move"""
        try:
            return Move(self.fields.get("move", ""))
        except ValueError:
            raise SentWrongError(Tried(fault=labels.NOT_UNDERSTOOD)) from None


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


def sent_by(form: Form, key: Key, who: Who, site: Site) -> Sent:
    """The move that a form asks for.

    :raises SentWrongError: it is none
    """
    move, fields = form.move, form.fields
    submission, seen = fields.get("submission", ""), fields.get("seen", "")
    if len(submission) not in SUBMISSION or not (seen.isdecimal() and len(seen) < 19):
        raise SentWrongError(Tried(fault=labels.NOT_UNDERSTOOD))
    acting = Acting(
        move=move,
        who=who,
        at=site.live.clock.now(),
        note=fields.get("note", "")[:LONGEST_NOTE],
        agency=fields.get("agency", "").strip()[:120] or None,
        place=_place(fields.get(Need.AREA, ""), site),
        service_code=_category(fields.get(Need.CATEGORY, ""), site),
        original=_original(fields.get(Need.ORIGINAL, ""), key),
    )
    return Sent(submission, key, int(seen), acting, _pictures(form, move))


def _place(code: str, site: Site) -> Place | None:
    known = code in site.layer.parent_by_code
    return Place(placement=Placement.NAMED, area_code=code) if known else None


def _category(code: str, site: Site) -> str | None:
    return code if code in {category.code for category in site.city.category} else None


def _original(written: str, key: Key) -> Key | None:
    """A report by source and number, or by a number alone: of what is filed here, or of the same source."""
    written = written.strip()
    if not written:
        return None
    source, slash, identity = written.partition("/")
    if slash:
        return source, identity
    return (OWN if written.startswith("P") and "-" in written else key[0]), written


def _pictures(form: Form, move: Move) -> tuple[Picture, ...]:
    """:raises SentWrongError: a file is no picture, or there are too many"""
    found: list[Picture] = []
    for need in (Need.BEFORE, Need.AFTER):
        files = form.files.get(need, [])
        if len(files) > MOST_PICTURES:
            raise SentWrongError(_tried(form, move, labels.TOO_LARGE, need))
        found += [_drawn(form, move, need, body) for body in files]
    return tuple(found)


def _drawn(form: Form, move: Move, need: Need, body: bytes) -> Picture:
    try:
        return redrawn(body, need.value)
    except PictureError as error:
        fault = labels.PICTURES[error.reason]
        raise SentWrongError(_tried(form, move, fault, need if need in RULES[move].needs else None)) from None


def _tried(form: Form, move: Move, fault: str, need: Need | None) -> Tried:
    return Tried(move, fault, need, form.fields)
