"""The time machine: a stretch of the past step by step, drawn by the browser from ``/api/v1/replay``."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import orjson
from dash import html
from dash.development.base_component import Component
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.pages.review.query import AskedError, asked, local
from dashboard.pages.review.view import View, how, marked, moments
from dashboard.ui.color_scale import FILLS, scale_for
from dashboard.web.context import Site
from dashboard.web.etag import answer
from data.core.review.timeline import MOST_STEPS
from data.lib.payload import pack
from data.services.review import StoreGoneError

STEPS = 24


def machine(view: View) -> Component:
    """The slider with its form; the browser fills it. It begins with the period's busiest night."""
    night = [local(datetime.fromisoformat(text), view.city.zone) for text in view.sheet["night"]]
    controls = [
        html.Button("Putar", className="replay-play", type="button"),
        html.Div(className="replay-slide"),
        html.B("", className="replay-at", role="status"),
    ]
    inset = "yes" if view.city.areas.inset else "no"
    return html.Section(
        [
            html.Div(
                [html.H2("Mesin waktu", id="mesin-judul"), how("rekonsiliasi")], className="section-head"
            ),
            html.P(
                "Papan pada setiap saat yang lampau, dari riwayat laporan. Mula-mula malam dengan "
                "laporan masuk terbanyak "
                "dalam periode ini. Tombol panah menggeser, spasi memutar dan menghentikan.",
                className="note",
            ),
            moments(*night),
            html.Div(controls, className="replay-controls"),
            html.Div(
                [html.Div(className="replay-map"), html.Div(className="replay-side")],
                className="replay-board",
            ),
        ],
        id="replay",
        key="-".join(night),
        className="review-section replay",
        **marked(
            aria_labelledby="mesin-judul",
            data_steps=str(STEPS),
            data_zone=view.city.timezone,
            data_inset=inset,
        ),
    )


def replay_door(site: Site) -> Callable[[Request], Awaitable[Response]]:
    """``GET /api/v1/replay?since=ISO&until=ISO&steps=24``: the board's counts at evenly spaced moments."""

    async def replay(request: Request) -> Response:
        given = request.query_params
        try:
            period = f"dari={given.get('since') or '?'}&sampai={given.get('until') or '?'}".replace(
                "+", "%2B"
            )
            wanted = asked(period, site.live.clock.now(), site.city.zone)
            steps = _steps(given.get("steps", str(STEPS)))
        except AskedError as error:
            return JSONResponse({"detail": str(error)}, status_code=422)
        try:
            found = await run_in_threadpool(site.live.reviews.replay, wanted.since, wanted.until, steps)
        except StoreGoneError:
            return JSONResponse({"detail": "store cannot be read"}, status_code=503)
        return answer(request, pack(orjson.dumps(_body(found))), {})

    return replay


def _steps(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text[:6]) <= MOST_STEPS:
        raise AskedError(f"steps = {text!r}: 1 sampai {MOST_STEPS}")
    return int(text)


def _body(found: list[dict[str, Any]]) -> dict[str, Any]:
    """The steps, and one scale of colours for all of them, so that a colour means the same all night."""
    most = max((count for step in found for count, _ in step["areas"].values()), default=0)
    scale = scale_for(most)
    return {"steps": found, "lows": scale.lows, "labels": scale.labels(), "fills": FILLS}
