"""The Dash pages of one app. Dash's own page registry is not used: it is shared by the whole process."""

import inspect
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import structlog
from dash import Dash, Input, Output, dcc, html
from dash.backends._fastapi import (
    FastAPIDashServer,
    get_current_request,
    reset_current_request,
    set_current_request,
)
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from dashboard.ui import labels
from dashboard.web.area_scope import AreaScope
from dashboard.web.asset_bundles import bundles
from dashboard.web.authorization import Authorizer, PermissionDeniedError
from dashboard.web.callback_faults import CallbackFaults
from dashboard.web.routes import RouteRegistry
from dashboard.web.shell import current_shell
from dashboard.web.templates import render
from dashboard.web.threads import run_in_threadpool
from dashboard.web.version import frontend_version
from data.core.access import Permission
from data.core.config.city import City
from data.lib.translation import current_language
from data.services.faults import FaultService

log = structlog.get_logger(__name__)

LOCATION_ID, PAGE_ID, INLINE_PAGE_ID = "address", "page", "page-placed"
COMPONENT_SUITES_PREFIX = "/_dash-component-suites/"


@dataclass(frozen=True)
class DashPage:
    """A page at an address. The layout carries no data: Dash sends all layouts to any browser.

    A path that ends with a slash matches every longer address too, as ``/kecamatan/`` matches
    ``/kecamatan/71.71.01``; the page's own callbacks read the rest of the address.

    :param permission: needed to open the page at all
    :param excluded: libraries and bundles that the page does not use: a wall need not load a grid
    :param preload: addresses that its scripts fetch at once
    :param known_only: query parameters that only accounts and displays may use
    :param root_class: class of the document's root element
    :param script: what is built of the page's own scripts
    :param notice: HTML before the page: what the browser shows until the page's scripts have run
    """

    path: str
    title: str
    layout: Component
    permission: Permission
    excluded: tuple[str, ...] = ()
    preload: tuple[str, ...] = ()
    known_only: frozenset[str] = frozenset()
    root_class: str = ""
    script: str = "kantor.js"
    notice: str = ""

    def matches(self, path: str) -> bool:
        """Return whether this is the page of an address."""
        is_subpath = self.path.endswith("/") and path.startswith(self.path) and path != self.path
        return is_subpath or path == self.path

    def authorize(self, authorizer: Authorizer, path: str) -> None:
        """Check the page's permission: for the area that the path names, else for any area.

        :raises PermissionDeniedError: the principal may not open the page
        """
        area = path.removeprefix(self.path) if self.path.endswith("/") else ""
        if authorizer.knows_area(area):
            authorizer.require(self.permission, area)
        else:
            authorizer.require_anywhere(self.permission)


def has_page(pages: tuple[DashPage, ...], path: str) -> bool:
    """Return whether one of the pages has an address."""
    return any(page.matches(path) for page in pages)


def backend_on(server: FastAPI, faults: FaultService | None = None) -> type[FastAPIDashServer]:
    """Return Dash's FastAPI backend on our server, without two things that no page uses.

    - the web socket: it carries callbacks declared ``websocket=True``, of which there are none, and would
      stay open, idle, on every display;
    - the route that answers every address with a page: a wrong address is a 404.

    And with one thing more: the fault of a callback is logged and kept. Dash answers it with 500 and says
    nothing.
    """
    callback_faults = CallbackFaults(faults)

    class Backend(FastAPIDashServer):
        websocket_capability = False

        @staticmethod
        def create_app(name: str = "__main__", config: dict[str, Any] | None = None) -> FastAPI:
            return server

        def _setup_catchall(self) -> None:
            """Add no route: each page has its own."""

        def serve_callback(self, dash_app: Dash) -> Callable[[Request], Awaitable[Response]]:
            return note_faults(super().serve_callback(dash_app), dash_app, callback_faults)

    return Backend


@dataclass(frozen=True)
class IndexParts:
    """What Dash's scripts need in a document, as HTML, line by line."""

    metas: str = ""
    favicon: str = ""
    css: str = ""
    config: str = ""
    scripts: str = ""
    renderer: str = ""

    def without(self, libraries: tuple[str, ...]) -> "IndexParts":
        """Return the parts without the files of libraries that a page does not use."""
        return replace(self, css=_leave_out(self.css, libraries), scripts=_leave_out(self.scripts, libraries))


def _leave_out(tags: str, libraries: tuple[str, ...]) -> str:
    """Return tags, one a line, without those that load a file of the libraries."""
    marks = [f"/{name}{end}" for name in libraries for end in "/."]
    lines = tags.split("\n")
    return "\n".join(line for line in lines if not (_loads_file(line) and any(m in line for m in marks)))


def _loads_file(tag: str) -> bool:
    return tag.lstrip().startswith(("<script src=", "<link "))


class BoardDash(Dash):
    """Dash whose document is our template, and that calls plain callbacks in a thread.

    Callbacks read the store, and build and encode pages.
    """

    _index_parts: IndexParts | None = None

    def interpolate_index(
        self,
        metas: str = "",
        title: str = "",
        css: str = "",
        config: str = "",
        scripts: str = "",
        app_entry: str = "",
        favicon: str = "",
        renderer: str = "",
    ) -> str:
        """Keep the parts of Dash's document for :meth:`index_parts`; what is returned nobody shows."""
        self._index_parts = IndexParts(metas, favicon, css, config, scripts, renderer)
        return "\n".join((title, app_entry, config, scripts, renderer))

    def index_parts(self, request: Request) -> IndexParts:
        """Return the parts of Dash's document; once Dash has collected its scripts, they stay the same."""
        if self._index_parts is None or COMPONENT_SUITES_PREFIX not in self._index_parts.scripts:
            token = set_current_request(request)
            try:
                self.index()
            finally:
                reset_current_request(token)
        return self._index_parts or IndexParts()

    def _execute_callback(self, func: Any, args: Any, outputs_list: Any, g: Any) -> Any:
        call = super()._execute_callback(func, args, outputs_list, g)
        return call if inspect.iscoroutinefunction(func) else partial(run_in_threadpool, call)


def note_faults(
    respond: Callable[[Request], Awaitable[Response]], dash_app: Dash, faults: CallbackFaults
) -> Callable[[Request], Awaitable[Response]]:
    """Return the handler of callbacks; it notes exceptions that are no response, and raises them again.

    A request that names no callback, or is no JSON, is the sender's fault: 400.
    """

    async def respond_and_note(request: Request) -> Response:
        try:
            response = await respond(request)
        except (PreventUpdate, PermissionDeniedError):
            raise
        except Exception as error:
            if not faults.is_callback(request, dash_app):
                log.warning("a request names no callback", error=type(error).__name__)
                return Response(status_code=400)
            await faults.note(request, error)
            raise
        await faults.clear(request)
        return response

    return respond_and_note


def register_pages(
    app: BoardDash, pages: tuple[DashPage, ...], routes: RouteRegistry, authorizer: Authorizer, city: City
) -> None:
    """Add a route for each page, and the callback that inserts the page."""
    app.layout = partial(_layout, pages)
    app.validation_layout = html.Div([_page_container(), *[page.layout for page in pages]])  # type: ignore[assignment]
    for page in pages:
        _register_page(app, page, routes, authorizer, city)

    @app.callback(Output(PAGE_ID, "children"), Input(LOCATION_ID, "pathname"))
    def show_page(path: str) -> Component:
        matching = [page for page in pages if page.matches(path)]
        if not matching:
            authorizer.require(Permission.VIEW_PUBLIC)
            return html.Div(str(labels.NO_PAGE))
        matching[0].authorize(authorizer, path)
        return matching[0].layout

    _add_title_callback(app, {page.path: page.title for page in pages})


def _layout(pages: tuple[DashPage, ...]) -> Component:
    """Return the layout with the referring page already in it; else a callback inserts the page."""
    path = ""
    with suppress(RuntimeError):  # there is no request while Dash reads the layout of a new app
        path = urlsplit(get_current_request().headers.get("referer", "")).path
    layout = next((page.layout for page in pages if page.matches(path)), None)
    return _page_container(layout, INLINE_PAGE_ID) if layout else _page_container()


def _page_container(content: Component | None = None, element_id: str = PAGE_ID) -> Component:
    return html.Div([dcc.Location(id=LOCATION_ID), html.Div(content, id=element_id)])


def _add_title_callback(app: Dash, titles: dict[str, str]) -> None:
    """Add the callback that sets the title in the browser."""
    prefix_match = "Object.keys(titles).find((key) => key.endsWith('/') && path.startsWith(key))"
    title_expression = f"titles[path] || titles[{prefix_match}] || document.title"
    set_title = f"(path) => {{ const titles = {json.dumps(titles)}; document.title = {title_expression}; }}"
    app.clientside_callback(set_title, Input(LOCATION_ID, "pathname"))


def _render(parts: IndexParts, page: DashPage, city: City) -> str:
    """Return the document of a page, with the bar and the theme of the current request."""
    return render(
        "dash.html",
        parts=parts.without(page.excluded),
        page=page,
        city=city,
        language=current_language(),
        shell=current_shell(),
        styles=[bundle for bundle in bundles() if bundle.name not in page.excluded],
        version=frontend_version(),
    )


def _register_page(
    app: BoardDash, page: DashPage, routes: RouteRegistry, authorizer: Authorizer, city: City
) -> None:
    async def serve_page(request: Request) -> Response:
        page.authorize(authorizer, request.scope["path"])
        if page.known_only.intersection(request.query_params):
            authorizer.require_known(Permission.VIEW_REPORTS)
        return HTMLResponse(_render(app.index_parts(request), page, city))

    path = f"{page.path}{{rest:path}}" if page.path.endswith("/") else page.path
    routes.add(path, serve_page, page.permission, area=AreaScope.HANDLER)
