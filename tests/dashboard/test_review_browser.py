"""``/tinjauan`` in Chromium: balances, lists of reports, packs, timeline, accessibility."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from bootstrap import AppContext
from dashboard.app import create_app
from jobs.feed_factory import open_feed
from jobs.pull import pull
from tests.dashboard.office_pages import (
    CLOSED_ROWS,
    ROWS,
    feed_row,
    open_city_at_work,
    serve_app,
    web_context_of,
)
from tests.dashboard.sign_in import accounts_of, sign_in
from tests.personas import DEPUTY_MAYOR, IN_CEMPAKA

pytestmark = pytest.mark.browser
SEARCH = "?dari=2026-11-21T00:00&sampai=2026-11-23T12:00"
LAPTOP, PANEL = {"width": 1440, "height": 900}, {"width": 1920, "height": 1080}


@pytest.fixture
def app_context(tmp_path: Path) -> AppContext:
    """Return the test city's web context at Monday noon: six reports, two of them closed."""
    return open_city_at_work(tmp_path)


@pytest.fixture
def review_url(app_context: AppContext) -> Iterator[str]:
    """Yield the address of its server."""
    with serve_app(create_app(web_context_of(app_context))) as url:
        yield f"{url}/tinjauan"


@pytest.fixture
def review(browser: Browser, review_url: str, app_context: AppContext) -> Iterator[Page]:
    """Return the review of Saturday to Monday noon for the deputy mayor, with the timeline drawn."""
    browser_context = browser.new_context(viewport=LAPTOP, locale="id-ID")  # type: ignore[arg-type]
    page = sign_in(browser_context.new_page(), review_url, accounts_of(app_context), DEPUTY_MAYOR)
    page.set_default_timeout(60_000)
    page_errors: list[str] = []
    page.on("pageerror", lambda error: page_errors.append(str(error)))
    page.goto(review_url + SEARCH)
    wait_until_drawn(page)
    yield page
    browser_context.close()
    assert page_errors == []


def wait_until_drawn(page: Page) -> None:
    page.wait_for_selector(".headline")
    page.wait_for_selector(".replay[data-ready=yes]")


def test_the_headline_is_shown_and_every_row_balances(review: Page) -> None:
    expect(review.locator(".headline")).to_contain_text("Tunggakan kota naik 4 laporan, dari 0 menjadi 4.")
    assert review.locator("#arus .balances").count() == 4
    assert review.locator(".broken").count() == 0
    for row in review.locator("#arus tbody tr").all():
        figures = [int(cell.replace(".", "")) for cell in row.locator("td").all_inner_texts()[:8]]
        opening, new, reopened, moved_in, closed, withdrawn, moved_out, closing = figures
        assert opening + new + reopened + moved_in - closed - withdrawn - moved_out == closing


def test_the_list_of_a_number_is_as_long_as_the_number(review: Page) -> None:
    cells = review.eval_on_selector_all("#arus a.figure, #umur a.figure, #tanda a.figure",
                                        "all => all.map(a => [a.dataset.cell, a.textContent])")  # fmt: skip
    assert len(cells) > 10
    for cell, number in [cells[0], cells[len(cells) // 2], cells[-1]]:
        review.locator(f'[data-cell="{cell}"]').first.click()
        expect(review.locator(".panel.open .cases tbody tr")).to_have_count(int(number))
        assert "rinci=" in review.url
        review.locator("#rincian-tutup").click()
        expect(review.locator(".panel")).not_to_be_visible()


def test_a_number_is_opened_and_closed_by_keyboard_alone(review: Page) -> None:
    number = review.locator('#arus a.figure[data-cell="closing"]')
    number.focus()
    review.keyboard.press("Enter")
    expect(review.locator("#rincian-judul")).to_be_focused()
    review.keyboard.press("Escape")
    expect(review.locator(".panel")).not_to_be_visible()
    expect(number).to_be_focused()


def test_a_shared_url_shows_the_same_list(review: Page) -> None:
    review.locator('#arus a.figure[data-cell="closed"]').click()
    expect(review.locator(".panel.open .cases tbody tr")).to_have_count(2)
    shared_url = review.url
    second_page = review.context.new_page()
    second_page.goto(shared_url)
    expect(second_page.locator(".panel.open .cases tbody tr")).to_have_count(2, timeout=60_000)


def test_without_a_period_the_url_names_the_last_week(review: Page, review_url: str) -> None:
    """The last week is Monday 16 to Monday 23 November, since the test clock is on the 23rd."""
    review.goto(review_url)
    wait_until_drawn(review)
    assert "dari=2026-11-16T00:00&sampai=2026-11-23T00:00" in review.url


def test_an_invalid_period_is_explained_without_any_number(review: Page, review_url: str) -> None:
    review.goto(f"{review_url}?dari=2026-11-23T00:00&sampai=2026-11-20T00:00")
    expect(review.locator("#review-standing .broken")).to_contain_text("lebih awal")
    assert review.locator("#review-body .figure").count() == 0


def test_a_frozen_pack_is_stored_and_compared_with_today(
    review: Page, app_context: AppContext, tmp_path: Path
) -> None:
    """After the meeting, a pull brings one more flood that was filed before it."""
    review.locator("#review-name").fill("Rapat Senin")
    review.locator("#review-freeze").click()
    expect(review.locator("#review-frozen")).to_contain_text("paket 1")
    expect(review.locator("#review-packs")).to_contain_text("Rapat Senin")
    feed_file = tmp_path / "feed.json"
    feed_file.write_text(
        json.dumps([*ROWS[:4], *CLOSED_ROWS, feed_row(9, 10, "Banjir", IN_CEMPAKA)]), encoding="utf-8"
    )
    source = app_context.city.source[0]
    assert pull(app_context, source, open_feed(source, app_context, feed_file))["new"] == 1
    review.locator("#review-frozen a").click()
    head = review.locator(".pack-head")
    expect(head).to_contain_text("utuh")
    expect(head).to_contain_text("berbeda dari perhitungan hari ini")
    expect(review.locator('#arus [data-cell="closing"]')).to_have_text("4kini 5")
    review.locator('#arus [data-cell="closing"]').click()
    expect(review.locator(".panel.open .cases tbody tr")).to_have_count(4)


def test_the_past_is_replayed_by_keyboard(review: Page) -> None:
    slider = review.locator(".replay-slide input")
    replay_time = review.locator(".replay-at")
    first = replay_time.inner_text()
    slider.focus()
    review.keyboard.press("ArrowRight")
    expect(replay_time).not_to_have_text(first)
    review.keyboard.press("End")
    assert slider.input_value() == "24"
    review.keyboard.press("Home")
    review.keyboard.press(" ")
    expect(review.locator(".replay-play")).to_have_text("Jeda")
    review.keyboard.press(" ")
    expect(review.locator(".replay-play")).to_have_text("Putar")
    assert "/layar?pada=" in (review.locator(".wall-then").get_attribute("href") or "")


def test_axe_finds_no_serious_violation(review: Page) -> None:
    review.locator('#arus a.figure[data-cell="closing"]').click()
    expect(review.locator("#rincian-judul")).to_be_focused()
    violations = Axe().run(review).response["violations"]
    serious = {f["id"]: f["nodes"][0]["html"] for f in violations if f["impact"] in ("serious", "critical")}
    assert serious == {}


SMALL_TARGETS_SCRIPT = """[...document.querySelectorAll('.office.review :is(a, button, input, summary)')]
  .filter((e) => e.offsetParent).map((e) => [e.textContent || e.className, e.getBoundingClientRect()])
  .filter(([, box]) => box.width < 43.9 || box.height < 43.9).map(([text]) => text)"""


@pytest.mark.parametrize("viewport", [LAPTOP, PANEL])
def test_touch_targets_are_large_enough_and_nothing_overflows(review: Page, viewport: dict[str, int]) -> None:
    review.set_viewport_size(viewport)  # type: ignore[arg-type]
    assert review.evaluate(SMALL_TARGETS_SCRIPT) == []
    assert review.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
