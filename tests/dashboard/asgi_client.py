"""Requests to a web app without a server."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import httpx
from starlette.types import ASGIApp

HOST = "papan.uji"
T = TypeVar("T")


def send_request(
    app: ASGIApp, path: str, method: str = "GET", *, raise_app_errors: bool = False, **httpx_arguments: Any
) -> httpx.Response:
    """Send a request to an app and return its response.

    :param raise_app_errors: raise an error of the app instead of responding with 500
    :param httpx_arguments: of the request
    """

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=raise_app_errors)
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}") as client:
            return await client.request(method, path, **httpx_arguments)

    return run_in_own_loop(send())


def run_in_own_loop(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end; a browser of other tests may have a running loop in this thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


def as_headers(headers: dict[str, str]) -> dict[str, str]:
    """Return headers from Python's argument names: ``if_none_match`` for ``if-none-match``."""
    return {name.replace("_", "-"): value for name, value in headers.items()}
