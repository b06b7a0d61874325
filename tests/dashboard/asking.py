"""Who asks, for apps whose sign-in is not what a test is about."""

from typing import Any

from dash import Dash

from dashboard.access.gate import ASKING
from data.core.access import Role, Who

DEPUTY = Who("wawali", Role.DEPUTY_MAYOR)


class _Always:
    def __init__(self, app: Any, who: Who) -> None:
        self._app, self._who = app, who

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        ASKING.set(self._who)
        await self._app(scope, receive, send)


def as_who(app: Dash, who: Who = DEPUTY) -> Dash:
    """The app, asked by one person only."""
    app.server.add_middleware(_Always, who=who)
    return app
