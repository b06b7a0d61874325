"""The app factory: one Dash app on FastAPI, built from what it is handed."""

from functools import partial
from importlib.resources import files
from pathlib import Path

from dash import Dash
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from dashboard.api.open311 import routes as open311
from dashboard.api.v1 import add_doors
from dashboard.api.wall_fast_path import Lane, Laned
from dashboard.api.wall_stream import Streams
from dashboard.pages.account.routes import add_access
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
from dashboard.pages.training.middleware import Observer
from dashboard.pages.wall import view as wall_view
from dashboard.pages.wall.layout import Maps
from dashboard.pages.wall.layout import layout as wall_layout
from dashboard.pages.wall.sections import map as wall_map
from dashboard.web.asset_bundles import DOOR, OFFICES, bundle, tags
from dashboard.web.asset_files import DASHBOARD, FOLDERS, asset_server
from dashboard.web.context import Site
from dashboard.web.dash_pages import Page, add_pages, backend_on, stands
from dashboard.web.frames import Frames
from dashboard.web.html import INSTALLED
from dashboard.web.lifespan import refreshing
from dashboard.web.metrics import Traffic, add_metrics
from dashboard.web.routes import Doors
from dashboard.web.setup import guard
from dashboard.web.static_cache import Unchanging
from dashboard.web.version import META, version_shown
from data.core.access import Act
from geo import bounds

DOORS = (
    recap_doors.add_doors, acting.add_doors, report_routes.add_doors, filing.add_doors, tracking.add_doors,
    review_routes.add_doors, feeds_routes.add_doors, install.add_doors, notices.add_doors,
    open311.add_doors, training.add_doors,
)  # fmt: skip
CALLBACKS = (
    formulas.register, feeds.register, review.register, recap.register, camat.register, report.register,
)  # fmt: skip


def create_app(site: Site) -> Dash:
    """The web app of one city. It refreshes its snapshot while the server runs.

    :raises UndeclaredError: a door of the app was not declared with an act
    """
    server = Laned(title="Pantau Manado", lifespan=refreshing(site), docs_url=None, redoc_url=None)
    server.state.site = site
    doors, traffic, pages = Doors(server, site.gate), Traffic(), _pages(site)
    is_page = partial(stands, pages)
    frames = Frames(site.live, site.framing, wall_view.frame)
    streams = Streams(site, frames)
    server.state.streams = streams
    add_doors(doors, site, is_page, frames)
    room.add_doors(doors, site, streams)
    server.router.add_route(DOOR, bundle, include_in_schema=False)
    server.mount("/assets", asset_server())
    server.mount("/fonts", StaticFiles(directory=Path(str(files("font_roboto"))) / "files"))
    add_access(doors, site, is_page)
    add_metrics(doors, site, traffic)
    for add in DOORS:
        add(doors, site)
    app = _dash(server, site)
    add_pages(app, pages, doors, site.gate)
    for register in CALLBACKS:
        register(app, site)
    server.add_middleware(GZipMiddleware, minimum_size=1_000)
    server.add_middleware(Unchanging)
    if site.training:
        server.add_middleware(Observer, training=site.training)
    guard(app, site, is_page, traffic.counted)
    server.lane = Lane(server.framework, site, frames, streams, traffic.counted)
    doors.check()
    return app


def _dash(server: Laned, site: Site) -> Dash:
    app = Dash(
        __name__,
        backend=backend_on(server),
        assets_folder=str(DASHBOARD / FOLDERS[0]),
        title=f"{site.city.name} · {site.city.title}",
        update_title="",
        serve_locally=True,
        assets_ignore=".*",  # they come in bundles
    )
    app.index_string = _with_ours(app.index_string)
    return app


def _with_ours(written: str) -> str:
    """The page that Dash writes, with what is ours in it."""
    ours = {
        "<html>": '<html lang="id">',
        "{%favicon%}": f"{{%favicon%}}{INSTALLED}{META.format(version_shown())}",
        "{%css%}": f"{{%css%}}{tags('css')}",
        "{%scripts%}": f"{tags('js')}{{%scripts%}}",
    }
    for word, more in ours.items():
        written = written.replace(word, more)
    return written


def _pages(site: Site) -> tuple[Page, ...]:
    name = site.city.name
    return (
        Page(
            "/layar",
            f"{name} · Layar Pantau",
            wall_layout(maps(site)),
            Act.SEE_WALL,
            without=("dash_ag_grid", "dash_table", OFFICES),
            ahead=wall_map.ahead("main"),
        ),
        Page(formulas.PATH, f"{name} · {formulas_texts.TITLE}", formulas.layout(), Act.SIGN_IN),
        Page(review.PATH, f"{name} · {review.TITLE}", review.layout(), Act.REVIEW),
        Page(camat.PATH, f"{name} · {camat_words.TITLE}", camat.layout(), Act.READ),
        Page(report.PATH, f"{name} · {report.TITLE}", report.layout(), Act.READ),
        Page(feeds.PATH, f"{name} · {feeds.TITLE}", feeds.layout(), Act.INSPECT),
        Page(recap.PATH, f"{name} · {recap.TITLE}", recap.layout(), Act.READ),
    )


def maps(site: Site) -> Maps:
    """What the wall's maps show of this city."""
    main, tiles = bounds(site.parts["main"]), site.settings.tile_url
    if "inset" not in site.parts:
        return Maps(main, tiles)
    inset = site.parts["inset"]
    caption = ", ".join(inset.parents["name"])
    return Maps(main, tiles, bounds(inset), caption, site.city.areas.inset_corner)
