"""Asking a web app for an answer without a server."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
from starlette.types import ASGIApp

HOST = "papan.uji"


def send_request(
    app: ASGIApp, path: str, method: str = "GET", *, raise_app_errors: bool = False, **httpx_arguments: Any
) -> httpx.Response:
    """What an app answers.

    :param raising: an error of the app is the test's own, instead of an answer of 500
    :param more: arguments of httpx
    """

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=raise_app_errors)
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}") as client:
            return await client.request(method, path, **httpx_arguments)

    with ThreadPoolExecutor(1) as pool:  # a browser that other tests use keeps a loop in this thread
        return pool.submit(lambda: asyncio.run(send())).result()


def as_headers(headers: dict[str, str]) -> dict[str, str]:
    """Headers as Python's arguments can say them: ``if_none_match`` for ``if-none-match``."""
    return {name.replace("_", "-"): value for name, value in headers.items()}
