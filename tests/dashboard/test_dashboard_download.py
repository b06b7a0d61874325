"""Rejected rows leave by ``/sumber/ditolak.csv``, for those who keep the sources; no cell is a formula."""

import asyncio
import csv
import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest
from starlette.requests import Request
from starlette.responses import Response

from bootstrap import World
from dashboard.app import create_app
from dashboard.pages.sources.routes import rejected_rows
from dashboard.pages.sources.view import DOWNLOAD
from dashboard.web.authorization import ASKING, RefusedError
from data.core.access import Role, Who
from tests.builders import qlue_row
from tests.dashboard.web_contexts import site_of
from tests.personas import BARAT
from tests.pulls import pull_rows

BAD = qlue_row(7, post_date="kemarin", post_desc='=HYPERLINK("http://x")', post_title="+62 431")


@pytest.fixture
def asking() -> Iterator[None]:
    """Whoever asks is forgotten after the test."""
    before = ASKING.set(Who("", Role.NOBODY))
    yield
    ASKING.reset(before)


def ask(world: World, who: Who, query: str = "") -> Response:
    ASKING.set(who)
    request = Request({"type": "http", "query_string": query.encode(), "headers": [], "path": DOWNLOAD})
    with ThreadPoolExecutor(1) as pool:  # a browser test before it may have left its loop in this thread
        return pool.submit(copy_context().run, asyncio.run, _answer(world, request)).result()


async def _answer(world: World, request: Request) -> Response:
    return await rejected_rows(site_of(world))(request)


def test_an_operator_gets_each_row_with_its_reason(quiet_town: World, asking: None) -> None:
    pull_rows(quiet_town, qlue_row(1), BAD)
    answer = ask(quiet_town, Who("ani", Role.OPERATOR), "sumber=qlue")
    [row] = csv.DictReader(io.StringIO(bytes(answer.body).decode("utf-8-sig")), delimiter=";")
    assert answer.headers["content-disposition"] == 'attachment; filename="ditolak.csv"'
    assert (row["source"], row["requested_datetime"]) == ("qlue", "kemarin")
    assert "is not a time" in row["reason"]
    assert "Maria" not in bytes(answer.body).decode()


def test_no_cell_becomes_a_formula(quiet_town: World, asking: None) -> None:
    pull_rows(quiet_town, BAD)
    body = bytes(ask(quiet_town, Who("ani", Role.OPERATOR)).body).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(body), delimiter=";") for cell in row]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OPERATOR])
def test_nobody_else_does(quiet_town: World, asking: None, role: Role) -> None:
    with pytest.raises(RefusedError):
        ask(quiet_town, Who("x", role, BARAT))


def test_a_source_that_the_city_has_not_is_not_found(quiet_town: World, asking: None) -> None:
    assert ask(quiet_town, Who("ani", Role.OPERATOR), "sumber=lain").status_code == 404


def test_the_app_has_the_door(quiet_town: World) -> None:
    routes = create_app(site_of(quiet_town)).server.routes
    assert DOWNLOAD in [getattr(route, "path", "") for route in routes]
