"""The page's parts as HTML: what the report is, one form for each possible move, what was refused and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape

from dashboard.pages.follow_up import labels
from dashboard.ui import report_labels
from dashboard.web.form_parsing import LONGEST_NOTE
from dashboard.web.html import button, hidden, said
from data.core.follow_up.workflow import RULES, Move, Need

PHOTOS = (Need.BEFORE, Need.AFTER)
Options = Iterable[tuple[str, str]]  # value and label


@dataclass(frozen=True)
class Choices:
    """What the fields of this report's forms offer.

    :param has_before: the report has a picture from before the work already
    """

    agencies: tuple[str, ...]
    areas: tuple[tuple[str, str], ...]
    categories: tuple[tuple[str, str], ...]
    alike: tuple[tuple[str, str], ...]
    has_before: bool


@dataclass(frozen=True)
class Tried:
    """A move that was sent and refused: what was typed stays, with what is wrong."""

    move: Move | None = None
    fault: str = ""
    need: Need | None = None
    typed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Slip:
    """What every form of the page carries with it."""

    action: str
    submission: str
    seen: int


def moves(possible: Iterable[Move], choices: Choices, slip: Slip, tried: Tried) -> str:
    """One block per move, closed until it is chosen."""
    can = set(possible)
    blocks = [_block(move, choices, slip, tried) for move in report_labels.MOVES if move in can]
    return "".join(blocks) or f'<p class="said wrong">{labels.NOTHING_TO_DO}</p>'


def _block(move: Move, choices: Choices, slip: Slip, tried: Tried) -> str:
    label, what = report_labels.MOVES[move]
    mine = tried.move is move
    opened = " open" if mine else ""
    fault = said(tried.fault) if mine and tried.need is None else ""
    typed = tried if mine else Tried()
    fields = "".join(_field(move, need, choices, typed) for need in RULES[move].needs)
    photos = "" if any(need in PHOTOS for need in RULES[move].needs) else _more_photos(move)
    marks = hidden("move", move) + hidden("submission", slip.submission) + hidden("seen", str(slip.seen))
    return (
        f'<details name="moves" class="move {move}"{opened}>'
        f"<summary><b>{label}</b><span>{what}</span></summary>"
        f'<form method="post" action="{escape(slip.action)}" enctype="multipart/form-data" data-outbox '
        f'data-label="{label}">'
        f"{fault}{marks}{fields}{_optional_note(move, typed)}{photos}"
        f'<button type="submit" class="first">{label}</button></form></details>'
    )


def _field(move: Move, need: Need, choices: Choices, tried: Tried) -> str:
    wrong = f'<span class="wrong" role="alert">{escape(tried.fault)}</span>' if tried.need is need else ""
    name = f"{move}-{need}"
    value = tried.typed.get(need, "")
    inside = _inputs(need, name, value, choices, told=RULES[move].told)
    return f'<div class="field"><label for="{name}">{labels.LABELS[need]}</label>{inside}{wrong}</div>'


def _inputs(need: Need, name: str, value: str, choices: Choices, *, told: bool) -> str:
    if need is Need.NOTE:
        return _note(name, value, told=told)
    if need in PHOTOS:
        given = need is Need.BEFORE and choices.has_before
        return _photo(need, name, labels.PHOTO_THERE if given else labels.PHOTOS_MOST, required=not given)
    if need is Need.AREA:
        return _select(need, name, choices.areas, value)
    if need is Need.CATEGORY:
        return _select(need, name, choices.categories, value)
    offered = [(agency, "") for agency in choices.agencies] if need is Need.AGENCY else choices.alike
    return _typed(need, name, offered, value)


def _note(name: str, value: str, *, told: bool, required: bool = True) -> str:
    hint = f'<span class="hint">{labels.SEEN_BY_REPORTER}</span>' if told else ""
    must = " required" if required else ""
    return (
        f'<textarea id="{name}" name="note" rows="3" maxlength="{LONGEST_NOTE}"{must}>'
        f"{escape(value)}</textarea>{hint}"
    )


def _optional_note(move: Move, tried: Tried) -> str:
    if Need.NOTE in RULES[move].needs:
        return ""
    name = f"{move}-note"
    inside = _note(name, tried.typed.get("note", ""), told=False, required=False)
    return f'<div class="field"><label for="{name}">Catatan (boleh kosong)</label>{inside}</div>'


def _photo(need: Need, name: str, hint: str, *, required: bool) -> str:
    must = " required" if required else ""
    return (
        f'<input id="{name}" name="{need}" type="file" accept="image/*" capture="environment" '
        f'multiple{must}><span class="hint">{hint}</span>'
    )


def _more_photos(move: Move) -> str:
    name = f"{move}-photo"
    inside = _photo(Need.BEFORE, name, labels.PHOTO_OPTIONAL, required=False)
    return f'<div class="field"><label for="{name}">Foto (boleh kosong)</label>{inside}</div>'


def _select(need: Need, name: str, offered: Options, value: str) -> str:
    options = "".join(
        f'<option value="{escape(code)}"{" selected" if code == value else ""}>{escape(label)}</option>'
        for code, label in offered
    )
    return f'<select id="{name}" name="{need}" required><option value="">Pilih …</option>{options}</select>'


def _typed(need: Need, name: str, offered: Options, value: str) -> str:
    options = "".join(f'<option value="{escape(code)}">{escape(label)}</option>' for code, label in offered)
    return (
        f'<input id="{name}" name="{need}" list="{name}-list" maxlength="120" autocomplete="off" required '
        f'value="{escape(value)}"><datalist id="{name}-list">{options}</datalist>'
    )


def head(title: str, standing: str, lines: Iterable[str], back: str) -> str:
    """What the report is, before anything is done to it."""
    told = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return (
        f'<section class="card"><h1>{escape(title)}</h1><p class="lead"><b>{escape(standing)}</b></p>{told}'
        f"{button(back, labels.BACK, 'second')}</section>"
    )
