"""The wall during failures: clear warnings, and no unknown figures."""

from datetime import timedelta
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.conftest import OpenWall
from tests.dashboard.waiting import wait_for_ticks
from tests.dashboard.web_contexts import STALE_SECONDS, WallServer
from tests.personas import MONDAY_NOON

pytestmark = pytest.mark.browser


def expect_wall_state(page: Page, state: str) -> None:
    expect(page.locator("#wall")).to_have_class(f"wall {state}", timeout=40_000)


def test_stale_data_greys_the_screen_and_shows_its_age(wall_server: WallServer, open_wall: OpenWall) -> None:
    page = open_wall(wall_server)
    expect_wall_state(page, "fresh")
    wall_server.clock.jump(hours=2)
    expect_wall_state(page, "stale")
    expect(page.locator(".banner-age")).to_have_text("2 jam 0 menit")
    expect(page.locator(".banner")).to_contain_text(
        "belum diperbarui sejak 23 November 2026 pukul 12.00 WITA"
    )
    for part in (".tiles", ".panels", ".foot"):
        assert "grayscale(1)" in page.locator(part).evaluate("part => getComputedStyle(part).filter")


def test_timers_freeze_at_the_data_time(wall_server: WallServer, open_wall: OpenWall) -> None:
    page = open_wall(wall_server)
    wall_server.clock.jump(hours=2)
    expect_wall_state(page, "stale")
    expect(page.locator("#wall-late-head .frozen")).to_contain_text("beku sejak 12.0")
    wait_for_ticks(page, 1)  # the rows of the newer frame are drawn
    texts_by_tick = list[list[str]]()
    for _ in range(5):
        texts_by_tick.append(page.locator(".timer .left").all_inner_texts())
        wait_for_ticks(page, 1)
    repeated = [a == b for a, b in pairwise(texts_by_tick)]
    assert texts_by_tick[0] and sum(repeated) >= 3, "running timers change with each tick"


@pytest.mark.parametrize("answer", ["<html>Under maintenance</html>", "[]", '[{"post_id": 1, "post_da'])
def test_an_invalid_feed_response_keeps_the_last_counts(
    wall_server: WallServer, open_wall: OpenWall, answer: str
) -> None:
    page = open_wall(wall_server)
    wall_server.clock.jump(seconds=STALE_SECONDS + 60)
    assert wall_server.pull_reports(answer)["error"]
    expect_wall_state(page, "stale")
    expect(page.locator(".banner")).to_contain_text("Sumber data terputus: qlue")
    assert page.locator(".tile-value").all_inner_texts()[2] == "8"


def test_a_recovered_feed_restores_the_colors(wall_server: WallServer, open_wall: OpenWall) -> None:
    page = open_wall(wall_server)
    wall_server.clock.jump(hours=1)
    expect_wall_state(page, "stale")
    wall_server.add_late_report()
    expect_wall_state(page, "fresh")
    expect(page.locator("#wall-late-head .frozen")).to_have_text("")


def test_a_dead_server_is_reported_and_the_wall_recovers(
    wall_server: WallServer, open_wall: OpenWall
) -> None:
    page = open_wall(wall_server)
    page.evaluate("window.sameDocument = true")
    wall_server.stop()
    expect_wall_state(page, "unheard")
    expect(page.locator(".freshness")).to_be_visible()
    outage_banner = page.locator(".trouble")
    expect(outage_banner).to_contain_text("Server tidak terjangkau sejak pukul 12.0")
    expect(outage_banner).to_contain_text("Angka di bawah adalah keadaan pukul 12.0")
    wall_server.add_late_report()
    wall_server.start()
    expect_wall_state(page, "fresh")
    expect(page.locator("#wall-open .tile-value")).to_have_text("9")
    assert page.evaluate("window.sameDocument") is True


@pytest.mark.parametrize("hours", [-3, 3])
def test_a_pc_with_a_wrong_clock_shows_right_times(
    wall_server: WallServer, open_wall: OpenWall, hours: int
) -> None:
    pc_time = MONDAY_NOON + timedelta(hours=hours)
    page = open_wall(wall_server, pc_clock=pc_time)
    expect(page.locator("[data-clock=time]")).to_contain_text("12.0")
    expect(page.locator(".timer.late .left")).to_contain_text("+ 4.0")
    expect(page.locator(".timer.approaching .left")).to_contain_text("0.5")
    expect_wall_state(page, "fresh")


def test_a_wall_that_never_had_data_shows_no_zero(empty_wall: WallServer, open_wall: OpenWall) -> None:
    page = open_wall(empty_wall)
    expect_wall_state(page, "stale")
    assert page.locator(".tile-value").all_inner_texts() == ["–"] * 5  # noqa: RUF001
    for part in (".tiles", ".timers-panel", ".foot", ".banner"):
        part_text = page.locator(part).inner_text().replace("80 %", "")
        assert not any(letter.isdigit() for letter in part_text), part_text
    expect(page.locator(".banner")).to_contain_text("Belum ada pembacaan yang berhasil.")


def test_a_waiting_wall_shows_the_first_data(empty_wall: WallServer, open_wall: OpenWall) -> None:
    page = open_wall(empty_wall)
    expect_wall_state(page, "stale")
    empty_wall.add_late_report()
    expect_wall_state(page, "fresh")
    expect(page.locator("#wall-open .tile-value")).to_have_text("1")


def test_a_city_without_open_reports_shows_zeros(empty_wall: WallServer, open_wall: OpenWall) -> None:
    empty_wall.add_late_report()
    empty_wall.close_oldest()
    page = open_wall(empty_wall)
    expect_wall_state(page, "fresh")
    expect(page.locator(".tile-value")).to_have_text(["0", "0", "0", "0", "1"])
    expect(page.locator("#wall-late-head")).to_contain_text("tidak ada")
    expect(page.locator(".reconciliation")).to_contain_text("0 belum selesai = 0 di peta")
