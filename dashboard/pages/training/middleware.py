"""Middleware that records the exercises that trainees complete, in practice cities only."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.web.authorization import CURRENT_PRINCIPAL
from dashboard.web.threads import run_in_threadpool
from data.core.training import CompletedRequest, completed_exercise
from data.services.training import TrainingService


class TrainingMiddleware:
    """ASGI middleware that reads the start of each response and changes nothing."""

    def __init__(self, app: ASGIApp, training: TrainingService) -> None:
        self._app, self._training = app, training

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        principal = CURRENT_PRINCIPAL.get()

        async def recording_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                location = dict(message["headers"]).get(b"location", b"").decode("latin-1")
                step = completed_exercise(
                    principal, CompletedRequest(scope["method"], scope["path"], message["status"], location)
                )
                if step is not None:
                    await run_in_threadpool(self._training.record, principal, step)
            await send(message)

        await self._app(scope, receive, recording_send)
