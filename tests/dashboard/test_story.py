"""One report from its submission to its rating, in Chromium on phones."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from bootstrap import AppContext, open_app_context
from dashboard.app import create_app
from dashboard.web.context import WebContext
from data.config.clock import Clock
from data.core.access import Principal
from jobs.area_reassignment import sync_layer
from jobs.schedule import build_scheduler
from tests.builders import settings, write_city
from tests.dashboard.office_pages import photo, serve_app, web_context_of
from tests.dashboard.play_through import PHONE, accessibility_faults
from tests.dashboard.sign_in import request_as, sign_in
from tests.dashboard.web_contexts import MovableClock
from tests.jobs.message_server import MessageServers, create_accounts, start_message_servers
from tests.personas import BARAT, EXECUTOR_BARAT, IN_ANGGREK, OPERATOR
from tests.pulls import wait_until

pytestmark = pytest.mark.browser

JPEG = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": photo()}


@dataclass
class RunningCity:
    """A served city whose schedule runs and whose notifications are sent."""

    app_context: AppContext
    web_context: WebContext
    address: str
    post_office: MessageServers


@pytest.fixture
def running_city(tmp_path: Path) -> Iterator[RunningCity]:
    """Return a city without reports; each report must be judged alone."""
    ranking = {"window_days": 30, "minimum_sample": 1}
    with start_message_servers() as channels_server:
        write_city(tmp_path, source=[], ranking=ranking)
        app_context = open_app_context(
            settings(tmp_path, PANTAU_CHANNELS=channels_server.channels),
            time=Clock(time_source=MovableClock()),
        )
        sync_layer(app_context)
        create_accounts(app_context)
        web_context, schedule = web_context_of(app_context), build_scheduler(app_context)
        schedule.start()
        with serve_app(create_app(web_context)) as address:
            yield RunningCity(app_context, web_context, address, channels_server)
        schedule.shutdown(wait=True)


@pytest.fixture
def open_page(browser: Browser, running_city: RunningCity) -> Iterator[Callable[..., Page]]:
    """Opens a separate browser context at an address."""
    browser_contexts = []

    def open_as(path: str, principal: Principal | None = None, **context_options: Any) -> Page:
        browser_context = browser.new_context(locale="id-ID", **{"viewport": PHONE, **context_options})
        browser_contexts.append(browser_context)
        page = browser_context.new_page()
        page.set_default_timeout(30_000)
        if principal:
            sign_in(page, running_city.address, running_city.web_context.accounts, principal)
        page.goto(running_city.address + path)
        return page

    yield open_as
    for context in browser_contexts:
        context.close()


def file_report(page: Page) -> str:
    """Submit a citizen's report with photo, GPS location and contact; return its number."""
    expect(page.locator("#pin-map path").first).to_be_attached()
    page.set_input_files("#photo", JPEG)
    page.click("#gps")
    expect(page.locator("#location")).to_have_text("Anggrek, Kecamatan Barat")
    page.click("text=Sampah")
    page.fill("#description", "menumpuk di depan pasar")
    page.fill("#contact", "maria@contoh.test")
    assert accessibility_faults(page) == []
    page.click("form.report button[type=submit]")
    page.wait_for_url("**/lacak/**")
    assert accessibility_faults(page) == []
    return page.url.split("/")[-2]


def submit_action(page: Page, action_type: str, **fields: str) -> None:
    """Open an action's block, fill in its form and submit it."""
    page.click(f".action.{action_type} summary")
    for name, value in fields.items():
        page.fill(f".action.{action_type} [name={name}]", value)
    if action_type == "selesaikan":
        page.set_input_files(f".action.{action_type} [name=after]", JPEG)
    page.click(f".action.{action_type} button[type=submit]")
    page.wait_for_url("**/laporan/**")


def ranking_of_barat(city: RunningCity) -> tuple[int, float | None, int]:
    """Return Barat's figures in the ranking: judged reports, on-time share, open reports."""
    snapshot = request_as(second_app(city), "GET", "/api/v1/snapshot", OPERATOR).json()
    (row_of_barat,) = [row for row in snapshot["ranking"] if row["code"] == BARAT]
    return row_of_barat["n"], row_of_barat["on_time"], row_of_barat["open"]


def second_app(city: RunningCity) -> Any:
    """Return a second app on the same board, for requests without a browser."""
    return create_app(city.web_context)


def expect_mail(city: RunningCity, *expected: str) -> None:
    """Wait until the reporter's mails hold each of these; two at the same time come in one mail."""
    wait_until(lambda: all(text in " ".join(city.post_office.mailbox.message_texts()) for text in expected))


def test_report_from_filing_to_reopening(
    running_city: RunningCity, open_page: Callable[..., Page], record_property: Callable[[str, object], None]
) -> None:
    wall = open_page("/layar", OPERATOR, viewport={"width": 1920, "height": 1080})
    expect(wall.locator("#wall-open .tile-value")).not_to_have_text("1", timeout=30_000)
    gps = {"latitude": IN_ANGGREK[0], "longitude": IN_ANGGREK[1]}
    citizen = open_page("/lapor", geolocation=gps, permissions=["geolocation"])

    number = file_report(citizen)
    started_at = time.monotonic()
    expect(wall.locator("#wall-open .tile-value")).to_have_text("1", timeout=30_000)
    record_property("seconds until the wall showed it", round(time.monotonic() - started_at, 2))

    expect_mail(running_city, "Laporan diterima", number)
    executor = open_page("/pemberitahuan", EXECUTOR_BARAT)
    expect(executor.locator(".notices li").first).to_contain_text(number)
    assert accessibility_faults(executor) == []

    follow_up_url = f"{running_city.address}/tindak/pantau/{number}"
    executor.goto(follow_up_url)
    submit_action(executor, "disposisi", agency="DLH", note="mohon diangkut")
    executor.goto(follow_up_url)
    submit_action(executor, "selesaikan", note="sudah diangkut")
    expect_mail(running_city, "Laporan didisposisikan", "Laporan selesai")
    wait_until(lambda: ranking_of_barat(running_city) == (1, 1.0, 0))

    citizen.reload()
    expect(citizen.locator(".entries")).to_contain_text("sudah diangkut")
    citizen.click(".stars label:nth-of-type(2)")
    citizen.get_by_role("button", name="Kirim penilaian").click()
    expect(citizen.locator("main")).to_contain_text("2 dari 5 bintang")

    operator = open_page("/meja", OPERATOR)
    operator.locator(f"a[href$='{number}']").click()
    submit_action(operator, "buka_kembali", note="foto menunjukkan sisa sampah")
    wait_until(lambda: ranking_of_barat(running_city) == (0, None, 1))
    expect(wall.locator("#wall-open .tile-value")).to_have_text("1", timeout=30_000)
    expect_mail(running_city, "Laporan dibuka kembali")

    recap_page = open_page("/rekap?periode=hari&dari=2026-11-23", OPERATOR)
    # Before, received, reopened, moved, closed, withdrawn, after: at the board's next tick.
    wait_until(lambda: flow_row(recap_page) == ["Barat", "0", "1", "1", "0", "1", "0", "1"])


def flow_row(recap_page: Page) -> list[str]:
    """Return Barat's row of the recap's flow table on the page."""
    recap_page.reload()
    recap_page.wait_for_selector(".recap-table tfoot td")
    row = recap_page.get_by_role("region", name="Tabel Arus").locator("tbody tr").first
    return row.locator("th, td").all_inner_texts()
