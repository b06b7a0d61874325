"""The recap as a message for WhatsApp: short lines of plain Indonesian, and nobody's name."""

from urllib.parse import quote

from dashboard.pages.recap import labels as recap_labels
from dashboard.pages.recap.view import Line, View
from dashboard.ui import labels
from dashboard.ui.format import moment_words, number, percent

MOST_ROWS = 30  # a message that nobody can read to the end is no message


def message(view: View) -> str:
    """The message. ``*bold*`` and ``` ```aligned``` ``` are WhatsApp's own marks."""
    return "\n".join([*_head(view), "", *_whole(view), "", *_lines(view), "", *_foot(view)])


def _head(view: View) -> list[str]:
    practice = [f"*{labels.PRACTICE}*"] if view.simulated else []
    return [*practice, f"*{recap_labels.TITLE}*", _plain(view.place), view.period]


def _whole(view: View) -> list[str]:
    figures = view.total.figures
    on_time = figures["on_time"]
    said = (
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
    widest = max(len(number(value)) for _, value in rows)
    lines = [f"{name:<17} {number(value):>{widest}}" for name, value in rows]
    return ["```", *lines, "```", f"Tepat waktu: {said}"]


def _lines(view: View) -> list[str]:
    """A line for each row with anything in it; how many more there are is said."""
    told = [
        line for line in view.rows if any(line.figures[name] for name in ("received", "resolved", "closing"))
    ]
    if not told:
        return ["Tidak ada laporan pada periode ini."]
    more = len(told) - MOST_ROWS
    rest = [f"… dan {number(more)} baris lagi"] if more > 0 else []
    return [f"*Menurut {view.head}* (masuk / selesai / sisa)", *map(_line, told[:MOST_ROWS]), *rest]


def _line(line: Line) -> str:
    figures = line.figures
    late = f", terlambat {number(figures['overdue'])}" if figures["overdue"] else ""
    counts = " / ".join(number(figures[name]) for name in ("received", "resolved", "closing"))
    return f"• {_plain(line.name)}: {counts}{late}"


def _plain(words: str) -> str:
    """WhatsApp's own marks in a name stay what they are."""
    return "".join(" " if letter in "*_~`\n\r" else letter for letter in words)


def _foot(view: View) -> list[str]:
    until = "" if view.complete else " (periode belum selesai)"
    return [f"Data per {moment_words(view.made, view.city.zone)}{until}"]


def share_address(said: str) -> str:
    """The address that opens WhatsApp with the message written."""
    return f"https://wa.me/?text={quote(said)}"
