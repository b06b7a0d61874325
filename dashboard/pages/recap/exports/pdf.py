"""The recap as PDF: A4 landscape, table heading on each page, page numbers, lines for signatures."""

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

from dashboard.pages.recap import labels
from dashboard.pages.recap.exports.cells import one_line
from dashboard.pages.recap.view import RecapRow, RecapView, format_figure
from dashboard.ui import labels as ui_labels
from dashboard.ui.format import format_long_date
from data.lib.translation import gettext

REGULAR, BOLD = "Roboto-Regular", "Roboto-Bold"
PAGE, MARGIN, FOOTER_HEIGHT = landscape(A4), 14 * mm, 9 * mm
WIDTH = PAGE[0] - 2 * MARGIN - 12  # reportlab keeps 6 points free on either side
TEXT_COLOR, MUTED_COLOR, LINE_COLOR, SHADE_COLOR = (
    colors.HexColor(c) for c in ("#10192a", "#4a5a73", "#b9c4d6", "#e8eef7")
)
NAME_WIDTH = 52 * mm
SIGNATURE_DOTS = "." * 44


def render_pdf(view: RecapView) -> bytes:
    """Return the file; the same recap gives the same bytes."""
    _register_fonts()
    buffer = BytesIO()
    document = SimpleDocTemplate(
        buffer,
        pagesize=PAGE,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN + 4 * mm,
        title=f"{labels.TITLE}: {view.place_label}, {view.period_label}",
        author=view.city.name,
        invariant=1,
    )
    document.build(_story(view), canvasmaker=_page_counting_canvas(view))
    return buffer.getvalue()


@cache
def _register_fonts() -> None:
    """Register Roboto with reportlab; it has all letters that a name in the city may have."""
    for name in (REGULAR, BOLD):
        pdfmetrics.registerFont(TTFont(name, str(files("font_roboto") / "files" / f"{name}.ttf")))


def _style(size: float, *, bold: bool = False, **options: Any) -> ParagraphStyle:
    font = BOLD if bold else REGULAR
    return ParagraphStyle(
        "", fontName=font, fontSize=size, leading=size * 1.3, textColor=TEXT_COLOR, **options
    )


def _paragraph(content: str, size: float, **options: Any) -> Paragraph:
    escaped = one_line(content).replace("&", "&amp;").replace("<", "&lt;")
    return Paragraph(escaped, _style(size, **options))


def _story(view: RecapView) -> list[Flowable]:
    return [
        *_heading(view),
        Spacer(0, 4 * mm),
        _table(view),
        Spacer(0, 3 * mm),
        *_notes(view),
        _signatures(view),
    ]


def _heading(view: RecapView) -> list[Flowable]:
    grouping = gettext("By {grouping}").format(grouping=view.row_heading)
    standing = [grouping, view.data_state, *([] if view.complete else [view.state])]
    return [
        _paragraph(gettext("Recap of {city}").format(city=view.city.title), 16, bold=True),
        _paragraph(f"{view.place_label} · {view.period_label}", 12, bold=True),
        _paragraph(" · ".join(standing), 9),
    ]


def _table(view: RecapView) -> Table:
    """Return the table: names left, figures right, with a title over outcome and over flow."""
    outcome_count = sum(column.group is labels.OUTCOME for column in labels.COLUMNS)
    titles = [_paragraph(view.row_heading, 8, bold=True), *_column_titles()]
    group_titles = ["", str(labels.OUTCOME), *[""] * (outcome_count - 1), gettext("Flow in the period")]
    group_titles += [""] * (len(titles) - len(group_titles))
    rows = [*[_cells(line) for line in view.rows], _cells(view.total, bold=True)]
    table = Table([group_titles, titles, *rows], colWidths=_widths(), repeatRows=2)
    table.setStyle(TableStyle(_table_style(outcome_count)))
    return table


def _widths() -> list[float]:
    """Return the widths of the columns, in points, by the longest word of each heading."""
    longest = [max(map(len, str(column.heading).split())) for column in labels.COLUMNS]
    shares = [max(9, length) for length in longest]
    return [NAME_WIDTH, *[(WIDTH - NAME_WIDTH) * share / sum(shares) for share in shares]]


def _column_titles() -> list[Paragraph]:
    right = 2  # reportlab's TA_RIGHT
    return [_paragraph(str(column.heading), 7.5, bold=True, alignment=right) for column in labels.COLUMNS]


def _cells(line: RecapRow, *, bold: bool = False) -> list[Any]:
    return [
        _paragraph(line.name, 8.5, bold=bold),
        *[format_figure(column, line.figures) for column in labels.COLUMNS],
    ]


def _table_style(outcome_count: int) -> list[tuple[Any, ...]]:
    return [
        ("FONT", (0, 0), (-1, 0), BOLD, 8),
        ("FONT", (1, 2), (-1, -2), REGULAR, 8.5),
        ("FONT", (1, -1), (-1, -1), BOLD, 8.5),
        ("TEXTCOLOR", (0, 0), (-1, -1), TEXT_COLOR),
        ("SPAN", (1, 0), (outcome_count, 0)),
        ("SPAN", (outcome_count + 1, 0), (-1, 0)),
        ("ALIGN", (1, 0), (-1, 0), "CENTER"),
        ("ALIGN", (1, 2), (-1, -1), "RIGHT"),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("VALIGN", (0, 1), (-1, 1), "BOTTOM"),
        ("BACKGROUND", (0, 0), (-1, 1), SHADE_COLOR),
        ("BACKGROUND", (0, -1), (-1, -1), SHADE_COLOR),
        ("LINEBELOW", (0, 1), (-1, -2), 0.4, LINE_COLOR),
        ("LINEABOVE", (0, -1), (-1, -1), 0.8, TEXT_COLOR),
        ("LINEAFTER", (0, 0), (0, -1), 0.4, LINE_COLOR),
        ("LINEAFTER", (outcome_count, 0), (outcome_count, -1), 0.8, MUTED_COLOR),
        ("TOPPADDING", (0, 0), (-1, -1), 2.4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.8),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
    ]


def _notes(view: RecapView) -> list[Flowable]:
    formulas = gettext("Formulas of all figures: the page /cara-hitung, and the sheet Definitions in Excel.")
    configuration = gettext("Configuration of the city {digest}.").format(digest=view.configuration)
    return [_paragraph(f"{labels.READING} {formulas} {configuration}", 7.5), Spacer(0, 6 * mm)]


def _signatures(view: RecapView) -> Flowable:
    """Return the lines for two signatures, of the superior and the author; names are filled in by hand."""
    left = ["", gettext("Acknowledged by,"), "", "", "", SIGNATURE_DOTS, "NIP"]
    right = [
        f"{view.city.name}, {format_long_date(view.data_as_of, view.city.zone)}",
        gettext("Made by,"),
        "",
        "",
        "",
        SIGNATURE_DOTS,
        "NIP",
    ]
    half = WIDTH / 2
    block = Table([[a, b] for a, b in zip(left, right, strict=True)], colWidths=[half, half], rowHeights=12)
    block.setStyle(
        TableStyle([("FONT", (0, 0), (-1, -1), REGULAR, 9), ("LEFTPADDING", (0, 0), (-1, -1), 24 * mm)])
    )
    return KeepTogether([block])


def _page_counting_canvas(view: RecapView) -> type[Canvas]:
    """Return a canvas class that writes footers when all pages are there and so their number is known."""

    class PageCountingCanvas(Canvas):
        def __init__(self, *arguments: Any, **keywords: Any) -> None:
            super().__init__(*arguments, **keywords)
            self._pages: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802 (reportlab's name)
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self._pages, 1):
                self.__dict__.update(page)
                page_text = gettext("Page {number} of {count}").format(number=number, count=len(self._pages))
                _draw_footer(self, view, page_text)
                super().showPage()
            super().save()

    return PageCountingCanvas


def _draw_footer(canvas: Canvas, view: RecapView, page_text: str) -> None:
    canvas.setFont(REGULAR, 8)
    canvas.setFillColor(MUTED_COLOR)
    canvas.drawString(MARGIN, FOOTER_HEIGHT, f"{view.place_label} · {view.period_label}"[:120])
    canvas.drawRightString(PAGE[0] - MARGIN, FOOTER_HEIGHT, page_text)
    if view.simulated:
        canvas.setFont(BOLD, 11)
        canvas.setFillColor(colors.HexColor("#b3261e"))
        canvas.drawRightString(PAGE[0] - MARGIN, PAGE[1] - MARGIN - 8, str(ui_labels.PRACTICE))
