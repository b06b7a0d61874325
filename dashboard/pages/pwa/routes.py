"""``/manifest.webmanifest``, ``/sw.js``, ``/ikon/…`` and ``/luring``: they carry nothing of the store."""

from hashlib import sha256
from pathlib import Path

import orjson
from starlette.requests import Request
from starlette.responses import Response

from dashboard.pages.pwa.icons import SIZES, icon
from dashboard.web import html
from dashboard.web.asset_files import read_asset
from dashboard.web.context import Site
from dashboard.web.html import button
from dashboard.web.routes import Doors, Handler
from data.core.access import Act

WORKER = Path(__file__).parent / "static/service_worker.js"
OFFLINE, TITLE = "/luring", "Tidak ada jaringan"
LEAD = "Papan ini membutuhkan jaringan. Laporan tetap dapat ditulis: ia menunggu di perangkat ini."
SHELL = ("base.css", "document.css", "document.js", "install.js", "forms.css", "report_form.css",
         "pin_map.js", "report_form.js", "outbox.js")  # fmt: skip
GROUND = "#0a101c"
AGAIN_SECONDS = 10  # after which the page that was wanted is asked for again, by itself


def add_doors(doors: Doors, site: Site) -> None:
    """Declares the doors of the installable app."""
    doors.add("/manifest.webmanifest", _manifest(site), Act.SIGN_IN)
    doors.add("/sw.js", _worker(), Act.SIGN_IN)
    doors.add("/ikon/{name}.png", _icon, Act.SIGN_IN)
    doors.add(OFFLINE, _offline(site), Act.SIGN_IN)


def manifest(site: Site) -> dict[str, object]:
    """What a browser wants to know of an app that is installed."""
    name = f"Pantau {site.city.name}"
    icons = [
        {"src": f"/ikon/{kind}-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": kind}
        for kind in ("any", "maskable")
        for size in SIZES[1:]
    ]
    ways = [{"name": "Buat laporan", "url": "/lapor"}, {"name": "Lacak laporan", "url": "/lacak"}]
    return {
        "id": "/",
        "name": name + (" (latihan)" if site.city.simulated else ""),
        "short_name": name,
        "description": f"Papan pantau laporan warga {site.city.name}",
        "lang": "id",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": GROUND,
        "icons": icons,
        "shortcuts": ways,
    }


def _manifest(site: Site) -> Handler:
    body = orjson.dumps(manifest(site))

    async def given(_request: Request) -> Response:
        return Response(body, media_type="application/manifest+json")

    return given


def _worker() -> Handler:
    """The service worker, named by the content of what it keeps: another shell, another worker."""
    content = b"".join(read_asset(name) for name in SHELL)
    marks = {"__VERSION__": sha256(content + WORKER.read_bytes()).hexdigest()[:16]}
    kept = [
        "/lapor",
        "/lapor/peta.json",
        OFFLINE,
        "/ikon/any-192.png",
        *(f"/assets/{name}" for name in SHELL),
    ]
    marks["__SHELL__"] = orjson.dumps(kept).decode()
    body = WORKER.read_text(encoding="utf-8")
    for mark, value in marks.items():
        body = body.replace(mark, value)

    async def worker(_request: Request) -> Response:
        return Response(body, media_type="text/javascript", headers={"Cache-Control": "no-cache"})

    return worker


async def _icon(request: Request) -> Response:
    kind, _, size = request.path_params["name"].partition("-")
    if kind not in ("any", "maskable") or size not in map(str, SIZES):
        return Response(status_code=404)
    body = icon(int(size), maskable=kind == "maskable")
    return Response(body, media_type="image/png", headers={"Cache-Control": "public, max-age=86400"})


def _offline(site: Site) -> Handler:
    async def offline(_request: Request) -> Response:
        body = (
            f'<section class="outbox" id="outbox" hidden></section>'
            f'<section class="card"><h1>{TITLE}</h1><p class="lead">{LEAD}</p>'
            f"{button('/lapor', 'Buat laporan')}</section>"
        )
        return html.page(
            site.city,
            TITLE,
            body,
            again_seconds=AGAIN_SECONDS,
            styles=("report_form.css",),
            scripts=("outbox.js",),
        )

    return offline
