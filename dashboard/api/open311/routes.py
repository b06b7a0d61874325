"""The routes of ``/open311/v2``. A cookie gives no permission here: programs send their API keys."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dashboard.api.open311 import view
from dashboard.api.open311.forms import (
    find_api_key,
    form_error,
    has_files,
    parse_open311_report,
    receipt_item,
)
from dashboard.api.open311.lists import QUERY_PARAMETERS, ReportLists
from dashboard.api.open311.query import check_jurisdiction, parse_public_id
from dashboard.api.open311.responses import (
    FORMATS,
    LIST_TAGS,
    Open311Error,
    error_response,
    item_response,
    list_response,
)
from dashboard.ui.urls import tracking_path
from dashboard.web.context import WebContext
from dashboard.web.dependencies import accept, require
from dashboard.web.form_body import read_form
from dashboard.web.form_parsing import SubmittedForm, received_form
from dashboard.web.limits import PHOTO_FORM
from dashboard.web.page_router import api_router
from dashboard.web.routes import Handler
from dashboard.web.threads import run_in_threadpool
from data.core.access import Permission

BASE = "/open311/v2"
NOTICE = "Laporan diterima. Lacak di {address}"
FORM_FIELDS = (
    "api_key", "service_code", "lat", "long", "address_string", "description", "email", "media_url",
)  # fmt: skip
FormatHandler = Callable[[Request, str], Awaitable[Response]]


def open311_router(context: WebContext) -> APIRouter:
    """Return the routes, each for both formats."""
    api, router = Open311Api(context), api_router(require(Permission.SUBMIT_REPORT))
    path_parameters = _openapi_parameter("number", "path"), _openapi_parameter("kind", "path", list(FORMATS))
    query_parameters = [_openapi_parameter(name, "query") for name in QUERY_PARAMETERS]
    _add(router, "/discovery.{kind}", api.discovery, path_parameters[1:])
    _add(router, "/services.{kind}", api.services, path_parameters[1:])
    _add(router, "/services/{number}.{kind}", api.service, path_parameters)
    _add(router, "/requests.{kind}", api.requests, (*path_parameters[1:], *query_parameters))
    _add(router, "/requests/{number}.{kind}", api.request, path_parameters)
    _add(router, "/tokens/{number}.{kind}", api.token, path_parameters)
    router.post(
        f"{BASE}/requests.{{kind}}",
        dependencies=[accept(PHOTO_FORM)],
        openapi_extra={"parameters": list(path_parameters[1:]), "requestBody": _openapi_body()},
    )(_with_errors(api.file))
    return router


def _add(
    router: APIRouter, path: str, handler: FormatHandler, parameters: tuple[dict[str, Any], ...]
) -> None:
    router.get(BASE + path, openapi_extra={"parameters": list(parameters)})(_with_errors(handler))


def _openapi_parameter(name: str, location: str, allowed: list[str] | None = None) -> dict[str, Any]:
    schema = {"type": "string", **({"enum": allowed} if allowed else {})}
    return {"name": name, "in": location, "required": location == "path", "schema": schema}


def _openapi_body() -> dict[str, Any]:
    schema = {"type": "object", "properties": {name: {"type": "string"} for name in FORM_FIELDS}}
    return {"content": {"application/x-www-form-urlencoded": {"schema": schema}}}


def _with_errors(handler: FormatHandler) -> Handler:
    """Return the handler for a route; it responds to wrong requests with the specification's errors."""

    async def handle(request: Request) -> Response:
        format_name = request.path_params["kind"]
        try:
            if format_name not in FORMATS:
                raise Open311Error(404, f"format {format_name[:20]!r}: allowed is json or xml")
            return await handler(request, format_name)
        except Open311Error as error:
            return error_response(error, format_name)

    handle.__name__, handle.__doc__ = f"open311_{getattr(handler, '__name__', 'handler')}", handler.__doc__
    return handle


class Open311Api:
    """GeoReport v2 of one city."""

    def __init__(self, context: WebContext) -> None:
        self._context, self._lists = context, ReportLists(context)

    async def discovery(self, request: Request, format_name: str) -> Response:
        """Respond with the endpoints."""
        base = self._context.settings.base_url or str(request.base_url).rstrip("/")
        return item_response(view.discovery(self._context, base), "discovery", format_name)

    async def services(self, request: Request, format_name: str) -> Response:
        """Respond with the categories."""
        check_jurisdiction(request.query_params, self._context)
        services = [view.service(category) for category in self._context.city.categories_by_code.values()]
        return list_response(services, LIST_TAGS["services"], format_name)

    async def service(self, request: Request, format_name: str) -> Response:
        """Respond with one category; none has attributes of its own."""
        check_jurisdiction(request.query_params, self._context)
        code = request.path_params["number"]
        if code not in self._context.city.categories_by_code:
            raise Open311Error(404, f"service_code {code[:80]!r} was not found")
        return item_response({"service_code": code, "attributes": []}, "service_definition", format_name)

    async def requests(self, request: Request, format_name: str) -> Response:
        """Respond with reports by number, or by the time of their submission."""
        query = request.query_params
        check_jurisdiction(query, self._context)
        program = await self._authenticate_program(query.get("api_key", ""))
        return await self._lists.respond(request, program, format_name)

    async def request(self, request: Request, format_name: str) -> Response:
        """Respond with one report."""
        query, number = request.query_params, request.path_params["number"]
        check_jurisdiction(query, self._context)
        program = await self._authenticate_program(query.get("api_key", ""))
        if program is None:
            self._lists.check_rate(request)
        return await run_in_threadpool(self._single, number, format_name, program=program is not None)

    def _single(self, number: str, format_name: str, *, program: bool) -> Response:
        rows = self._context.open311.get_reports([parse_public_id(number)])
        if not rows:
            raise Open311Error(404, f"service_request_id {number[:80]!r} was not found")
        return self._lists.render(rows, format_name, program)

    async def token(self, request: Request, format_name: str) -> Response:
        """Respond with a report's number, which is its token too: every report has its number at once."""
        number = request.path_params["number"]
        self._lists.check_rate(request)
        if not await run_in_threadpool(self._context.open311.get_reports, [parse_public_id(number)]):
            raise Open311Error(404, f"token {number[:80]!r} was not found")
        return list_response(
            [{"service_request_id": number, "token": number}], LIST_TAGS["requests"], format_name
        )

    async def file(self, request: Request, format_name: str) -> Response:
        """Store a report of a program with an API key."""
        if has_files(request):
            return await self._file_with_files(request, format_name)
        form = SubmittedForm(await read_form(request), {})
        api_key = form.fields.get("api_key") or request.query_params.get("api_key", "")
        return await self._store(request, form, await self._admit_program(api_key), format_name)

    async def _file_with_files(self, request: Request, format_name: str) -> Response:
        """Check the key and the rate at the form's beginning; only then receive its files."""
        api_key, replayed = await find_api_key(request)
        program = await self._admit_program(api_key)
        try:
            async with received_form(replayed, self._context.upload_slots, f"program {program}") as form:
                return await self._store(request, form, program, format_name)
        except HTTPException as error:
            raise form_error(error) from error

    async def _admit_program(self, api_key: str) -> str:
        """Return the name of the program with this key, and count its report.

        :raises Open311Error: the key is missing or not valid, or too many reports came within this hour
        """
        program = await self._authenticate_program(api_key)
        if program is None:
            raise Open311Error(403, "api_key was not provided, or is none that holds")
        if not await run_in_threadpool(self._context.open311.consume_allowance, program):
            raise Open311Error(429, "too many reports within this hour; send it again later")
        return program

    async def _store(self, request: Request, form: SubmittedForm, program: str, format_name: str) -> Response:
        check_jurisdiction(form.fields | dict(request.query_params), self._context)
        item = await run_in_threadpool(
            self._submit, form, program, request.headers.get("idempotency-key", "")
        )
        return list_response([item], LIST_TAGS["requests"], format_name)

    def _submit(self, form: SubmittedForm, program: str, idempotency_key: str) -> dict[str, Any]:
        context = self._context
        new_report = parse_open311_report(form, program, idempotency_key, context)
        receipt = context.submissions.submit(new_report)
        context.authorizer.audit(f"lapor {program}", f"{receipt.source}/{receipt.service_request_id}")
        tracking_url = context.settings.base_url + tracking_path(
            receipt.service_request_id, receipt.tracking_key
        )
        return receipt_item(receipt.service_request_id, NOTICE.format(address=tracking_url))

    async def _authenticate_program(self, api_key: str) -> str | None:
        """Return the name of the program with this key; None without a key.

        :raises Open311Error: the key is not valid
        """
        program = await run_in_threadpool(self._context.open311.client_name, api_key[:200])
        if api_key and program is None:
            raise Open311Error(403, "api_key is none that holds")
        return program
