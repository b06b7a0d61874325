"""Values of HTTP requests, responses and their errors."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import IO

import httpx
from tenacity import RetryCallState

from data.sources.base import FeedError

MAX_BYTES = 200 * 1024 * 1024
DEFAULT_ATTEMPTS = 3


@dataclass(frozen=True)
class HttpRequest:
    """A GET request with its limits.

    :param secret_headers: sent to the configured server only, never to one that it redirects to
    :param etag: of the response already stored, like ``last_modified``: makes the request conditional
    :param max_bytes: limit of the response, compressed and decompressed; None: 200 MiB
    :param wait: tenacity's wait between attempts; None: random and rising
    :param client: from :func:`data.sources.transport.open_client`, for several requests; None: its own
    """

    url: str
    timeout: float
    headers: Mapping[str, str] = field(default_factory=dict)
    secret_headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None
    last_modified: str | None = None
    max_bytes: int | None = None
    attempts: int = DEFAULT_ATTEMPTS
    any_content_type: bool = False
    wait: Callable[[RetryCallState], float] | None = None
    client: httpx.Client | None = None

    @property
    def byte_limit(self) -> int:
        """The maximum size of the response in bytes."""
        return self.max_bytes or MAX_BYTES


@dataclass(frozen=True)
class HttpResponse:
    """A response: its decompressed content in a temporary file, and the validators for the next request."""

    file: IO[bytes]
    etag: str | None
    last_modified: str | None
    bytes_received: int  # before decompression
    next_url: str | None = None  # the next page, where a Link header names it

    def read(self) -> bytes:
        """Return the whole content, which is within the request's limit, and close the file."""
        with self.file:
            return self.file.read()


class HttpStatusError(FeedError):
    """The server answered with an error status; ``body`` is the beginning of its error text."""

    def __init__(self, message: str, status: int, body: bytes) -> None:
        super().__init__(message)
        self.status, self.body = status, body


class RetryableStatusError(Exception):
    """A status after which a retry may succeed."""

    def __init__(self, status: int, body: bytes, retry_after: float | None) -> None:
        super().__init__(f"status {status}")
        self.status, self.body, self.retry_after = status, body, retry_after


def redact_url(url: str) -> str:
    """Return the URL without query and password, which may hold keys: messages go to logs and screens."""
    parts = httpx.URL(url)
    return f"{parts.scheme}://{parts.host}{parts.path}"
