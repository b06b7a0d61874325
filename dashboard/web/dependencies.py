"""What handlers of routes depend on: a permission, the context, the user, the body's limits.

A route states its permission as ``dependencies=[require(Permission.X)]``; FastAPI resolves it before it reads
the body. :mod:`dashboard.web.routes` reads permission and limits off each route, and the app does not start
while one lacks them.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends
from starlette.requests import Request

from dashboard.web.area_scope import AreaScope
from dashboard.web.context import WebContext
from dashboard.web.limits import Limits
from data.core.access import Permission
from data.services.auth.models import SessionUser


@dataclass(frozen=True)
class RequiredPermission:
    """Check a permission of the current principal, before the handler is called.

    :param area: as in :class:`dashboard.web.routes.Route`
    """

    permission: Permission
    area: str | AreaScope = AreaScope.CITY

    async def __call__(self, request: Request) -> None:
        """:raises PermissionDeniedError: the principal lacks the permission"""
        authorizer = get_context(request).authorizer
        if isinstance(self.area, str):
            code = request.path_params.get(self.area) or request.query_params.get(self.area)
            authorizer.require(self.permission, code)
        elif self.area is AreaScope.CITY:
            authorizer.require(self.permission)


@dataclass(frozen=True)
class BodyLimits:
    """State the limits of a route's body; the server enforces them before it reads any of it."""

    limits: Limits

    async def __call__(self) -> None:
        """Do nothing: :mod:`dashboard.web.request_limits` has enforced the limits already."""


def require(permission: Permission, area: str | AreaScope = AreaScope.CITY) -> Any:
    """Return the dependency of a route that needs a permission.

    :param area: name of the path or query parameter that holds an area's code, or an :class:`AreaScope`
    """
    return Depends(RequiredPermission(permission, area))


def accept(limits: Limits) -> Any:
    """Return the dependency of a route that takes a body which no form model reads."""
    return Depends(BodyLimits(limits))


def get_context(request: Request) -> WebContext:
    """Return the context of the app that serves a request."""
    context: WebContext = request.app.state.context
    return context


async def _context(request: Request) -> WebContext:
    return get_context(request)


async def _user(request: Request) -> SessionUser:
    user: SessionUser = request.state.user
    return user


Context = Annotated[WebContext, Depends(_context)]
CurrentUser = Annotated[SessionUser, Depends(_user)]
