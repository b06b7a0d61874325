"""``GET`` and ``POST /tindak/<sumber>/<nomor>``: looking at what can be done, and doing it."""

import secrets

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.pages.follow_up import labels, view
from dashboard.pages.follow_up.changes import changes_since
from dashboard.pages.follow_up.choices import choices_of
from dashboard.pages.follow_up.forms import SentWrongError, move_of, sent_by
from dashboard.pages.follow_up.view import Slip, Tried
from dashboard.ui import form_labels, report_labels, urls
from dashboard.ui.format import moment_words
from dashboard.ui.locations import in_words
from dashboard.ui.status_icons import WORDS
from dashboard.ui.urls import DONE, address
from dashboard.web import html
from dashboard.web.context import Site
from dashboard.web.form_parsing import Form, form_of
from dashboard.web.routes import Doors, Place
from data.core.access import Act
from data.core.follow_up.actions import ActError
from data.core.follow_up.workflow import Need, possible
from data.services.follow_up import ChangedError, Looked, NoReportError

PATH = "/tindak/{source}/{number:path}"


def add_doors(doors: Doors, site: Site) -> None:
    """The doors of this page; each asks for the area of the report that it is about."""
    page = Acting(site)
    doors.add(PATH, page.show, Act.ACT, area=Place.ITSELF)
    doors.add(PATH, page.act, Act.ACT, area=Place.ITSELF, methods=("POST",))


class Acting:
    """Following reports up in one city."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def show(self, request: Request) -> Response:
        """The page of one report."""
        return await run_in_threadpool(self._shown, request)

    def _shown(self, request: Request) -> Response:
        looked = self._looked(request)
        return self._page(looked, Tried()) if looked else self._none()

    async def act(self, request: Request) -> Response:
        """Makes the move that a form asks for, and leads back to the report."""
        looked = await run_in_threadpool(self._looked, request)
        if looked is None:
            return self._none()
        try:
            form = await form_of(request)
        except HTTPException:
            return await run_in_threadpool(self._page, looked, Tried(fault=form_labels.TOO_LARGE), status=413)
        return await run_in_threadpool(self._made, looked, form)

    def _looked(self, request: Request) -> Looked | None:
        """:raises RefusedError: the report is not for whoever asks, or there is none and he asks for it"""
        key = (request.path_params["source"], request.path_params["number"])
        looked = self._site.follow_ups.look(key)
        self._site.gate.require(Act.ACT, looked.standing.area_code if looked else None)
        return looked

    def _made(self, looked: Looked, form: Form) -> Response:
        gate = self._site.gate
        about = "/".join(looked.key)
        try:
            sent = sent_by(form, looked.key, gate.who(), self._site)
            self._site.follow_ups.act(sent)
        except SentWrongError as error:
            return self._page(looked, error.tried, status=422)
        except ActError as error:
            need = error.fault if isinstance(error.fault, Need) else None
            tried = Tried(error.move, form_labels.FAULTS[error.fault], need, form.fields)
            return self._page(looked, tried, status=422)
        except ChangedError:
            gate.note(f"tindak {move_of(form)}", about, "laporan sudah berubah")
            return self._changed(looked, sent.seen, form)
        except (NoReportError, ValueError) as error:
            missing = isinstance(error, NoReportError)
            fault = form_labels.FAULTS[Need.ORIGINAL] if missing else form_labels.SOMEBODY_ELSES
            tried = Tried(move_of(form), fault, Need.ORIGINAL if missing else None, form.fields)
            return self._page(looked, tried, status=422)
        gate.note(f"tindak {move_of(form)}", about)
        return RedirectResponse(f"{urls.report_address(*looked.key)}?{DONE}={move_of(form)}", 303)

    def _changed(self, looked: Looked, seen: int, form: Form) -> Response:
        now = self._site.follow_ups.look(looked.key) or looked
        tried = Tried(move_of(form), labels.CHANGED, None, form.fields)
        return self._page(now, tried, status=409, news=changes_since(self._site, now, seen))

    def _none(self) -> Response:
        body = (
            f'<section class="card"><h1>{labels.TITLE}</h1><p class="lead">{labels.NONE_SUCH}</p></section>'
        )
        return html.page(self._site.city, labels.TITLE, body, status=404)

    def _page(self, looked: Looked, tried: Tried, *, status: int = 200, news: str = "") -> Response:
        site, standing = self._site, looked.standing
        who = site.gate.who()
        slip = Slip(address(looked.key), secrets.token_urlsafe(16), looked.change)
        top = html.said(tried.fault) if tried.fault and (tried.move is None or news) else ""
        can = possible(standing.status_description, who.role)
        body = "".join(
            (
                '<section class="outbox" id="outbox" hidden></section>',
                top,
                news,
                view.head(
                    site.city.category_of(standing.service_code).name,
                    self._state(looked),
                    self._lines(looked),
                    urls.report_address(*looked.key),
                ),
                view.moves(can, choices_of(site, looked), slip, tried),
            )
        )
        return html.page(
            site.city,
            labels.TITLE,
            body,
            status=status,
            styles=("forms.css", "report_form.css"),
            scripts=("outbox.js",),
            kind="gatehouse acting",
        )

    def _state(self, looked: Looked) -> str:
        """The state and, of an open report, how it stands to its deadline: two different things."""
        said = report_labels.status(looked.standing.status_description)
        file = self._site.live.desk.casefile(*looked.key)
        return f"{said} · {WORDS[file.state]}" if file and file.state else said

    def _lines(self, looked: Looked) -> list[str]:
        zone, standing = self._site.city.zone, looked.standing
        area = in_words(self._site, standing.service_code, standing.area_code, standing.placement)
        lines = [
            f"Nomor {looked.key[1]} · {area}",
            f"Masuk {moment_words(standing.requested_datetime, zone)}",
        ]
        if standing.expected_datetime:
            lines.append(f"Batas waktu {moment_words(standing.expected_datetime, zone)}")
        return lines
