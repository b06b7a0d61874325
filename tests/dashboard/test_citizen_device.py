"""The report form on a phone: its location's accuracy, its photos' size, and what was refused later."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from dashboard.app import create_app
from dashboard.pages.report_form import labels
from dashboard.web.asset_files import DASHBOARD
from dashboard.web.context import WebContext
from data.lib.image_inspection import MIN_SIDE
from data.lib.images import MAX_BYTES, MAX_SIDE, ORIENTATION
from tests.dashboard.office_pages import open_city_at_work, photo, serve_app, web_context_of
from tests.personas import IN_ANGGREK
from tests.pulls import reports

PHOTO_RULES = DASHBOARD / "pages/pwa/static/photo_size.js"
READY = "navigator.serviceWorker.ready.then(() => true)"
# A device whose fixes the test gives, one after the other.
GIVEN_FIXES = """() => {
  window.watches = new Map();
  navigator.geolocation.watchPosition = (onFix) => { window.watches.set(1, onFix); return 1; };
  navigator.geolocation.clearWatch = (id) => window.watches.delete(id);
}"""
GIVE_FIX = """([latitude, longitude, accuracy]) =>
  window.watches.get(1)({ coords: { latitude, longitude, accuracy } })"""
PHOTOS = """async () => Promise.all([...document.querySelector("#photo").files].map(async (file) => {
  const image = await createImageBitmap(file).catch(() => ({ width: 0, height: 0 }));
  return [file.type, image.width, image.height, file.size];
}))"""
TAKEN = "(text) => document.querySelector('#photo-hint').textContent.startsWith(text)"
CHANGED = "(size) => document.querySelector('#photo').files[0].size !== size"
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 400


@pytest.fixture(scope="module")
def web_context(tmp_path_factory: pytest.TempPathFactory) -> WebContext:
    """Return the test city's web context at Monday noon."""
    return web_context_of(open_city_at_work(tmp_path_factory.mktemp("city")))


@pytest.fixture(scope="module")
def address(web_context: WebContext) -> Iterator[str]:
    """Serve its app on loopback."""
    with serve_app(create_app(web_context)) as url:
        yield url


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    """Open the form in a phone's browser, its map drawn."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="id-ID")
    page = context.new_page()
    page.clock.install()
    page.goto(f"{address}/lapor")
    expect(page.locator("#pin-map path").first).to_be_attached()
    yield page
    context.close()


def locate(phone: Page, *accuracies: float) -> None:
    """Ask for the location, which the device gives so many times, each with its accuracy in metres."""
    phone.evaluate(GIVEN_FIXES)
    phone.click("#gps")
    for metres in accuracies:
        phone.evaluate(GIVE_FIX, [*IN_ANGGREK, metres])


def jpeg(width: int, height: int, orientation: int = 1) -> bytes:
    """Return a JPEG with many colours and its orientation in EXIF."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    buffer = BytesIO()
    Image.effect_noise((width // 8, height // 8), 90).resize((width, height)).save(
        buffer, "JPEG", exif=exif, quality=90
    )
    return buffer.getvalue()


def attach(phone: Page, *files: tuple[str, bytes]) -> None:
    """Choose photos."""
    payload: list[Any] = [{"name": name, "mimeType": "image/*", "buffer": body} for name, body in files]
    phone.set_input_files("#photo", payload)


def fill(phone: Page, description: str, area: str | None = "Anggrek") -> None:
    """Fill the form in without a photo."""
    if area:
        phone.select_option("#area", label=area)
    phone.click("text=Sampah")
    phone.fill("#description", description)


def numbers_of(web_context: WebContext, description: str) -> list[str]:
    """Return the numbers of the reports with a description."""
    rows = reports(web_context.live_board.backlogs._engine)
    return [number for number, row in rows.items() if row["details"].get("description") == description]


def test_nothing_of_the_form_is_wider_than_the_phone(phone: Page) -> None:
    """Kind: the field of the photo, out of sight, as wide as the page and beside its margin."""
    assert phone.evaluate("document.documentElement.scrollWidth") == 360


def test_a_better_fix_is_awaited_and_its_accuracy_shown(phone: Page) -> None:
    locate(phone, 80)
    expect(phone.locator("#location")).to_contain_text("± 80 m")
    assert phone.input_value("#lat") == ""
    phone.evaluate(GIVE_FIX, [*IN_ANGGREK, 12.3])
    expect(phone.locator("#location")).to_have_text("Anggrek, Kecamatan Barat")
    expect(phone.locator("#accuracy-text")).to_contain_text("± 12 m")
    assert (phone.evaluate("window.watches.size"), phone.input_value("#accuracy")) == (0, "12")


def test_the_best_fix_is_taken_after_some_seconds(phone: Page) -> None:
    locate(phone, 60, 90)
    phone.clock.fast_forward(8_000)
    expect(phone.locator("#accuracy-text")).to_contain_text("± 60 m")
    assert phone.input_value("#lat") != ""


def test_a_vague_fix_is_no_point_until_the_map_is_tapped(phone: Page) -> None:
    locate(phone, 450)
    phone.clock.fast_forward(8_000)
    expect(phone.locator("#location")).to_contain_text("± 450 m. Ketuk peta")
    assert (phone.input_value("#lat"), phone.input_value("#area")) == ("", "")
    expect(phone.locator("#pin-map .surroundings")).to_be_visible()
    phone.click("#pin-map")
    expect(phone.locator("#location")).to_have_text("Anggrek, Kecamatan Barat")
    expect(phone.locator("#accuracy-text")).to_be_hidden()
    assert (phone.input_value("#lat") != "", phone.input_value("#accuracy")) == (True, "")


def test_a_large_photo_is_sent_upright_and_as_small_as_it_is_kept(phone: Page) -> None:
    body = jpeg(2_400, 1_800, orientation=6)
    attach(phone, ("foto.jpg", body), ("kecil.jpg", photo()))
    phone.wait_for_function(CHANGED, arg=len(body))
    large, small = phone.evaluate(PHOTOS)
    assert large[:3] == ["image/jpeg", MAX_SIDE * 3 // 4, MAX_SIDE]
    assert small[1:] == [640, 480, len(photo())]


def test_a_photo_that_nobody_can_decode_is_refused_with_what_to_do(phone: Page) -> None:
    """HEIC, which this browser and the server do not read; a damaged JPEG is for the server to judge."""
    damaged = photo()[:300]
    attach(phone, ("IMG_1.HEIC", HEIC), ("rusak.jpg", damaged))
    phone.wait_for_function(TAKEN, arg="Foto ini tidak dapat dibaca peramban ini (misalnya HEIC)")
    assert [entry[3] for entry in phone.evaluate(PHOTOS)] == [len(damaged)]


def test_the_browser_has_the_limits_of_the_server() -> None:
    script = PHOTO_RULES.read_text(encoding="utf-8")
    for name, value in (("MAX_SIDE", MAX_SIDE), ("MIN_SIDE", MIN_SIDE), ("MAX_BYTES", MAX_BYTES)):
        stated = re.search(rf"\b{name} = (\d+)(?: \* 2 \*\* 20)?;", script)
        assert stated and int(stated[1]) * (2**20 if "**" in stated[0] else 1) == value


def test_what_was_refused_later_opens_again_with_its_photo_and_the_reason(
    phone: Page, web_context: WebContext
) -> None:
    assert phone.evaluate(READY)
    phone.context.set_offline(True)
    fill(phone, "tanpa tempat", area=None)
    attach(phone, ("foto.jpg", photo()))
    phone.click("form.report button[type=submit]")
    expect(phone.locator("#outbox")).to_contain_text("1 kiriman belum sampai")
    expect(phone.locator("#previews img")).to_have_count(0)
    phone.context.set_offline(False)
    phone.evaluate("pantau.outbox.flush()")
    expect(phone.locator("#outbox")).to_contain_text(str(labels.NO_PLACE).format(level="kelurahan"))
    phone.reload()
    phone.click("#outbox >> text=Buka")
    expect(phone.locator(".from-server")).to_contain_text(str(labels.NO_PLACE).format(level="kelurahan"))
    expect(phone.locator("#description")).to_have_value("tanpa tempat")
    expect(phone.locator("#previews img")).to_have_count(1)
    phone.select_option("#area", label="Anggrek")
    phone.click("form.report button[type=submit]")
    phone.wait_for_url("**/lacak/**")
    [number] = numbers_of(web_context, "tanpa tempat")
    report = web_context.follow_ups.get(("pantau", number))
    assert report is not None
    assert len(report.pictures) == 1


def test_back_and_send_again_leads_to_the_same_receipt(phone: Page, web_context: WebContext) -> None:
    fill(phone, "dua kali")
    attach(phone, ("foto.jpg", photo()))
    phone.click("form.report button[type=submit]")
    phone.wait_for_url("**/lacak/**")
    receipt = phone.url
    phone.go_back()
    expect(phone.locator(".from-server a")).to_have_attribute("href", receipt)
    fill(phone, "dua kali")
    phone.click("form.report button[type=submit]")
    phone.wait_for_url("**/lacak/**")
    assert phone.url == receipt
    assert len(numbers_of(web_context, "dua kali")) == 1


def test_what_the_browser_leaves_after_back_leads_to_the_same_receipt(
    phone: Page, web_context: WebContext
) -> None:
    """The pin and the photo may be gone; what was typed is there."""
    phone.click("#pin-map", position={"x": 40, "y": 160})
    fill(phone, "dengan titik", area=None)
    attach(phone, ("foto.jpg", photo()))
    phone.click("form.report button[type=submit]")
    phone.wait_for_url("**/lacak/**")
    receipt = phone.url
    phone.go_back()
    expect(phone.locator("#description")).to_have_value("dengan titik")
    phone.click("form.report button[type=submit]")
    phone.wait_for_url("**/lacak/**")
    assert phone.url == receipt
    assert len(numbers_of(web_context, "dengan titik")) == 1


def test_another_report_after_back_is_another_report(phone: Page, web_context: WebContext) -> None:
    for description in ("yang pertama", "yang kedua"):
        fill(phone, description)
        phone.click("form.report button[type=submit]")
        phone.wait_for_url("**/lacak/**")
        assert len(numbers_of(web_context, description)) == 1
        phone.go_back()
        expect(phone.locator("#pin-map path").first).to_be_attached()
