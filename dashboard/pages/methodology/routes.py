"""``/cara-hitung``: all formulas for anybody, with examples for those who may see the wall."""

from typing import Any

from starlette.responses import HTMLResponse, Response

from dashboard.pages.methodology import labels
from dashboard.pages.methodology.view import ExampleBoxes, board_boxes, status_line, week_boxes
from dashboard.ui import labels as ui_labels
from dashboard.web.context import WebContext
from dashboard.web.dependencies import Context, require
from dashboard.web.navigation import METHODOLOGY_PATH
from dashboard.web.page_router import page_router
from dashboard.web.page_stream import SLOW_PART, stream_page
from dashboard.web.templates import render, render_page
from data.core.access import Permission

PATH = METHODOLOGY_PATH

router = page_router(require(Permission.VIEW_PUBLIC))


@router.get(PATH, response_class=HTMLResponse)
def show(context: Context) -> Response:
    """Respond with the page: its title at once, the formulas when their examples are computed."""
    page = render_page(
        context.city,
        "methodology/page.html",
        labels.TITLE,
        styles=("office.css",),
        body_class="",
        labels=labels,
        slow_part=SLOW_PART,
    )
    return stream_page(page, lambda: _render_sections(context))


def _render_sections(context: WebContext) -> str:
    values: dict[str, Any] = {"labels": labels, "sections": labels.sections()}
    return render("methodology/sections.html", **values, status=status_line(context), boxes=_boxes(context))


def _boxes(context: WebContext) -> ExampleBoxes:
    """Return the example of each formula, or why there is none."""
    if not context.authorizer.is_allowed(Permission.VIEW_WALL):
        return {section.anchor: str(ui_labels.EXAMPLE_FORBIDDEN) for section in labels.sections()}
    return {**board_boxes(context), **week_boxes(context.live_board)}
