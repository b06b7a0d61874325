"""``/sumber``, its rejected rows as a CSV file, and the form that lets a short pull be believed."""

from typing import Annotated

from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from dashboard.pages.sources import view
from dashboard.web.dependencies import Context, require
from dashboard.web.downloads import KeptFileResponse
from dashboard.web.forms import FormModel, FormState, submitted
from dashboard.web.navigation import SOURCES_PATH
from dashboard.web.page_router import page_router
from dashboard.web.templates import render_page
from data.core.access import Permission
from data.lib.translation import lazy_gettext

DOWNLOAD_PATH, ACCEPT_PATH = f"{SOURCES_PATH}/ditolak.csv", f"{SOURCES_PATH}/terima"
DOWNLOAD_HEADERS = {"Content-Disposition": 'attachment; filename="ditolak.csv"', "Cache-Control": "no-store"}
TITLE = lazy_gettext("Sources of data")
NO_SOURCE = "tidak ada sumber dengan nama itu"  # for programs

router = page_router()


class SourceForm(FormModel):
    """The name of a source."""

    sumber: str = ""


@router.get(SOURCES_PATH, response_class=HTMLResponse, dependencies=[require(Permission.VIEW_SOURCES)])
def show(context: Context) -> Response:
    """Respond with the page."""
    return render_page(
        context.city,
        "sources/page.html",
        TITLE,
        styles=("office.css",),
        scripts=("sources.js",),
        body_class="office-page",
        **view.page_values(context),
    )


@router.post(ACCEPT_PATH, dependencies=[require(Permission.ADMINISTER)])
def accept_next(context: Context, form: Annotated[FormState[SourceForm], submitted(SourceForm)]) -> Response:
    """Let the next pull of a source be believed, however short."""
    name = form.model.sumber if form.model else ""
    if context.city.get_source(name) is None:
        return PlainTextResponse(NO_SOURCE, 404)
    context.app.missing_reports.accept_next(name)
    context.authorizer.audit("terima penarikan pendek", name)
    return RedirectResponse(SOURCES_PATH, status_code=303)


@router.get(DOWNLOAD_PATH, dependencies=[require(Permission.ADMINISTER)])
async def download_rejected(context: Context, sumber: str | None = None) -> Response:
    """Respond with the rejected rows of a source; of all without a name."""
    if sumber is not None and context.city.get_source(sumber) is None:
        return PlainTextResponse(NO_SOURCE, 404)

    def make() -> list[bytes]:
        from data.services.rejected_rows_sheet import to_csv

        return [to_csv(context.live_board.rejected(sumber))]

    file = await context.downloads.make(context.authorizer.principal().name, make)
    return KeptFileResponse(file, "text/csv; charset=utf-8", DOWNLOAD_HEADERS)
