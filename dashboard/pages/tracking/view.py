"""A report as its reporter sees it: where it stands, what was done and by when, never who did it."""

from dataclasses import dataclass
from html import escape

from dashboard.pages.tracking import labels
from dashboard.ui import labels as ui_labels
from dashboard.ui import report_labels
from dashboard.ui.format import moment_words
from dashboard.ui.locations import in_words
from dashboard.web.context import Site
from dashboard.web.html import button, form, hidden
from data.core.access import Role
from data.core.follow_up.records import FollowUp, Shown
from data.core.follow_up.workflow import RULES, Move, possible
from data.core.status import Status
from data.services.follow_up import Looked

STAR = "\N{BLACK STAR}"


@dataclass(frozen=True)
class Slip:
    """What the page's forms carry: where they go, the receipt's key, and a submission's name."""

    address: str
    key: str
    submission: str


def search(number: str) -> str:
    """The form for a number and a key."""
    fields = "".join(
        f'<div class="field"><label for="{name}">{label}</label><input id="{name}" name="{name}" required '
        f'autocomplete="off" autocapitalize="none" spellcheck="false" value="{escape(value)}"></div>'
        for name, label, value in (
            ("number", labels.NUMBER, number),
            ("key", labels.KEY, ""),
        )
    )
    return (
        f'<section class="card"><h1>{labels.TRACK_TITLE}</h1><p>{labels.TRACK_LEAD}</p>'
        f"{form('/lacak', fields, labels.LOOK)}{button('/lapor', ui_labels.FILE, 'second')}</section>"
    )


def receipt(site: Site, looked: Looked, slip: Slip, *, new: bool) -> str:
    """The whole page of one report."""
    can = possible(looked.standing.status_description, Role.REPORTER)
    return "".join(
        (
            _number(looked, slip, new=new),
            _ask(looked, slip) if Move.ANSWER in can else "",
            _standing(site, looked),
            _rating(looked, slip) if Move.RATE in can else "",
            _pictures(looked, slip),
            button("/lapor", labels.ANOTHER, "second"),
        )
    )


def _number(looked: Looked, slip: Slip, *, new: bool) -> str:
    title = labels.RECEIVED if new else labels.TRACK_TITLE
    return (
        f'<section class="card receipt{" new" if new else ""}"><h1>{title}</h1>'
        f"<dl><dt>{labels.NUMBER}</dt><dd>{escape(looked.key[1])}</dd>"
        f"<dt>{labels.KEY}</dt><dd>{escape(slip.key)}</dd></dl><p>{labels.KEEP}</p>"
        f'<button type="button" class="second" id="push" data-to="{escape(slip.address)}/langganan" hidden>'
        f"{labels.PUSH}</button></section>"
    )


def _standing(site: Site, looked: Looked) -> str:
    standing, zone = looked.standing, site.city.zone
    where = in_words(site, standing.service_code, standing.area_code, standing.placement)
    lines = [where, f"Masuk {moment_words(standing.requested_datetime, zone)}"]
    if standing.status == Status.OPEN and standing.expected_datetime:
        lines.append(f"{labels.DUE} {moment_words(standing.expected_datetime, zone)}")
    if looked.details.get("joined_to"):
        lines.append(labels.JOINED)
    told = "".join(f"<p>{escape(line)}</p>" for line in lines)
    name = escape(site.city.category_of(standing.service_code).name)
    state = escape(report_labels.status(standing.status_description))
    return (
        f'<section class="card"><h2>{name}</h2><p class="lead"><b>{state}</b></p>{told}'
        f"{_history(site, looked)}</section>"
    )


def _history(site: Site, looked: Looked) -> str:
    made = [found for found in looked.follow_ups if found.move in labels.TOLD]
    lines = "".join(f"<li>{_told(site, found)}</li>" for found in reversed(made))
    return f'<h2>{labels.HISTORY}</h2><ol class="told">{lines}</ol>' if lines else ""


def _told(site: Site, made: FollowUp) -> str:
    """One move; its note only where the table says that it is for the reporter too."""
    what = labels.TOLD[made.move].format(agency=made.agency or "", stars=made.stars or "")
    for_him = RULES[Move(made.move)].told or made.role == Role.REPORTER
    note = f"<q>{escape(made.note)}</q>" if made.note and for_him else ""
    at = moment_words(made.at, site.city.zone)
    return f"<b>{escape(what)}</b><small>{escape(at)}</small>{note}"


def _pictures(looked: Looked, slip: Slip) -> str:
    after = [found for found in looked.pictures if found.purpose == "after"]
    shown = "".join(_picture(found, slip) for found in after)
    return f'<section class="card"><h2>{labels.EVIDENCE}</h2>{shown}</section>' if shown else ""


def _picture(found: Shown, slip: Slip) -> str:
    return (
        f'<img src="{escape(slip.address)}/foto/{found.picture_id}" alt="{labels.EVIDENCE}" loading="lazy">'
    )


def _marks(move: Move, looked: Looked, slip: Slip) -> str:
    return hidden("move", move) + hidden("submission", slip.submission) + hidden("seen", str(looked.change))


def _ask(looked: Looked, slip: Slip) -> str:
    asked = [found.note for found in looked.follow_ups if found.move == Move.ASK_REPORTER]
    question = f"<p><q>{escape(asked[-1])}</q></p>" if asked else ""
    note = (
        f'<div class="field"><label for="note">Jawaban Anda</label><textarea id="note" name="note" rows="3" '
        f'maxlength="1000" required></textarea><span class="hint">{labels.ANSWER_HINT}</span></div>'
    )
    inside = _marks(Move.ANSWER, looked, slip) + note
    return (
        f'<section class="card asked"><h2>{labels.ANSWER}</h2>{question}'
        f"{form(slip.address, inside, labels.ANSWER_SEND)}</section>"
    )


def _rating(looked: Looked, slip: Slip) -> str:
    given = looked.details.get("rating")
    if given:
        thanks = labels.RATED.format(stars=given)
        return f'<section class="card"><p class="lead">{thanks}</p></section>'
    stars = "".join(
        f'<label><input type="radio" name="stars" value="{number}" required>'
        f'<span><b aria-hidden="true">{STAR * number}</b> {label}</span></label>'
        for number, label in enumerate(labels.STARS, start=1)
    )
    inside = f'{_marks(Move.RATE, looked, slip)}<div class="stars">{stars}</div>'
    return (
        f'<section class="card"><h2>{labels.RATE}</h2><p>{labels.RATE_LEAD}</p>'
        f"{form(slip.address, inside, labels.RATE_SEND)}</section>"
    )
