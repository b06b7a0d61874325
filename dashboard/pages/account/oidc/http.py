"""What the directory answers: within seconds, small, and a JSON object, or it counts as out of order."""

import asyncio
import json
from typing import Any

import httpx

SECONDS = 8.0  # for a whole answer, however slowly it trickles
LARGEST = 1_000_000  # bytes; discovery and keys of large directories have some 20,000
HEADERS = {"Accept": "application/json", "Accept-Encoding": "identity"}


class DirectoryError(Exception):
    """The directory gave no answer that can be used; the message says why, for the log, without a secret."""


async def fetch(method: str, url: str, **more: Any) -> tuple[int, dict[str, Any]]:
    """Status and JSON object of an answer. Redirects are not followed: a secret goes nowhere else.

    :param more: arguments of httpx
    :raises DirectoryError: no answer, or none that can be used
    """
    try:
        async with (
            asyncio.timeout(SECONDS),
            httpx.AsyncClient(timeout=SECONDS, headers=HEADERS) as client,
            client.stream(method, url, **more) as answer,
        ):
            return answer.status_code, _object(await _body(answer), answer.status_code)
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
        raise DirectoryError(f"no answer ({type(error).__name__})") from error


async def _body(answer: httpx.Response) -> bytes:
    """As it was sent: what is packed although we did not ask for it is no JSON, and is not unpacked."""
    body = b""
    async for part in answer.aiter_raw():
        body += part
        if len(body) > LARGEST:
            raise DirectoryError(f"answer of more than {LARGEST} bytes")
    return body


def _object(body: bytes, status: int) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise DirectoryError(f"answer is not a JSON object (status {status})")
    return found
