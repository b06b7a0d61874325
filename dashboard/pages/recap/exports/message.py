"""The recap as a message for WhatsApp: short lines, and no names of people."""

from dashboard.pages.recap import labels
from dashboard.pages.recap.view import RecapRow, RecapView
from dashboard.ui import labels as ui_labels
from dashboard.ui.format import format_moment, number, percent

ROW_LIMIT = 30  # longer messages are not read


def render_message(view: RecapView) -> str:
    """Return the message; ``*bold*`` and ``` ```monospace``` ``` are WhatsApp's markup."""
    return "\n".join(
        [*_heading_lines(view), "", *_total_lines(view), "", *_row_lines(view), "", *_footer_lines(view)]
    )


def _heading_lines(view: RecapView) -> list[str]:
    practice = [f"*{ui_labels.PRACTICE}*"] if view.simulated else []
    return [*practice, f"*{labels.TITLE}*", _strip_markup(view.place_label), view.period_label]


def _total_lines(view: RecapView) -> list[str]:
    figures = view.total.figures
    on_time = figures["on_time"]
    on_time_text = (
        "belum ada yang dinilai"
        if on_time is None
        else f"{percent(on_time)} dari {number(figures['judged'])}"
    )
    rows = [
        ("Sisa awal", figures["opening"]),
        ("Masuk", figures["received"]),
        ("Selesai", figures["resolved"]),
        ("Dibuka kembali", figures["reopened"]),
        ("Tidak dilanjutkan", figures["withdrawn"]),
        ("Sisa akhir", figures["closing"]),
        ("  terlambat", figures["overdue"]),
    ]
    width = max(len(number(value)) for _, value in rows)
    lines = [f"{name:<17} {number(value):>{width}}" for name, value in rows]
    return ["```", *lines, "```", f"Tepat waktu: {on_time_text}"]


def _row_lines(view: RecapView) -> list[str]:
    """Return a line for each row with a figure, up to ``ROW_LIMIT``, and how many more there are."""
    nonempty_rows = [
        line for line in view.rows if any(line.figures[name] for name in ("received", "resolved", "closing"))
    ]
    if not nonempty_rows:
        return ["Tidak ada laporan pada periode ini."]
    hidden_count = len(nonempty_rows) - ROW_LIMIT
    hidden_note = [f"… dan {number(hidden_count)} baris lagi"] if hidden_count > 0 else []
    return [
        f"*Menurut {view.row_heading}* (masuk / selesai / sisa)",
        *map(_row_line, nonempty_rows[:ROW_LIMIT]),
        *hidden_note,
    ]


def _row_line(line: RecapRow) -> str:
    figures = line.figures
    late_note = f", terlambat {number(figures['overdue'])}" if figures["overdue"] else ""
    counts = " / ".join(number(figures[name]) for name in ("received", "resolved", "closing"))
    return f"• {_strip_markup(line.name)}: {counts}{late_note}"


def _strip_markup(value: str) -> str:
    """Return a name without WhatsApp's markup, so that none can come from a name."""
    return "".join(" " if letter in "*_~`\n\r" else letter for letter in value)


def _footer_lines(view: RecapView) -> list[str]:
    until = "" if view.complete else " (periode belum selesai)"
    return [f"Data per {format_moment(view.data_as_of, view.city.zone)}{until}"]
