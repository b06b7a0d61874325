"""What a form of this page sent, made into a move."""

from dashboard.pages.follow_up.view import Tried
from dashboard.ui import form_labels
from dashboard.web.context import Site
from dashboard.web.form_parsing import LONGEST_NOTE, SUBMISSION, Form
from data.core.access import Who
from data.core.follow_up.actions import Acting
from data.core.follow_up.records import Picture
from data.core.follow_up.workflow import RULES, Move, Need
from data.core.report.key import Key
from data.core.report.record import Place, Placement
from data.lib.images import MOST_PICTURES, PictureError, redrawn
from data.services.follow_up import Sent
from data.services.submission import OWN


class SentWrongError(Exception):
    """What was sent is no move; ``tried`` says why, and what to do."""

    def __init__(self, tried: Tried) -> None:
        super().__init__(tried.fault)
        self.tried = tried


def sent_by(form: Form, key: Key, who: Who, site: Site) -> Sent:
    """The move that a form asks for.

    :raises SentWrongError: it is none
    """
    move, fields = move_of(form), form.fields
    submission, seen = fields.get("submission", ""), fields.get("seen", "")
    if len(submission) not in SUBMISSION or not (seen.isdecimal() and len(seen) < 19):
        raise SentWrongError(Tried(fault=form_labels.NOT_UNDERSTOOD))
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


def move_of(form: Form) -> Move:
    """Return the move that a form asks for.

    :raises SentWrongError: there is no such move
    """
    try:
        return Move(form.fields.get("move", ""))
    except ValueError:
        raise SentWrongError(Tried(fault=form_labels.NOT_UNDERSTOOD)) from None


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
            raise SentWrongError(_tried(form, move, form_labels.TOO_LARGE, need))
        found += [_drawn(form, move, need, body) for body in files]
    return tuple(found)


def _drawn(form: Form, move: Move, need: Need, body: bytes) -> Picture:
    try:
        return redrawn(body, need.value)
    except PictureError as error:
        fault = form_labels.PICTURES[error.reason]
        raise SentWrongError(_tried(form, move, fault, need if need in RULES[move].needs else None)) from None


def _tried(form: Form, move: Move, fault: str, need: Need | None) -> Tried:
    return Tried(move, fault, need, form.fields)
