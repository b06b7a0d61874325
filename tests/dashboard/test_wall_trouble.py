"""When something is wrong, the whole screen says so, and says nothing that it does not know."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.conftest import Look
from tests.dashboard.web_contexts import STALE_SECONDS, WallServer
from tests.personas import MONDAY_NOON

pytestmark = pytest.mark.browser


def mood(page: Page, name: str) -> None:
    expect(page.locator("#wall")).to_have_class(f"wall {name}", timeout=40_000)


def test_a_feed_that_stops_greys_the_screen_and_shows_the_age(wall_server: WallServer, look: Look) -> None:
    page = look(wall_server)
    mood(page, "fresh")
    wall_server.time.jump(hours=2)
    mood(page, "stale")
    expect(page.locator(".banner-age")).to_have_text("2 jam 0 menit")
    expect(page.locator(".banner")).to_contain_text(
        "belum diperbarui sejak 23 November 2026 pukul 12.00 WITA"
    )
    for part in (".tiles", ".panels", ".foot"):
        assert "grayscale(1)" in page.locator(part).evaluate("part => getComputedStyle(part).filter")


def test_timers_freeze_where_the_data_ends_and_say_since_when(wall_server: WallServer, look: Look) -> None:
    page = look(wall_server)
    wall_server.time.jump(hours=2)
    mood(page, "stale")
    expect(page.locator("#wall-late-head .frozen")).to_contain_text("beku sejak 12.0")
    clock, frozen = page.locator("[data-clock=time]"), page.locator(".timer .left").all_inner_texts()
    shown = clock.inner_text()
    expect(clock).not_to_have_text(shown)
    assert page.locator(".timer .left").all_inner_texts() == frozen


@pytest.mark.parametrize("answer", ["<html>Under maintenance</html>", "[]", '[{"post_id": 1, "post_da'])
def test_a_feed_that_answers_nonsense_leaves_the_figures_standing(
    wall_server: WallServer, look: Look, answer: str
) -> None:
    page = look(wall_server)
    wall_server.time.jump(seconds=STALE_SECONDS + 60)
    assert wall_server.take(answer)["error"]
    mood(page, "stale")
    expect(page.locator(".banner")).to_contain_text("Sumber data terputus: qlue")
    assert page.locator(".tile-value").all_inner_texts()[2] == "8"


def test_a_feed_that_recovers_brings_the_colours_back(wall_server: WallServer, look: Look) -> None:
    page = look(wall_server)
    wall_server.time.jump(hours=1)
    mood(page, "stale")
    wall_server.take_more()
    mood(page, "fresh")
    expect(page.locator("#wall-late-head .frozen")).to_have_text("")


def test_a_dead_server_is_said_and_taken_up_when_it_returns(wall_server: WallServer, look: Look) -> None:
    page = look(wall_server)
    page.evaluate("window.sameDocument = true")
    wall_server.stop()
    mood(page, "unheard")
    expect(page.locator(".freshness")).to_be_visible()
    told = page.locator(".trouble")
    expect(told).to_contain_text("Server tidak terjangkau sejak pukul 12.0")
    expect(told).to_contain_text("Angka di bawah adalah keadaan pukul 12.0")
    wall_server.take_more()
    wall_server.start()
    mood(page, "fresh")
    expect(page.locator("#wall-open .tile-value")).to_have_text("9")
    assert page.evaluate("window.sameDocument") is True


@pytest.mark.parametrize("hours", [-3, 3])
def test_a_pc_with_a_wrong_clock_shows_right_times(wall_server: WallServer, look: Look, hours: int) -> None:
    wrong = MONDAY_NOON + timedelta(hours=hours)
    page = look(wall_server, pc_clock=wrong)
    expect(page.locator("[data-clock=time]")).to_contain_text("12.0")
    expect(page.locator(".timer.late .left")).to_contain_text("+ 4.0")
    expect(page.locator(".timer.approaching .left")).to_contain_text("0.5")
    mood(page, "fresh")


def test_a_wall_that_never_had_data_shows_no_zero(empty_wall: WallServer, look: Look) -> None:
    page = look(empty_wall)
    mood(page, "stale")
    assert page.locator(".tile-value").all_inner_texts() == ["–"] * 5  # noqa: RUF001
    for part in (".tiles", ".timers-panel", ".foot", ".banner"):
        said = page.locator(part).inner_text().replace("80 %", "")
        assert not any(letter.isdigit() for letter in said), said
    expect(page.locator(".banner")).to_contain_text("Belum ada pembacaan yang berhasil.")


def test_first_data_is_taken_up_by_a_wall_that_waited(empty_wall: WallServer, look: Look) -> None:
    page = look(empty_wall)
    mood(page, "stale")
    empty_wall.take_more()
    mood(page, "fresh")
    expect(page.locator("#wall-open .tile-value")).to_have_text("1")


def test_a_city_with_nothing_open_shows_true_zeros(empty_wall: WallServer, look: Look) -> None:
    empty_wall.take_more()
    empty_wall.close_first()
    page = look(empty_wall)
    mood(page, "fresh")
    expect(page.locator(".tile-value")).to_have_text(["0", "0", "0", "0", "1"])
    expect(page.locator("#wall-late-head")).to_contain_text("tidak ada")
    expect(page.locator(".reconciliation")).to_contain_text("0 belum selesai = 0 di peta")
