"""How many large forms are received at once: each holds its files until its pictures are re-encoded."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.exceptions import HTTPException

from data.core.access import Principal, Role
from data.core.throttle import site_key

LARGE_FORM_BYTES = 2**20  # a smaller form needs no slot
MAX_UPLOADS = 4
MAX_UPLOADS_PER_CALLER = 2


class UploadSlots:
    """The large forms that are being received, by who sends them."""

    def __init__(self, uploads: int = MAX_UPLOADS, per_caller: int = MAX_UPLOADS_PER_CALLER) -> None:
        self._uploads, self._per_caller = uploads, per_caller
        self._lock, self._open = threading.Lock(), Counter[str]()

    @contextmanager
    def hold(self, caller: str, form_bytes: int) -> Iterator[None]:
        """Hold a slot for a form, if it is large.

        :raises HTTPException: 429 if the caller holds too many, 503 if all callers together do
        """
        if form_bytes <= LARGE_FORM_BYTES:
            yield
            return
        self._take(caller)
        try:
            yield
        finally:
            self._release(caller)

    def _take(self, caller: str) -> None:
        with self._lock:
            if self._open.get(caller, 0) >= self._per_caller:
                raise HTTPException(429)
            if self._open.total() >= self._uploads:
                raise HTTPException(503)
            self._open[caller] += 1

    def _release(self, caller: str) -> None:
        with self._lock:
            self._open[caller] -= 1
            if not self._open[caller]:
                del self._open[caller]


def upload_caller(principal: Principal, client_address: str) -> str:
    """Return whom an upload counts for: an account, or an address; an office shares one address."""
    is_anonymous = principal.role is Role.ANONYMOUS
    return f"address {site_key(client_address)}" if is_anonymous else f"account {principal.name}"
