"""Somebody who asks: until sign-in stands before the doors, a test says itself who that is."""

from typing import Any

from dash import Dash

from dashboard.access.gate import ASKING
from data.core.access import Role, Who
from tests.cast import BARAT

DEPUTY = Who("wakil wali kota", Role.DEPUTY_MAYOR)
CAMAT_BARAT = Who("camat barat", Role.CAMAT, BARAT)


def asked_by(app: Dash, who: Who) -> Dash:
    """The app, asked by one person and nobody else."""

    class Asking:
        def __init__(self, inner: Any) -> None:
            self._inner = inner

        async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
            ASKING.set(who)
            await self._inner(scope, receive, send)

    app.server.add_middleware(Asking)
    return app
