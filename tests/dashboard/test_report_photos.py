"""Uploaded photos: served to readers of their report only, and always as JPEG."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from dash import Dash
from PIL import Image

from dashboard.app import create_app
from dashboard.pages.report.sections.photo_album import photo_url
from dashboard.ui import form_labels
from dashboard.web.context import WebContext
from dashboard.web.form_parsing import MAX_FORM_BYTES
from data.core.access import Principal
from data.core.follow_up.records import PictureMetadata
from data.lib.images import PictureProblem
from tests.dashboard.office_pages import open_city_at_work, photo, web_context_of
from tests.dashboard.sign_in import request_as
from tests.dashboard.test_follow_up_page import REPORT, submit_action
from tests.personas import ANONYMOUS, CAMAT_BARAT, CAMAT_TIMUR, DEPUTY_MAYOR, OPERATOR, WALL_DISPLAY

KEY = ("qlue", "1")
SCRIPT = b"<script>alert(1)</script>"


@pytest.fixture
def web_context(tmp_path: Any) -> WebContext:
    """Return the test city's web context at Monday noon."""
    return web_context_of(open_city_at_work(tmp_path))


@pytest.fixture
def app(web_context: WebContext) -> Dash:
    """Return the app, with the first report in progress."""
    application = create_app(web_context)
    assert submit_action(application, CAMAT_BARAT, "proses").status_code == 303
    return application


def resolve_report(app: Dash, after: bytes) -> tuple[int, str]:
    """Upload a photo as evidence, and return the response."""
    files = [("before", photo()), ("after", after)]
    answer = submit_action(app, CAMAT_BARAT, "selesaikan", note="surut", files=files)
    return answer.status_code, answer.text


def uploaded_photos(web_context: WebContext) -> list[PictureMetadata]:
    return web_context.follow_ups.pictures(KEY)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (CAMAT_BARAT, 200),
        (OPERATOR, 200),
        (DEPUTY_MAYOR, 200),
        (CAMAT_TIMUR, 403),
        (WALL_DISPLAY, 403),
        (ANONYMOUS, 401),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_a_picture_is_served_to_readers_of_its_report_only(
    app: Dash, web_context: WebContext, who: Principal, status: int
) -> None:
    assert resolve_report(app, photo())[0] == 303
    address = photo_url(uploaded_photos(web_context)[1].picture_id, KEY)
    answer = request_as(app, "GET", address, who)
    assert answer.status_code == status
    assert (answer.headers["content-type"] == "image/jpeg") is (status == 200)
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_picture_is_found_under_its_own_report_only(app: Dash, web_context: WebContext) -> None:
    resolve_report(app, photo())
    uploaded = uploaded_photos(web_context)[0]
    assert request_as(app, "GET", photo_url(uploaded.picture_id, ("qlue", "2")), OPERATOR).status_code == 404
    assert request_as(app, "GET", photo_url("lain", KEY), OPERATOR).status_code == 404
    assert (
        request_as(app, "GET", photo_url(uploaded.picture_id, ("qlue", "99")), CAMAT_BARAT).status_code == 403
    )


def test_the_report_page_shows_photos_from_before_and_after(app: Dash, web_context: WebContext) -> None:
    resolve_report(app, photo())
    page_text = request_as(app, "GET", "/laporan/qlue/1", OPERATOR).text
    for uploaded in uploaded_photos(web_context):
        assert photo_url(uploaded.picture_id, KEY) in page_text
    assert "Belum ada bukti tindak lanjut." not in page_text


def png(width: int, height: int) -> bytes:
    """Return a PNG with a header of that size and no pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


def gif() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (200, 200)).save(buffer, "GIF")
    return buffer.getvalue()


HOSTILE_FILES = [
    ("a drawing with a script", b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>",
     PictureProblem.NOT_A_PICTURE),
    ("a page under a picture's name", b"<!DOCTYPE html><html>" + SCRIPT, PictureProblem.NOT_A_PICTURE),
    ("a program under a picture's name", b"MZ\x90\x00" + b"\0" * 400, PictureProblem.NOT_A_PICTURE),
    ("another kind of picture", gif(), PictureProblem.NOT_A_PICTURE),
    ("a hundred megapixels", png(10_000, 10_000), PictureProblem.TOO_MANY_PIXELS),
    ("a line of ten thousand pixels", png(10_000, 1), PictureProblem.TOO_NARROW),
    ("half a picture", photo()[:400], PictureProblem.DAMAGED),
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "reason"), [one[1:] for one in HOSTILE_FILES], ids=[one[0] for one in HOSTILE_FILES]
)
def test_an_invalid_picture_is_rejected_with_a_reason_and_not_stored(
    app: Dash, web_context: WebContext, body: bytes, reason: PictureProblem
) -> None:
    status, page = resolve_report(app, body)
    assert (status, str(form_labels.PICTURE_ERRORS[reason]) in page) == (422, True)
    assert uploaded_photos(web_context) == []


def test_a_polyglot_file_is_served_as_pixels_only(app: Dash, web_context: WebContext) -> None:
    polyglot = photo() + b"PK\x03\x04" + SCRIPT
    assert resolve_report(app, polyglot)[0] == 303
    body = request_as(
        app, "GET", photo_url(uploaded_photos(web_context)[1].picture_id, KEY), OPERATOR
    ).content
    assert SCRIPT not in body
    assert b"PK\x03\x04" not in body
    assert Image.open(BytesIO(body)).size == (640, 480)


@pytest.mark.parametrize("length", [str(MAX_FORM_BYTES + 1), "9" * 40, "-1", "lots"])
def test_an_oversized_form_is_rejected_unread(app: Dash, web_context: WebContext, length: str) -> None:
    headers = {"content-length": length, "content-type": "multipart/form-data; boundary=x"}
    answer = request_as(app, "POST", REPORT, CAMAT_BARAT, headers=headers, content=b"--x--\r\n")
    assert (answer.status_code, str(form_labels.TOO_LARGE) in answer.text) == (413, True)
