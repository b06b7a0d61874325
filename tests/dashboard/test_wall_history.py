"""The wall at a past moment: with a badge, a stopped clock, and never stale."""

import pytest
from playwright.sync_api import expect

from tests.dashboard.conftest import OpenWall, SignInAs
from tests.dashboard.web_contexts import WallServer, feed_row
from tests.personas import IN_CEMPAKA

pytestmark = pytest.mark.browser


def test_a_past_moment_has_a_badge_and_a_stopped_clock(
    wall_server: WallServer, sign_in_as: SignInAs, open_wall: OpenWall
) -> None:
    wall_server.clock.jump(hours=5)
    wall_server.pull_reports(
        [feed_row(50, -2, "Banjir", IN_CEMPAKA)]
    )  # filed at 14.00, after the past moment
    sign_in_as(wall_server)
    page = open_wall(wall_server, "?pada=2026-11-23T13:30")
    expect(page.locator("#wall")).to_have_class("wall historical")
    expect(page.locator("#wall-mark")).to_have_text("ARSIP")
    expect(page.locator(".freshness")).to_have_text("Keadaan per23 November 2026 pukul 13.30 WITA")
    expect(page.locator(".clock")).to_have_text("Senin, 23 November 202613.30WITA")
    expect(page.locator("#wall-open .tile-value")).to_have_text("8")
    expect(page.locator(".timer.late .left")).to_have_text(["+ 5.30.00", "+ 0.30.00"])


def test_a_moment_before_the_first_report_shows_no_zero(
    wall_server: WallServer, sign_in_as: SignInAs, open_wall: OpenWall
) -> None:
    sign_in_as(wall_server)
    page = open_wall(wall_server, "?pada=2026-11-01T00:00")
    expect(page.locator("#wall")).to_have_class("wall historical")
    assert page.locator(".tile-value").all_inner_texts() == ["–"] * 5  # noqa: RUF001
