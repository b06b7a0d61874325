"""HTTP requests to the directory; a slow, large or unreadable response counts as a failure."""

import asyncio
import json
from typing import Any

import httpx

SECONDS = 8.0  # for a whole response, however slowly it arrives
MAX_BYTES = 1_000_000  # bytes; discovery and keys of large directories have some 20,000
HEADERS = {"Accept": "application/json", "Accept-Encoding": "identity"}


class DirectoryError(Exception):
    """The directory gave no usable response; the message is for the log and holds no secret."""


async def fetch(method: str, url: str, **httpx_arguments: Any) -> tuple[int, dict[str, Any]]:
    """Return status and JSON object of a response; redirects are not followed, to send no secret elsewhere.

    :param httpx_arguments: of the request, such as ``data`` and ``auth``
    :raises DirectoryError: no usable response
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
    """Return the body as it was sent: a compressed one, which was not requested, is not decompressed."""
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
