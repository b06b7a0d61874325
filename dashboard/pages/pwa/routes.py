"""``/manifest.webmanifest``, ``/sw.js``, ``/ikon/…`` and ``/luring``: they hold no data of the store.

``/kiriman/akun`` tells the outbox whose items it may send.
"""

from hashlib import sha256

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.pages.pwa.icons import SIZES, icon
from dashboard.web import html
from dashboard.web.assets import asset_url, read_asset
from dashboard.web.context import WebContext
from dashboard.web.html import button
from dashboard.web.routes import Handler, RouteRegistry
from dashboard.web.threads import run_in_threadpool
from dashboard.web.unverified import is_unverified, unverified_response
from data.core.access import Permission

WORKER = "service_worker.js"
OFFLINE_PATH, TITLE = "/luring", "Tidak ada jaringan"
ACCOUNT_PATH = "/kiriman/akun"
LEAD = "Papan ini membutuhkan jaringan. Laporan tetap dapat ditulis: ia menunggu di perangkat ini."
APP_SHELL = (
    "tokens.css", "base.css", "document.css", "shell.css", "print.css", "forms.css", "report_form.css",
    "document.js", "report_form.js", "outbox.js",
)  # fmt: skip
BACKGROUND = "#0a101c"
RETRY_SECONDS = 10  # after which the offline page loads the requested page again


def register_routes(routes: RouteRegistry, context: WebContext) -> None:
    """Declare the routes of the installable app."""
    routes.add("/manifest.webmanifest", _manifest(context), Permission.VIEW_PUBLIC)
    routes.add("/sw.js", _service_worker(), Permission.VIEW_PUBLIC)
    routes.add("/ikon/{name}.png", _icon, Permission.VIEW_PUBLIC)
    routes.add(OFFLINE_PATH, _offline(context), Permission.VIEW_PUBLIC)
    routes.add(ACCOUNT_PATH, _account(context), Permission.VIEW_PUBLIC)


def manifest(context: WebContext) -> dict[str, object]:
    """Return the web app manifest."""
    name = f"Pantau {context.city.name}"
    icons = [
        {
            "src": f"/ikon/{purpose}-{size}.png",
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for purpose in ("any", "maskable")
        for size in SIZES[1:]
    ]
    shortcuts = [{"name": "Buat laporan", "url": "/lapor"}, {"name": "Lacak laporan", "url": "/lacak"}]
    return {
        "id": "/",
        "name": name + (" (latihan)" if context.city.simulated else ""),
        "short_name": name,
        "description": f"Papan pantau laporan warga {context.city.name}",
        "lang": "id",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": BACKGROUND,
        "theme_color": BACKGROUND,
        "icons": icons,
        "shortcuts": shortcuts,
    }


def _manifest(context: WebContext) -> Handler:
    body = orjson.dumps(manifest(context))

    async def serve_manifest(_request: Request) -> Response:
        return Response(body, media_type="application/manifest+json")

    return serve_manifest


def _service_worker() -> Handler:
    """Return the handler of the service worker, whose cache is named by the content of the app shell."""
    content = b"".join(read_asset(name) for name in (*APP_SHELL, WORKER))
    placeholders = {"__VERSION__": sha256(content).hexdigest()[:16]}
    precached = [
        "/lapor",
        "/lapor/peta.json",
        OFFLINE_PATH,
        "/ikon/any-192.png",
        *(asset_url(name) for name in APP_SHELL),
    ]
    placeholders["__SHELL__"] = orjson.dumps(precached).decode()
    body = read_asset(WORKER).decode()
    for placeholder, value in placeholders.items():
        body = body.replace(placeholder, value)

    async def serve_worker(_request: Request) -> Response:
        return Response(body, media_type="text/javascript", headers={"Cache-Control": "no-cache"})

    return serve_worker


async def _icon(request: Request) -> Response:
    purpose, _, size = request.path_params["name"].partition("-")
    if purpose not in ("any", "maskable") or size not in map(str, SIZES):
        return Response(status_code=404)
    body = await run_in_threadpool(icon, int(size), maskable=purpose == "maskable")
    return Response(body, media_type="image/png", headers={"Cache-Control": "public, max-age=86400"})


def _account(context: WebContext) -> Handler:
    """Return the handler of the opaque id of whoever asks; it is empty without a session.

    While a session cannot be checked it is neither known nor empty: nothing may be cleared or sent elsewhere.
    """

    async def account(request: Request) -> Response:
        if is_unverified(request):
            return unverified_response(context.city, is_page=False)
        return JSONResponse({"account": context.form_owner.current()}, headers={"Cache-Control": "no-store"})

    return account


def _offline(context: WebContext) -> Handler:
    async def offline(_request: Request) -> Response:
        body = (
            f'<section class="outbox" id="outbox" hidden></section>'
            f'<section class="card"><h1>{TITLE}</h1><p class="lead">{LEAD}</p>'
            f"{button('/lapor', 'Buat laporan')}</section>"
        )
        return html.page(
            context.city,
            TITLE,
            body,
            refresh_seconds=RETRY_SECONDS,
            styles=("report_form.css",),
            scripts=("outbox.js",),
        )

    return offline
