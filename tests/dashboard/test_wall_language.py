"""The wall in two languages: frames, stream and page, each in the language that is asked for."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from playwright.sync_api import expect

from dashboard.app import create_app
from dashboard.pages.wall.view import render_frame
from dashboard.web.context import WebContext
from dashboard.web.frames import FrameCache
from dashboard.web.language import LANGUAGE_COOKIE
from data.config.steady_clock import ClockJump
from data.core.displays import CITY_VIEW
from data.lib.payload import EncodedBody
from data.lib.translation import current_language, languages
from data.services import live_board_clock
from tests.dashboard.conftest import OpenWall
from tests.dashboard.test_wall_stream import StreamListener
from tests.dashboard.web_contexts import HttpGet, WallServer, http_getter
from tests.personas import BARAT, MONDAY_NOON

INDONESIAN = (
    "Belum selesai",
    "Terlambat",
    "Batas waktu",
    "laporan",
    "belum selesai",
    "sejak",
    "tanpa lokasi",
)
ENGLISH = ("Unresolved", "Late", "Next deadlines", "unresolved", "without location")
JUMP = ClockJump(timedelta(days=40).total_seconds(), MONDAY_NOON.timestamp(), believed=False)


@pytest.fixture
def rendered() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def frames(shared_context: WebContext, rendered: list[tuple[str, str]]) -> FrameCache:
    """Return a cache that tells which view it encodes in which language."""

    def render(view: Any, config: Any) -> EncodedBody:
        rendered.append((view.name, current_language()))
        return render_frame(view, config)

    return FrameCache(shared_context.live_board, shared_context.frame_config, render)


@pytest.fixture(scope="module")
def get(shared_context: WebContext) -> HttpGet:
    return http_getter(create_app(shared_context))


def words_of(frame: EncodedBody | None) -> str:
    assert frame is not None
    return json.dumps(json.loads(frame.body), ensure_ascii=False)


def test_each_language_is_encoded_once_and_only_when_it_is_asked_for(
    frames: FrameCache, rendered: list[tuple[str, str]]
) -> None:
    for language in ("", "id", "", "en", "en"):
        frames.current(language=language)
    assert rendered == [(CITY_VIEW, "id"), (CITY_VIEW, "en")]


def test_a_frame_is_in_its_language_down_to_its_kept_rows(frames: FrameCache) -> None:
    indonesian, english = words_of(frames.current()), words_of(frames.current(language="en"))
    assert [word for word in INDONESIAN if word in english] == []
    assert [word for word in ENGLISH if word in indonesian] == []
    assert [word for word in ENGLISH if word not in english] == []


def test_frames_of_two_languages_have_two_etags(frames: FrameCache) -> None:
    indonesian, english = frames.current(BARAT), frames.current(BARAT, "en")
    assert indonesian and english and indonesian.etag != english.etag


def test_only_the_city_in_its_language_is_built_without_a_thread(frames: FrameCache) -> None:
    assert frames.is_ready(CITY_VIEW)
    assert not frames.is_ready(CITY_VIEW, "en")
    frames.current(language="en")
    assert frames.is_ready(CITY_VIEW, "en")


def test_a_past_frame_is_kept_by_its_language(frames: FrameCache, rendered: list[tuple[str, str]]) -> None:
    minute = frames.past_minute("2026-11-23T09:17")
    bodies = [frames.at(minute, language).body for language in ("en", "", "en")]
    assert bodies[0] == bodies[2] != bodies[1]
    assert len(rendered) == 2


@pytest.mark.parametrize("query", ["bahasa=en", "lihat=kota&bahasa=en"], ids=["fast path", "framework"])
def test_the_address_names_the_language_of_a_frame(get: HttpGet, query: str) -> None:
    for _time in range(2):  # built by a thread, then sent at once
        answer = get(f"/api/v1/wall?{query}")
        assert answer.status_code == 200 and "Unresolved" in answer.text
    etag = answer.headers["etag"]
    assert get(f"/api/v1/wall?{query}", if_none_match=etag).status_code == 304
    assert get("/api/v1/wall", if_none_match=etag).status_code == 200


@pytest.mark.parametrize(
    "headers", [{"cookie": f"{LANGUAGE_COOKIE}=en"}, {"accept_language": "en"}], ids=["cookie", "browser"]
)
@pytest.mark.parametrize("query", ["", "?bahasa=zz", "?bahasa="])
def test_an_address_without_a_language_of_ours_has_one_answer(
    get: HttpGet, query: str, headers: dict[str, str]
) -> None:
    assert "Belum selesai" in get(f"/api/v1/wall{query}", **headers).text


def test_the_page_tells_its_scripts_which_frames_to_fetch(get: HttpGet) -> None:
    assert "data-other-language" not in get("/layar").text
    english = get("/layar?bahasa=en").text
    assert '<html lang="en" data-theme="dark" data-other-language="en" class="display">' in english
    assert "The wall is being loaded …" in english


def test_the_stream_says_what_is_wrong_in_the_language_of_its_address(
    wall_server: WallServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_board_clock, "clock_jump", lambda: JUMP)
    wall_server.live_board.refresh()
    faults = []
    for query in ("", "?bahasa=en"):
        listener = StreamListener(wall_server, {}, query)
        while not (fault := listener.next_event()["clock_fault"]):
            pass  # a message of before
        faults.append(fault)
    assert faults[0].startswith("Jam server melompat maju 40 hari")
    assert faults[1].startswith("The server's clock jumped forward by 40 days")
    answer = httpx.get(wall_server.url.replace("/layar", "/api/v1/wall?bahasa=en"))
    assert unquote(answer.headers["x-clock-fault"]) == faults[1]


def test_no_frame_is_kept_of_a_language_that_there_is_not(get: HttpGet) -> None:
    assert {get(f"/api/v1/wall?bahasa={code}").status_code for code in (*languages(), "../id", "xx")} == {200}


@pytest.mark.browser
def test_a_display_in_english_shows_no_indonesian(wall_server: WallServer, open_wall: OpenWall) -> None:
    page = open_wall(wall_server, "?lihat=kota&bahasa=en")
    expect(page.locator("#wall-open .tile-label")).to_have_text("Unresolved")
    expect(page.locator("[data-clock=date]")).to_have_text("Monday, 23 November 2026")
    expect(page.locator(".reconciliation")).to_contain_text("unresolved")
    wall_server.add_late_report()
    expect(page.locator("#wall-open .tile-value")).to_have_text("9")
    text = page.locator("body").inner_text()
    assert [word for word in INDONESIAN if word in text] == []
