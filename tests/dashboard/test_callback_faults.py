"""A fault in a Dash callback is logged with its output and traceback, and answered as before.

Kind: an error that a framework answers and nobody ever reads of.
"""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from dash import Dash, Input, Output
from dash.exceptions import PreventUpdate
from fastapi import FastAPI
from structlog.testing import capture_logs

from dashboard.web.authorization import PermissionDeniedError
from dashboard.web.dash_pages import BoardDash
from data.core.access import ANONYMOUS, Permission
from tests.dashboard.asgi_client import send_request

ERRORS: Mapping[str, Exception] = {
    "broken": ZeroDivisionError("nothing to share"),
    "same": PreventUpdate(),
    "denied": PermissionDeniedError(ANONYMOUS, Permission.VIEW_REPORTS, None),
}


@pytest.fixture(scope="module")
def faulty_app() -> Dash:
    """Return an app on our backend whose callback raises what its input names."""
    app = BoardDash(FastAPI(), name=__name__)

    @app.callback(Output("page", "children"), Input("choice", "value"))
    def fail(name: str) -> str:
        raise ERRORS[name]

    app.layout = []
    send_request(app.server, "/_dash-layout")
    return app


def call(app: Dash, output: Any, value: str) -> tuple[int, list[Any]]:
    """Return the status of a callback's response, and what was logged meanwhile."""
    body = {"output": output, "outputs": {"id": "page", "property": "children"}, "changedPropIds": [],
            "inputs": [{"id": "choice", "property": "value", "value": value}], "state": []}  # fmt: skip
    headers = {"content-type": "application/json"}
    with capture_logs() as lines:
        answer = send_request(
            app.server, "/_dash-update-component", "POST", headers=headers, content=json.dumps(body)
        )
    return answer.status_code, list(lines)


def test_fault_is_logged_with_output_and_exception(faulty_app: Dash) -> None:
    status, (line,) = call(faulty_app, "page.children", "broken")
    assert status == 500
    assert (line["event"], line["output"], line["exc_info"], line["log_level"]) == (
        "a callback failed", "page.children", ERRORS["broken"], "error",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["same", "denied"])
def test_no_update_and_denial_are_no_faults(faulty_app: Dash, name: str) -> None:
    assert call(faulty_app, "page.children", name)[1] == []


@pytest.mark.parametrize("output", ["x" * 100_000, "page.none", None, ["page"], {"id": "page"}])
def test_call_of_no_callback_is_one_short_line(faulty_app: Dash, output: Any) -> None:
    status, (line,) = call(faulty_app, output, "broken")
    assert (status, "exc_info" in line, len(str(line)) < 200) == (400, False, True)
