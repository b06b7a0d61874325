"""Faults of Dash's callbacks: logged, and shown to the operator until the callback works again."""

from typing import Any

import structlog
from dash import Dash
from starlette.requests import Request

from dashboard.web.threads import run_in_threadpool
from data.core.faults import FaultKind
from data.services.faults import FaultService

MAX_LOGGED_OUTPUT = 200  # characters of a callback's output in a log line

log = structlog.get_logger(__name__)


class CallbackFaults:
    """The callbacks of one process that failed when they were called last.

    :param faults: keeps them for the operator's page; None for an app without one
    """

    def __init__(self, faults: FaultService | None) -> None:
        self._faults = faults
        self._faulty: set[str] = set()

    async def note(self, request: Request, error: Exception) -> None:
        """Log a callback's fault, the first time with its traceback, and keep it."""
        output = _output(request)
        item = output[:MAX_LOGGED_OUTPUT]
        if item in self._faulty:
            log.warning("a callback failed again", output=item, error=type(error).__name__)
            return
        log.error("a callback failed", output=item, exc_info=error)
        self._faulty.add(item)
        if self._faults:
            await run_in_threadpool(self._faults.note, FaultKind.CALLBACK, item, error, "")

    @staticmethod
    def is_callback(request: Request, dash_app: Dash) -> bool:
        """Return whether a request names a callback of the app, in JSON that can be read."""
        return _output(request) in dash_app.callback_map

    async def clear(self, request: Request) -> None:
        """Forget the fault of a callback that has worked."""
        item = _output(request)[:MAX_LOGGED_OUTPUT] if self._faulty else ""
        if item in self._faulty:
            self._faulty.discard(item)
            if self._faults:
                await run_in_threadpool(self._faults.clear, FaultKind.CALLBACK, item)


def _output(request: Request) -> str:
    """Return the output that a request names; empty if it names none."""
    body: Any = getattr(request.state, "json_body", None)
    output = body.get("output") if isinstance(body, dict) else None
    return output if isinstance(output, str) else ""
