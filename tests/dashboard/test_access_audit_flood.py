"""What strangers' refused requests leave in the audit log: routes, and not the addresses they made up."""

import pytest
from dash import Dash

from dashboard.web.context import WebContext
from dashboard.web.routes import UNDECLARED_PATH
from data.core.access import ANONYMOUS
from tests.dashboard.sign_in import request_as
from tests.personas import BARAT, CAMAT_BARAT, TIMUR

LONG = "x" * 400
CROSS_SITE = {"Origin": "https://jahat.id"}
FLOOD = [
    ("GET", f"/kecamatan/{LONG}", {}, "/kecamatan/{rest:path}"),
    ("GET", f"/rekap.csv?area={LONG}", {}, "/rekap.csv"),
    ("POST", f"/{LONG}", CROSS_SITE, UNDECLARED_PATH),
    ("POST", f"/lacak/{LONG}/{LONG}", CROSS_SITE, "/lacak/{number}/{key}"),
    ("POST", "/masuk", CROSS_SITE, "/masuk"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "headers", "target"), FLOOD, ids=[row[3] for row in FLOOD])
def test_a_strangers_refusal_holds_the_route(
    closed_wall_app: Dash,
    closed_wall_context: WebContext,
    method: str,
    path: str,
    headers: dict[str, str],
    target: str,
) -> None:
    for number in range(3):
        request_as(closed_wall_app, method, f"{path}{number}" if LONG in path else path, headers=headers)
    rows = [row.object for row in closed_wall_context.accounts.list_audit() if row.who == ""]
    assert rows == [target], "once, however the addresses differ"


def test_refusals_of_office_users_hold_what_they_asked_for(
    closed_wall_app: Dash, closed_wall_context: WebContext
) -> None:
    for path in (f"/kecamatan/{TIMUR}", "/sumber"):
        assert request_as(closed_wall_app, "GET", path, CAMAT_BARAT).status_code == 403
    assert request_as(closed_wall_app, "GET", f"/kecamatan/{BARAT}", CAMAT_BARAT).status_code == 200
    rows = [row for row in closed_wall_context.accounts.list_audit() if row.outcome == "ditolak"]
    assert [row.object for row in rows] == ["/sumber", f"/kecamatan/{TIMUR} {TIMUR}"]
    assert {row.who for row in rows} == {CAMAT_BARAT.name}


def test_a_head_request_counts_as_its_route(closed_wall_app: Dash, closed_wall_context: WebContext) -> None:
    request_as(closed_wall_app, "HEAD", f"/kecamatan/{BARAT}", ANONYMOUS)
    rows = [row.object for row in closed_wall_context.accounts.list_audit(1)]
    assert rows == ["/kecamatan/{rest:path}"]
