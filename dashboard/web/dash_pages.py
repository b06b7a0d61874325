"""The pages of one app, kept by the app: Dash's own registry of pages is shared by the whole process."""

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from dash import Dash, Input, Output, dcc, html
from dash.backends._fastapi import (
    FastAPIDashServer,
    get_current_request,
    reset_current_request,
    set_current_request,
)
from dash.development.base_component import Component
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from dashboard.ui import labels
from dashboard.web import navigation
from dashboard.web.authorization import Gate
from dashboard.web.routes import Doors, Place
from data.core.access import Act

ADDRESS, PAGE, PLACED = "address", "page", "page-placed"
DASHS = "/_dash-component-suites/"


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
    without: tuple[str, ...] = ()  # libraries and bundles that it does not use: a wall need not load a grid
    ahead: tuple[str, ...] = ()  # addresses that its programs ask for at once

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
    app.layout = partial(_layout, pages)
    app.validation_layout = html.Div([_place(), *[page.layout for page in pages]])  # type: ignore[assignment]
    for page in pages:
        _add_door(app, page, doors, gate)

    @app.callback(Output(PAGE, "children"), Input(ADDRESS, "pathname"))
    def show(path: str) -> Component:
        found = [page for page in pages if page.stands_at(path)]
        if not found:
            gate.require(Act.SIGN_IN)
            return html.Div(labels.NO_PAGE)
        found[0].ask(gate, path)
        return found[0].layout

    @app.callback(Output(navigation.BAR, "children"), Input(ADDRESS, "pathname"))
    def show_bar(path: str) -> list[Component]:
        return navigation.bar(gate, path, doors.leads_to)

    _name(app, {page.path: page.title for page in pages})


def _layout(pages: tuple[Page, ...]) -> Component:
    """The page that asks has its own layout in place at once; of one that says not where it is, we ask it."""
    address = ""
    with suppress(RuntimeError):  # nobody asks yet: Dash looks at the layout as the app is made
        address = urlsplit(get_current_request().headers.get("referer", "")).path
    found = next((page.layout for page in pages if page.stands_at(address)), None)
    return _place(found, PLACED) if found else _place()


def _place(page: Component | None = None, name: str = PAGE) -> Component:
    bar = html.Div(id=navigation.BAR, className="office-bar")
    return html.Div([dcc.Location(id=ADDRESS), bar, html.Div(page, id=name)])


def _name(app: Dash, titles: dict[str, str]) -> None:
    """The browser's title, set by the browser."""
    below = "Object.keys(titles).find((key) => key.endsWith('/') && path.startsWith(key))"
    found = f"titles[path] || titles[{below}] || document.title"
    choose = f"(path) => {{ const titles = {json.dumps(titles)}; document.title = {found}; }}"
    app.clientside_callback(choose, Input(ADDRESS, "pathname"))


def _written(app: Dash, page: Page) -> str:
    """The page that Dash writes: less what this one does not use, and with what it will ask for anyway."""
    index = app.index()
    for name in page.without:
        tag = rf'<(?:script|link)[^>]* (?:src|href)="[^"]*/{name}[/.][^"]*">(?:</script>)?'
        index = re.sub(tag, "", index)
    return index.replace("</title>", f"</title>{''.join(map(_ahead, page.ahead))}", 1)


def _ahead(address: str) -> str:
    """Lets the browser fetch something while it still reads the programs that will ask for it."""
    kind = 'as="script"' if address.endswith(".js") else 'as="fetch" crossorigin'
    return f'<link rel="preload" {kind} href="{address}">'


def _add_door(app: Dash, page: Page, doors: Doors, gate: Gate) -> None:
    kept = ""

    async def door(request: Request) -> Response:
        nonlocal kept
        page.ask(gate, request.scope["path"])
        index = kept or _asked(app, page, request)
        if DASHS in index:  # it has collected its scripts, and writes the same from now on
            kept = index
        return Response(index, media_type="text/html")

    address = f"{page.path}{{rest:path}}" if page.path.endswith("/") else page.path
    doors.add(address, door, page.act, area=Place.ITSELF)


def _asked(app: Dash, page: Page, request: Request) -> str:
    token = set_current_request(request)
    try:
        return _written(app, page)
    finally:
        reset_current_request(token)
