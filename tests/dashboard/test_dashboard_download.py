"""``/sumber/ditolak.csv``: rejected rows for operators, without formulas in cells."""

import asyncio
import csv
import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest
from starlette.requests import Request
from starlette.responses import Response

from bootstrap import AppContext
from dashboard.app import create_app
from dashboard.pages.sources.routes import rejected_rows
from dashboard.pages.sources.view import DOWNLOAD_PATH
from dashboard.web.authorization import CURRENT_PRINCIPAL, PermissionDeniedError
from dashboard.web.downloads import KeptFileResponse
from data.core.access import Principal, Role
from tests.builders import qlue_row
from tests.dashboard.web_contexts import web_context_of
from tests.personas import BARAT
from tests.pulls import pull_rows

INVALID_ROW = qlue_row(7, post_date="kemarin", post_desc='=HYPERLINK("http://x")', post_title="+62 431")


@pytest.fixture
def restored_principal() -> Iterator[None]:
    """Restore the current principal after the test."""
    token = CURRENT_PRINCIPAL.set(Principal("", Role.ANONYMOUS))
    yield
    CURRENT_PRINCIPAL.reset(token)


def download(app_context: AppContext, principal: Principal, query: str = "") -> Response:
    CURRENT_PRINCIPAL.set(principal)
    request = Request({"type": "http", "query_string": query.encode(), "headers": [], "path": DOWNLOAD_PATH})
    with ThreadPoolExecutor(1) as pool:  # a browser of other tests may have a running loop in this thread
        return pool.submit(copy_context().run, asyncio.run, _download(app_context, request)).result()


async def _download(app_context: AppContext, request: Request) -> Response:
    response = await rejected_rows(web_context_of(app_context))(request)
    if isinstance(response, KeptFileResponse):
        response.body = b"".join([bytes(part) async for part in response.body_iterator])  # type: ignore[arg-type]
    return response


def test_an_operator_gets_each_row_with_its_reason(empty_city: AppContext, restored_principal: None) -> None:
    pull_rows(empty_city, qlue_row(1), INVALID_ROW)
    answer = download(empty_city, Principal("ani", Role.OPERATOR), "sumber=qlue")
    [row] = csv.DictReader(io.StringIO(bytes(answer.body).decode("utf-8-sig")), delimiter=";")
    assert answer.headers["content-disposition"] == 'attachment; filename="ditolak.csv"'
    assert (row["source"], row["requested_datetime"]) == ("qlue", "kemarin")
    assert "is not a time" in row["reason"]
    assert "Maria" not in bytes(answer.body).decode()


def test_no_cell_becomes_a_formula(empty_city: AppContext, restored_principal: None) -> None:
    pull_rows(empty_city, INVALID_ROW)
    body = bytes(download(empty_city, Principal("ani", Role.OPERATOR)).body).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(body), delimiter=";") for cell in row]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OPERATOR])
def test_other_roles_are_denied(empty_city: AppContext, restored_principal: None, role: Role) -> None:
    with pytest.raises(PermissionDeniedError):
        download(empty_city, Principal("x", role, BARAT))


def test_unknown_source_is_not_found(empty_city: AppContext, restored_principal: None) -> None:
    assert download(empty_city, Principal("ani", Role.OPERATOR), "sumber=lain").status_code == 404


def test_app_has_the_download_route(empty_city: AppContext) -> None:
    routes = create_app(web_context_of(empty_city)).server.routes
    assert DOWNLOAD_PATH in [getattr(route, "path", "") for route in routes]
