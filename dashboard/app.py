"""The app factory: one Dash app on FastAPI, built from a web context."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from dash import Dash
from dash.development.base_component import Component
from fastapi import APIRouter
from starlette.middleware.gzip import GZipMiddleware

from dashboard.api import readiness, v1, wall_stream
from dashboard.api.open311.routes import open311_router
from dashboard.api.wall_fast_path import FRAME_PATH, FastPathApp, WallFastPathMiddleware
from dashboard.api.wall_stream import STREAM_PATH, StreamHub
from dashboard.pages.account import routes as account_routes
from dashboard.pages.account import sign_in
from dashboard.pages.account.oidc.routes import directory_router
from dashboard.pages.api_docs import routes as api_docs_routes
from dashboard.pages.displays import routes as displays_routes
from dashboard.pages.follow_up import routes as follow_up_routes
from dashboard.pages.inbox import routes as inbox_routes
from dashboard.pages.kecamatan import callbacks as kecamatan_callbacks
from dashboard.pages.kecamatan import labels as kecamatan_labels
from dashboard.pages.kecamatan import layout as kecamatan_layout
from dashboard.pages.methodology import routes as methodology_routes
from dashboard.pages.preferences import routes as preferences_routes
from dashboard.pages.pwa import routes as pwa_routes
from dashboard.pages.recap import callbacks as recap_callbacks
from dashboard.pages.recap import labels as recap_labels
from dashboard.pages.recap import layout as recap_layout
from dashboard.pages.recap import routes as recap_routes
from dashboard.pages.report import routes as report_routes
from dashboard.pages.report_form import routes as report_form_routes
from dashboard.pages.review import routes as review_routes
from dashboard.pages.search import routes as search_routes
from dashboard.pages.sources import routes as sources_routes
from dashboard.pages.tracking import routes as tracking_routes
from dashboard.pages.training.middleware import TrainingMiddleware
from dashboard.pages.training.routes import training_router
from dashboard.pages.wall import labels as wall_labels
from dashboard.pages.wall import layout as wall_layout
from dashboard.pages.wall import view as wall_view
from dashboard.pages.wall.sections import map as wall_map
from dashboard.web import metrics
from dashboard.web.asset_bundles import OFFICE_BUNDLE, serve_bundle
from dashboard.web.asset_files import DASHBOARD, FOLDERS, asset_server, font_server
from dashboard.web.assets import BUNDLE_PATH
from dashboard.web.caller_limits import CallerLimitMiddleware
from dashboard.web.context import WebContext
from dashboard.web.dash_pages import (
    BoardDash,
    DashPage,
    register_pages,
)
from dashboard.web.error_pages import ErrorPageMiddleware
from dashboard.web.frames import FrameCache
from dashboard.web.language import LanguageMiddleware
from dashboard.web.lifespan import build_lifespan
from dashboard.web.metrics import RequestCounter
from dashboard.web.request_limits import RequestLimitMiddleware
from dashboard.web.routes import RouteRegistry
from dashboard.web.setup import install_access
from dashboard.web.static_cache import StaticCacheMiddleware
from data.core.access import Permission
from data.lib.byte_cache import CacheBudget
from data.lib.translation import Text
from data.services.store_health import StoreHealth
from geo import bounds


class CallbacksModule(Protocol):
    """A module that adds the callbacks of a Dash page."""

    def register_callbacks(self, app: Dash, context: WebContext) -> None:
        """Add the callbacks."""


class LayoutModule(Protocol):
    """A module that holds the address and layout of a Dash page."""

    PATH: str

    def layout(self) -> Component:
        """Return the page without data."""


# All that the app serves besides Dash pages and the wall's two hot addresses.
ROUTERS: tuple[APIRouter, ...] = (
    v1.page_routes,
    v1.router,
    readiness.router,
    metrics.router,
    recap_routes.router,
    review_routes.replay_router,
    account_routes.router,
    api_docs_routes.router,
    displays_routes.heartbeat_router,
    displays_routes.router,
    follow_up_routes.router,
    inbox_routes.router,
    methodology_routes.router,
    preferences_routes.router,
    pwa_routes.router,
    report_form_routes.router,
    report_routes.router,
    review_routes.router,
    search_routes.router,
    sign_in.router,
    sources_routes.router,
    tracking_routes.router,
)
# Routes of one city: none of them where the function returns None.
OPTIONAL_ROUTERS: tuple[Callable[[WebContext], APIRouter | None], ...] = (
    v1.map_router,
    open311_router,
    directory_router,
    inbox_routes.push_router,
    training_router,
)
# The Dash pages besides the wall: layout, title, permission to open them, callbacks.
DASH_PAGES: tuple[tuple[LayoutModule, Text, Permission, CallbacksModule], ...] = (
    (kecamatan_layout, kecamatan_labels.TITLE, Permission.VIEW_REPORTS, kecamatan_callbacks),
    (recap_layout, recap_labels.TITLE, Permission.VIEW_REPORTS, recap_callbacks),
)


def create_app(context: WebContext) -> Dash:
    """Return the web app of one city; it refreshes its snapshot while the server runs.

    :raises UndeclaredRouteError: a route of the app was not declared with a permission
    """
    server = FastPathApp(
        title="Pantau Manado", lifespan=build_lifespan(context), docs_url=None, redoc_url=None
    )
    server.state.context = context
    pages, request_counter = _dash_pages(context), RequestCounter()
    routes = RouteRegistry(server)
    budget = CacheBudget(context.settings.cache_mb * 2**20)
    frames = FrameCache(context.live_board, context.frame_config, wall_view.render_frame, budget)
    streams = StreamHub(context, frames)
    server.state.streams = streams
    server.state.store_health = StoreHealth(context.app.engine, context.live_board)
    server.state.request_counter = request_counter
    routes.add_hot(FRAME_PATH, v1.frame_handler(context, frames), Permission.VIEW_WALL)
    routes.add_hot(STREAM_PATH, wall_stream.stream_handler(context, streams), Permission.VIEW_WALL)
    optional = (build_router(context) for build_router in OPTIONAL_ROUTERS)
    for router in (*ROUTERS, *filter(None, optional)):
        routes.include(router)
    _serve_assets(server)
    app = _dash(server, context)
    routes.include(register_pages(app, pages, context.authorizer, context.city))
    for *_page, callbacks in DASH_PAGES:
        callbacks.register_callbacks(app, context)
    _add_middleware(app, context, routes, request_counter)
    fast_path = WallFastPathMiddleware(server.call_framework, context, frames, streams, request_counter.count)
    limited = RequestLimitMiddleware(fast_path, context.city, routes.limits_of, request_counter.count)
    server.fast_path = LanguageMiddleware(ErrorPageMiddleware(limited, context.city), context.city)
    routes.check()
    return app


def _serve_assets(server: FastPathApp) -> None:
    """Serve scripts, styles and fonts: they hold no data, so anybody may load them."""
    server.router.add_route(BUNDLE_PATH, serve_bundle, include_in_schema=False)
    server.mount("/assets", asset_server())
    server.mount("/fonts", font_server())


def _add_middleware(
    app: Dash, context: WebContext, routes: RouteRegistry, request_counter: RequestCounter
) -> None:
    """Add the middleware from the inside out: the one around everything else comes last."""
    app.server.add_middleware(GZipMiddleware, minimum_size=1_000)
    app.server.add_middleware(StaticCacheMiddleware)
    app.server.add_middleware(CallerLimitMiddleware)
    if context.training:
        app.server.add_middleware(TrainingMiddleware, training=context.training)
    install_access(app, context, routes.is_page, request_counter.count)


def _dash(server: FastPathApp, context: WebContext) -> BoardDash:
    return BoardDash(
        server,
        context.app.faults,
        name=__name__,
        assets_folder=str(DASHBOARD / FOLDERS[0]),
        title=f"{context.city.name} · {context.city.title}",
        update_title="",
        serve_locally=True,
        assets_ignore=".*",  # they come in bundles
    )


def _dash_pages(context: WebContext) -> tuple[DashPage, ...]:
    first_figures = {kecamatan_layout.PATH: partial(kecamatan_callbacks.first_figures, context)}
    return (
        _wall_page(context),
        *[
            DashPage(
                page.PATH,
                title,
                page.layout(),
                permission,
                first_figures=first_figures.get(page.PATH),
            )
            for page, title, permission, _callbacks in DASH_PAGES
        ],
    )


def _wall_page(context: WebContext) -> DashPage:
    """Return the wall, which has no callbacks and loads no library of the office pages."""
    return DashPage(
        wall_layout.PATH,
        wall_labels.TITLE,
        wall_layout.layout(wall_maps(context)),
        Permission.VIEW_WALL,
        excluded=("dash_ag_grid", "dash_table", OFFICE_BUNDLE),
        preload=wall_map.preload_urls("main"),
        known_only=frozenset({"pada"}),
        root_class="display",
        script="papan.js",
        notice="wall/notice.html",
    )


def wall_maps(context: WebContext) -> wall_layout.MapSettings:
    """Return what the wall's maps show of this city."""
    main, tiles = bounds(context.map_parts["main"]), context.settings.tile_url
    if "inset" not in context.map_parts:
        return wall_layout.MapSettings(main, tiles)
    inset = context.map_parts["inset"]
    caption = ", ".join(inset.parents["name"])
    return wall_layout.MapSettings(main, tiles, bounds(inset), caption, context.city.areas.inset_corner)
