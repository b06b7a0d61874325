"""What to ask for over HTTP, and what comes back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import IO

import httpx
from tenacity import RetryCallState

from data.sources.base import FeedError

MAX_BYTES = 200 * 1024 * 1024
ATTEMPTS = 3


@dataclass(frozen=True)
class Call:
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
    attempts: int = ATTEMPTS
    any_content_type: bool = False
    wait: Callable[[RetryCallState], float] | None = None
    session: httpx.Client | None = None

    @property
    def limit(self) -> int:
        """The most bytes an answer may have."""
        return self.max_bytes or MAX_BYTES


@dataclass(frozen=True)
class Body:
    """An answer: its unpacked content in a file that vanishes when closed, and how to ask for a newer one."""

    file: IO[bytes]
    etag: str | None
    last_modified: str | None
    received: int  # bytes that came over the wire
    next: str | None = None  # the next page, where a Link header names it

    def read(self) -> bytes:
        """The whole content; it is no longer than the call's limit."""
        with self.file:
            return self.file.read()


class StatusError(FeedError):
    """The server answered, but with an error; ``body`` is the beginning of what it said."""

    def __init__(self, message: str, status: int, body: bytes) -> None:
        super().__init__(message)
        self.status, self.body = status, body


class BusyError(Exception):
    """An answer that says: the server may be well again in a moment."""

    def __init__(self, status: int, body: bytes, pause: float | None) -> None:
        super().__init__(f"status {status}")
        self.status, self.body, self.pause = status, body, pause


def shown_address(url: str) -> str:
    """The address without query or password: those may hold keys, and messages go to logs and screens."""
    parts = httpx.URL(url)
    return f"{parts.scheme}://{parts.host}{parts.path}"
