"""Pictures re-encoded in processes of their own: few at once, killed at a deadline, a bounded queue.

How many at once depends on what they cost: two photos of a phone, or one large WebP. Processes that have
nothing to do end, and give their memory back.
"""

import atexit
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from data.core.follow_up.records import Picture
from data.lib.image_inspection import inspect_image
from data.lib.images import MAX_BYTES, PictureError, PictureProblem, new_picture
from data.lib.picture_worker import REQUEST, RESPONSE

logger = logging.getLogger(__name__)

MAX_WORKERS = 2  # pictures that are re-encoded at once
MAX_WAITING = 8  # pictures that wait for a worker, each in a thread of the server
MAX_DECODING_BYTES = 210_000_000  # of all pictures that are re-encoded at once
IDLE_SECONDS = 30.0  # after which workers without a picture end
DEADLINE_SECONDS = 30.0  # of one picture, and of its wait; its processor time ends earlier
WORKER_COMMAND = (sys.executable, "-B", "-m", "data.lib.picture_worker")
PROJECT_FOLDER = Path(__file__).parents[2]
PASSED_ENVIRONMENT = ("PATH", "LANG", "LD_LIBRARY_PATH", "VIRTUAL_ENV")  # no setting, no secret


class PicturesBusyError(Exception):
    """Too many pictures wait, or one waited too long; the same request may succeed later."""


class PicturePool:
    """Worker processes, each started when it is first needed; any thread may ask."""

    def __init__(
        self,
        workers: int = MAX_WORKERS,
        waiting: int = MAX_WAITING,
        deadline_seconds: float = DEADLINE_SECONDS,
        command: tuple[str, ...] = WORKER_COMMAND,
        idle_seconds: float = IDLE_SECONDS,
    ) -> None:
        self._places = threading.BoundedSemaphore(workers + waiting)
        self._turns = Turns(workers, MAX_DECODING_BYTES)
        self._deadline_seconds, self._command = deadline_seconds, command
        self._lock, self._idle, self._busy = threading.Lock(), list[Worker](), set[Worker]()
        self._idle_seconds, self._idle_timer = idle_seconds, threading.Timer(0, self._end_idle)

    def reencode(self, body: bytes, purpose: str) -> Picture:
        """Return an uploaded file as a picture for the store, as :func:`data.lib.images.reencode` does.

        :raises PictureError: the file is refused
        :raises PicturesBusyError: the queue is full, or the deadline passed
        """
        if not 0 < len(body) <= MAX_BYTES:
            raise PictureError(PictureProblem.TOO_LARGE if body else PictureProblem.EMPTY)
        decoding_bytes = inspect_image(body).decoding_bytes
        with self._place(), self._turns.take(decoding_bytes, self._deadline_seconds), self._lend() as worker:
            width, height, content = worker.request(body, self._deadline_seconds)
        return new_picture(purpose, width, height, content)

    def close(self) -> None:
        """End all workers; a later picture starts another."""
        for worker in self.workers():
            worker.end()

    def workers(self) -> list["Worker"]:
        """Return the workers that are ready or at work."""
        with self._lock:
            return [*self._idle, *self._busy]

    @contextmanager
    def _place(self) -> Iterator[None]:
        """:raises PicturesBusyError: the queue is full"""
        if not self._places.acquire(blocking=False):
            raise PicturesBusyError
        try:
            yield
        finally:
            self._places.release()

    @contextmanager
    def _lend(self) -> Iterator["Worker"]:
        """Lend a worker; one that is not alive afterwards is not used again."""
        worker = self._take()
        try:
            yield worker
        finally:
            self._give_back(worker)

    def _take(self) -> "Worker":
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.is_alive():
                    break
                worker.discard()
            else:
                worker = Worker(self._command)
            self._busy.add(worker)
            return worker

    def _give_back(self, worker: "Worker") -> None:
        with self._lock:
            self._busy.discard(worker)
            if worker.is_alive():
                self._idle.append(worker)
                return self._restart_idle_timer()
        worker.discard()

    def _restart_idle_timer(self) -> None:
        self._idle_timer.cancel()
        self._idle_timer = threading.Timer(self._idle_seconds, self._end_idle)
        self._idle_timer.daemon = True
        self._idle_timer.start()

    def _end_idle(self) -> None:
        """End the workers that have nothing to do; a later picture starts another."""
        with self._lock:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.discard()


class Turns:
    """The right to re-encode a picture, in the order of arrival, while its cost fits beside the others'."""

    def __init__(self, at_once: int, max_bytes: int) -> None:
        self._at_once, self._max_bytes = at_once, max_bytes
        self._running, self._waiting = list[int](), list[object]()
        self._changed = threading.Condition()

    @contextmanager
    def take(self, cost: int, timeout_seconds: float) -> Iterator[None]:
        """Wait for a turn; one picture alone may cost whatever it does.

        :raises PicturesBusyError: the wait was too long
        """
        self._begin(cost, timeout_seconds)
        try:
            yield
        finally:
            with self._changed:
                self._running.remove(cost)
                self._changed.notify_all()

    @property
    def waiting(self) -> int:
        """Return how many wait for their turn."""
        return len(self._waiting)

    def _begin(self, cost: int, timeout_seconds: float) -> None:
        ticket = object()
        with self._changed:
            self._waiting.append(ticket)
            try:
                if not self._changed.wait_for(lambda: self._is_next(ticket, cost), timeout_seconds):
                    raise PicturesBusyError
                self._running.append(cost)
            finally:
                self._waiting.remove(ticket)
                self._changed.notify_all()

    def _is_next(self, ticket: object, cost: int) -> bool:
        fits = not self._running or sum(self._running) + cost <= self._max_bytes
        return self._waiting[0] is ticket and len(self._running) < self._at_once and fits


class Worker:
    """One process; it ends with this one, as its input does."""

    def __init__(self, command: tuple[str, ...]) -> None:
        environment = {name: os.environ[name] for name in PASSED_ENVIRONMENT if name in os.environ}
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=PROJECT_FOLDER,
            env=environment,
            start_new_session=True,  # a Ctrl-C in the terminal is for the board, which ends its workers
        )
        self._usable, self._stopped = True, False

    @property
    def process_id(self) -> int:
        """Return the number of the process."""
        return self._process.pid

    def is_alive(self) -> bool:
        """Return whether the process can take another picture."""
        return self._usable and not self._stopped and self._process.poll() is None

    def request(self, body: bytes, deadline_seconds: float) -> tuple[int, int, bytes]:
        """Return width, height and JPEG of an uploaded file.

        :raises PictureError: the file is refused, or was too much for the worker
        :raises PicturesBusyError: the deadline passed
        """
        timer = threading.Timer(deadline_seconds, self._expire)
        timer.daemon = True
        timer.start()
        self._usable = False  # until the whole response was read
        try:
            success, width, height, content = self._exchange(body)
        except (OSError, EOFError, ValueError) as error:
            raise self._failure() from error
        finally:
            timer.cancel()
        self._usable = True
        if not success:
            raise PictureError(PictureProblem(content.decode()))
        return width, height, content

    def _failure(self) -> PictureError | PicturesBusyError:
        """Return why there is no answer: a signal, as of a limit, is the picture's fault."""
        code = self._process.wait()
        if self._stopped or code >= 0:
            logger.warning("a picture worker gave no answer (status %s)", code)
            return PicturesBusyError()
        logger.warning("a picture ended its worker (signal %s)", -code)
        return PictureError(PictureProblem.TOO_MANY_PIXELS)

    def end(self) -> None:
        """End the process; whoever waits for its answer gets none."""
        self._stopped = True
        self._process.kill()
        self._process.wait()

    def discard(self) -> None:
        """End the process and close its pipes, which nobody may be using."""
        self.end()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError, ValueError):
                    pipe.close()

    def _expire(self) -> None:
        self._stopped = True
        self._process.kill()

    def _exchange(self, body: bytes) -> tuple[bool, int, int, bytes]:
        """:raises OSError: the process has ended, or EOFError, before it answered"""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(REQUEST.pack(len(body)) + body)
        self._process.stdin.flush()
        success, width, height, length = RESPONSE.unpack(self._read(RESPONSE.size))
        return success, width, height, self._read(length)

    def _read(self, length: int) -> bytes:
        assert self._process.stdout
        content = self._process.stdout.read(length)
        if len(content) < length:
            raise EOFError
        return content


@cache
def shared_pool() -> PicturePool:
    """Return the pool of this process, which all pages share; it ends with the process."""
    pool = PicturePool()
    atexit.register(pool.close)
    return pool


def reencode_apart(body: bytes, purpose: str) -> Picture:
    """Return an uploaded file as a picture for the store, re-encoded by a process of its own.

    :raises PictureError: the file is refused
    :raises PicturesBusyError: too many pictures wait
    """
    return shared_pool().reencode(body, purpose)
