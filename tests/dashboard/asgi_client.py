"""Asking a web app for an answer without a server."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
from starlette.types import ASGIApp

HOST = "papan.uji"


def answered(
    app: ASGIApp, path: str, method: str = "GET", *, raising: bool = False, **more: Any
) -> httpx.Response:
    """What an app answers.

    :param raising: an error of the app is the test's own, instead of an answer of 500
    :param more: arguments of httpx
    """

    async def asking() -> httpx.Response:
        within = httpx.ASGITransport(app=app, raise_app_exceptions=raising)
        async with httpx.AsyncClient(transport=within, base_url=f"http://{HOST}") as client:
            return await client.request(method, path, **more)

    with ThreadPoolExecutor(1) as apart:  # a browser that other tests use keeps a loop in this thread
        return apart.submit(lambda: asyncio.run(asking())).result()


def named(headers: dict[str, str]) -> dict[str, str]:
    """Headers as Python's arguments can say them: ``if_none_match`` for ``if-none-match``."""
    return {name.replace("_", "-"): value for name, value in headers.items()}
