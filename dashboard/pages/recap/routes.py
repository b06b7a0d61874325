"""Routes of the recap's files: access is checked before anything is read, and files are made one by one."""

from collections.abc import Callable, Iterator
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.pages.recap.exports import columns, workbooks
from dashboard.pages.recap.exports.csv import encode_csv
from dashboard.pages.recap.service import NoSnapshotError, RecapRequest, RecapService
from dashboard.pages.recap.view import RecapView
from dashboard.web.area_scope import AreaScope
from dashboard.web.dependencies import Context, require
from dashboard.web.downloads import KeptFile, KeptFileResponse
from dashboard.web.page_router import page_router
from dashboard.web.threads import run_in_threadpool
from data.core.access import Permission
from data.lib.translation import DEFAULT_LANGUAGE, current_language, gettext, use_language

CSV_TYPE, PDF_TYPE = "text/csv; charset=utf-8", "application/pdf"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FileWriter = Callable[[RecapService, RecapRequest, RecapView], Iterator[bytes]]

FILES: dict[str, tuple[str, str, str]] = {  # path: content, extension, media type
    "/rekap.csv": ("rekap", "csv", CSV_TYPE),
    "/rekap.xlsx": ("rekap", "xlsx", XLSX_TYPE),
    "/rekap.pdf": ("rekap", "pdf", PDF_TYPE),
    "/rekap/laporan.csv": ("laporan", "csv", CSV_TYPE),
    "/rekap/laporan.xlsx": ("laporan", "xlsx", XLSX_TYPE),
}


router = page_router(require(Permission.VIEW_REPORTS, AreaScope.HANDLER))


async def download(request: Request, context: Context) -> Response:
    """Respond with a file; the area is checked here, since a camat who names none gets their own."""
    service, path = RecapService(context), request.scope["path"]
    content, extension, media_type = FILES[path]
    try:
        recap_request = service.resolve_request(request.query_params)
        with use_language(DEFAULT_LANGUAGE if extension == "csv" else current_language()):
            # Programs read the CSV.
            view, file = await _make(service, recap_request, FILE_WRITERS[content, extension])
        with file.closed_on_error():
            target = f"{path}?{recap_request.page_query.query_string()}"
            await run_in_threadpool(context.authorizer.audit, "unduh", target)
            return KeptFileResponse(file, media_type, _headers(view, content, extension))
    except NoSnapshotError:
        return JSONResponse(
            {"detail": gettext("There is no data yet.")}, status_code=503, headers={"Retry-After": "2"}
        )
    except ValueError as error:
        return JSONResponse({"detail": str(error)}, status_code=422)


for _path in FILES:
    router.get(_path)(download)


async def _make(
    service: RecapService, recap_request: RecapRequest, write_file: FileWriter
) -> tuple[RecapView, KeptFile]:
    """Return the recap and its file.

    :raises ValueError: there is no such area, or the recap is too long; the message is for the user
    """
    views: list[RecapView] = []

    def write() -> Iterator[bytes]:
        views.append(service.build_view(recap_request))
        return write_file(service, recap_request, views[0])

    file = await service.context.downloads.make(service.context.authorizer.principal().name, write)
    return views[0], file


def _headers(view: RecapView, content: str, extension: str) -> dict[str, str]:
    name = quote(view.file_name(content, extension))
    encoding_header = (
        {} if extension == "csv" else {"Content-Encoding": "identity"}
    )  # XLSX and PDF are compressed: no gzip
    return {
        "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
        "Cache-Control": "no-store",
        **encoding_header,
    }


def _write_recap_pdf(_service: RecapService, _request: RecapRequest, view: RecapView) -> Iterator[bytes]:
    from dashboard.pages.recap.exports.pdf import render_pdf

    return iter([render_pdf(view)])


def _list_rows(service: RecapService, recap_request: RecapRequest) -> Iterator[columns.Row]:
    reports = service.context.live_board.reports(recap_request.recap_query)
    return columns.list_rows(reports, service.context.city)


def _write_list_csv(service: RecapService, recap_request: RecapRequest, view: RecapView) -> Iterator[bytes]:
    return encode_csv(columns.list_headings(service.context.city, view), _list_rows(service, recap_request))


def _write_list_xlsx(service: RecapService, recap_request: RecapRequest, view: RecapView) -> Iterator[bytes]:
    return workbooks.report_list_workbook(view, _list_rows(service, recap_request))


FILE_WRITERS: dict[tuple[str, str], FileWriter] = {
    ("rekap", "csv"): lambda _service, _request, view: encode_csv(
        columns.recap_headings(view), columns.recap_rows(view)
    ),
    ("rekap", "xlsx"): lambda _service, _request, view: workbooks.recap_workbook(view),
    ("rekap", "pdf"): _write_recap_pdf,
    ("laporan", "csv"): _write_list_csv,
    ("laporan", "xlsx"): _write_list_xlsx,
}
