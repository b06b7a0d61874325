"""``/sumber/ditolak.csv``: rejected rows for operators, without formulas in cells."""

import csv
import io

import httpx
import pytest

from bootstrap import AppContext
from dashboard.app import create_app
from dashboard.pages.sources.routes import DOWNLOAD_PATH
from data.core.access import Principal, Role
from tests.builders import qlue_row
from tests.dashboard.sign_in import request_as
from tests.dashboard.web_contexts import web_context_of
from tests.personas import BARAT, OPERATOR
from tests.pulls import pull_rows

INVALID_ROW = qlue_row(7, post_date="kemarin", post_desc='=HYPERLINK("http://x")', post_title="+62 431")


def download(app_context: AppContext, principal: Principal, query: str = "") -> httpx.Response:
    """Ask for the rejected rows."""
    app = create_app(web_context_of(app_context))
    return request_as(app, "GET", f"{DOWNLOAD_PATH}?{query}", principal)


def test_an_operator_gets_each_row_with_its_reason(empty_city: AppContext) -> None:
    pull_rows(empty_city, qlue_row(1), INVALID_ROW)
    answer = download(empty_city, OPERATOR, "sumber=qlue")
    [row] = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert answer.headers["content-disposition"] == 'attachment; filename="ditolak.csv"'
    assert (row["source"], row["requested_datetime"]) == ("qlue", "kemarin")
    assert "is not a time" in row["reason"]
    assert "Maria" not in answer.content.decode()


def test_no_cell_becomes_a_formula(empty_city: AppContext) -> None:
    pull_rows(empty_city, INVALID_ROW)
    body = download(empty_city, OPERATOR).content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(body), delimiter=";") for cell in row]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OPERATOR])
def test_other_roles_are_denied(empty_city: AppContext, role: Role) -> None:
    area = BARAT if role in (Role.CAMAT, Role.EXECUTOR) else None
    answer = download(empty_city, Principal(f"akun.{role.value.replace('_', '.')}", role, area))
    assert answer.status_code == (401 if role is Role.ANONYMOUS else 403)


def test_unknown_source_is_not_found(empty_city: AppContext) -> None:
    assert download(empty_city, OPERATOR, "sumber=lain").status_code == 404


def test_app_has_the_download_route(empty_city: AppContext) -> None:
    assert create_app(web_context_of(empty_city)).server.state.routes.has_route(DOWNLOAD_PATH)
