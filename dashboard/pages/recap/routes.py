"""The recap as files. Every door asks the gate before anything is read, and sends as it writes."""

from collections.abc import Callable, Iterator
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from dashboard.pages.recap.exports import columns, workbooks
from dashboard.pages.recap.exports.csv import csv_of
from dashboard.pages.recap.exports.pdf import pdf_of
from dashboard.pages.recap.service import Desk, NothingYetError
from dashboard.pages.recap.service import Request as Asking
from dashboard.pages.recap.view import View
from dashboard.web.context import Site
from dashboard.web.routes import Doors, Handler, Place
from data.core.access import Act

CSV, PDF = "text/csv; charset=utf-8", "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Make = Callable[[Desk, Asking, View], Iterator[bytes]]

FILES: dict[str, tuple[str, str, str]] = {  # address: what it is called, ending, media type
    "/rekap.csv": ("rekap", "csv", CSV),
    "/rekap.xlsx": ("rekap", "xlsx", XLSX),
    "/rekap.pdf": ("rekap", "pdf", PDF),
    "/rekap/laporan.csv": ("laporan", "csv", CSV),
    "/rekap/laporan.xlsx": ("laporan", "xlsx", XLSX),
}


def add_doors(doors: Doors, site: Site) -> None:
    """Registers the doors of one app; each asks by itself, for a camat who names no area means his own."""
    desk = Desk(site)
    for path in FILES:
        doors.add(path, _door(desk, path), Act.READ, area=Place.ITSELF)


def _door(desk: Desk, path: str) -> Handler:
    what, ending, media = FILES[path]
    make = MAKERS[what, ending]

    async def door(request: Request) -> Response:
        try:
            asking = desk.take(request.query_params)
            view = await run_in_threadpool(desk.view, asking)
            pieces = await run_in_threadpool(make, desk, asking, view)
            await run_in_threadpool(desk.site.gate.note, "unduh", f"{path}?{asking.ask.query()}")
        except NothingYetError:
            return JSONResponse({"detail": "Belum ada data."}, status_code=503, headers={"Retry-After": "2"})
        except ValueError as error:
            return JSONResponse({"detail": str(error)}, status_code=422)
        return StreamingResponse(pieces, media_type=media, headers=_headers(view, what, ending))

    return door


def _headers(view: View, what: str, ending: str) -> dict[str, str]:
    name = quote(view.file_name(what, ending))
    packed = {} if ending == "csv" else {"Content-Encoding": "identity"}  # not to be packed twice
    return {
        "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
        "Cache-Control": "no-store",
        **packed,
    }


def _recap_csv(_desk: Desk, _asking: Asking, view: View) -> Iterator[bytes]:
    return csv_of(columns.recap_headings(view), columns.recap_rows(view))


def _recap_xlsx(_desk: Desk, _asking: Asking, view: View) -> Iterator[bytes]:
    return workbooks.recap_book(view)


def _recap_pdf(_desk: Desk, _asking: Asking, view: View) -> Iterator[bytes]:
    return iter([pdf_of(view)])


def _list_rows(desk: Desk, asking: Asking) -> Iterator[columns.Row]:
    return columns.list_rows(desk.site.live.reports(asking.asked), desk.site.city)


def _list_csv(desk: Desk, asking: Asking, view: View) -> Iterator[bytes]:
    return csv_of(columns.list_headings(desk.site.city, view), _list_rows(desk, asking))


def _list_xlsx(desk: Desk, asking: Asking, view: View) -> Iterator[bytes]:
    return workbooks.list_book(view, _list_rows(desk, asking))


MAKERS: dict[tuple[str, str], Make] = {
    ("rekap", "csv"): _recap_csv,
    ("rekap", "xlsx"): _recap_xlsx,
    ("rekap", "pdf"): _recap_pdf,
    ("laporan", "csv"): _list_csv,
    ("laporan", "xlsx"): _list_xlsx,
}
