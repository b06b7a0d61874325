"""``/cara-hitung``: all formulas for anybody, with examples for those who may see the wall."""

from starlette.responses import HTMLResponse, Response

from dashboard.pages.methodology.view import (
    ExampleBoxes,
    board_boxes,
    forbidden_boxes,
    status_line,
    week_boxes,
)
from dashboard.web.context import WebContext
from dashboard.web.dependencies import Context, require
from dashboard.web.navigation import METHODOLOGY_PATH
from dashboard.web.page_router import page_router
from dashboard.web.page_stream import SLOW_PART, stream_page
from dashboard.web.templates import render, render_page
from data.core.access import Permission
from data.lib.translation import gettext

PATH = METHODOLOGY_PATH

router = page_router(require(Permission.VIEW_PUBLIC))


@router.get(PATH, response_class=HTMLResponse)
def show(context: Context) -> Response:
    """Respond with the page: its title at once, the formulas when their examples are computed."""
    page = render_page(
        context.city,
        "methodology/page.html",
        gettext("How figures are counted"),
        styles=("office.css",),
        body_class="",
        slow_part=SLOW_PART,
    )
    return stream_page(page, lambda: _render_sections(context))


def _render_sections(context: WebContext) -> str:
    return render("methodology/sections.html", status=status_line(context), boxes=_boxes(context))


def _boxes(context: WebContext) -> ExampleBoxes:
    """Return the example of each formula, or why there is none."""
    if not context.authorizer.is_allowed(Permission.VIEW_WALL):
        return forbidden_boxes()
    return {**board_boxes(context), **week_boxes(context.live_board)}
