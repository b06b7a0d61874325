"""Boards of past moments: not for strangers, by the minute, one at a time, without a connection meanwhile.

Kind: work is bounded by its cost, before it is done.
"""

from collections.abc import Callable
from threading import Event, Thread
from typing import Any

import pytest
from dash import Dash
from sqlalchemy import QueuePool

from dashboard.app import create_app
from dashboard.pages.wall.view import render_frame
from dashboard.ui import limit_labels
from dashboard.web.context import WebContext
from dashboard.web.frames import FrameCache
from dashboard.web.work_queue import QueueLimits, WorkQueue
from data.core.access import ANONYMOUS, Principal
from data.lib.byte_cache import CacheBudget, CacheName
from data.services import history_cache
from tests.dashboard.asgi_client import run_in_own_loop
from tests.dashboard.sign_in import request_as, with_changes
from tests.personas import DEPUTY_MAYOR, OPERATOR, WALL_DISPLAY

PAST = "2026-11-23T11:00"
REVIEW = "since=2026-11-22T00:00&until=2026-11-23T11:00"
DOORS = (f"/api/v1/wall?pada={PAST}", f"/api/v1/review?{REVIEW}", f"/api/v1/replay?{REVIEW}&steps=2")


@pytest.fixture
def open_wall_app(shared_context: WebContext) -> Dash:
    """Return the app of a wall that anybody may see."""
    return create_app(
        with_changes(
            shared_context, settings=shared_context.settings.model_copy(update={"wall_access": "open"})
        )
    )


def test_a_stranger_sees_the_present_of_an_open_wall_and_not_its_past(open_wall_app: Dash) -> None:
    assert request_as(open_wall_app, "GET", "/api/v1/wall", ANONYMOUS).status_code == 200
    assert request_as(open_wall_app, "GET", "/layar", ANONYMOUS).status_code == 200
    for door in DOORS:
        answer = request_as(open_wall_app, "GET", door, ANONYMOUS)
        assert (answer.status_code, bool(answer.json()["detail"])) == (401, True)


@pytest.mark.parametrize("query", [f"pada={PAST}", f"lihat=kota&pada={PAST}"])
def test_the_page_of_a_past_wall_leads_a_stranger_to_the_sign_in(open_wall_app: Dash, query: str) -> None:
    answer = request_as(open_wall_app, "GET", f"/layar?{query}", ANONYMOUS)
    assert (answer.status_code, answer.headers["location"][:7]) == (303, "/masuk?")
    assert request_as(open_wall_app, "GET", f"/layar?{query}", DEPUTY_MAYOR).status_code == 200


def test_the_sign_in_says_why(open_wall_app: Dash) -> None:
    address = request_as(open_wall_app, "GET", f"/layar?pada={PAST}", ANONYMOUS).headers["location"]
    lead = "Keadaan papan pada saat yang lampau hanya dapat dibuka dengan akun"
    assert lead in request_as(open_wall_app, "GET", address, ANONYMOUS).text
    assert lead not in request_as(open_wall_app, "GET", "/masuk", ANONYMOUS).text


@pytest.mark.parametrize("principal", [OPERATOR, WALL_DISPLAY])
def test_moments_of_one_minute_are_one_frame(open_wall_app: Dash, principal: Principal) -> None:
    etags = {
        request_as(open_wall_app, "GET", f"/api/v1/wall?pada={moment}", principal).headers["etag"]
        for moment in (
            PAST,
            f"{PAST}:01",
            f"{PAST}:59.5",
            "2026-11-23T03:00:30Z",
            "2026-11-23T04:00:00%2B01:00",
        )
    }
    assert len(etags) == 1


def test_a_frame_is_encoded_once_and_kept_within_its_budget(shared_context: WebContext) -> None:
    encoded: list[object] = []

    def render(*given: Any) -> Any:
        encoded.append(given)
        return render_frame(*given)

    cache = FrameCache(shared_context.live_board, shared_context.frame_config, render)
    bodies = {cache.at(cache.past_minute(moment)).body for moment in (PAST, PAST, f"{PAST}:30")}
    assert (len(encoded), len(bodies)) == (1, 1)
    budget = CacheBudget(2**20)
    small = FrameCache(shared_context.live_board, shared_context.frame_config, render_frame, budget)
    for minute in range(60):
        small.at(small.past_minute(f"2026-11-23T10:{minute:02}"))
    assert small._past.size <= budget.share(CacheName.PAST_FRAMES)


def test_no_connection_is_held_while_a_board_is_built(
    shared_context: WebContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool, held = shared_context.app.engine.pool, []
    assert isinstance(pool, QueuePool)
    build: Callable[..., Any] = history_cache.build_snapshot_from_columns

    def build_and_look(*given: Any, **options: Any) -> Any:
        held.append(pool.checkedout())
        return build(*given, **options)

    monkeypatch.setattr(history_cache, "build_snapshot_from_columns", build_and_look)
    before = pool.checkedout()
    cache = FrameCache(shared_context.live_board, shared_context.frame_config, render_frame)
    cache.at(cache.past_minute("2026-11-23T09:17"))
    assert held == [before]


@pytest.mark.parametrize("door", DOORS)
def test_each_door_waits_for_its_turn_and_then_says_so(shared_context: WebContext, door: str) -> None:
    queue = WorkQueue("past", QueueLimits(1, 1, 2, wait_seconds=0.05))
    context = with_changes(shared_context)
    vars(context)["past_boards"] = queue
    app, begun, end = create_app(context), Event(), Event()

    def work() -> None:
        begun.set()
        end.wait(30)

    other = Thread(target=lambda: run_in_own_loop(queue.run("other", work)))
    other.start()
    assert begun.wait(30)
    try:
        answer = request_as(app, "GET", door, OPERATOR)
        assert (answer.status_code, answer.json()["detail"]) == (503, str(limit_labels.PAST_BUSY))
        assert int(answer.headers["retry-after"]) > 0
    finally:
        end.set()
        other.join()
    assert request_as(app, "GET", door, OPERATOR).status_code == 200
