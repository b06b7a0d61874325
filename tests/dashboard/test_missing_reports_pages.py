"""Reports that their source no longer has: on the operator queue, the sources page and the report's page."""

import re
from typing import Any

import pytest
from dash import Dash

from bootstrap import AppContext
from dashboard.app import create_app
from dashboard.pages.report.routes import show
from dashboard.web.authorization import CURRENT_PRINCIPAL
from dashboard.web.context import WebContext
from tests.builders import open_test_context, qlue_row
from tests.dashboard.office_pages import web_context_of
from tests.dashboard.sign_in import request_as
from tests.jobs.message_server import create_accounts
from tests.personas import CAMAT_BARAT, OPERATOR
from tests.pulls import pull_rows, reports

GONE = ("qlue", "2")


@pytest.fixture
def app_context(tmp_path: Any) -> AppContext:
    """Return the test city, whose source no longer has its second report."""
    context = open_test_context(tmp_path)
    create_accounts(context)
    filed = [f"2026-11-20 0{hour}:00:00" for hour in range(1, 4)]
    rows = [qlue_row(number, post_date=at) for number, at in enumerate(filed, start=1)]
    pull_rows(context, *rows)
    pull_rows(context, rows[0], rows[2])
    context.live_board.refresh()
    return context


@pytest.fixture
def web_context(app_context: AppContext) -> WebContext:
    """Return its web context."""
    return web_context_of(app_context)


@pytest.fixture
def app(web_context: WebContext) -> Dash:
    """Return its app."""
    return create_app(web_context)


def withdrawal_form(page: str) -> dict[str, str]:
    """Return the hidden fields of the form that withdraws a report."""
    form = page[page.index('action="/meja/tarik"') :].partition("</form>")[0]
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))


def test_an_operator_withdraws_it_from_the_queue(app: Dash, app_context: AppContext) -> None:
    page = request_as(app, "GET", "/meja", OPERATOR).text
    assert "Tidak ada lagi di sumber" in page
    fields = withdrawal_form(page)
    assert (fields["source"], fields["number"]) == GONE
    answer = request_as(app, "POST", "/meja/tarik", OPERATOR, data=fields)
    assert (answer.status_code, answer.headers["location"]) == (303, "/meja?ditarik=1")
    report = reports(app_context.engine)["2"]
    assert (report["status"], report["status_description"]) == ("closed", "ditolak")
    assert report["details"]["status_notes"].startswith("Tidak ada lagi di sumber sejak 2")
    assert (
        "Semua laporan terbuka masih ada di sumbernya."
        in request_as(app, "GET", "/meja?ditarik=1", OPERATOR).text
    )
    assert request_as(app, "POST", "/meja/tarik", OPERATOR, data=fields).headers["location"].endswith("0")


def test_only_the_command_center_and_only_what_is_missing(app: Dash, app_context: AppContext) -> None:
    fields = withdrawal_form(request_as(app, "GET", "/meja", OPERATOR).text)
    assert request_as(app, "POST", "/meja/tarik", CAMAT_BARAT, data=fields).status_code == 403
    other = request_as(app, "POST", "/meja/tarik", OPERATOR, data={**fields, "number": "1"})
    assert other.headers["location"] == "/meja?ditarik=0"
    assert 'class="action tarik"' in request_as(app, "GET", "/tindak/qlue/2", OPERATOR).text
    assert 'class="action tarik"' not in request_as(app, "GET", "/tindak/qlue/1", OPERATOR).text
    assert {report["status"] for report in reports(app_context.engine).values()} == {"open"}


def test_the_pages_of_source_and_report_say_so(app: Dash, web_context: WebContext) -> None:
    token = CURRENT_PRINCIPAL.set(OPERATOR)
    report_page = bytes(show(web_context, "/".join(GONE)).body).decode()
    CURRENT_PRINCIPAL.reset(token)
    page = request_as(app, "GET", "/sumber", OPERATOR).text
    assert "Tidak ada lagi di sumber: 1 laporan terbuka" in page
    assert "Tidak ada lagi di sumber sejak" in report_page


def test_an_operator_accepts_a_short_pull(app: Dash, app_context: AppContext) -> None:
    rows = [qlue_row(number, post_date="2026-11-20 02:00:00") for number in range(10, 50)]
    pull_rows(app_context, *rows)
    pull_rows(app_context, *rows[:4])
    answer = request_as(app, "POST", "/sumber/terima", OPERATOR, data={"sumber": "qlue"})
    assert answer.status_code == 303
    state = app_context.missing_reports.listing_state("qlue")
    assert state is not None
    assert (state.accepted, state.short_since is None) == (True, False)
    assert request_as(app, "POST", "/sumber/terima", OPERATOR, data={"sumber": "lain"}).status_code == 404
    assert request_as(app, "POST", "/sumber/terima", CAMAT_BARAT, data={"sumber": "qlue"}).status_code == 403
