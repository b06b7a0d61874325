"""The app's own list of HTTP doors: each is declared with its act, or the app does not start."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, compile_path

from dashboard.web.authorization import Gate
from data.core.access import Act

Handler = Callable[[Request], Awaitable[Response]]


class Place(Enum):
    """For which area a door asks, where no parameter names it."""

    CITY = "the whole city"
    ITSELF = "the door asks itself, before it answers"


@dataclass(frozen=True)
class Door:
    """One address with what somebody must be allowed to do.

    :param area: name of the path or query parameter that holds an area's code; the city's where it is
        missing, or a :class:`Place`
    """

    method: str
    path: str
    act: Act
    area: str | Place = Place.CITY


# Programs, styles and empty layouts: Dash's, FastAPI's, ours. The callbacks' door asks by its callbacks.
FRAMEWORK = (
    Door("GET", "/_dash-component-suites/{package_name}/{fingerprinted_path:path}", Act.SIGN_IN),
    Door("GET", "/_dash-layout", Act.SIGN_IN),
    Door("GET", "/_dash-dependencies", Act.SIGN_IN),
    Door("GET", "/_reload-hash", Act.SIGN_IN),
    Door("GET", "/_favicon.ico", Act.SIGN_IN),
    Door("GET", "/openapi.json", Act.SIGN_IN),
    Door("GET", "/assets", Act.SIGN_IN),
    Door("GET", "/bundel/{file}", Act.SIGN_IN),
    Door("GET", "/fonts", Act.SIGN_IN),
    Door("POST", "/_dash-update-component", Act.SIGN_IN, Place.ITSELF),
)


class UndeclaredError(Exception):
    """A door that nobody said an act for; the app must not start with it."""


class Doors:
    """Registers doors, and asks the gate before any of them answers."""

    def __init__(self, server: FastAPI, gate: Gate) -> None:
        self._server, self._gate = server, gate
        self.declared: list[Door] = list(FRAMEWORK)
        server.state.doors = self

    def add(
        self,
        path: str,
        door: Handler,
        act: Act,
        *,
        area: str | Place = Place.CITY,
        methods: tuple[str, ...] = ("GET",),
    ) -> None:
        """A door of our own pages: Starlette's plain route, which costs half of FastAPI's documented one."""
        asking = self._declare(path, door, act, area, methods)
        self._server.router.add_route(path, asking, methods=list(methods), include_in_schema=False)

    def publish(
        self,
        path: str,
        door: Handler,
        act: Act,
        *,
        area: str | Place = Place.CITY,
        methods: tuple[str, ...] = ("GET",),
        openapi_extra: dict[str, Any] | None = None,
    ) -> None:
        """A door for other people's programs, in the OpenAPI document."""
        asking = self._declare(path, door, act, area, methods)
        self._server.add_api_route(path, asking, methods=list(methods), openapi_extra=openapi_extra)

    def _declare(
        self, path: str, door: Handler, act: Act, area: str | Place, methods: tuple[str, ...]
    ) -> Handler:
        self.declared += [Door(method, path, act, area) for method in methods]

        async def asking(request: Request) -> Response:
            if isinstance(area, str):
                self._gate.require(act, request.path_params.get(area) or request.query_params.get(area))
            elif area is Place.CITY:
                self._gate.require(act)
            return await door(request)

        asking.__name__, asking.__doc__ = getattr(door, "__name__", "door"), door.__doc__
        return asking

    def leads_to(self, address: str) -> bool:
        """Whether a door of ours, a page's among them, stands at an address."""
        paths = (door.path for door in self.declared if door.method == "GET")
        return any(compile_path(path)[0].match(address) for path in paths)

    def check(self) -> None:
        """:raises UndeclaredError: a route of the app is not in the list"""
        known = {(door.method, door.path) for door in self.declared}
        missing = sorted(pair for route in self._server.routes for pair in _pairs(route) if pair not in known)
        if missing:
            raise UndeclaredError(f"doors without an act: {missing}")


def _pairs(route: BaseRoute) -> Iterator[tuple[str, str]]:
    """Method and path of a route; HEAD goes with GET."""
    methods: Any = getattr(route, "methods", None) or (["GET"] if isinstance(route, Mount) else ["?"])
    path = getattr(route, "path", "?")
    yield from ((method, path) for method in methods if method not in ("HEAD", "OPTIONS"))


def is_framework(path: str) -> bool:
    """Whether an address is one of those that carry programs, styles and empty layouts only."""
    open_ = (door.path.split("{")[0] for door in FRAMEWORK if door.area is Place.CITY)
    return any(path == prefix or path.startswith(prefix.rstrip("/") + "/") for prefix in open_)
