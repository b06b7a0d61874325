"""Faults of Dash's callbacks: logged, and shown to the operator until the callback works again."""

from collections.abc import Container
from functools import partial
from typing import Any

import structlog
from dash.exceptions import PreventUpdate
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.web.authorization import PermissionDeniedError
from dashboard.web.threads import run_in_threadpool
from data.core.faults import FaultKind
from data.services.faults import FaultService

CALLBACK_PATH = "/_dash-update-component"
MAX_LOGGED_OUTPUT = 200  # characters of a callback's output in a log line

log = structlog.get_logger(__name__)


class CallbackFaultMiddleware:
    """Note the callbacks of one process that failed when they were called last.

    It stands inside of Dash, which answers an exception with 500 and says nothing. A request that names no
    callback, or is no JSON, is the sender's fault: 400.

    :param callbacks: those of the app, by their output
    :param faults: keeps them for the operator's page; None for an app without one
    """

    def __init__(self, app: ASGIApp, callbacks: Container[str], faults: FaultService | None) -> None:
        self._app, self._callbacks, self._faults = app, callbacks, faults
        self._faulty: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; an exception of a callback is noted and raised again."""
        if scope["type"] != "http" or scope["path"] != CALLBACK_PATH:
            return await self._app(scope, receive, send)
        output = _output(scope)
        try:
            await self._app(scope, receive, partial(self._send, output, send))
        except (PreventUpdate, PermissionDeniedError):
            raise
        except Exception as error:
            if output in self._callbacks:
                await self._note(output[:MAX_LOGGED_OUTPUT], error)
                raise
            log.warning("a request names no callback", error=type(error).__name__)
            await Response(status_code=400)(scope, receive, send)

    async def _send(self, output: str, send: Send, message: Message) -> None:
        """Send a message of a response; one that worked ends the fault of its callback."""
        if message.get("status") == 200 and output[:MAX_LOGGED_OUTPUT] in self._faulty:
            await self._clear(output[:MAX_LOGGED_OUTPUT])
        await send(message)

    async def _note(self, item: str, error: Exception) -> None:
        """Log a callback's fault, the first time with its traceback, and keep it."""
        if item in self._faulty:
            log.warning("a callback failed again", output=item, error=type(error).__name__)
            return
        log.error("a callback failed", output=item, exc_info=error)
        self._faulty.add(item)
        if self._faults:
            await run_in_threadpool(self._faults.note, FaultKind.CALLBACK, item, error, "")

    async def _clear(self, item: str) -> None:
        self._faulty.discard(item)
        if self._faults:
            await run_in_threadpool(self._faults.clear, FaultKind.CALLBACK, item)


def _output(scope: Scope) -> str:
    """Return the output that a request names; empty if it names none."""
    body: Any = scope.get("state", {}).get("json_body")
    output = body.get("output") if isinstance(body, dict) else None
    return output if isinstance(output, str) else ""
