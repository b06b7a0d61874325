"""The route registry: the app does not start unless each route is declared with its permission and limits."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from re import Pattern
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, compile_path

from dashboard.web.area_scope import AreaScope
from dashboard.web.dependencies import RequiredPermission
from dashboard.web.limits import CALLBACK, NO_BODY, Limits
from data.core.access import ANONYMOUS, Permission, Principal

UNDECLARED_PATH = "(alamat lain)"  # in the audit log
AuditTarget = Callable[[Principal, str, str], str]  # by principal, method and path
Handler = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Route:
    """One address with its permission and limits.

    :param limits: what it takes at most, enforced before anything is read of a request
    :param area: name of the path or query parameter that holds an area's code (the whole city where it is
        missing), or an :class:`AreaScope`
    """

    method: str
    path: str
    permission: Permission
    limits: Limits
    area: str | AreaScope = AreaScope.CITY


def _file_route(path: str) -> Route:
    return Route("GET", path, Permission.VIEW_PUBLIC, NO_BODY)


# Scripts, styles and empty layouts of Dash, FastAPI and the board. Each callback checks its own permission.
FRAMEWORK_ROUTES = (
    _file_route("/_dash-component-suites/{package_name}/{fingerprinted_path:path}"),
    _file_route("/_dash-layout"),
    _file_route("/_dash-dependencies"),
    _file_route("/_reload-hash"),
    _file_route("/_favicon.ico"),
    _file_route("/openapi.json"),
    _file_route("/assets"),
    _file_route("/bundel/{file}"),
    _file_route("/fonts"),
    Route("POST", "/_dash-update-component", Permission.VIEW_PUBLIC, CALLBACK, AreaScope.HANDLER),
)


class UndeclaredRouteError(Exception):
    """A route has no permission or no limits; the app must not start with it."""


class RouteRegistry:
    """Register routes, and check their permissions before their handlers respond."""

    def __init__(self, server: FastAPI) -> None:
        self._server = server
        self.routes: list[Route] = list(FRAMEWORK_ROUTES)
        self._routers: list[APIRouter] = []
        self._pages: list[str] = []
        server.state.routes = self

    def include(self, router: APIRouter) -> None:
        """Add the routes of a router, each with the permission and the limits that it depends on.

        :raises UndeclaredRouteError: a route depends on no permission, or may have a body without limits
        """
        self.routes += [route for server_route in router.routes for route in _declared_routes(server_route)]
        self._pages += [
            route.path
            for route in router.routes
            if isinstance(route, APIRoute) and route.response_class is HTMLResponse
        ]
        self._routers.append(router)
        self._server.include_router(router)

    def add_hot(self, path: str, handler: Handler, permission: Permission) -> None:
        """Add one of the wall's two addresses, by Starlette: at half the cost, see docs/decisions.md."""
        self.routes.append(Route("GET", path, permission, NO_BODY))
        required = RequiredPermission(permission)

        async def guarded(request: Request) -> Response:
            await required(request)
            return await handler(request)

        self._server.router.add_route(path, guarded, include_in_schema=False)

    def is_page(self, path: str) -> bool:
        """Return whether an address is a page, which leads whoever may not open it to the sign-in.

        It is a route that names HTML as the class of its response.
        """
        return any(_pattern(page).match(path) for page in self._pages)

    def has_route(self, path: str) -> bool:
        """Return whether a declared route, a page's among them, has an address."""
        return self._find("GET", path) is not None

    def audit_target(self, principal: Principal, method: str, path: str) -> str:
        """Return what the audit log calls an address that was refused.

        Of people without an account only the route, since they can make up addresses without end.
        """
        if principal != ANONYMOUS:
            return path
        route = self._find("GET" if method == "HEAD" else method, path)
        return route.path if route else UNDECLARED_PATH

    def limits_of(self, method: str, path: str) -> Limits:
        """Return the limits of an address; one that is not declared takes no body."""
        route = self._find(method, path)
        return route.limits if route else NO_BODY

    def _find(self, method: str, path: str) -> Route | None:
        """Return the first declared route that has an address."""
        matching = (
            route for route in self.routes if route.method == method and _pattern(route.path).match(path)
        )
        return next(matching, None)

    def check(self) -> None:
        """:raises UndeclaredRouteError: a route of the app is not declared"""
        declared = {(route.method, route.path) for route in self.routes}
        missing = sorted(
            pair
            for server_route in self._server.routes
            if getattr(server_route, "original_router", None) not in self._routers
            for pair in _method_paths(server_route)
            if pair not in declared
        )
        if missing:
            raise UndeclaredRouteError(f"routes without a permission: {missing}")


def _declared_routes(route: BaseRoute) -> Iterator[Route]:
    """Yield one route per method, as its dependencies declare it.

    :raises UndeclaredRouteError: they declare no permission, or no limits of a body
    """
    if not isinstance(route, APIRoute):
        raise UndeclaredRouteError(f"{route}: no route of a router")
    permissions = [call for call in _calls(route.dependant) if isinstance(call, RequiredPermission)]
    if len(permissions) != 1:
        raise UndeclaredRouteError(f"{route.path}: needs one permission, has {len(permissions)}")
    limits = next((call.limits for call in _calls(route.dependant) if hasattr(call, "limits")), None)
    for method in sorted(set(route.methods or ()) - {"HEAD"}):
        yield Route(
            method, route.path, permissions[0].permission, _limits_for(method, route.path, limits),
            permissions[0].area,
        )  # fmt: skip


def _calls(dependant: Dependant) -> Iterator[Any]:
    """Yield what a route depends on, at any depth."""
    for dependency in dependant.dependencies:
        yield dependency.call
        yield from _calls(dependency)


def _limits_for(method: str, path: str, limits: Limits | None) -> Limits:
    """Return the limits of one method of a route.

    :raises UndeclaredRouteError: it may have a body, and nobody said how large
    """
    if method == "GET":
        return replace(limits or NO_BODY, max_body=0)
    if limits is None:
        raise UndeclaredRouteError(f"{method} {path}: no limits, see dashboard/web/limits.py")
    return limits


@lru_cache(maxsize=512)
def _pattern(path: str) -> Pattern[str]:
    """Return the regular expression of a declared path."""
    return compile_path(path)[0]


def _method_paths(route: BaseRoute) -> Iterator[tuple[str, str]]:
    """Yield method and path of a route; HEAD goes with GET."""
    methods: Any = getattr(route, "methods", None) or (["GET"] if isinstance(route, Mount) else ["?"])
    path = getattr(route, "path", "?")
    yield from ((name, path) for name in methods if name not in ("HEAD", "OPTIONS"))


def is_framework_path(path: str) -> bool:
    """Return whether an address serves only scripts, styles and empty layouts."""
    prefixes = (route.path.split("{")[0] for route in FRAMEWORK_ROUTES if route.area is AreaScope.CITY)
    return any(path == prefix or path.startswith(prefix.rstrip("/") + "/") for prefix in prefixes)
