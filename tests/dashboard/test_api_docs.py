"""The documentation of the API is made of the code, for who may read reports."""

import pytest
from dash import Dash

from data.core.access import ANONYMOUS, Principal
from tests.dashboard.office_pages import get_as
from tests.dashboard.sign_in import request_as
from tests.personas import CAMAT_BARAT, OPERATOR, WALL_DISPLAY


@pytest.mark.parametrize("principal", [OPERATOR, CAMAT_BARAT], ids=lambda principal: principal.name)
def test_every_operation_of_the_document_is_on_the_page(shared_app: Dash, principal: Principal) -> None:
    page = get_as(shared_app, "/docs", principal).text
    paths = get_as(shared_app, "/openapi.json", principal).json()["paths"]
    operations = [f"{method.upper()} {path}" for path, methods in paths.items() for method in methods]
    assert "GET /api/v1/review" in operations
    assert [operation for operation in operations if f"<code>{operation}</code>" not in page] == []
    assert "beginning, such as" in page


@pytest.mark.parametrize("principal", [ANONYMOUS, WALL_DISPLAY], ids=lambda one: one.name or "nobody")
def test_who_may_read_no_reports_does_not_see_it(shared_app: Dash, principal: Principal) -> None:
    answer = request_as(shared_app, "GET", "/docs", principal, headers={"accept": "text/html"})
    assert answer.status_code in (302, 303, 401, 403)
