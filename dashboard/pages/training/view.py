"""The parts of the training's pages as HTML."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from html import escape
from itertools import groupby
from zoneinfo import ZoneInfo

import segno

from dashboard.pages.training import labels
from dashboard.pages.training.labels import EXERCISES
from dashboard.web.html import button, form, hidden
from data.core.training import STEPS, Progress

CLOCK = "%H.%M"


def pupil(progress: Progress, stands: Callable[[str], bool]) -> str:
    """The seven exercises of one account, with the way to each page.

    :param stands: whether the board has a page at an address; to one that it has not, no way leads
    """
    done = sum(step in progress.done for step in STEPS)
    lead = labels.ALL_DONE if progress.whole else f"{done} dari {len(STEPS)} latihan selesai."
    steps = "".join(_step(step, progress, stands) for step in STEPS)
    return (
        f'<section class="card"><h1>{labels.PUPIL_TITLE}</h1><p class="lead" role="status">{lead}</p>'
        f"<p>{labels.ONLY_PRACTICE}</p></section><ol class='steps'>{steps}</ol>"
    )


def _step(step: int, progress: Progress, stands: Callable[[str], bool]) -> str:
    found, done = EXERCISES[step], step in progress.done
    mark = '<span class="mark" aria-label="sudah">\N{CHECK MARK}</span>' if done else ""
    kind = "done" if done else "next" if step == progress.next else "later"
    return (
        f'<li class="{kind}"><h2>{mark}{escape(found.title)}</h2><p>{escape(found.what)}</p>'
        f"{'' if done else _way(found.where.format(kecamatan=progress.who.parent or ''), stands)}</li>"
    )


def _way(where: str, stands: Callable[[str], bool]) -> str:
    if where == "/latihan":
        return ""
    return button(where, "Buka", "second") if stands(where) else f"<p><i>{labels.NOT_YET}</i></p>"


def trainer(classes: Iterable[Progress], names: dict[str, str], zone: ZoneInfo) -> str:
    """One table per kecamatan: who has done which exercise, and when."""
    by_parent = groupby(classes, key=lambda progress: progress.who.parent or "")
    tables = "".join(_table(names.get(code, code), code, list(found), zone) for code, found in by_parent)
    legend = " · ".join(
        f"{step}.\N{NO-BREAK SPACE}{escape(found.title)}" for step, found in EXERCISES.items()
    )
    return (
        f'<section class="card"><h1>{labels.TRAINER_TITLE}</h1><p>{labels.ONLY_PRACTICE}</p>'
        f"<p>{legend}</p>"
        f"{button('/pelatih/lembar', labels.PRINT, 'second')}"
        f"{form('/pelatih/ulang', '', f'{labels.RESTART}: semua kecamatan', 'second')}"
        f"<p>{labels.RESTART_WHAT}</p></section>{tables}"
    )


def _table(name: str, code: str, pupils: Sequence[Progress], zone: ZoneInfo) -> str:
    head = "".join(f'<th scope="col" title="{escape(EXERCISES[step].title)}">{step}</th>' for step in STEPS)
    rows = "".join(_row(progress, zone) for progress in pupils)
    again = form("/pelatih/ulang", hidden("kecamatan", code), labels.RESTART, "second small")
    sheet = button(f"/pelatih/lembar?kecamatan={code}", labels.PRINT, "second small")
    head = f'<thead><tr><th scope="col">Akun</th>{head}</tr></thead>'
    return (
        f'<section class="class"><h2>{escape(name)}</h2><table>{head}<tbody>{rows}</tbody></table>'
        f'<div class="ways">{sheet}{again}</div></section>'
    )


def _row(progress: Progress, zone: ZoneInfo) -> str:
    cells = "".join(_cell(progress.done.get(step), zone) for step in STEPS)
    return f'<tr><th scope="row">{escape(progress.who.name)}</th>{cells}</tr>'


def _cell(at: datetime | None, zone: ZoneInfo) -> str:
    if at is None:
        return '<td class="open"><span aria-label="belum">\N{MIDDLE DOT}</span></td>'
    return f'<td class="done">\N{CHECK MARK}<small>{at.astimezone(zone):{CLOCK}}</small></td>'


def sheet(name: str, pupils: Sequence[Progress], address: str, password: str) -> str:
    """The hand-out of one kecamatan: accounts, address, and the seven exercises with boxes to tick."""
    code = segno.make(address, error="m").svg_inline(scale=4, border=1, omitsize=True)
    accounts = "".join(f"<li><b>{escape(progress.who.name)}</b></li>" for progress in pupils)
    steps = "".join(
        f'<li><span class="box" aria-hidden="true"></span><div><b>{step}. {escape(found.title)}</b>'
        f"<p>{escape(found.what)}</p></div></li>"
        for step, found in EXERCISES.items()
    )
    return (
        f'<article class="sheet"><header><div><h1>{labels.SHEET_TITLE}: {escape(name)}</h1>'
        f"<p>Alamat: <b>{escape(address)}</b><br>Kata sandi: <b>{escape(password)}</b></p>"
        f'<ul>{accounts}</ul></div><div class="code">{code}</div></header><ol>{steps}</ol></article>'
    )
