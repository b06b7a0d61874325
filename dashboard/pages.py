"""The pages of one app, kept by the app: Dash's own registry of pages is shared by the whole process."""

import json
import re
from dataclasses import dataclass
from typing import Any

from dash import Dash, Input, Output, dcc, html
from dash.backends._fastapi import FastAPIDashServer, reset_current_request, set_current_request
from dash.development.base_component import Component
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from dashboard import office, text
from dashboard.access.doors import Doors, Place
from dashboard.access.gate import Gate
from data.core.access import Act

ADDRESS, PAGE = "address", "page"


@dataclass(frozen=True)
class Page:
    """What stands at an address. The layout carries no data: Dash sends all of them to any browser.

    A path that ends with a slash stands for every address below it, as ``/kecamatan/`` for
    ``/kecamatan/71.71.01``; the page's own callbacks read the rest of the address.
    """

    path: str
    title: str
    layout: Component
    act: Act  # what somebody must be allowed to do to open it at all
    without: tuple[str, ...] = ()  # component libraries that it does not use: a wall need not load a grid

    def stands_at(self, address: str) -> bool:
        """Whether this is the page of an address."""
        below = self.path.endswith("/") and address.startswith(self.path) and address != self.path
        return below or address == self.path

    def ask(self, gate: Gate, address: str) -> None:
        """Asks whether somebody may open the page: of an area its own act there, else the act somewhere.

        :raises RefusedError: if not
        """
        area = address.removeprefix(self.path) if self.path.endswith("/") else ""
        if gate.knows(area):
            gate.require(self.act, area)
        else:
            gate.require_somewhere(self.act)


def stands(pages: tuple[Page, ...], address: str) -> bool:
    """Whether one of the pages stands at an address."""
    return any(page.stands_at(address) for page in pages)


def backend_on(server: FastAPI) -> type[FastAPIDashServer]:
    """Dash's FastAPI backend on our server, without two things that no page of ours uses.

    - the web socket: it carries callbacks declared ``websocket=True``, of which there are none, and would
      stay open, idle, on every screen;
    - the door that answers every address with a page: a wrong address is a 404.
    """

    class Backend(FastAPIDashServer):
        websocket_capability = False

        @staticmethod
        def create_app(name: str = "__main__", config: dict[str, Any] | None = None) -> FastAPI:
            return server

        def _setup_catchall(self) -> None:
            """Each page has a door of its own."""

    return Backend


def add_pages(app: Dash, pages: tuple[Page, ...], doors: Doors, gate: Gate) -> None:
    """Gives each page its door, and the app the callbacks that put in the right page and its bar."""
    above = html.Div(id=office.BAR, className="office-bar")
    app.layout = html.Div([dcc.Location(id=ADDRESS), above, html.Div(id=PAGE)])
    app.validation_layout = html.Div([app.layout, *[page.layout for page in pages]])  # type: ignore[assignment]
    for page in pages:
        _add_door(app, page, doors, gate)

    @app.callback(Output(PAGE, "children"), Input(ADDRESS, "pathname"))
    def show(path: str) -> Component:
        found = [page for page in pages if page.stands_at(path)]
        if not found:
            gate.require(Act.SIGN_IN)
            return html.Div(text.NO_PAGE)
        found[0].ask(gate, path)
        return found[0].layout

    @app.callback(Output(office.BAR, "children"), Input(ADDRESS, "pathname"))
    def show_bar(path: str) -> list[Component]:
        return office.bar(gate, path, doors.leads_to)

    _name(app, {page.path: page.title for page in pages})


def _name(app: Dash, titles: dict[str, str]) -> None:
    """The browser's title, set by the browser."""
    below = "Object.keys(titles).find((key) => key.endsWith('/') && path.startsWith(key))"
    found = f"titles[path] || titles[{below}] || document.title"
    choose = f"(path) => {{ const titles = {json.dumps(titles)}; document.title = {found}; }}"
    app.clientside_callback(choose, Input(ADDRESS, "pathname"))


def _without(index: str, libraries: tuple[str, ...]) -> str:
    """The page that Dash writes, less the scripts of some libraries: it names those of every page."""
    for name in libraries:
        index = re.sub(rf'<script src="[^"]*/{name}/[^"]*"></script>', "", index)
    return index


def _add_door(app: Dash, page: Page, doors: Doors, gate: Gate) -> None:
    async def door(request: Request) -> Response:
        page.ask(gate, request.scope["path"])
        token = set_current_request(request)
        try:
            return Response(_without(app.index(), page.without), media_type="text/html")
        finally:
            reset_current_request(token)

    address = f"{page.path}{{rest:path}}" if page.path.endswith("/") else page.path
    doors.add(address, door, page.act, area=Place.ITSELF)
