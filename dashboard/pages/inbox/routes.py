"""``/pemberitahuan``: one's own notices, and browsers to push to; ``/meja``: what waits for an operator."""

from typing import Any

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from dashboard.pages.inbox import labels, view
from dashboard.ui.urls import PATH as TRACK
from dashboard.web import html
from dashboard.web.context import Site
from dashboard.web.form_body import body_of
from dashboard.web.routes import Doors, Place
from data.core.access import Act
from data.core.notifications import REPORTER
from data.services.notifications.messages import Speaker
from data.services.notifications.vapid import public_part, push_key
from data.services.submission import OWN

BOX, KEY, SUBSCRIBE = "/pemberitahuan", "/pemberitahuan/kunci", "/pemberitahuan/langganan"
DESK, AGAIN = "/meja", "/meja/kirim-ulang"
LARGEST = 8_192  # of what a browser says of its push service
STYLES, SCRIPTS = ("forms.css", "report_form.css"), ("push.js",)


def add_doors(doors: Doors, site: Site) -> None:
    """Declares the doors. A practice city has none for pushes: nothing of it leaves this machine."""
    page = Notices(site)
    doors.add(BOX, page.box, Act.READ, area=Place.ITSELF)
    doors.add(DESK, page.desk, Act.RUN)
    doors.add(AGAIN, page.again, Act.RUN, methods=("POST",))
    if not site.city.simulated:
        doors.add(KEY, page.key, Act.FILE)
        doors.add(SUBSCRIBE, page.subscribe, Act.READ, area=Place.ITSELF, methods=("POST",))
        doors.add(TRACK + "/langganan", page.subscribe_reporter, Act.FILE, methods=("POST",))


class Notices:
    """Notices of one city's accounts."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._speaker = Speaker(site.city, site.layer.name_of)

    async def box(self, _request: Request) -> Response:
        """One's own notices, the newest first; looking at them makes them read."""
        who = self._site.gate.require_somewhere(Act.READ)
        found = await run_in_threadpool(self._site.post.box, who.name)
        body = view.box(found, self._speaker, self._site.city.zone, pushes=not self._site.city.simulated)
        return self._page(labels.TITLE, body)

    async def desk(self, request: Request) -> Response:
        """What waits for an operator."""
        return await run_in_threadpool(self._desk, request.query_params.get("terkirim", ""))

    def _desk(self, resent: str) -> Response:
        site = self._site
        body = view.desk(
            site,
            claims=site.live.desk.claims(),
            low=site.follow_ups.rated_low(),
            dead=site.post.dead_letters(),
            resent=int(resent) if resent.isdecimal() and len(resent) < 9 else None,
        )
        return self._page(labels.DESK, body)

    async def again(self, _request: Request) -> Response:
        """Tries dead letters again."""
        count = await run_in_threadpool(self._site.post.revive)
        self._site.gate.note("kirim ulang kabar", str(count))
        return RedirectResponse(f"{DESK}?terkirim={count}", status_code=303)

    async def key(self, _request: Request) -> Response:
        """The board's public key, by which a browser subscribes."""
        key = await run_in_threadpool(push_key, self._site.settings.var)
        return JSONResponse({"key": public_part(key)})

    async def subscribe(self, request: Request) -> Response:
        """Keeps an account's browser."""
        who = self._site.gate.require_somewhere(Act.READ)
        return await self._kept(request, who.name)

    async def subscribe_reporter(self, request: Request) -> Response:
        """Keeps the browser of whoever holds a receipt."""
        number, key = request.path_params["number"], request.path_params["key"]
        if not await run_in_threadpool(self._site.filings.opened_by, number, key):
            return Response(status_code=404)
        return await self._kept(request, f"{REPORTER}{OWN}/{number}")

    async def _kept(self, request: Request, receiver: str) -> Response:
        browser = _browser(await body_of(request, LARGEST))
        if not browser or not await run_in_threadpool(self._site.post.subscribe, receiver, browser):
            return JSONResponse({"detail": labels.NOT_TAKEN}, status_code=422)
        return Response(status_code=204)

    def _page(self, title: str, body: str) -> Response:
        kind = "gatehouse acting filing"
        return html.page(self._site.city, title, body, styles=STYLES, scripts=SCRIPTS, kind=kind)


def _browser(body: bytes) -> dict[str, Any] | None:
    """What a browser says of its push service; None where it is no such thing."""
    try:
        told = orjson.loads(body)
        endpoint, keys = told["endpoint"], told["keys"]
        found = {"endpoint": endpoint, "keys": {name: keys[name] for name in ("p256dh", "auth")}}
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return None
    texts = [endpoint, *found["keys"].values()]
    fits = all(isinstance(text, str) and 0 < len(text) < 2_000 for text in texts)
    return found if fits and endpoint.startswith("https://") else None
