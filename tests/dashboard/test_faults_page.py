"""The operator's page lists what does not work: which item, since when, why, and when it is tried again."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dash import Input, Output
from fastapi import FastAPI
from structlog.testing import capture_logs

from bootstrap import AppContext
from dashboard.app import create_app
from dashboard.pages.inbox.sections.faults import fault_items, reason_text
from dashboard.web.context import WebContext
from dashboard.web.dash_pages import BoardDash
from dashboard.web.templates import render
from data.core.faults import Fault, FaultKind
from data.services.notifications.service import UnreadableAddressError
from data.store import faults as stored
from data.store.engine import writer
from tests.dashboard.asgi_client import send_request
from tests.dashboard.office_pages import open_city_at_work, web_context_of
from tests.dashboard.sign_in import request_as
from tests.personas import CAMAT_BARAT, MONDAY_NOON, OPERATOR, ZONE

NEXT = MONDAY_NOON + timedelta(minutes=5)


@pytest.fixture
def web_context(tmp_path: Any) -> WebContext:
    return web_context_of(open_city_at_work(tmp_path))


def test_the_operator_sees_each_fault_and_the_camat_none(web_context: WebContext) -> None:
    """Kind: a fault that only the log knows."""
    app = create_app(web_context)
    assert "Tidak ada gangguan." in request_as(app, "GET", "/meja", OPERATOR).text
    web_context.app.faults.note(FaultKind.EVENT, "qlue/1", KeyError("Maria"), "")
    web_context.app.faults.note(FaultKind.JOB, "pull qlue", OSError("x"), "")
    page = request_as(app, "GET", "/meja", OPERATOR).text
    assert "Pemberitahuan tentang laporan 1 tidak dapat dibuat" in page
    assert "Penarikan sumber qlue gagal" in page
    assert "KeyError" in page
    assert "Maria" not in page
    assert 'href="/laporan/qlue/1"' in page
    assert request_as(app, "GET", "/meja", CAMAT_BARAT).status_code == 403
    web_context.app.faults.clear(FaultKind.JOB, "pull qlue")
    assert "Penarikan sumber" not in request_as(app, "GET", "/meja", OPERATOR).text


@pytest.mark.parametrize("kind", FaultKind)
def test_every_kind_of_fault_has_its_sentence(kind: FaultKind) -> None:
    fault = Fault(kind, "<qlue>/1", MONDAY_NOON, MONDAY_NOON, 3, "TypeError", NEXT)
    faults = fault_items([fault], MONDAY_NOON, ZoneInfo(str(ZONE)))
    html = render("inbox/faults.html", faults=faults)
    assert "Sejak" in html
    assert "Dicoba lagi" in html
    assert "<qlue>" not in html


def test_reasons_are_told_in_plain_words() -> None:
    assert reason_text("the channel did not take it") == "Saluran tidak menerima pesan."
    assert "log" in reason_text(UnreadableAddressError.__name__)


def test_an_endless_number_of_faults_is_not_stored(web_context: WebContext, monkeypatch: Any) -> None:
    app_context: AppContext = web_context.app
    monkeypatch.setattr(stored, "MAX_FAULTS", 3)
    for number in range(5):
        app_context.faults.note(FaultKind.FILE, f"{number}.csv", OSError(), "")
    assert len(app_context.faults.list_all(())) == 3


def test_a_fault_that_nothing_tries_again_is_forgotten(web_context: WebContext) -> None:
    app_context: AppContext = web_context.app
    app_context.faults.note(FaultKind.CALLBACK, "page.children", OSError(), "")
    later: datetime = app_context.clock.now() + timedelta(days=15)
    with writer(app_context.engine).begin() as connection:
        stored.forget_old(connection, later)
        assert stored.list_all(connection) == []


def test_a_callback_that_failed_is_listed_until_it_works(web_context: WebContext) -> None:
    """Kind: each fault is logged once, with its item, and shown."""
    app = BoardDash(FastAPI(), web_context.app.faults, name=__name__)

    @app.callback(Output("page", "children"), Input("choice", "value"))
    def divide(value: int) -> float:
        return 1 / value

    app.layout = []
    send_request(app.server, "/_dash-layout")

    def call(value: int) -> int:
        choice = {"id": "choice", "property": "value", "value": value}
        outputs = {"id": "page", "property": "children"}
        body = {"output": "page.children", "outputs": outputs, "inputs": [choice], "state": []}
        return send_request(app.server, "/_dash-update-component", "POST", json=body).status_code

    with capture_logs() as lines:
        assert (call(0), call(0)) == (500, 500)
    assert [line["log_level"] for line in lines] == ["error", "warning"]
    [fault] = web_context.app.faults.list_all(())
    assert (fault.kind, fault.item) == (FaultKind.CALLBACK, "page.children")
    assert call(1) == 200
    assert web_context.app.faults.list_all(()) == []
