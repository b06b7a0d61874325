"""``/lapor``: the form, what may be the same, and taking a report in."""

import secrets
from collections.abc import Hashable, Mapping
from typing import Any

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from dashboard.pages.report_form import labels, view
from dashboard.pages.report_form.forms import NotFiledError, Tried, draft_of, sought_of
from dashboard.ui import form_labels, report_labels
from dashboard.ui.format import moment_words
from dashboard.ui.urls import track_address
from dashboard.web import html
from dashboard.web.context import Site
from dashboard.web.etag import answer
from dashboard.web.form_body import sent
from dashboard.web.form_parsing import Form, form_of
from dashboard.web.routes import Doors, Handler
from data.core.access import Act, Role
from data.lib.payload import pack
from geo import feature_collection

PATH, MAP, ALIKE = "/lapor", "/lapor/peta.json", "/lapor/serupa"
TRIES = 5  # forms that an address may send for each report that it may file
STYLES, SCRIPTS = ("forms.css", "report_form.css"), ("pin_map.js", "report_form.js", "outbox.js")


def add_doors(doors: Doors, site: Site) -> None:
    """The doors of filing: open to anybody, for they give nothing of the store unasked."""
    page = Filing(site)
    doors.add(PATH, page.show, Act.FILE)
    doors.add(PATH, page.file, Act.FILE, methods=("POST",))
    doors.add(ALIKE, page.alike, Act.FILE, methods=("POST",))
    doors.add(MAP, _map(site), Act.FILE)


class Filing:
    """Filing reports in one city."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def show(self, _request: Request) -> Response:
        """The empty form."""
        return self._page(Tried())

    async def file(self, request: Request) -> Response:
        """Takes a report in, and leads to its receipt."""
        try:
            form = await form_of(request)
        except HTTPException:
            return self._page(Tried({"photo": form_labels.TOO_LARGE}), status=413)
        address = request.client.host if request.client else ""
        return await run_in_threadpool(self._filed, form, address)

    def _filed(self, form: Form, address: str) -> Response:
        site, who = self._site, self._site.gate.who()
        if who.role is Role.NOBODY and not self._may_try(address):
            return self._page(Tried({"": labels.TOO_MANY}, form.fields), status=429)
        try:
            draft = draft_of(form, who, site)
            if who.role is Role.NOBODY and not site.filings.allows(address, site.settings.filings_per_hour):
                return self._page(Tried({"": labels.TOO_MANY}, form.fields), status=429)
            receipt = site.filings.file(draft)
        except NotFiledError as error:
            return self._page(error.tried, status=422)
        except ValueError:  # the submission is somebody else's
            return self._page(Tried({"": form_labels.SOMEBODY_ELSES}, form.fields), status=422)
        site.gate.note("lapor", f"{receipt.source}/{receipt.service_request_id}")
        return RedirectResponse(f"{track_address(receipt.service_request_id, receipt.key)}?baru", 303)

    def _may_try(self, address: str) -> bool:
        """Drawing pictures anew costs more than sending them: a slip is forgiven, a flood is not."""
        most = TRIES * self._site.settings.filings_per_hour
        return self._site.filings.allows(address, most, "coba lapor")

    async def alike(self, request: Request) -> Response:
        """Open reports that may be the same, of which nothing is told but where, when and how they stand."""
        fields = await sent(request)
        found = await run_in_threadpool(self._alike, fields)
        return JSONResponse({"alike": found})

    def _alike(self, fields: dict[str, str]) -> list[dict[str, str]]:
        sought = sought_of(fields, self._site)
        if sought is None or self._site.city.category_of(sought.service_code).sensitive:
            return []
        rows = self._site.live.desk.alike(sought)
        return [] if rows is None else [self._told(row) for row in rows.to_dict("records")]

    def _told(self, row: Mapping[Hashable, Any]) -> dict[str, str]:
        site, area = self._site, row["area_code"]
        name = site.layer.name_of(area) if area in site.layer.parent_by_code else report_labels.NO_AREA_NAME
        near = f"sekitar {round(row['metres'], -1):.0f} m dari sini" if row["metres"] >= 0 else name
        return {
            "key": f"{row['source']}/{row['service_request_id']}",
            "where": near,
            "filed": moment_words(row["requested_datetime"], site.city.zone),
            "status": report_labels.status(row["status_description"]),
        }

    def _page(self, tried: Tried, *, status: int = 200) -> Response:
        citizen = self._site.gate.who().role is Role.NOBODY
        body = view.filing(self._site, secrets.token_urlsafe(16), tried, citizen=citizen)
        return html.page(
            self._site.city,
            labels.TITLE,
            body,
            status=status,
            styles=STYLES,
            scripts=SCRIPTS,
            kind="gatehouse acting filing",
        )


def _map(site: Site) -> Handler:
    made = pack(orjson.dumps({"areas": orjson.Fragment(feature_collection(site.layer))}))

    async def given(request: Request) -> Response:
        return answer(request, made, {})

    return given
