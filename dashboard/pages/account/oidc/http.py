"""What the directory answers: within seconds, small, and a JSON object, or it counts as out of order."""

import asyncio
import json
from typing import Any

import httpx

SECONDS = 8.0  # for a whole answer, however slowly it trickles
MAX_BYTES = 1_000_000  # bytes; discovery and keys of large directories have some 20,000
HEADERS = {"Accept": "application/json", "Accept-Encoding": "identity"}


class DirectoryError(Exception):
    """The directory gave no answer that can be used; the message says why, for the log, without a secret."""


async def fetch(method: str, url: str, **httpx_arguments: Any) -> tuple[int, dict[str, Any]]:
    """Status and JSON object of an answer. Redirects are not followed: a secret goes nowhere else.

    :param more: arguments of httpx
    :raises DirectoryError: no answer, or none that can be used
    """
    try:
        async with (
            asyncio.timeout(SECONDS),
            httpx.AsyncClient(timeout=SECONDS, headers=HEADERS) as client,
            client.stream(method, url, **httpx_arguments) as response,
        ):
            return response.status_code, _parse_object(await _read_body(response), response.status_code)
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
        raise DirectoryError(f"no answer ({type(error).__name__})") from error


async def _read_body(response: httpx.Response) -> bytes:
    """As it was sent: what is packed although we did not ask for it is no JSON, and is not unpacked."""
    body = b""
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > MAX_BYTES:
            raise DirectoryError(f"answer of more than {MAX_BYTES} bytes")
    return body


def _parse_object(body: bytes, status: int) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise DirectoryError(f"answer is not a JSON object (status {status})")
    return value
