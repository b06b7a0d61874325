"""``/tinjauan`` over HTTP: what comes first, the list behind a number alone, and the freezing of a pack."""

from pathlib import Path

import pytest
from dash import Dash
from starlette.responses import HTMLResponse

from bootstrap import AppContext
from dashboard.app import create_app
from dashboard.web.page_stream import SLOW_PART, stream_page
from data.core.access import Principal
from tests.dashboard.asgi_client import run_in_own_loop
from tests.dashboard.office_pages import get_as, open_city_at_work, web_context_of
from tests.dashboard.sign_in import request_as
from tests.personas import CAMAT_BARAT, DEPUTY_MAYOR, OPERATOR

PERIOD = "dari=2026-11-22T00:00&sampai=2026-11-23T12:00"
PAGE, LIST, FREEZE = "/tinjauan", "/tinjauan/rincian", "/tinjauan/paket"


@pytest.fixture
def app_context(tmp_path: Path) -> AppContext:
    return open_city_at_work(tmp_path)


@pytest.fixture
def app(app_context: AppContext) -> Dash:
    """Return the app of the test city at Monday noon: six reports, two of them closed."""
    return create_app(web_context_of(app_context))


def test_the_shell_is_sent_before_the_slow_part_is_built() -> None:
    built: list[str] = []
    page = HTMLResponse(f"<h1>Tinjauan</h1>{SLOW_PART}<footer></footer>")
    response = stream_page(page, lambda: built.append("built") or "<p>12</p>")  # type: ignore[func-returns-value]

    async def parts() -> list[tuple[bytes | str | memoryview, list[str]]]:
        return [(part, list(built)) async for part in response.body_iterator]

    first, second = run_in_own_loop(parts())
    assert first == (b"<h1>Tinjauan</h1>", [])
    assert second == (b"<p>12</p><footer></footer>", ["built"])


def test_a_failing_part_leaves_a_whole_page_and_is_raised() -> None:
    def fail() -> str:
        raise RuntimeError("no figures")

    response, sent = stream_page(HTMLResponse(f"<main>{SLOW_PART}</main>"), fail), list[object]()

    async def parts() -> None:
        async for part in response.body_iterator:
            sent.append(part)

    with pytest.raises(RuntimeError, match="no figures"):
        run_in_own_loop(parts())
    assert 'role="alert"' in str(sent[-1])
    assert str(sent[-1]).endswith("</main>'")


def test_the_list_behind_a_number_is_in_the_page_and_alone(app: Dash) -> None:
    page = get_as(app, f"{PAGE}?{PERIOD}&rinci=closed", DEPUTY_MAYOR).text
    alone = get_as(app, f"{LIST}?{PERIOD}&rinci=closed", DEPUTY_MAYOR).text
    assert alone.strip() in page
    assert "2 laporan, semuanya tampil." in alone
    assert "<html" not in alone
    assert "Rincian yang diminta tidak ada." in get_as(app, f"{LIST}?{PERIOD}&rinci=rahasia").text


@pytest.mark.parametrize("revision", ["x", "-1", "9" * 40])
def test_a_list_of_no_revision_is_refused(app: Dash, revision: str) -> None:
    answer = get_as(app, f"{LIST}?{PERIOD}&rinci=closed&revisi={revision}")
    assert (answer.status_code, "Rincian yang diminta tidak ada." in answer.text) == (200, True)


def test_a_freeze_leads_back_to_the_page_which_names_the_pack(app: Dash) -> None:
    form = {"dari": "2026-11-22T00:00", "sampai": "2026-11-23T12:00", "judul": "Rapat"}
    answer = request_as(app, "POST", FREEZE, DEPUTY_MAYOR, data=form)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/tinjauan?{PERIOD}&beku=1#paket"
    page = get_as(app, answer.headers["location"].partition("#")[0], DEPUTY_MAYOR).text
    assert 'href="?paket=1">paket 1</a>' in page
    again = request_as(app, "POST", FREEZE, DEPUTY_MAYOR, data={"paket": "1"})
    assert again.headers["location"] == "/tinjauan?paket=1&beku=sudah#paket"
    assert "sudah merupakan paket yang dibekukan" in get_as(app, "/tinjauan?paket=1&beku=sudah").text


@pytest.mark.parametrize(("principal", "status"), [(CAMAT_BARAT, 403), (OPERATOR, 303)])
def test_freezing_needs_its_permission(app: Dash, principal: Principal, status: int) -> None:
    assert request_as(app, "POST", FREEZE, principal, data={"judul": "x"}).status_code == status
