"""No page, export, API or log shows a byte of a row that says *Rahasia*, in every role and kind of source."""

import io
import re
import zipfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from bootstrap import AppContext
from dashboard.app import create_app
from dashboard.web.context import WebContext
from dashboard.web.routes import FRAMEWORK_ROUTES
from data.core.access import Principal
from jobs.area_reassignment import sync_layer
from tests.builders import open_test_context
from tests.confidential_rows import (
    CONFIG,
    KINDS,
    MARKER,
    NESTED,
    NESTED_KINDS,
    SAYINGS,
    SOURCES,
    Row,
    make_row,
)
from tests.dashboard.asgi_client import send_request
from tests.dashboard.office_pages import web_context_of
from tests.dashboard.sign_in import SAME_ORIGIN, session_header
from tests.dashboard.test_access_every_route import callback_payload, callbacks
from tests.example_limits import limited_examples
from tests.personas import ALL_PRINCIPALS, BARAT, OPERATOR
from tests.pulls import clear_store

SHOWN = "TERANG"  # in the texts of a public row
SOURCE_NAMES = [source["name"] for source in SOURCES]
SHOWN_TO_AN_OPERATOR = {"/rekap/laporan.csv", "/rekap/laporan.xlsx", "/sumber/ditolak.csv"}
NAMES = {"picture_id": "x", "key": "x", "name": "any-192", "kind": "json", "rest": BARAT}
MORE = (
    "/open311/v2/requests.xml",
    f"/api/v1/snapshot?area={BARAT}",
    f"/api/v1/wall?wilayah={BARAT}",
    "/open311/v2/requests/{number}.xml",
    "/api/v1/review?since=2026-11-22T00:00:00%2B08:00&until=2026-11-23T12:00:00%2B08:00",
)


@pytest.fixture
def context(tmp_path: Path, store_url: str, monkeypatch: pytest.MonkeyPatch) -> WebContext:
    """Return a city with a source of every kind, once on each kind of database."""
    monkeypatch.setenv("ADUAN_URL", f"sqlite:///{tmp_path / 'aduan.db'}")
    app_context = open_test_context(tmp_path, store_url, **CONFIG)
    sync_layer(app_context)
    return web_context_of(app_context)


@pytest.fixture
def app(context: WebContext) -> Dash:
    opened = create_app(context)
    send_request(opened.server, "/_dash-layout")
    return opened


@st.composite
def confidential_rows(draw: st.DrawFn) -> dict[str, Row]:
    """Draw a confidential row of each kind of source; some cannot be stored for their date."""
    rows = {}
    for kind in KINDS:
        saying = draw(st.sampled_from([*SAYINGS, *(NESTED if kind in NESTED_KINDS else [])]))
        rows[kind] = make_row(1, **{**saying, "Tanggal": draw(st.sampled_from(["2026-11-23", "kemarin"]))})
    return rows


def pull_all(context: AppContext, rows: dict[str, Row]) -> None:
    """Pull the rows, each with one that makes the table readable, and public ones as a control."""
    for kind, row in rows.items():
        readable = make_row(9, Rahasia="Ya", Tanggal="2026-11-23")
        assert KINDS[kind](context, [row, readable])["error"] is None
    shown = {name: str(value).replace(MARKER, SHOWN) for name, value in make_row(2).items()}
    known = {**shown, "Kategori": "Sampah", "Kelurahan": "ANGGREK", "Rahasia": "Tidak"}
    rejected = {**known, "Nomor": "T-3", "Tanggal": "kemarin"}
    assert KINDS["csv"](context, [known, rejected])["new"] == 1


def addresses(app: Dash) -> list[str]:
    """Return an address of each route that is read, of a confidential report where it names one."""
    registry = app.server.state.routes
    paths = [route.path for route in registry.routes if route not in FRAMEWORK_ROUTES]
    read = [route.path for route in registry.routes if route.method == "GET" and route.path in paths]
    return [*{filled(path, "lembar") for path in (*read, *MORE)}]


def filled(path: str, source: str) -> str:
    values = {**NAMES, "source": source, "number": "T-1"}
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda match: values[match[1]], path)


def readable_bytes(body: bytes) -> str:
    """Return a body as text, what is packed in it too."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    if body.startswith(b"%PDF"):
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    return body.decode("utf-8", "replace")


def all_answers(app: Dash, context: WebContext, principal: Principal) -> dict[str, str]:
    """Return what a persona is shown: every address, and every callback of the pages."""
    headers = {**SAME_ORIGIN, **session_header(context.accounts, principal)}
    answers = {
        path: readable_bytes(send_request(app.server, path, headers=headers).content)
        for path in addresses(app)
    }
    for page in [f"/laporan/{source}/T-1" for source in SOURCE_NAMES] + ["/laporan/lembar/T-2"]:
        answers[page] = send_request(app.server, page, headers=headers).text
    answers["pages"] = "".join(callback_answers(app, headers, f"/kecamatan/{BARAT}"))
    return answers


def callback_answers(app: Dash, headers: dict[str, str], page: str) -> list[str]:
    bodies: list[Any] = [callback_payload(each, page, "") for each in callbacks(app)]
    url = "/_dash-update-component"
    return [send_request(app.server, url, "POST", json=body, headers=headers).text for body in bodies]


@limited_examples(1)
@given(rows=confidential_rows(), others=st.lists(st.sampled_from(ALL_PRINCIPALS), min_size=1, max_size=1))
def test_no_byte_of_a_confidential_row_is_answered_or_logged(
    app: Dash, context: WebContext, rows: dict[str, Row], others: list[Principal]
) -> None:
    clear_store(context.app.engine)
    log = io.StringIO()
    with redirect_stdout(log), redirect_stderr(log):
        pull_all(context.app, rows)
        context.live_board.refresh()
        answers = {principal: all_answers(app, context, principal) for principal in {OPERATOR, *others}}
    for answered in answers.values():
        assert [path for path, text in answered.items() if MARKER in text] == []
    assert MARKER not in log.getvalue()
    shown = {path for path, text in answers[OPERATOR].items() if SHOWN in text}
    assert shown >= {*SHOWN_TO_AN_OPERATOR, "/laporan/lembar/T-2"}
