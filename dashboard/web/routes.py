"""The app's own list of HTTP doors: each is declared with its act, or the app does not start."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, compile_path

from dashboard.web.authorization import Authorizer
from data.core.access import Permission

Handler = Callable[[Request], Awaitable[Response]]


class AreaScope(Enum):
    """For which area a door asks, where no parameter names it."""

    CITY = "the whole city"
    HANDLER = "the door asks itself, before it answers"


@dataclass(frozen=True)
class Route:
    """One address with what somebody must be allowed to do.

    :param area: name of the path or query parameter that holds an area's code; the city's where it is
        missing, or a :class:`Place`
    """

    method: str
    path: str
    permission: Permission
    area: str | AreaScope = AreaScope.CITY


# Programs, styles and empty layouts: Dash's, FastAPI's, ours. The callbacks' door asks by its callbacks.
FRAMEWORK_ROUTES = (
    Route("GET", "/_dash-component-suites/{package_name}/{fingerprinted_path:path}", Permission.VIEW_PUBLIC),
    Route("GET", "/_dash-layout", Permission.VIEW_PUBLIC),
    Route("GET", "/_dash-dependencies", Permission.VIEW_PUBLIC),
    Route("GET", "/_reload-hash", Permission.VIEW_PUBLIC),
    Route("GET", "/_favicon.ico", Permission.VIEW_PUBLIC),
    Route("GET", "/openapi.json", Permission.VIEW_PUBLIC),
    Route("GET", "/assets", Permission.VIEW_PUBLIC),
    Route("GET", "/bundel/{file}", Permission.VIEW_PUBLIC),
    Route("GET", "/fonts", Permission.VIEW_PUBLIC),
    Route("POST", "/_dash-update-component", Permission.VIEW_PUBLIC, AreaScope.HANDLER),
)


class UndeclaredRouteError(Exception):
    """A door that nobody said an act for; the app must not start with it."""


class RouteRegistry:
    """Registers doors, and asks the gate before any of them answers."""

    def __init__(self, server: FastAPI, authorizer: Authorizer) -> None:
        self._server, self._authorizer = server, authorizer
        self.routes: list[Route] = list(FRAMEWORK_ROUTES)
        server.state.routes = self

    def add(
        self,
        path: str,
        handler: Handler,
        permission: Permission,
        *,
        area: str | AreaScope = AreaScope.CITY,
        methods: tuple[str, ...] = ("GET",),
    ) -> None:
        """A door of our own pages: Starlette's plain route, which costs half of FastAPI's documented one."""
        guarded = self._declare(path, handler, permission, area, methods)
        self._server.router.add_route(path, guarded, methods=list(methods), include_in_schema=False)

    def add_api(
        self,
        path: str,
        handler: Handler,
        permission: Permission,
        *,
        area: str | AreaScope = AreaScope.CITY,
        methods: tuple[str, ...] = ("GET",),
        openapi_extra: dict[str, Any] | None = None,
    ) -> None:
        """A door for other people's programs, in the OpenAPI document."""
        guarded = self._declare(path, handler, permission, area, methods)
        self._server.add_api_route(path, guarded, methods=list(methods), openapi_extra=openapi_extra)

    def _declare(
        self,
        path: str,
        handler: Handler,
        permission: Permission,
        area: str | AreaScope,
        methods: tuple[str, ...],
    ) -> Handler:
        self.routes += [Route(method, path, permission, area) for method in methods]

        async def guarded(request: Request) -> Response:
            if isinstance(area, str):
                self._authorizer.require(
                    permission, request.path_params.get(area) or request.query_params.get(area)
                )
            elif area is AreaScope.CITY:
                self._authorizer.require(permission)
            return await handler(request)

        guarded.__name__, guarded.__doc__ = getattr(handler, "__name__", "door"), handler.__doc__
        return guarded

    def has_route(self, path: str) -> bool:
        """Whether a door of ours, a page's among them, stands at an address."""
        paths = (route.path for route in self.routes if route.method == "GET")
        return any(compile_path(pattern)[0].match(path) for pattern in paths)

    def check(self) -> None:
        """:raises UndeclaredError: a route of the app is not in the list"""
        declared = {(declared_route.method, declared_route.path) for declared_route in self.routes}
        missing = sorted(
            pair for route in self._server.routes for pair in _method_paths(route) if pair not in declared
        )
        if missing:
            raise UndeclaredRouteError(f"doors without an act: {missing}")


def _method_paths(route: BaseRoute) -> Iterator[tuple[str, str]]:
    """Method and path of a route; HEAD goes with GET."""
    methods: Any = getattr(route, "methods", None) or (["GET"] if isinstance(route, Mount) else ["?"])
    path = getattr(route, "path", "?")
    yield from ((name, path) for name in methods if name not in ("HEAD", "OPTIONS"))


def is_framework_path(path: str) -> bool:
    """Whether an address is one of those that carry programs, styles and empty layouts only."""
    prefixes = (route.path.split("{")[0] for route in FRAMEWORK_ROUTES if route.area is AreaScope.CITY)
    return any(path == prefix or path.startswith(prefix.rstrip("/") + "/") for prefix in prefixes)
