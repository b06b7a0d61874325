"""What to ask for over HTTP, and what comes back."""

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
    """What to ask for.

    :param secret_headers: sent to the configured server only, never to another one it leads to
    :param etag: of the answer we have, with ``last_modified``: "only if it is another one"
    :param max_bytes: of the answer, packed and unpacked; None: 200 MiB
    :param wait: tenacity's wait between tries, random and rising if not given
    :param session: a client of :func:`open_session` for several calls; None: one of the call's own
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
        """The most bytes an answer may have."""
        return self.max_bytes or MAX_BYTES


@dataclass(frozen=True)
class HttpResponse:
    """An answer: its unpacked content in a file that vanishes when closed, and how to ask for a newer one."""

    file: IO[bytes]
    etag: str | None
    last_modified: str | None
    bytes_received: int  # bytes that came over the wire
    next_url: str | None = None  # the next page, where a Link header names it

    def read(self) -> bytes:
        """The whole content; it is no longer than the call's limit."""
        with self.file:
            return self.file.read()


class HttpStatusError(FeedError):
    """The server answered, but with an error; ``body`` is the beginning of what it said."""

    def __init__(self, message: str, status: int, body: bytes) -> None:
        super().__init__(message)
        self.status, self.body = status, body


class RetryableStatusError(Exception):
    """An answer that says: the server may be well again in a moment."""

    def __init__(self, status: int, body: bytes, retry_after: float | None) -> None:
        super().__init__(f"status {status}")
        self.status, self.body, self.retry_after = status, body, retry_after


def redact_url(url: str) -> str:
    """The address without query or password: those may hold keys, and messages go to logs and screens."""
    parts = httpx.URL(url)
    return f"{parts.scheme}://{parts.host}{parts.path}"
