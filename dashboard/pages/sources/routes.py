"""The route of rejected rows as a CSV file, for administrators."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.pages.sources.layout import PATH
from dashboard.pages.sources.sections.missing import ACCEPT_PATH
from dashboard.pages.sources.view import DOWNLOAD_PATH
from dashboard.web.context import WebContext
from dashboard.web.downloads import KeptFileResponse
from dashboard.web.form_body import read_form
from dashboard.web.limits import PLAIN_FORM
from dashboard.web.routes import Handler, RouteRegistry
from dashboard.web.threads import run_in_threadpool
from data.core.access import Permission


def register_routes(routes: RouteRegistry, context: WebContext) -> None:
    """Register the download of rejected rows."""
    routes.add(DOWNLOAD_PATH, rejected_rows(context), Permission.ADMINISTER)
    routes.add(ACCEPT_PATH, accept_next(context), Permission.ADMINISTER, methods=("POST",), limits=PLAIN_FORM)


def accept_next(context: WebContext) -> Handler:
    """Return the handler of the form that lets the next pull of a source be believed, however short."""

    async def accept(request: Request) -> Response:
        context.authorizer.require(Permission.ADMINISTER)
        name = (await read_form(request)).get("sumber", "")
        if context.city.get_source(name) is None:
            return Response("tidak ada sumber dengan nama itu", status_code=404, media_type="text/plain")
        await run_in_threadpool(context.app.missing_reports.accept_next, name)
        await run_in_threadpool(context.authorizer.audit, "terima penarikan pendek", name)
        return RedirectResponse(PATH, status_code=303)

    return accept


def rejected_rows(context: WebContext) -> Handler:
    """Return the handler of ``/sumber/ditolak.csv?sumber=NAME``; without a name, of all sources."""

    def make(name: str | None) -> list[bytes]:
        from data.services.rejected_rows_sheet import to_csv

        return [to_csv(context.live_board.rejected(name))]

    async def download(request: Request) -> Response:
        context.authorizer.require(Permission.ADMINISTER)
        name = request.query_params.get("sumber")
        if name is not None and context.city.get_source(name) is None:
            return Response("tidak ada sumber dengan nama itu", status_code=404, media_type="text/plain")
        file = await context.downloads.make(context.authorizer.principal().name, lambda: make(name))
        headers = {"Content-Disposition": 'attachment; filename="ditolak.csv"', "Cache-Control": "no-store"}
        return KeptFileResponse(file, "text/csv; charset=utf-8", headers)

    return download
