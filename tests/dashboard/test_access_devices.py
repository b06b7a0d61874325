"""The cookie of a known device, request by request, and the earlier session of a browser."""

import pytest
from dash import Dash
from httpx import Response

from bootstrap import open_app_context
from dashboard.web.context import WebContext
from tests.builders import settings, write_city
from tests.dashboard.asgi_client import HOST
from tests.dashboard.sign_in import PASSWORD, request_as
from tests.personas import CAMAT_BARAT

SIGN_IN_URL = f"https://{HOST}/masuk"


def sign_in(app: Dash, cookies: dict[str, str], password: str = PASSWORD) -> Response:
    header = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    fields = {"name": CAMAT_BARAT.name, "password": password}
    return request_as(app, "POST", SIGN_IN_URL, data=fields, headers=header)


@pytest.fixture
def cookies(closed_wall_app: Dash, closed_wall_context: WebContext) -> dict[str, str]:
    """Return the cookies of a browser that has signed in, over TLS."""
    closed_wall_context.accounts.create_account(CAMAT_BARAT, PASSWORD, must_change=False)
    answer = sign_in(closed_wall_app, {})
    assert answer.status_code == 303
    return dict(answer.cookies)


def test_the_devices_cookie_is_for_years_and_no_script_reads_it(
    closed_wall_app: Dash, cookies: dict[str, str]
) -> None:
    assert set(cookies) == {"__Host-pantau", "__Host-pantau_perangkat", "__Host-pantau_tema"}
    set_cookie = sign_in(closed_wall_app, cookies).headers.get_list("set-cookie")[1]
    name, *attributes = set_cookie.split("; ")
    assert name.startswith("__Host-pantau_perangkat=")
    assert CAMAT_BARAT.name not in name
    assert set(attributes) == {"HttpOnly", "SameSite=lax", "Secure", "Path=/", "Max-Age=34560000"}


def test_strangers_lock_only_strangers_out(closed_wall_app: Dash, cookies: dict[str, str]) -> None:
    device = {name: value for name, value in cookies.items() if name.endswith("perangkat")}
    assert [sign_in(closed_wall_app, {}, "salah sekali ini").status_code for _ in range(6)] == [401] * 5 + [
        429
    ]
    assert sign_in(closed_wall_app, {}).status_code == 429
    assert sign_in(closed_wall_app, device).status_code == 303


def test_the_cookie_stays_after_sign_out_and_gives_no_access(
    closed_wall_app: Dash, cookies: dict[str, str]
) -> None:
    header = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    answer = request_as(closed_wall_app, "POST", f"https://{HOST}/keluar", headers=header)
    assert not any("perangkat" in line for line in answer.headers.get_list("set-cookie"))
    device = {"Cookie": f"__Host-pantau_perangkat={cookies['__Host-pantau_perangkat']}"}
    assert (
        request_as(closed_wall_app, "GET", f"https://{HOST}/api/v1/snapshot", headers=device).status_code
        == 401
    )


def test_the_earlier_session_of_the_browser_ends(closed_wall_app: Dash, cookies: dict[str, str]) -> None:
    snapshot_url = f"https://{HOST}/akun"
    earlier = {"Cookie": f"__Host-pantau={cookies['__Host-pantau']}"}
    assert request_as(closed_wall_app, "GET", snapshot_url, headers=earlier).status_code == 200
    assert sign_in(closed_wall_app, cookies).status_code == 303
    assert request_as(closed_wall_app, "GET", snapshot_url, headers=earlier).status_code == 303


def test_each_process_of_a_board_knows_the_devices_of_the_others(tmp_path) -> None:
    write_city(tmp_path)
    seals = [open_app_context(settings(tmp_path)).accounts.devices._seal("perangkat") for _ in range(2)]
    assert seals[0] == seals[1]
