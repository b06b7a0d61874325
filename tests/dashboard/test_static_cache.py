"""The memory of the static cache: it does not grow with what senders make up.

Kind: a cache that keeps whatever is asked for, and counts entries whatever their size.
"""

import asyncio

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.types import Message, Receive, Scope, Send

from dashboard.web.asset_files import asset_server
from dashboard.web.static_cache import MAX_CACHED_BYTES, StaticCacheMiddleware
from tests.dashboard.asgi_client import run_in_own_loop

SUITE = "/_dash-component-suites/dash/html/dash_html_components"
FILE_SIZE = 1_000


async def serve_suite(_request: Request) -> Response:
    """Respond as Dash does: with one file, whatever the version in its name."""
    return PlainTextResponse("x" * FILE_SIZE)


class CacheClient:
    """The cache before an app that counts its requests; paths are sent as they are."""

    def __init__(self, max_bytes: int = MAX_CACHED_BYTES) -> None:
        self.requested_paths: list[str] = []
        routes = [Mount("/assets", asset_server()), Route("/_dash-component-suites/{path:path}", serve_suite)]
        self._server = Starlette(routes=routes)
        self.middleware = StaticCacheMiddleware(self._record, max_bytes)
        self.cache = self.middleware.cache

    async def _record(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.requested_paths.append(scope["path"])
        await self._server(scope, receive, send)

    def get(self, path: str) -> int:
        """Return the status of a path."""
        statuses: list[int] = []

        async def collect(message: Message) -> None:
            statuses.extend([message["status"]] if "status" in message else [])

        async def disconnect() -> Message:
            return {"type": "http.disconnect"}

        scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
        run_in_own_loop(self.middleware(scope, disconnect, collect))
        return statuses[0]


def test_made_up_versions_of_a_file_are_kept_once() -> None:
    client = CacheClient()
    made_up = [f"{SUITE}.v{number}m1.min.js" for number in range(20)]
    assert {client.get(path) for path in made_up} == {200}
    assert (client.requested_paths, client.cache.currsize) == (made_up[:1], FILE_SIZE)
    client.get(f"{SUITE}.min.js")  # without a version, a browser checks it each time: other headers
    assert client.cache.currsize == 2 * FILE_SIZE


@pytest.mark.parametrize("path", ["/assets/./wall.css", "/assets/none/../wall.css"])
def test_detours_to_a_file_are_not_kept(path: str) -> None:
    client = CacheClient()
    assert [client.get(path) for _ in range(2)] == [200, 200]
    assert (client.requested_paths, client.cache.currsize) == ([path] * 2, 0)


def test_cache_is_bounded_in_bytes_and_the_least_used_go_first() -> None:
    assert CacheClient().cache.maxsize == MAX_CACHED_BYTES == 32 * 1024 * 1024
    client = CacheClient(2 * FILE_SIZE)
    first, second, third = (f"{SUITE}{number}.v1m1.js" for number in range(3))
    for path in (first, second, first, third, first):
        client.get(path)
    assert (client.requested_paths, client.cache.currsize) == ([first, second, third], 2 * FILE_SIZE)
    client.get(second)
    assert client.requested_paths[-1] == second


def test_file_larger_than_the_budget_is_not_kept() -> None:
    client = CacheClient(FILE_SIZE - 1)
    for _ in range(2):
        client.get(f"{SUITE}.v1m1.js")
    assert (len(client.requested_paths), client.cache.currsize) == (2, 0)


def test_an_app_that_answers_nothing_is_no_error() -> None:
    """As when the client has gone before the answer."""

    async def answer_nothing(_scope: Scope, _receive: Receive, _send: Send) -> None:
        pass

    sent: list[Message] = []

    async def request() -> None:
        async def receive() -> Message:
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "GET", "path": f"{SUITE}.js", "headers": []}
        await StaticCacheMiddleware(answer_nothing)(scope, receive, send)

    asyncio.run(request())
    assert sent == []
