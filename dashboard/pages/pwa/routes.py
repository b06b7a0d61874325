"""``/manifest.webmanifest``, ``/sw.js``, ``/ikon/…`` and ``/luring``: they hold no data of the store.

``/kiriman/akun`` tells the outbox whose items it may send.
"""

from functools import lru_cache
from hashlib import sha256

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.pages.pwa.icons import SIZES, icon
from dashboard.ui import labels
from dashboard.web.assets import asset_url, read_asset
from dashboard.web.context import WebContext
from dashboard.web.dependencies import Context, require
from dashboard.web.page_router import page_router
from dashboard.web.templates import render_page
from dashboard.web.unverified import is_unverified, unverified_response
from data.core.access import Permission
from data.lib.translation import current_language, gettext

WORKER = "service_worker.js"
OFFLINE_PATH, ACCOUNT_PATH = "/luring", "/kiriman/akun"
APP_SHELL = (
    "tokens.css", "base.css", "document.css", "shell.css", "print.css", "forms.css", "report_form.css",
    "document.js", "report_form.js", "pin_map.js", "outbox.js",
)  # fmt: skip
BACKGROUND = "#0a101c"
RETRY_SECONDS = 10  # after which the offline page loads the requested page again

router = page_router(require(Permission.VIEW_PUBLIC))


def manifest(context: WebContext) -> dict[str, object]:
    """Return the web app manifest."""
    city = context.city
    short_name = gettext("Pantau {city}").format(city=city.name)
    name = gettext("{app} (practice)").format(app=short_name) if city.simulated else short_name
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
    return {
        "id": "/",
        "name": name,
        "short_name": short_name,
        "description": gettext("Board of citizens' reports in {city}").format(city=city.name),
        "lang": current_language(),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": BACKGROUND,
        "theme_color": BACKGROUND,
        "icons": icons,
        "shortcuts": [
            {"name": str(labels.REPORT_FORM), "url": "/lapor"},
            {"name": str(labels.TRACKING), "url": "/lacak"},
        ],
    }


@router.get("/manifest.webmanifest")
def serve_manifest(context: Context) -> Response:
    """Respond with the web app manifest."""
    return Response(orjson.dumps(manifest(context)), media_type="application/manifest+json")


@router.get("/sw.js")
def serve_worker(context: Context) -> Response:
    """Respond with the service worker."""
    return Response(
        _worker(context.city.language), media_type="text/javascript", headers={"Cache-Control": "no-cache"}
    )


@lru_cache(maxsize=1)
def _worker(city_language: str) -> str:
    """Return the service worker, whose cache is named by the content of the app shell."""
    content = b"".join(read_asset(name) for name in (*APP_SHELL, WORKER))
    precached = [
        "/lapor",
        "/lapor/peta.json",
        OFFLINE_PATH,
        "/ikon/any-192.png",
        *(asset_url(name) for name in APP_SHELL),
    ]
    version, script = sha256(content).hexdigest()[:16], read_asset(WORKER).decode()
    script = script.replace("__VERSION__", version).replace("__LANGUAGE__", city_language)
    return script.replace("__SHELL__", orjson.dumps(precached).decode())


@router.get("/ikon/{name}.png")
def serve_icon(name: str) -> Response:
    """Respond with the app's icon, such as ``maskable-512``."""
    purpose, _, size = name.partition("-")
    if purpose not in ("any", "maskable") or size not in map(str, SIZES):
        return Response(status_code=404)
    body = icon(int(size), maskable=purpose == "maskable")
    return Response(body, media_type="image/png", headers={"Cache-Control": "public, max-age=86400"})


@router.get(ACCOUNT_PATH)
async def account(request: Request, context: Context) -> Response:
    """Respond with the opaque id of whoever asks; it is empty without a session.

    While a session cannot be checked it is neither known nor empty: nothing may be cleared or sent elsewhere.
    """
    if is_unverified(request):
        return unverified_response(context.city, is_page=False)
    return JSONResponse({"account": context.form_owner.current()}, headers={"Cache-Control": "no-store"})


@router.get(OFFLINE_PATH)
def offline(context: Context) -> Response:
    """Respond with what the app shows while there is no network."""
    return render_page(
        context.city,
        "pwa/offline.html",
        gettext("No network"),
        refresh_seconds=RETRY_SECONDS,
        styles=("report_form.css",),
        scripts=("outbox.js",),
    )
