"""Lists of reports: made in threads of their own, few at once; without a key, kept for some seconds."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from dashboard.api.open311 import view
from dashboard.api.open311.query import (
    MAX_PAGE_SIZE,
    MAX_PAGE_SIZE_WITHOUT_KEY,
    Page,
    parse_page,
    parse_public_id,
    parse_query,
    requested_numbers,
)
from dashboard.api.open311.responses import FORMATS, LIST_TAGS, Open311Error, list_response
from dashboard.web.context import WebContext
from dashboard.web.request_rates import RequestRates
from dashboard.web.work_queue import QueueLimits, WorkQueue
from data.core.digest import digest
from data.core.throttle import throttle_key
from data.lib.bounded_threads import QueueFullError
from data.lib.byte_cache import ByteCache

LISTS = QueueLimits(at_once=2, waiting=12, per_caller=6, wait_seconds=5)
REQUESTS_PER_MINUTE = 240  # of an address without a key
CACHE_SECONDS = 10.0
CACHE_BYTES = 4 * 2**20
QUERY_PARAMETERS = (
    "service_request_id", "service_code", "start_date", "end_date", "updated_after", "updated_before",
    "status", "page", "page_size", "jurisdiction_id", "api_key",
)  # fmt: skip
ListKey = tuple[Any, ...]
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Selection:
    """The reports of a query.

    :param next_link: the Link header of the page after it
    :param read: reads the reports of this page, and whether there are more
    """

    next_link: str
    read: Callable[[], tuple[Rows, bool]]


@dataclass(frozen=True)
class KeptList:
    """A list as it was sent; its key is here so that it counts for the budget."""

    key: ListKey
    made_at: float
    body: bytes
    etag: str
    link: str | None = None


class ReportLists:
    """The lists of one city."""

    def __init__(self, context: WebContext, limits: QueueLimits = LISTS) -> None:
        self._context, self._queue = context, WorkQueue("open311", limits)
        self._rates = RequestRates(REQUESTS_PER_MINUTE)
        self._kept: ByteCache[ListKey, KeptList] = ByteCache(CACHE_BYTES)

    def check_rate(self, request: Request) -> None:
        """Count a request without a key.

        :raises Open311Error: its address sent too many within this minute
        """
        if not self._rates.consume(_address(request)):
            raise Open311Error(429, "too many requests within this minute; use an api_key, or wait")

    async def respond(self, request: Request, program: str | None, format_name: str) -> Response:
        """Respond with the reports that a query selects.

        :param program: name of the API key; None without one
        :raises Open311Error: a value is not valid, there are too many requests, or too many lists in work
        """
        query = request.query_params
        selection = self._selection(request, with_key=program is not None)
        if program is not None:
            return await self._in_turn(
                f"program {program}", lambda: self._page(selection, format_name, program=True)
            )
        self.check_rate(request)
        key = self._key(query, format_name)
        known_list = self._fresh(key) or await self._in_turn(
            f"address {throttle_key(_address(request))}", lambda: self._make(key, selection, format_name)
        )
        return _conditional(request, known_list, format_name)

    def render(self, rows: list[dict[str, Any]], format_name: str, program: bool) -> Response:
        """Return the response with these reports."""
        items = [view.request(self._context, row, program=program) for row in rows]
        return list_response(items, LIST_TAGS["requests"], format_name)

    def _page(self, selection: Selection, format_name: str, *, program: bool) -> Response:
        """Return one page of a selection, with the address of the next one if there are more reports."""
        rows, has_more = selection.read()
        response = self.render(rows, format_name, program)
        if has_more:
            response.headers["Link"] = selection.next_link
        return response

    def _selection(self, request: Request, *, with_key: bool) -> Selection:
        """Return the reports of a query, read by one query of the store.

        :raises Open311Error: a value is not valid
        """
        open311, max_size = self._context.open311, MAX_PAGE_SIZE if with_key else MAX_PAGE_SIZE_WITHOUT_KEY
        query = request.query_params
        page, numbers = parse_page(query, max_size), requested_numbers(query)
        next_link = f'<{_page_address(request, page.next())}>; rel="next"'
        if numbers:
            keys, has_more = page.part_of(numbers), len(numbers) > page.offset + page.size
            return Selection(
                next_link, lambda: (open311.get_reports(list(map(parse_public_id, keys))), has_more)
            )
        report_query = parse_query(query, self._context, open311.excluded_codes, max_size)
        one_more = replace(report_query, limit=page.size + 1)
        return Selection(next_link, lambda: _split_page(open311.list_reports(one_more), page))

    def _key(self, query: Mapping[str, str], format_name: str) -> ListKey:
        current = self._context.live_board.current()
        revision = current.snapshot.revision if current else 0
        return format_name, revision, *[query.get(name, "") for name in QUERY_PARAMETERS]

    def _fresh(self, key: ListKey) -> KeptList | None:
        known_list = self._kept.get(key)
        return known_list if known_list and time.monotonic() - known_list.made_at < CACHE_SECONDS else None

    def _make(self, key: ListKey, selection: Selection, format_name: str) -> KeptList:
        """Return the list, made anew unless another request has made it meanwhile."""
        if known_list := self._fresh(key):
            return known_list
        page = self._page(selection, format_name, program=False)
        body, link = bytes(page.body), page.headers.get("link")
        known_list = KeptList(key, time.monotonic(), body, f'"{digest(body.decode(), link or "")}"', link)
        self._kept.put(key, known_list)
        return known_list

    async def _in_turn(self, caller: str, work: Callable[[], Any]) -> Any:
        """:raises Open311Error: too many lists are in work"""
        try:
            return await self._queue.run(caller, work)
        except QueueFullError:
            raise Open311Error(503, "too many lists are being made; try again in a few seconds") from None


def _split_page(rows: Rows, page: Page) -> tuple[Rows, bool]:
    """Return the reports of a page, and whether one more was read."""
    return rows[: page.size], len(rows) > page.size


def _page_address(request: Request, page: Page) -> str:
    """Return the address of another page of the same query, without the API key, which logs would keep."""
    query = {name: value for name, value in request.query_params.items() if name != "api_key"}
    pages = {"page": str(page.number), "page_size": str(page.size)}
    return f"{request.url.path}?{urlencode(query | pages)}"


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _conditional(request: Request, known_list: KeptList, format_name: str) -> Response:
    """Return the list, or 304 where the caller has it."""
    headers = {"ETag": known_list.etag, "Cache-Control": "no-cache"}
    headers |= {"Link": known_list.link} if known_list.link else {}
    if known_list.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(known_list.body, headers=headers, media_type=FORMATS[format_name])
