"""The app factory: one Dash app on FastAPI, built from what it is handed."""

from functools import partial
from importlib.resources import files
from pathlib import Path

from dash import Dash
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from dashboard.api.open311 import routes as open311
from dashboard.api.v1 import register_routes
from dashboard.api.wall_fast_path import FastPathApp, WallFastPathMiddleware
from dashboard.api.wall_stream import StreamHub
from dashboard.pages.account.routes import register_access_routes
from dashboard.pages.displays import routes as room
from dashboard.pages.follow_up import routes as acting
from dashboard.pages.inbox import routes as notices
from dashboard.pages.kecamatan import callbacks as camat
from dashboard.pages.kecamatan import labels as camat_words
from dashboard.pages.methodology import callbacks as formulas
from dashboard.pages.methodology import labels as formulas_texts
from dashboard.pages.pwa import routes as install
from dashboard.pages.recap import callbacks as recap
from dashboard.pages.recap import routes as recap_doors
from dashboard.pages.report import callbacks as report
from dashboard.pages.report import routes as report_routes
from dashboard.pages.report_form import routes as filing
from dashboard.pages.review import callbacks as review
from dashboard.pages.review import routes as review_routes
from dashboard.pages.sources import callbacks as feeds
from dashboard.pages.sources import routes as feeds_routes
from dashboard.pages.tracking import routes as tracking
from dashboard.pages.training import routes as training
from dashboard.pages.training.middleware import TrainingMiddleware
from dashboard.pages.wall import view as wall_view
from dashboard.pages.wall.layout import MapSettings
from dashboard.pages.wall.layout import layout as wall_layout
from dashboard.pages.wall.sections import map as wall_map
from dashboard.web.asset_bundles import BUNDLE_PATH, OFFICE_BUNDLE, bundle_tags, serve_bundle
from dashboard.web.asset_files import DASHBOARD, FOLDERS, asset_server
from dashboard.web.context import WebContext
from dashboard.web.dash_pages import DashPage, backend_on, has_page, register_pages
from dashboard.web.frames import FrameCache
from dashboard.web.html import PWA_TAGS
from dashboard.web.lifespan import build_lifespan
from dashboard.web.metrics import RequestCounter, register_metrics_route
from dashboard.web.routes import RouteRegistry
from dashboard.web.setup import install_access
from dashboard.web.static_cache import StaticCacheMiddleware
from dashboard.web.version import VERSION_META_TAG, frontend_version
from data.core.access import Permission
from geo import bounds

ROUTE_REGISTRARS = (
    recap_doors.register_routes, acting.register_routes, report_routes.register_routes, filing.register_routes, tracking.add_doors,
    review_routes.add_doors, feeds_routes.add_doors, install.register_routes, notices.register_routes,
    open311.register_routes, training.register_routes,
)  # fmt: skip
CALLBACK_REGISTRARS = (
    formulas.register, feeds.register, review.register, recap.register, camat.register, report.register,
)  # fmt: skip


def create_app(context: WebContext) -> Dash:
    """The web app of one city. It refreshes its snapshot while the server runs.

    :raises UndeclaredError: a door of the app was not declared with an act
    """
    server = FastPathApp(
        title="Pantau Manado", lifespan=build_lifespan(context), docs_url=None, redoc_url=None
    )
    server.state.context = context
    routes, request_counter, pages = (
        RouteRegistry(server, context.authorizer),
        RequestCounter(),
        _pages(context),
    )
    is_page = partial(has_page, pages)
    frames = FrameCache(context.live_board, context.frame_config, wall_view.render_frame)
    streams = StreamHub(context, frames)
    server.state.streams = streams
    register_routes(routes, context, is_page, frames)
    room.register_routes(routes, context, streams)
    server.router.add_route(BUNDLE_PATH, serve_bundle, include_in_schema=False)
    server.mount("/assets", asset_server())
    server.mount("/fonts", StaticFiles(directory=Path(str(files("font_roboto"))) / "files"))
    register_access_routes(routes, context, is_page)
    register_metrics_route(routes, context, request_counter)
    for registrar in ROUTE_REGISTRARS:
        registrar(routes, context)
    app = _dash(server, context)
    register_pages(app, pages, routes, context.authorizer)
    for register in CALLBACK_REGISTRARS:
        register(app, context)
    server.add_middleware(GZipMiddleware, minimum_size=1_000)
    server.add_middleware(StaticCacheMiddleware)
    if context.training:
        server.add_middleware(TrainingMiddleware, training=context.training)
    install_access(app, context, is_page, request_counter.count)
    server.fast_path = WallFastPathMiddleware(
        server.call_framework, context, frames, streams, request_counter.count
    )
    routes.check()
    return app


def _dash(server: FastPathApp, context: WebContext) -> Dash:
    app = Dash(
        __name__,
        backend=backend_on(server),
        assets_folder=str(DASHBOARD / FOLDERS[0]),
        title=f"{context.city.name} · {context.city.title}",
        update_title="",
        serve_locally=True,
        assets_ignore=".*",  # they come in bundles
    )
    app.index_string = _customize_index(app.index_string)
    return app


def _customize_index(index: str) -> str:
    """The page that Dash writes, with what is ours in it."""
    replacements = {
        "<html>": '<html lang="id">',
        "{%favicon%}": f"{{%favicon%}}{PWA_TAGS}{VERSION_META_TAG.format(frontend_version())}",
        "{%css%}": f"{{%css%}}{bundle_tags('css')}",
        "{%scripts%}": f"{bundle_tags('js')}{{%scripts%}}",
    }
    for placeholder, replacement in replacements.items():
        index = index.replace(placeholder, replacement)
    return index


def _pages(context: WebContext) -> tuple[DashPage, ...]:
    name = context.city.name
    return (
        DashPage(
            "/layar",
            f"{name} · Layar Pantau",
            wall_layout(wall_maps(context)),
            Permission.VIEW_WALL,
            excluded=("dash_ag_grid", "dash_table", OFFICE_BUNDLE),
            preload=wall_map.preload_urls("main"),
        ),
        DashPage(
            formulas.PATH, f"{name} · {formulas_texts.TITLE}", formulas.layout(), Permission.VIEW_PUBLIC
        ),
        DashPage(review.PATH, f"{name} · {review.TITLE}", review.layout(), Permission.VIEW_REVIEW),
        DashPage(camat.PATH, f"{name} · {camat_words.TITLE}", camat.layout(), Permission.VIEW_REPORTS),
        DashPage(report.PATH, f"{name} · {report.TITLE}", report.layout(), Permission.VIEW_REPORTS),
        DashPage(feeds.PATH, f"{name} · {feeds.TITLE}", feeds.layout(), Permission.VIEW_SOURCES),
        DashPage(recap.PATH, f"{name} · {recap.TITLE}", recap.layout(), Permission.VIEW_REPORTS),
    )


def wall_maps(context: WebContext) -> MapSettings:
    """What the wall's maps show of this city."""
    main, tiles = bounds(context.map_parts["main"]), context.settings.tile_url
    if "inset" not in context.map_parts:
        return MapSettings(main, tiles)
    inset = context.map_parts["inset"]
    caption = ", ".join(inset.parents["name"])
    return MapSettings(main, tiles, bounds(inset), caption, context.city.areas.inset_corner)
