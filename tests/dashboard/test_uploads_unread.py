"""Uploads: permission, key, rate and length are checked before a body is read, and few are received at once.

Kind: work bounded before it is done, per caller and in all. The tests count what the app reads of a body.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack
from html import unescape
from typing import Any

import pytest
from dash import Dash
from starlette.exceptions import HTTPException
from starlette.requests import Request

from dashboard.api.open311.forms import KEY_SEARCH_BYTES
from dashboard.app import create_app
from dashboard.ui import form_labels
from dashboard.web import form_parsing
from dashboard.web.context import WebContext
from dashboard.web.form_parsing import MAX_FORM_BYTES, received_form
from dashboard.web.upload_slots import (
    LARGE_FORM_BYTES,
    MAX_UPLOADS,
    MAX_UPLOADS_PER_CALLER,
    UploadSlots,
    upload_caller,
)
from data.core.access import ANONYMOUS, Principal
from data.services import open311
from tests.dashboard.asgi_client import run_in_own_loop
from tests.dashboard.office_pages import open_city_at_work, photo, web_context_of
from tests.dashboard.sign_in import request_as, with_changes
from tests.dashboard.test_follow_up_page import REPORT
from tests.dashboard.test_report_form_page import REPORT as REPORT_FIELDS
from tests.personas import CAMAT_BARAT, CAMAT_TIMUR, WALL_DISPLAY

OPEN311 = "/open311/v2/requests.json"
CHUNK = b"x" * 2**16
LARGE = LARGE_FORM_BYTES * 8


class CountedBody:
    """A multipart form that counts how many of its bytes are read."""

    def __init__(self, beginning: bytes = b"", length: int = LARGE) -> None:
        self.length, self.bytes_read, self._beginning = length, 0, beginning

    async def chunks(self) -> AsyncIterator[bytes]:
        head = self._beginning + b'--x\r\nContent-Disposition: form-data; name="photo"; filename="a"\r\n\r\n'
        for chunk in (head, *[CHUNK] * (self.length // len(CHUNK))):
            self.bytes_read += len(chunk)
            yield chunk

    def post(self, app: Dash, path: str, principal: Principal = ANONYMOUS) -> Any:
        headers = {
            "content-length": str(self.length),
            "content-type": "multipart/form-data; boundary=x",
        }
        return request_as(app, "POST", path, principal, headers=headers, content=self.chunks())


@pytest.fixture
def web_context(tmp_path: Any) -> WebContext:
    """Return the test city's web context at Monday noon, where an address may file once an hour."""
    context = web_context_of(open_city_at_work(tmp_path))
    return with_changes(context, settings=context.settings.model_copy(update={"filings_per_hour": 1}))


@pytest.fixture
def app(web_context: WebContext) -> Dash:
    """Return its app."""
    return create_app(web_context)


@pytest.fixture
def slots(app: Dash) -> UploadSlots:
    """Return the slots of the app."""
    context: WebContext = app.server.state.context
    return context.upload_slots


def field(name: str, value: str) -> bytes:
    return f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()


@pytest.mark.parametrize(
    ("path", "principal", "status"), [("/lapor", WALL_DISPLAY, 403), (REPORT, CAMAT_TIMUR, 403)]
)
def test_a_form_without_permission_is_not_read(
    app: Dash, path: str, principal: Principal, status: int
) -> None:
    body = CountedBody()
    assert (body.post(app, path, principal).status_code, body.bytes_read) == (status, 0)


@pytest.mark.parametrize(("path", "status"), [("/lapor", 413), (f"{OPEN311}?api_key=x", (400, 413))])
def test_an_oversized_form_is_not_read(app: Dash, path: str, status: Any) -> None:
    body = CountedBody(length=MAX_FORM_BYTES + 2**20)
    allowed = status if isinstance(status, tuple) else (status,)
    assert (body.post(app, path).status_code in allowed, body.bytes_read) == (True, 0)


def test_a_form_beyond_the_rate_of_its_address_is_not_read(app: Dash) -> None:
    answers = [request_as(app, "POST", "/lapor", files={"photo": b""}).status_code for _ in range(5)]
    body = CountedBody()
    assert (429 not in answers, body.post(app, "/lapor").status_code, body.bytes_read) == (True, 429, 0)


@pytest.mark.parametrize(
    ("query", "beginning", "max_read"),
    [
        ("?api_key=palsu", b"", 0),
        ("", field("api_key", "palsu"), KEY_SEARCH_BYTES + len(CHUNK)),
        ("", field("description", "x"), KEY_SEARCH_BYTES + len(CHUNK)),
    ],
    ids=["wrong key in the query", "wrong key in the form", "no key"],
)
def test_files_of_a_program_without_a_valid_key_are_not_read(
    app: Dash, query: str, beginning: bytes, max_read: int
) -> None:
    body = CountedBody(beginning)
    answer = body.post(app, OPEN311 + query)
    assert (answer.status_code, answer.json()[0]["code"]) == (403, 403)
    assert body.bytes_read <= max_read


def test_files_of_a_program_beyond_its_rate_are_not_read(
    app: Dash, web_context: WebContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open311, "REPORTS_PER_HOUR", 0)
    body = CountedBody()
    answer = body.post(app, f"{OPEN311}?api_key={web_context.open311.add_key('aplikasi')}")
    assert (answer.status_code, body.bytes_read) == (429, 0)


def test_a_program_files_with_its_key_in_the_form_and_a_photo(app: Dash, web_context: WebContext) -> None:
    fields = {"api_key": web_context.open311.add_key("aplikasi"), **REPORT_FIELDS}
    files = [("media", ("foto.jpg", photo() + bytes(2 * KEY_SEARCH_BYTES), "image/jpeg"))]
    answer = request_as(app, "POST", OPEN311, data=fields, files=files)
    assert answer.status_code == 200
    number = answer.json()[0]["service_request_id"]
    report = web_context.follow_ups.get(("pantau", number))
    assert report is not None
    assert len(report.pictures) == 1


@pytest.mark.parametrize(("callers", "status"), [(["same"] * 2, 429), (["a", "a", "b", "b"], 503)])
@pytest.mark.parametrize("path", ["/lapor", REPORT, OPEN311])
def test_no_more_large_forms_are_read_than_there_are_slots(
    app: Dash, web_context: WebContext, slots: UploadSlots, path: str, callers: list[str], status: int
) -> None:
    own_name = {
        "/lapor": upload_caller(ANONYMOUS, "127.0.0.1"),
        REPORT: upload_caller(CAMAT_BARAT, ""),
        OPEN311: "program aplikasi",
    }[path]
    query = f"?api_key={web_context.open311.add_key('aplikasi')}" if path == OPEN311 else ""
    body = CountedBody()
    with ExitStack() as held:
        for caller in callers:
            held.enter_context(slots.hold(own_name if caller == "same" else caller, LARGE))
        answer = body.post(app, path + query, CAMAT_BARAT if path == REPORT else ANONYMOUS)
    assert (answer.status_code, body.bytes_read) == (status, 0)
    assert str(form_labels.UPLOAD_ERRORS[status]) in unescape(answer.text)


def test_slots_come_back_and_small_forms_need_none() -> None:
    slots = UploadSlots()
    for _ in range(2 * MAX_UPLOADS):
        with slots.hold("a", LARGE):
            pass
    with ExitStack() as held:
        for number in range(MAX_UPLOADS):
            held.enter_context(slots.hold(f"caller {number // MAX_UPLOADS_PER_CALLER}", LARGE))
        with slots.hold("another", LARGE_FORM_BYTES):
            pass
        with pytest.raises(HTTPException), slots.hold("another", LARGE):
            pass


def test_addresses_of_one_network_share_their_slots() -> None:
    assert upload_caller(ANONYMOUS, "2001:db8::1") == upload_caller(ANONYMOUS, "2001:db8::2")
    assert upload_caller(CAMAT_BARAT, "10.0.0.1") != upload_caller(CAMAT_TIMUR, "10.0.0.1")


def test_a_form_that_never_ends_gives_its_slot_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form_parsing, "UPLOAD_SECONDS", 0.05)
    slots = UploadSlots(uploads=1)
    headers = [
        (b"content-length", str(LARGE).encode()),
        (b"content-type", b"multipart/form-data; boundary=x"),
    ]
    scope = {"type": "http", "method": "POST", "headers": headers}

    async def never() -> Any:
        await asyncio.Event().wait()

    async def receive_form() -> None:
        async with received_form(Request(scope, never), slots, "slow"):
            pass

    for _ in range(2):
        with pytest.raises(HTTPException) as error:
            run_in_own_loop(receive_form())
        assert error.value.status_code == 408
