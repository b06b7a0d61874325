"""Files to download: made completely before a byte is sent, so that a slow reader holds no connection."""

import threading
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import IO

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from dashboard.ui import limit_labels
from dashboard.web.threads import run_in_threadpool
from dashboard.web.work_queue import QueueLimits, WorkQueue, busy_response
from data.lib.bounded_threads import QueueFullError

DOWNLOADS = QueueLimits(at_once=2, waiting=6, per_caller=1, wait_seconds=20)
RETRY_SECONDS = 10
MEMORY_BYTES = 2**20  # a larger file is on disk
MAX_KEPT_BYTES = 2**29  # of all files that are not read to their end
PART_BYTES = 2**16


class KeptFile:
    """A file that is deleted when it is closed."""

    def __init__(self, parts: Iterable[bytes], on_close: Callable[[int], None]) -> None:
        self._file: IO[bytes] = SpooledTemporaryFile(MEMORY_BYTES)  # noqa: SIM115 (closed by its response)
        self._on_close = on_close
        for part in parts:
            self._file.write(part)
        self.size = self._file.tell()
        self._file.seek(0)

    async def parts(self) -> AsyncIterator[bytes]:
        """Yield the file, read in a thread."""
        while part := await run_in_threadpool(self._file.read, PART_BYTES):
            yield part

    @contextmanager
    def closed_on_error(self) -> Iterator[None]:
        """Delete the file if the block, which makes its response, raises."""
        try:
            yield
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Delete the file; more than once is allowed."""
        if not self._file.closed:
            self._file.close()
            self._on_close(self.size)


class KeptFileResponse(StreamingResponse):
    """A response with a kept file, which is deleted when the response ends, however it does."""

    def __init__(self, file: KeptFile, media_type: str, headers: dict[str, str]) -> None:
        super().__init__(file.parts(), media_type=media_type, headers=headers)
        self._kept_file = file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._kept_file.close()


class Downloads:
    """All downloads of one process: few are made at once, one for each caller."""

    def __init__(self, limits: QueueLimits = DOWNLOADS, max_kept_bytes: int = MAX_KEPT_BYTES) -> None:
        self._queue, self._max_kept_bytes = WorkQueue("download", limits), max_kept_bytes
        self._lock, self.kept_bytes = threading.Lock(), 0

    async def make(self, account: str, write: Callable[[], Iterable[bytes]]) -> KeptFile:
        """Return the file that ``write`` yields; the store is read until this returns, and not later.

        :raises HTTPException: 503, too many are being made or were not read yet
        """
        with busy_response(limit_labels.DOWNLOADS_BUSY, RETRY_SECONDS):
            if self.kept_bytes >= self._max_kept_bytes:
                raise QueueFullError
            file = await self._queue.run(account, lambda: KeptFile(write(), self._forget))
        with self._lock:
            self.kept_bytes += file.size
        return file

    def _forget(self, size: int) -> None:
        with self._lock:
            self.kept_bytes -= size
