"""HTML of the training's pages."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from html import escape
from itertools import groupby
from zoneinfo import ZoneInfo

import segno

from dashboard.pages.training import labels
from dashboard.pages.training.labels import EXERCISES
from dashboard.web.html import button, form, hidden
from data.core.training import EXERCISE_NUMBERS, TrainingProgress

CLOCK_FORMAT = "%H.%M"


def trainee_page(progress: TrainingProgress, has_page: Callable[[str], bool]) -> str:
    """Return the seven exercises of one account, with a link to each page.

    :param has_page: whether the board has a page at an address; without it there is no link
    """
    done_count = sum(step in progress.completed_at for step in EXERCISE_NUMBERS)
    lead = (
        labels.ALL_DONE
        if progress.is_complete
        else f"{done_count} dari {len(EXERCISE_NUMBERS)} latihan selesai."
    )
    steps = "".join(_exercise_item(step, progress, has_page) for step in EXERCISE_NUMBERS)
    return (
        f'<section class="card"><h1>{labels.TRAINEE_TITLE}</h1><p class="lead" role="status">{lead}</p>'
        f"<p>{labels.ONLY_PRACTICE}</p></section><ol class='steps'>{steps}</ol>"
    )


def _exercise_item(step: int, progress: TrainingProgress, has_page: Callable[[str], bool]) -> str:
    exercise, is_done = EXERCISES[step], step in progress.completed_at
    done_badge = '<span class="check" aria-label="sudah">\N{CHECK MARK}</span>' if is_done else ""
    css_class = "done" if is_done else "next" if step == progress.next_exercise else "later"
    path = exercise.path.format(kecamatan=progress.principal.parent or "")
    return (
        f'<li class="{css_class}"><h2>{done_badge}{escape(exercise.title)}</h2>'
        f"<p>{escape(exercise.instructions)}</p>{'' if is_done else _exercise_link(path, has_page)}</li>"
    )


def _exercise_link(path: str, has_page: Callable[[str], bool]) -> str:
    if path == "/latihan":
        return ""
    return button(path, "Buka", "second") if has_page(path) else f"<p><i>{labels.NOT_AVAILABLE}</i></p>"


def trainer_page(class_progress: Iterable[TrainingProgress], names: dict[str, str], zone: ZoneInfo) -> str:
    """Return one table per kecamatan: who has completed which exercise, and when."""
    by_parent = groupby(class_progress, key=lambda progress: progress.principal.parent or "")
    tables = "".join(_table(names.get(code, code), code, list(members), zone) for code, members in by_parent)
    legend = " · ".join(
        f"{step}.\N{NO-BREAK SPACE}{escape(exercise.title)}" for step, exercise in EXERCISES.items()
    )
    return (
        f'<section class="card"><h1>{labels.TRAINER_TITLE}</h1><p>{labels.ONLY_PRACTICE}</p>'
        f"<p>{legend}</p>"
        f"{button('/pelatih/lembar', labels.PRINT, 'second')}"
        f"{form('/pelatih/ulang', '', f'{labels.RESTART}: semua kecamatan', 'second')}"
        f"<p>{labels.RESTART_EXPLANATION}</p></section>{tables}"
    )


def _table(name: str, code: str, trainees: Sequence[TrainingProgress], zone: ZoneInfo) -> str:
    headers = "".join(
        f'<th scope="col" title="{escape(EXERCISES[step].title)}">{step}</th>' for step in EXERCISE_NUMBERS
    )
    rows = "".join(_row(progress, zone) for progress in trainees)
    restart_form = form("/pelatih/ulang", hidden("kecamatan", code), labels.RESTART, "second small")
    handout_link = button(f"/pelatih/lembar?kecamatan={code}", labels.PRINT, "second small")
    header_html = f'<thead><tr><th scope="col">Akun</th>{headers}</tr></thead>'
    return (
        f'<section class="class"><h2>{escape(name)}</h2><table>{header_html}<tbody>{rows}</tbody></table>'
        f'<div class="buttons">{handout_link}{restart_form}</div></section>'
    )


def _row(progress: TrainingProgress, zone: ZoneInfo) -> str:
    cells = "".join(_cell(progress.completed_at.get(step), zone) for step in EXERCISE_NUMBERS)
    return f'<tr><th scope="row">{escape(progress.principal.name)}</th>{cells}</tr>'


def _cell(completed_at: datetime | None, zone: ZoneInfo) -> str:
    if completed_at is None:
        return '<td class="open"><span aria-label="belum">\N{MIDDLE DOT}</span></td>'
    time_text = f"{completed_at.astimezone(zone):{CLOCK_FORMAT}}"
    return f'<td class="done">\N{CHECK MARK}<small>{time_text}</small></td>'


def handout(name: str, trainees: Sequence[TrainingProgress], address: str, password: str) -> str:
    """Return the handout of one kecamatan: accounts, address, and the seven exercises with boxes to tick."""
    qr_code = segno.make(address, error="m").svg_inline(scale=4, border=1, omitsize=True)
    accounts = "".join(f"<li><b>{escape(progress.principal.name)}</b></li>" for progress in trainees)
    steps = "".join(
        f'<li><span class="box" aria-hidden="true"></span><div><b>{step}. {escape(exercise.title)}</b>'
        f"<p>{escape(exercise.instructions)}</p></div></li>"
        for step, exercise in EXERCISES.items()
    )
    return (
        f'<article class="handout"><header><div><h1>{labels.HANDOUT_TITLE}: {escape(name)}</h1>'
        f"<p>Alamat: <b>{escape(address)}</b><br>Kata sandi: <b>{escape(password)}</b></p>"
        f'<ul>{accounts}</ul></div><div class="code">{qr_code}</div></header><ol>{steps}</ol></article>'
    )
