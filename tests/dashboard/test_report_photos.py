"""Pictures handed in here are shown to whoever may read their report, and are never anything else."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from dash import Dash
from PIL import Image

from dashboard.app import create_app
from dashboard.pages.report import routes
from dashboard.pages.report.callbacks import filled
from dashboard.ui import form_labels
from dashboard.web.context import Site
from dashboard.web.form_parsing import MOST_SENT
from data.core.access import Who
from data.core.follow_up.records import Shown
from data.lib.images import Reason
from tests.dashboard.backlogs import seen_by
from tests.dashboard.office_pages import photo, site_of, town_at_work
from tests.dashboard.sign_in import ask
from tests.dashboard.test_follow_up_page import REPORT, send
from tests.personas import CAMAT_BARAT, CAMAT_TIMUR, DEPUTY_MAYOR, NOBODY, OPERATOR, SCREEN

KEY = ("qlue", "1")
SCRIPT = b"<script>alert(1)</script>"


@pytest.fixture
def site(tmp_path: Any) -> Site:
    """The town at Monday noon."""
    return site_of(town_at_work(tmp_path))


@pytest.fixture
def app(site: Site) -> Dash:
    """Its web app, the first report being worked on."""
    made = create_app(site)
    assert send(made, CAMAT_BARAT, "proses").status_code == 303
    return made


def resolve(app: Dash, after: bytes) -> tuple[int, str]:
    """Hands in a picture of the work done; what is answered."""
    files = [("before", photo()), ("after", after)]
    answer = send(app, CAMAT_BARAT, "selesaikan", note="surut", files=files)
    return answer.status_code, answer.text


def pictures(site: Site) -> list[Shown]:
    return site.follow_ups.pictures(KEY)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (CAMAT_BARAT, 200),
        (OPERATOR, 200),
        (DEPUTY_MAYOR, 200),
        (CAMAT_TIMUR, 403),
        (SCREEN, 403),
        (NOBODY, 401),
    ],
    ids=lambda given: getattr(given, "name", given),
)
def test_a_picture_is_for_those_who_may_read_its_report(app: Dash, site: Site, who: Who, status: int) -> None:
    assert resolve(app, photo())[0] == 303
    address = routes.address(pictures(site)[1].picture_id, KEY)
    answer = ask(app, "GET", address, who)
    assert answer.status_code == status
    assert (answer.headers["content-type"] == "image/jpeg") is (status == 200)
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_picture_is_found_under_its_own_report_only(app: Dash, site: Site) -> None:
    resolve(app, photo())
    shown = pictures(site)[0]
    assert ask(app, "GET", routes.address(shown.picture_id, ("qlue", "2")), OPERATOR).status_code == 404
    assert ask(app, "GET", routes.address("lain", KEY), OPERATOR).status_code == 404
    assert ask(app, "GET", routes.address(shown.picture_id, ("qlue", "99")), CAMAT_BARAT).status_code == 403


def test_the_page_of_the_report_shows_before_and_after_with_when_they_came(app: Dash, site: Site) -> None:
    resolve(app, photo())
    said = repr(filled(seen_by(OPERATOR, site), "/laporan/qlue/1", {}))
    for shown in pictures(site):
        assert routes.address(shown.picture_id, KEY) in said
    assert "Belum ada bukti tindak lanjut." not in said


def png(width: int, height: int) -> bytes:
    """The head of a PNG of that size, and pixels that decompress to nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


def gif() -> bytes:
    made = BytesIO()
    Image.new("RGB", (200, 200)).save(made, "GIF")
    return made.getvalue()


HOSTILE = [
    ("a drawing with a script", b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>",
     Reason.NOT_A_PICTURE),
    ("a page under a picture's name", b"<!DOCTYPE html><html>" + SCRIPT, Reason.NOT_A_PICTURE),
    ("a program under a picture's name", b"MZ\x90\x00" + b"\0" * 400, Reason.NOT_A_PICTURE),
    ("another kind of picture", gif(), Reason.NOT_A_PICTURE),
    ("a hundred megapixels", png(10_000, 10_000), Reason.TOO_MANY_PIXELS),
    ("a line of ten thousand pixels", png(10_000, 1), Reason.TOO_NARROW),
    ("half a picture", photo()[:400], Reason.DAMAGED),
]  # fmt: skip


@pytest.mark.parametrize(("body", "reason"), [one[1:] for one in HOSTILE], ids=[one[0] for one in HOSTILE])
def test_what_is_no_picture_is_refused_in_words_and_not_kept(
    app: Dash, site: Site, body: bytes, reason: Reason
) -> None:
    status, page = resolve(app, body)
    assert (status, form_labels.PICTURES[reason] in page) == (422, True)
    assert pictures(site) == []


def test_of_a_picture_that_is_also_something_else_only_the_pixels_are_given_out(
    app: Dash, site: Site
) -> None:
    polyglot = photo() + b"PK\x03\x04" + SCRIPT
    assert resolve(app, polyglot)[0] == 303
    body = ask(app, "GET", routes.address(pictures(site)[1].picture_id, KEY), OPERATOR).content
    assert SCRIPT not in body
    assert b"PK\x03\x04" not in body
    assert Image.open(BytesIO(body)).size == (640, 480)


@pytest.mark.parametrize("length", [str(MOST_SENT + 1), "9" * 40, "-1", "lots"])
def test_a_form_that_is_too_large_as_a_whole_is_not_read(app: Dash, site: Site, length: str) -> None:
    headers = {"content-length": length, "content-type": "multipart/form-data; boundary=x"}
    answer = ask(app, "POST", REPORT, CAMAT_BARAT, headers=headers, content=b"--x--\r\n")
    assert (answer.status_code, form_labels.TOO_LARGE in answer.text) == (413, True)
