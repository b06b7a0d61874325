"""The Dash pages of one app. Dash's own page registry is not used: it is shared by the whole process."""

import json
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

import httpx
from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component
from fastapi import APIRouter, FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dashboard.ui import labels
from dashboard.ui.static_elements import static_element
from dashboard.web.area_scope import AreaScope
from dashboard.web.asset_bundles import bundles
from dashboard.web.authorization import Authorizer
from dashboard.web.callback_faults import CallbackFaultMiddleware
from dashboard.web.dependencies import require
from dashboard.web.page_router import in_pool, page_router
from dashboard.web.query_values import iso_period
from dashboard.web.routes import Handler
from dashboard.web.shell import current_shell
from dashboard.web.templates import render
from dashboard.web.threads import run_in_threadpool
from dashboard.web.version import frontend_version
from data.core.access import Permission
from data.core.config.city import City
from data.lib.translation import Text, current_language, languages, use_language
from data.services.faults import FaultService

LOCATION_ID, PAGE_ID, INLINE_PAGE_ID = "address", "page", "page-placed"


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
    :param first_figures: takes an address and returns what its document shows until Dash has drawn the page,
        checks permission itself; it has the class ``first-figures``, and a script of the page removes it
    :param notice: template of what stands before the page until the page's scripts have run
    """

    path: str
    title: Text
    layout: Component
    permission: Permission
    excluded: tuple[str, ...] = ()
    preload: tuple[str, ...] = ()
    known_only: frozenset[str] = frozenset()
    root_class: str = ""
    script: str = "kantor.js"
    notice: str = ""
    first_figures: Callable[[str], Component | None] | None = None

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
    """Dash on our server, whose document is our template, and whose plain callbacks run in a thread.

    Callbacks read the store and build pages. Two things that no page uses are left out: the web socket, and
    the route that answers every address (:class:`dashboard.api.wall_fast_path.FastPathApp`).
    """

    _index_parts: IndexParts | None = None

    def __init__(self, server: FastAPI, faults: FaultService | None = None, **options: Any) -> None:
        """:param faults: keeps the faults of callbacks for the operator's page; None without such a page"""
        super().__init__(server=False, backend="fastapi", **options)
        self.backend.websocket_capability = False  # it would stay open, idle, on every display
        self._document_server = FastAPI()
        self.init_app(self._document_server)
        server.add_middleware(CallbackFaultMiddleware, callbacks=self.callback_map, faults=faults)
        self.init_app(server)

    def callback(self, *args: Any, **options: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Register a callback; a plain one is called in its caller's pool."""
        register = super().callback(*args, **options)
        return lambda handler: register(in_pool(handler))

    def interpolate_index(self, **parts: str) -> str:  # type: ignore[override]
        """Keep the parts of Dash's document for :meth:`index_parts`; what is returned nobody shows."""
        self._index_parts = IndexParts(**{part.name: parts[part.name] for part in fields(IndexParts)})
        return "\n".join(parts.values())

    async def index_parts(self) -> IndexParts:
        """Return the parts of Dash's document, which stay the same.

        Dash makes its document only in answer to a request, so a server of its own is asked for it, once.
        """
        if self._index_parts is None:
            transport = httpx.ASGITransport(app=self._document_server)
            async with httpx.AsyncClient(transport=transport, base_url="http://document") as client:
                (await client.get("/")).raise_for_status()
        return self._index_parts or IndexParts()


def register_pages(
    app: BoardDash, pages: tuple[DashPage, ...], authorizer: Authorizer, city: City
) -> APIRouter:
    """Return the routes of the pages, and add the callback that inserts a page."""
    app.layout = partial(_layout, pages)
    app.validation_layout = html.Div([_page_container(), *[page.layout for page in pages]])  # type: ignore[assignment]
    router = page_router()
    for page in pages:
        path = f"{page.path}{{rest:path}}" if page.path.endswith("/") else page.path
        needed = require(page.permission, AreaScope.HANDLER)
        serve = _page_handler(app, page, authorizer, city)
        router.get(path, response_class=HTMLResponse, dependencies=[needed])(serve)

    @app.callback(Output(PAGE_ID, "children"), Input(LOCATION_ID, "pathname"))
    def show_page(path: str) -> Component:
        matching = [page for page in pages if page.matches(path)]
        if not matching:
            authorizer.require(Permission.VIEW_PUBLIC)
            return html.Div(str(labels.NO_PAGE))
        matching[0].authorize(authorizer, path)
        return matching[0].layout

    _add_title_callback(app, pages, city)
    return router


def _layout(pages: tuple[DashPage, ...]) -> Component:
    """Return the layout with the referring page already in it; else a callback inserts the page."""
    referrer = current_shell().referrer
    layout = next((page.layout for page in pages if page.matches(referrer)), None)
    return _page_container(layout, INLINE_PAGE_ID) if layout else _page_container()


def _page_container(content: Component | None = None, element_id: str = PAGE_ID) -> Component:
    return html.Div([dcc.Location(id=LOCATION_ID), html.Div(content, id=element_id)])


def _add_title_callback(app: Dash, pages: tuple[DashPage, ...], city: City) -> None:
    """Add the callback that sets the title in the browser, in the language of the document."""
    titles: dict[str, dict[str, str]] = {}
    for language in languages():
        with use_language(language):
            titles[language] = {page.path: f"{city.name} · {page.title}" for page in pages}
    prefix_match = "Object.keys(titles).find((key) => key.endsWith('/') && path.startsWith(key))"
    title_expression = f"titles[path] || titles[{prefix_match}] || document.title"
    own_titles = f"({json.dumps(titles)})[document.documentElement.lang] || {{}}"
    set_title = f"(path) => {{ const titles = {own_titles}; document.title = {title_expression}; }}"
    app.clientside_callback(set_title, Input(LOCATION_ID, "pathname"))


def _render(parts: IndexParts, page: DashPage, city: City, first_figures: Component | None) -> str:
    """Return the document of a page, with the bar and the theme of the current request."""
    return render(
        "dash.html",
        parts=parts.without(page.excluded),
        page=page,
        first_figures=static_element(first_figures) if first_figures else None,
        city=city,
        language=current_language(),
        shell=current_shell(),
        styles=[bundle for bundle in bundles() if bundle.name not in page.excluded],
        version=frontend_version(),
    )


def _page_handler(app: BoardDash, page: DashPage, authorizer: Authorizer, city: City) -> Handler:
    async def serve_page(request: Request) -> Response:
        page.authorize(authorizer, request.scope["path"])
        if page.known_only.intersection(request.query_params):
            authorizer.require_known(Permission.VIEW_REPORTS)
        if typed_period := iso_period(request.query_params):
            return RedirectResponse(f"?{urlencode(typed_period)}", 303)
        show, path = page.first_figures, request.scope["path"]
        first_figures = await run_in_threadpool(show, path) if show else None
        html = _render(await app.index_parts(), page, city, first_figures)
        return HTMLResponse(html, headers={"Content-Language": current_language()})

    return serve_page
