"""The doors of ``/open311/v2``. A cookie opens none of them more than they are: programs show their keys."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from dashboard.api.open311 import view
from dashboard.api.open311.forms import draft_of, form_sent, receipt_item
from dashboard.api.open311.query import check_jurisdiction, key_of, keys_in, wanted_of
from dashboard.api.open311.responses import FORMATS, AskedWrongError, fault, listed, single
from dashboard.ui.urls import track_address
from dashboard.web.context import Site
from dashboard.web.form_parsing import Form
from dashboard.web.routes import Doors, Handler
from data.core.access import Act

BASE = "/open311/v2"
NOTICE = "Laporan diterima. Lacak di {address}"
LISTS = {"requests": ("service_requests", "request"), "services": ("services", "service")}
Answer = Callable[[Request, str], Awaitable[Response]]


def add_doors(doors: Doors, site: Site) -> None:
    """Declares the doors, each for both formats."""
    api = GeoReport(site)
    number = _parameter("number", "path"), _parameter("kind", "path", list(FORMATS))
    query = [_parameter(name, "query") for name in QUERY]
    _publish(doors, "/discovery.{kind}", api.discovery, number[1:])
    _publish(doors, "/services.{kind}", api.services, number[1:])
    _publish(doors, "/services/{number}.{kind}", api.service, number)
    _publish(doors, "/requests.{kind}", api.requests, (*number[1:], *query))
    _publish(doors, "/requests/{number}.{kind}", api.request, number)
    _publish(doors, "/tokens/{number}.{kind}", api.token, number)
    doors.publish(
        f"{BASE}/requests.{{kind}}", _answered(api.file), Act.FILE, methods=("POST",),
        openapi_extra={"parameters": list(number[1:]), "requestBody": _body()},
    )  # fmt: skip


QUERY = ("service_request_id", "service_code", "start_date", "end_date", "status", "page", "page_size",
         "jurisdiction_id", "api_key")  # fmt: skip
FIELDS = ("api_key", "service_code", "lat", "long", "address_string", "description", "email", "media_url")


def _publish(doors: Doors, path: str, door: Answer, parameters: tuple[dict[str, Any], ...]) -> None:
    more = {"parameters": list(parameters)}
    doors.publish(BASE + path, _answered(door), Act.FILE, openapi_extra=more)


def _parameter(name: str, where: str, allowed: list[str] | None = None) -> dict[str, Any]:
    schema = {"type": "string", **({"enum": allowed} if allowed else {})}
    return {"name": name, "in": where, "required": where == "path", "schema": schema}


def _body() -> dict[str, Any]:
    schema = {"type": "object", "properties": {name: {"type": "string"} for name in FIELDS}}
    return {"content": {"application/x-www-form-urlencoded": {"schema": schema}}}


def _answered(door: Answer) -> Handler:
    """The door, with the specification's errors for what is asked wrongly."""

    async def answered(request: Request) -> Response:
        kind = request.path_params["kind"]
        try:
            if kind not in FORMATS:
                raise AskedWrongError(404, f"format {kind[:20]!r}: allowed is json or xml")
            return await door(request, kind)
        except AskedWrongError as error:
            return fault(error, kind)

    answered.__name__, answered.__doc__ = f"open311_{getattr(door, '__name__', 'door')}", door.__doc__
    return answered


class GeoReport:
    """GeoReport v2 of one city."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def discovery(self, request: Request, kind: str) -> Response:
        """Where the doors are."""
        base = self._site.settings.base_url or str(request.base_url).rstrip("/")
        return single(view.discovery(self._site, base), "discovery", kind)

    async def services(self, request: Request, kind: str) -> Response:
        """The categories."""
        check_jurisdiction(request.query_params, self._site)
        found = [view.service(each) for each in self._site.city.kinds.values()]
        return listed(found, LISTS["services"], kind)

    async def service(self, request: Request, kind: str) -> Response:
        """One category; none asks for more than the form holds."""
        check_jurisdiction(request.query_params, self._site)
        code = request.path_params["number"]
        if code not in self._site.city.kinds:
            raise AskedWrongError(404, f"service_code {code[:80]!r} was not found")
        return single({"service_code": code, "attributes": []}, "service_definition", kind)

    async def requests(self, request: Request, kind: str) -> Response:
        """Reports by number, or filed within a stretch of time."""
        query = request.query_params
        check_jurisdiction(query, self._site)
        program = await self._program(query.get("api_key", ""))
        found = await run_in_threadpool(self._found, query)
        return self._reports(found, kind, program=program is not None)

    def _found(self, query: Mapping[str, str]) -> list[dict[str, Any]]:
        published = self._site.published
        keys = keys_in(query)
        if keys:
            return published.numbered(keys)
        return published.between(wanted_of(query, self._site, published.hidden))

    async def request(self, request: Request, kind: str) -> Response:
        """One report."""
        query, number = request.query_params, request.path_params["number"]
        check_jurisdiction(query, self._site)
        program = await self._program(query.get("api_key", ""))
        found = await run_in_threadpool(self._site.published.numbered, [key_of(number)])
        if not found:
            raise AskedWrongError(404, f"service_request_id {number[:80]!r} was not found")
        return self._reports(found, kind, program=program is not None)

    async def token(self, request: Request, kind: str) -> Response:
        """Every report has its number at once, so that a token is the number itself."""
        number = request.path_params["number"]
        if not await run_in_threadpool(self._site.published.numbered, [key_of(number)]):
            raise AskedWrongError(404, f"token {number[:80]!r} was not found")
        return listed([{"service_request_id": number, "token": number}], LISTS["requests"], kind)

    async def file(self, request: Request, kind: str) -> Response:
        """Files a report for a program that the city knows."""
        form = await form_sent(request)
        check_jurisdiction(form.fields | dict(request.query_params), self._site)
        key = form.fields.get("api_key") or request.query_params.get("api_key", "")
        program = await self._program(key)
        if program is None:
            raise AskedWrongError(403, "api_key was not provided, or is none that holds")
        item = await run_in_threadpool(self._filed, form, program, request.headers.get("idempotency-key", ""))
        return listed([item], LISTS["requests"], kind)

    def _filed(self, form: Form, program: str, idempotency: str) -> dict[str, Any]:
        site = self._site
        draft = draft_of(form, program, idempotency, site)
        if not site.published.allows(program):
            raise AskedWrongError(429, "too many reports within this hour; send it again later")
        receipt = site.filings.file(draft)
        site.gate.note(f"lapor {program}", f"{receipt.source}/{receipt.service_request_id}")
        address = site.settings.base_url + track_address(receipt.service_request_id, receipt.key)
        return receipt_item(receipt.service_request_id, NOTICE.format(address=address))

    async def _program(self, key: str) -> str | None:
        """The program whose key was shown.

        :raises AskedWrongError: a key that is none
        """
        found = await run_in_threadpool(self._site.published.program, key[:200])
        if key and found is None:
            raise AskedWrongError(403, "api_key is none that holds")
        return found

    def _reports(self, found: list[dict[str, Any]], kind: str, *, program: bool) -> Response:
        made = [view.request(self._site, row, program=program) for row in found]
        return listed(made, LISTS["requests"], kind)
