"""Cookies, origins, headers, display tokens and metrics, request by request."""

import re

import pytest
from dash import Dash
from httpx import Response

from dashboard.app import create_app
from dashboard.web.context import WebContext
from dashboard.web.redirects import local_path
from data.core.access import ANONYMOUS
from tests.dashboard.asgi_client import HOST
from tests.dashboard.sign_in import PASSWORD, request_as, session_header, with_changes
from tests.personas import BARAT, CAMAT_BARAT, OPERATOR, WALL_DISPLAY


def post(app: Dash, path: str, headers: dict[str, str] | None = None, **fields: str) -> Response:
    return request_as(app, "POST", path, data=fields, headers=headers or {})


@pytest.fixture
def camat_credentials(closed_wall_context: WebContext) -> dict[str, str]:
    """Return the fields of the camat's sign-in."""
    closed_wall_context.accounts.create_account(CAMAT_BARAT, PASSWORD, must_change=False)
    return {"name": CAMAT_BARAT.name, "password": PASSWORD}


def test_session_cookie_is_host_only_secure_and_http_only(
    closed_wall_app: Dash, camat_credentials: dict[str, str]
) -> None:
    answer = post(closed_wall_app, "/masuk", **camat_credentials, ke="/kecamatan/31.01.01?hari=ini")
    assert (answer.status_code, answer.headers["location"]) == (303, "/kecamatan/31.01.01?hari=ini")
    name, *attributes = answer.headers["set-cookie"].split("; ")
    assert name.startswith("__Host-pantau=")
    assert len(name.removeprefix("__Host-pantau=")) == 43  # 256 bits
    assert {"HttpOnly", "SameSite=lax", "Secure", "Path=/", "Max-Age=43200"} <= set(attributes)


def test_sign_in_without_tls_shows_a_warning(closed_wall_app: Dash) -> None:
    assert "Sambungan ini tidak terlindungi" in request_as(closed_wall_app, "GET", "/masuk").text
    assert "Sambungan ini" not in request_as(closed_wall_app, "GET", f"https://{HOST}/masuk").text


def test_localhost_cookie_needs_no_tls(closed_wall_app: Dash, camat_credentials: dict[str, str]) -> None:
    localhost_origin = {"Origin": "http://localhost"}
    answer = request_as(
        closed_wall_app, "POST", "http://localhost/masuk", data=camat_credentials, headers=localhost_origin
    )
    assert answer.headers["set-cookie"].startswith("pantau=")
    assert "Secure" not in answer.headers["set-cookie"]


REDIRECT_TARGETS = [
    ("/sumber", "/sumber"), ("/layar?pada=2026-11-20T08:00", "/layar?pada=2026-11-20T08:00"),
    ("//jahat.id", ""), ("https://jahat.id", ""), ("/\\jahat.id", ""), ("\\\\jahat.id", ""), ("/\tjahat", ""),
    ("/\r\nSet-Cookie: a=b", ""), ("javascript:alert(1)", ""), ("", ""), ("sumber", ""), ("/masuk", ""),
    ("/masuk?ke=/masuk", ""), ("/" + "a" * 600, ""), ("/a//b", "/a//b"), ("///jahat.id", ""),
]  # fmt: skip


@pytest.mark.parametrize(("target", "expected"), REDIRECT_TARGETS)
def test_sign_in_redirects_to_local_paths_only(target: str, expected: str) -> None:
    assert local_path(target) == expected


CROSS_SITE_HEADERS = [
    {"Origin": "https://jahat.id"}, {"Origin": "null"}, {"Origin": f"http://{HOST}.jahat.id"},
    {"Origin": f"http://{HOST}:8080"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
    {"Origin": f"http://{HOST}", "Sec-Fetch-Site": "cross-site"},
]  # fmt: skip


@pytest.mark.parametrize("headers", CROSS_SITE_HEADERS, ids=str)
@pytest.mark.parametrize(
    "path", ["/masuk", "/keluar", "/akun", "/akun/keluar-semua", "/_dash-update-component"]
)
def test_cross_site_request_is_denied_and_audited(
    closed_wall_app: Dash, closed_wall_context: WebContext, headers: dict[str, str], path: str
) -> None:
    session_headers = session_header(closed_wall_context.accounts, OPERATOR)
    answer = request_as(closed_wall_app, "POST", path, headers={**session_headers, **headers})
    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)
    line = closed_wall_context.accounts.list_audit(1)[0]
    assert (line.who, line.act, line.object) == ("operator.1", "asal permintaan", path)


def test_signing_out_ends_the_session(closed_wall_app: Dash, closed_wall_context: WebContext) -> None:
    session_headers = session_header(closed_wall_context.accounts, OPERATOR)
    assert request_as(closed_wall_app, "GET", "/api/v1/snapshot", headers=session_headers).status_code == 200
    answer = request_as(closed_wall_app, "POST", "/keluar", headers=session_headers)
    assert (answer.status_code, answer.headers["location"]) == (303, "/masuk")
    assert request_as(closed_wall_app, "GET", "/api/v1/snapshot", headers=session_headers).status_code == 401


def test_first_password_opens_only_the_password_change(
    closed_wall_app: Dash, closed_wall_context: WebContext
) -> None:
    first_password = closed_wall_context.accounts.create_account(OPERATOR)
    answer = post(closed_wall_app, "/masuk", name=OPERATOR.name, password=first_password, ke="/sumber")
    assert answer.headers["location"] == "/akun?ke=/sumber"
    cookie = {"Cookie": answer.headers["set-cookie"].split(";")[0]}
    assert request_as(closed_wall_app, "GET", "/api/v1/snapshot", headers=cookie).status_code == 401
    assert (
        request_as(closed_wall_app, "GET", "/sumber", headers=cookie).headers["location"]
        == "/masuk?ke=/sumber"
    )
    assert (
        request_as(closed_wall_app, "GET", "/masuk?ke=/sumber", headers=cookie).headers["location"]
        == "/akun?ke=/sumber"
    )
    new_password = {
        "old": first_password,
        "new": "ikan bakar rica",
        "again": "ikan bakar rica",
        "ke": "/sumber",
    }
    change_response = post(closed_wall_app, "/akun", cookie, **new_password)
    assert (change_response.status_code, change_response.headers["location"]) == (303, "/sumber")
    cookie = {"Cookie": change_response.headers["set-cookie"].split(";")[0]}
    assert request_as(closed_wall_app, "GET", "/api/v1/snapshot", headers=cookie).status_code == 200


REJECTED_CHANGES = [
    ({"again": "lain lagi sekali"}, "tidak sama"), ({"old": "salah sekali ini"}, "sekarang tidak sesuai"),
    ({"new": "pendek", "again": "pendek"}, "paling sedikit 12"),
    ({"new": "camat.barat 1", "again": "camat.barat 1"}, "memuat nama akun"),
    ({"new": PASSWORD, "again": PASSWORD}, "harus berbeda"),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "message"), REJECTED_CHANGES)
def test_rejected_password_change_says_why(
    closed_wall_app: Dash, closed_wall_context: WebContext, wrong: dict[str, str], message: str
) -> None:
    session_headers = session_header(closed_wall_context.accounts, CAMAT_BARAT)
    valid_fields = {"old": PASSWORD, "new": "ikan bakar rica", "again": "ikan bakar rica"}
    answer = post(closed_wall_app, "/akun", session_headers, **{**valid_fields, **wrong})
    assert answer.status_code == 422
    assert message in answer.text


def test_too_many_failures_say_how_long_to_wait(
    closed_wall_app: Dash, camat_credentials: dict[str, str]
) -> None:
    for _ in range(5):
        assert (
            post(
                closed_wall_app, "/masuk", name=camat_credentials["name"], password="salah sekali ini"
            ).status_code
            == 401
        )
    answer = post(closed_wall_app, f"https://{HOST}/masuk", **camat_credentials)
    assert answer.status_code == 429
    assert "Terlalu banyak percobaan. Coba lagi dalam" in answer.text
    assert 1 <= int(answer.headers["retry-after"]) <= 15


def test_account_name_is_escaped_in_the_page(closed_wall_app: Dash) -> None:
    answer = post(closed_wall_app, "/masuk", name='"><script>alert(1)</script>', password="x")
    assert "<script>alert" not in answer.text


def test_oversized_form_is_not_read(closed_wall_app: Dash) -> None:
    assert request_as(closed_wall_app, "POST", "/masuk", content=b"name=" + b"a" * 100_000).status_code == 413


def test_display_token_moves_from_the_address_into_a_cookie(
    closed_wall_app: Dash, closed_wall_context: WebContext
) -> None:
    token = closed_wall_context.accounts.add_display("lobi")
    answer = request_as(closed_wall_app, "GET", f"/layar?layar={token}&pada=2026-11-20T08%3A00")
    assert (answer.status_code, answer.headers["location"]) == (303, "/layar?pada=2026-11-20T08%3A00")
    cookie = {"Cookie": answer.headers["set-cookie"].split(";")[0]}
    for path in ("/layar", "/api/v1/wall", "/geo/main/areas.json", "/api/v1/snapshot"):
        assert request_as(closed_wall_app, "GET", path, headers=cookie).status_code == 200, path
    assert (
        request_as(closed_wall_app, "GET", "/api/v1/snapshot?area=31.01.01", headers=cookie).status_code
        == 403
    )
    closed_wall_context.accounts.revoke_display("lobi")
    denied_page = request_as(closed_wall_app, "GET", "/layar", headers=cookie)
    assert denied_page.status_code == 403
    assert "python -m dashboard displays add" in denied_page.text
    assert 'http-equiv="refresh" content="60"' in denied_page.text


def test_display_token_works_as_a_bearer_token(
    closed_wall_app: Dash, closed_wall_context: WebContext
) -> None:
    bearer = {"Authorization": f"Bearer {closed_wall_context.accounts.add_display('lobi')}"}
    assert request_as(closed_wall_app, "GET", "/api/v1/snapshot", headers=bearer).status_code == 200
    assert (
        request_as(
            closed_wall_app, "GET", "/api/v1/snapshot", headers={"Authorization": "Bearer x"}
        ).status_code
        == 401
    )


def test_unknown_display_token_is_denied_and_not_stored(closed_wall_app: Dash) -> None:
    answer = request_as(closed_wall_app, "GET", "/layar?layar=tebakan")
    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)


@pytest.mark.parametrize("path", ["/masuk", "/layar", "/cara-hitung", "/akun"])
def test_pages_carry_security_headers(closed_wall_app: Dash, path: str) -> None:
    principal = ANONYMOUS if path == "/masuk" else OPERATOR
    headers = request_as(closed_wall_app, "GET", f"https://{HOST}{path}", principal).headers
    policy = headers["content-security-policy"]
    assert "unsafe-eval" not in policy
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["strict-transport-security"] == "max-age=31536000"
    assert headers["cache-control"] == "no-store"


def test_tile_server_is_allowed_by_the_content_security_policy(closed_wall_context: WebContext) -> None:
    tile_settings = closed_wall_context.settings.model_copy(
        update={"tile_url": "https://peta.kota.go.id/{z}/{x}/{y}.png"}
    )
    app = create_app(with_changes(closed_wall_context, settings=tile_settings))
    policy = request_as(app, "GET", "/cara-hitung").headers["content-security-policy"]
    assert re.search(r"img-src [^;]*https://peta\.kota\.go\.id;", policy)


def test_root_redirects_each_role_to_its_home_page(closed_wall_app: Dash) -> None:
    locations = {
        principal: request_as(closed_wall_app, "GET", "/", principal).headers["location"]
        for principal in (ANONYMOUS, OPERATOR, WALL_DISPLAY)
    }
    assert set(locations.values()) == {"/layar"}
    assert request_as(closed_wall_app, "GET", "/", CAMAT_BARAT).headers["location"] == f"/kecamatan/{BARAT}"


def test_metrics_are_for_this_machine_or_for_a_token(
    closed_wall_app: Dash, closed_wall_context: WebContext
) -> None:
    metrics = request_as(closed_wall_app, "GET", "/metrics")
    assert metrics.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert "pantau_snapshot_age_seconds " in metrics.text
    assert 'pantau_requests_total{status="2xx"} ' in metrics.text
    assert {line.split()[2] for line in metrics.text.splitlines() if line.startswith("# TYPE")} == {
        "pantau_requests_total", "pantau_snapshot_held", "pantau_snapshot_age_seconds",
        "pantau_snapshot_revision", "pantau_snapshot_stale",
    }  # fmt: skip
    app = create_app(
        with_changes(
            closed_wall_context,
            settings=closed_wall_context.settings.model_copy(update={"metrics_token": "kunci"}),
        )
    )
    assert request_as(app, "GET", "/metrics").status_code == 401
    assert request_as(app, "GET", "/metrics", headers={"Authorization": "Bearer kunci"}).status_code == 200
