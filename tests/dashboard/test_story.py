"""One report's whole life as people live it, in Chromium on phones."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from bootstrap import World, open_world
from dashboard.app import create_app
from dashboard.web.context import Site
from data.config.clock import Clock
from data.core.access import Who
from jobs.area_reassignment import sync_layer
from jobs.schedule import build_schedule
from tests.builders import settings, write_city
from tests.dashboard.office_pages import photo, served, site_of
from tests.dashboard.play_through import PHONE, faults
from tests.dashboard.sign_in import ask, sign_in
from tests.dashboard.web_contexts import MovableTime
from tests.jobs.message_server import PostOffice, people_of, post_office
from tests.personas import BARAT, EXECUTOR_BARAT, IN_ANGGREK, OPERATOR

pytestmark = pytest.mark.browser

JPEG = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": photo()}


@dataclass
class Town:
    """A town whose schedule runs and whose people are told, served on loopback."""

    world: World
    site: Site
    address: str
    office: PostOffice


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """The town with nothing in it; each report must be judged alone."""
    ranking = {"window_days": 30, "minimum_sample": 1}
    with post_office() as office:
        write_city(tmp_path, source=[], ranking=ranking)
        world = open_world(
            settings(tmp_path, PANTAU_CHANNELS=office.channels), time=Clock(read=MovableTime())
        )
        sync_layer(world)
        people_of(world)
        site, schedule = site_of(world), build_schedule(world)
        schedule.start()
        with served(create_app(site)) as address:
            yield Town(world, site, address, office)
        schedule.shutdown(wait=True)


@pytest.fixture
def opened(browser: Browser, town: Town) -> Iterator[Callable[..., Page]]:
    """Opens a browser of somebody's own at an address."""
    contexts = []

    def somebodys(path: str, who: Who | None = None, **more: Any) -> Page:
        context = browser.new_context(locale="id-ID", **{"viewport": PHONE, **more})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        if who:
            sign_in(page, town.address, town.site.accounts, who)
        page.goto(town.address + path)
        return page

    yield somebodys
    for context in contexts:
        context.close()


def file(page: Page) -> str:
    """A citizen files rubbish with a photo where he stands, and leaves an address; returns the number."""
    expect(page.locator("#pin-map path").first).to_be_attached()
    page.set_input_files("#photo", JPEG)
    page.click("#gps")
    expect(page.locator("#spot")).to_have_text("Anggrek, Kecamatan Barat")
    page.click("text=Sampah")
    page.fill("#description", "menumpuk di depan pasar")
    page.fill("#contact", "maria@contoh.test")
    assert faults(page) == []
    page.click("form.filing button[type=submit]")
    page.wait_for_url("**/lacak/**")
    assert faults(page) == []
    return page.url.split("/")[-2]


def move(page: Page, which: str, **fields: str) -> None:
    """Opens a move's block, fills it and sends it."""
    page.click(f".move.{which} summary")
    for name, value in fields.items():
        page.fill(f".move.{which} [name={name}]", value)
    if which == "selesaikan":
        page.set_input_files(f".move.{which} [name=after]", JPEG)
    page.click(f".move.{which} button[type=submit]")
    page.wait_for_url("**/laporan/**")


def judged(town: Town) -> tuple[int, float | None, int]:
    """Barat in the ranking: how many reports judge it, its share in time, how many are open."""
    told = ask(create_app_of(town), "GET", "/api/v1/snapshot", OPERATOR).json()
    (mine,) = [row for row in told["ranking"] if row["code"] == BARAT]
    return mine["n"], mine["on_time"], mine["open"]


def create_app_of(town: Town) -> Any:
    """A second web app on the same board, to ask without a browser."""
    return create_app(town.site)


def eventually(what: Callable[[], bool]) -> None:
    """Waits until something is so."""
    end = time.monotonic() + 30
    while not what():
        assert time.monotonic() < end
        time.sleep(0.05)


def hears(town: Town, *words: str) -> None:
    """Waits until the reporter's mails hold each of these; two that come together are one mail."""
    eventually(lambda: all(word in " ".join(town.office.mailbox.texts()) for word in words))


def test_a_report_from_the_street_to_its_reopening(
    town: Town, opened: Callable[..., Page], record_property: Callable[[str, object], None]
) -> None:
    wall = opened("/layar", OPERATOR, viewport={"width": 1920, "height": 1080})
    expect(wall.locator("#wall-open .tile-value")).not_to_have_text("1", timeout=30_000)
    gps = {"latitude": IN_ANGGREK[0], "longitude": IN_ANGGREK[1]}
    citizen = opened("/lapor", geolocation=gps, permissions=["geolocation"])

    number = file(citizen)
    began = time.monotonic()
    expect(wall.locator("#wall-open .tile-value")).to_have_text("1", timeout=30_000)
    record_property("seconds until the wall showed it", round(time.monotonic() - began, 2))

    hears(town, "Laporan diterima", number)
    executor = opened("/pemberitahuan", EXECUTOR_BARAT)
    expect(executor.locator(".notices li").first).to_contain_text(number)
    assert faults(executor) == []

    acting = f"{town.address}/tindak/pantau/{number}"
    executor.goto(acting)
    move(executor, "disposisi", agency="DLH", note="mohon diangkut")
    executor.goto(acting)
    move(executor, "selesaikan", note="sudah diangkut")
    hears(town, "Laporan didisposisikan", "Laporan selesai")
    eventually(lambda: judged(town) == (1, 1.0, 0))

    citizen.reload()
    expect(citizen.locator(".told")).to_contain_text("sudah diangkut")
    citizen.click(".stars label:nth-of-type(2)")
    citizen.get_by_role("button", name="Kirim penilaian").click()
    expect(citizen.locator("main")).to_contain_text("2 dari 5 bintang")

    operator = opened("/meja", OPERATOR)
    operator.locator(f"a[href$='{number}']").click()
    move(operator, "buka_kembali", note="foto menunjukkan sisa sampah")
    eventually(lambda: judged(town) == (0, None, 1))
    expect(wall.locator("#wall-open .tile-value")).to_have_text("1", timeout=30_000)
    hears(town, "Laporan dibuka kembali")

    recap = opened("/rekap?periode=hari&dari=2026-11-23", OPERATOR)
    # Before, received, reopened, moved, closed, withdrawn, after: at the board's next tick.
    eventually(lambda: flow_in(recap) == ["Barat", "0", "1", "1", "0", "1", "0", "1"])


def flow_in(recap: Page) -> list[str]:
    """Barat's row of the recap's table of flow, as it is on the page now."""
    recap.reload()
    recap.wait_for_selector(".recap-table tfoot td")
    row = recap.get_by_role("region", name="Tabel Arus").locator("tbody tr").first
    return row.locator("th, td").all_inner_texts()
