"""The recap on paper: A4 landscape, its heading on each page of the table, pages counted, room to sign."""

from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from dashboard.pages.recap import labels as recap_labels
from dashboard.pages.recap.exports.cells import one_line
from dashboard.pages.recap.view import Line, View, words
from dashboard.ui import labels
from dashboard.ui.format import long_date, moment_words

REGULAR, BOLD = "Roboto-Regular", "Roboto-Bold"
PAGE, MARGIN, FOOT = landscape(A4), 14 * mm, 9 * mm
WIDTH = PAGE[0] - 2 * MARGIN - 12  # reportlab keeps 6 points free on either side
INK, SOFT, LINE, SHADE = (colors.HexColor(c) for c in ("#10192a", "#4a5a73", "#b9c4d6", "#e8eef7"))
NAME_WIDTH = 52 * mm
DOTS = "." * 44


def pdf_of(view: View) -> bytes:
    """The file; the same recap gives the same bytes."""
    _fonts()
    out = BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=PAGE, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=MARGIN + 4
        * mm, title=f"{recap_labels.TITLE}: {view.place}, {view.period}", author=view.city.name, invariant=1,
    )  # fmt: skip
    document.build(_story(view), canvasmaker=_counting(view))
    return out.getvalue()


@cache
def _fonts() -> None:
    """Roboto, which has every letter that a name in the city may have; known to reportlab from then on."""
    for name in (REGULAR, BOLD):
        pdfmetrics.registerFont(TTFont(name, str(files("font_roboto") / "files" / f"{name}.ttf")))


def _style(size: float, *, bold: bool = False, **more: Any) -> ParagraphStyle:
    font = BOLD if bold else REGULAR
    return ParagraphStyle("", fontName=font, fontSize=size, leading=size * 1.3, textColor=INK, **more)


def _said(words: str, size: float, **more: Any) -> Paragraph:
    safe = one_line(words).replace("&", "&amp;").replace("<", "&lt;")
    return Paragraph(safe, _style(size, **more))


def _story(view: View) -> list[Flowable]:
    return [
        *_head(view),
        Spacer(0, 4 * mm),
        _table(view),
        Spacer(0, 3 * mm),
        *_notes(view),
        _signatures(view),
    ]


def _head(view: View) -> list[Flowable]:
    until = "" if view.complete else f" · periode belum selesai, dihitung sampai {view.moment}"
    return [
        _said(f"Rekapitulasi {view.city.title}", 16, bold=True),
        _said(f"{view.place} · {view.period}", 12, bold=True),
        _said(f"Menurut {view.head} · Data per {moment_words(view.made, view.city.zone)}{until}", 9),
    ]


def _table(view: View) -> Table:
    """Names left, figures right; what the wall shows and what the review shows under a title each."""
    outcome = sum(column.group == recap_labels.OUTCOME for column in recap_labels.columns())
    over = ["", recap_labels.OUTCOME, *[""] * (outcome - 1), f"{recap_labels.FLOW} dalam periode"]
    titles = [_said(view.head, 8, bold=True), *[_right(c.heading) for c in recap_labels.columns()]]
    lines = [_cells(line) for line in view.rows]
    table = Table(
        [over + [""] * (len(titles) - len(over)), titles, *lines, _cells(view.total, bold=True)],
        colWidths=_widths(),
        repeatRows=2,
    )
    table.setStyle(TableStyle(_look(outcome)))
    return table


def _widths() -> list[float]:
    """A long word needs more room than a number."""
    longest = [max(map(len, column.heading.split())) for column in recap_labels.columns()]
    shares = [max(9, length) for length in longest]
    return [NAME_WIDTH, *[(WIDTH - NAME_WIDTH) * share / sum(shares) for share in shares]]


def _right(heading: str) -> Paragraph:
    return _said(heading, 7.5, bold=True, alignment=2)


def _cells(line: Line, *, bold: bool = False) -> list[Any]:
    return [
        _said(line.name, 8.5, bold=bold),
        *[words(column, line.figures) for column in recap_labels.columns()],
    ]


def _look(outcome: int) -> list[tuple[Any, ...]]:
    return [
        ("FONT", (0, 0), (-1, 0), BOLD, 8), ("FONT", (1, 2), (-1, -2), REGULAR, 8.5),
        ("FONT", (1, -1), (-1, -1), BOLD, 8.5), ("TEXTCOLOR", (0, 0), (-1, -1), INK),
        ("SPAN", (1, 0), (outcome, 0)), ("SPAN", (outcome + 1, 0), (-1, 0)), ("ALIGN", (1, 0), (-1, 0),
        "CENTER"), ("ALIGN", (1, 2), (-1, -1), "RIGHT"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("VALIGN", (0, 1), (-1, 1), "BOTTOM"), ("BACKGROUND", (0, 0), (-1, 1), SHADE),
        ("BACKGROUND", (0, -1), (-1, -1), SHADE), ("LINEBELOW", (0, 1), (-1, -2), 0.4, LINE),
        ("LINEABOVE", (0, -1), (-1, -1), 0.8, INK), ("LINEAFTER", (0, 0), (0, -1), 0.4, LINE),
        ("LINEAFTER", (outcome, 0), (outcome, -1), 0.8, SOFT), ("TOPPADDING", (0, 0), (-1, -1), 2.4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.8), ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
    ]  # fmt: skip


def _notes(view: View) -> list[Flowable]:
    reading, digest = recap_labels.said()["reading"], view.configuration
    where = "Rumus setiap angka: halaman /cara-hitung dan lembar Definisi pada berkas Excel."
    return [_said(f"{reading} {where} Konfigurasi kota {digest}.", 7.5), Spacer(0, 6 * mm)]


def _signatures(view: View) -> Flowable:
    """Two to sign: whoever leads, and whoever made it. Names are filled in by hand."""
    left = ["", "Mengetahui,", "", "", "", DOTS, "NIP"]
    right = [
        f"{view.city.name}, {long_date(view.made, view.city.zone)}",
        "Yang membuat,",
        "",
        "",
        "",
        DOTS,
        "NIP",
    ]
    half = WIDTH / 2
    block = Table([[a, b] for a, b in zip(left, right, strict=True)], colWidths=[half, half], rowHeights=12)
    block.setStyle(
        TableStyle([("FONT", (0, 0), (-1, -1), REGULAR, 9), ("LEFTPADDING", (0, 0), (-1, -1), 24 * mm)])
    )
    return KeepTogether([block])


def _counting(view: View) -> type[Canvas]:
    """A canvas that knows how many pages there are before it writes the foot of the first."""

    class Counting(Canvas):
        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, **named)
            self._pages: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802 (reportlab's name)
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self._pages, 1):
                self.__dict__.update(page)
                _foot(self, view, f"Halaman {number} dari {len(self._pages)}")
                super().showPage()
            super().save()

    return Counting


def _foot(canvas: Canvas, view: View, pages: str) -> None:
    canvas.setFont(REGULAR, 8)
    canvas.setFillColor(SOFT)
    canvas.drawString(MARGIN, FOOT, f"{view.place} · {view.period}"[:120])
    canvas.drawRightString(PAGE[0] - MARGIN, FOOT, pages)
    if view.simulated:
        canvas.setFont(BOLD, 11)
        canvas.setFillColor(colors.HexColor("#b3261e"))
        canvas.drawRightString(PAGE[0] - MARGIN, PAGE[1] - MARGIN - 8, labels.PRACTICE)
