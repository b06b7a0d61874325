"""Cookies, origins, headers, displays and metrics, request by request."""

import re
from dataclasses import replace

import pytest
from dash import Dash
from httpx import Response

from dashboard.app import create_app
from dashboard.web.context import Site
from dashboard.web.redirects import local
from data.core.access import NOBODY
from tests.dashboard.asgi_client import HOST
from tests.dashboard.sign_in import PASSWORD, ask, header_of
from tests.personas import BARAT, CAMAT_BARAT, OPERATOR, SCREEN


def post(app: Dash, path: str, headers: dict[str, str] | None = None, **fields: str) -> Response:
    return ask(app, "POST", path, data=fields, headers=headers or {})


@pytest.fixture
def camat(closed_site: Site) -> dict[str, str]:
    """What the camat types."""
    closed_site.accounts.add(CAMAT_BARAT, PASSWORD, must_change=False)
    return {"name": CAMAT_BARAT.name, "password": PASSWORD}


def test_the_cookie_is_for_this_host_by_tls_and_for_no_script(closed: Dash, camat: dict[str, str]) -> None:
    answer = post(closed, "/masuk", **camat, ke="/kecamatan/31.01.01?hari=ini")
    assert (answer.status_code, answer.headers["location"]) == (303, "/kecamatan/31.01.01?hari=ini")
    name, *rest = answer.headers["set-cookie"].split("; ")
    assert name.startswith("__Host-pantau=")
    assert len(name.removeprefix("__Host-pantau=")) == 43  # 256 bits
    assert {"HttpOnly", "SameSite=lax", "Secure", "Path=/", "Max-Age=43200"} <= set(rest)


def test_a_plain_connection_that_cannot_keep_the_cookie_says_so(closed: Dash) -> None:
    assert "Sambungan ini tidak terlindungi" in ask(closed, "GET", "/masuk").text
    assert "Sambungan ini" not in ask(closed, "GET", f"https://{HOST}/masuk").text


def test_on_this_machine_the_cookie_goes_without_tls(closed: Dash, camat: dict[str, str]) -> None:
    here = {"Origin": "http://localhost"}
    answer = ask(closed, "POST", "http://localhost/masuk", data=camat, headers=here)
    assert answer.headers["set-cookie"].startswith("pantau=")
    assert "Secure" not in answer.headers["set-cookie"]


LOCAL = [
    ("/sumber", "/sumber"), ("/layar?pada=2026-11-20T08:00", "/layar?pada=2026-11-20T08:00"),
    ("//jahat.id", ""), ("https://jahat.id", ""), ("/\\jahat.id", ""), ("\\\\jahat.id", ""), ("/\tjahat", ""),
    ("/\r\nSet-Cookie: a=b", ""), ("javascript:alert(1)", ""), ("", ""), ("sumber", ""), ("/masuk", ""),
    ("/masuk?ke=/masuk", ""), ("/" + "a" * 600, ""), ("/a//b", "/a//b"), ("///jahat.id", ""),
]  # fmt: skip


@pytest.mark.parametrize(("wanted", "taken"), LOCAL)
def test_the_sign_in_leads_to_addresses_of_our_own_only(wanted: str, taken: str) -> None:
    assert local(wanted) == taken


ELSEWHERE = [
    {"Origin": "https://jahat.id"}, {"Origin": "null"}, {"Origin": f"http://{HOST}.jahat.id"},
    {"Origin": f"http://{HOST}:8080"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
    {"Origin": f"http://{HOST}", "Sec-Fetch-Site": "cross-site"},
]  # fmt: skip


@pytest.mark.parametrize("headers", ELSEWHERE, ids=str)
@pytest.mark.parametrize(
    "path", ["/masuk", "/keluar", "/akun", "/akun/keluar-semua", "/_dash-update-component"]
)
def test_what_another_sites_page_sends_is_refused(
    closed: Dash, closed_site: Site, headers: dict[str, str], path: str
) -> None:
    signed_in = header_of(closed_site.accounts, OPERATOR)
    answer = ask(closed, "POST", path, headers={**signed_in, **headers})
    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)
    line = closed_site.accounts.audit(1)[0]
    assert (line.who, line.act, line.object) == ("operator.1", "asal permintaan", path)


def test_a_session_given_up_is_over(closed: Dash, closed_site: Site) -> None:
    signed_in = header_of(closed_site.accounts, OPERATOR)
    assert ask(closed, "GET", "/api/v1/snapshot", headers=signed_in).status_code == 200
    answer = ask(closed, "POST", "/keluar", headers=signed_in)
    assert (answer.status_code, answer.headers["location"]) == (303, "/masuk")
    assert ask(closed, "GET", "/api/v1/snapshot", headers=signed_in).status_code == 401


def test_with_a_first_password_nothing_opens_but_its_change(closed: Dash, closed_site: Site) -> None:
    first = closed_site.accounts.add(OPERATOR)
    answer = post(closed, "/masuk", name=OPERATOR.name, password=first, ke="/sumber")
    assert answer.headers["location"] == "/akun?ke=/sumber"
    cookie = {"Cookie": answer.headers["set-cookie"].split(";")[0]}
    assert ask(closed, "GET", "/api/v1/snapshot", headers=cookie).status_code == 401
    assert ask(closed, "GET", "/sumber", headers=cookie).headers["location"] == "/masuk?ke=/sumber"
    assert ask(closed, "GET", "/masuk?ke=/sumber", headers=cookie).headers["location"] == "/akun?ke=/sumber"
    new = {"old": first, "new": "ikan bakar rica", "again": "ikan bakar rica", "ke": "/sumber"}
    changed = post(closed, "/akun", cookie, **new)
    assert (changed.status_code, changed.headers["location"]) == (303, "/sumber")
    cookie = {"Cookie": changed.headers["set-cookie"].split(";")[0]}
    assert ask(closed, "GET", "/api/v1/snapshot", headers=cookie).status_code == 200


CHANGES = [
    ({"again": "lain lagi sekali"}, "tidak sama"), ({"old": "salah sekali ini"}, "sekarang tidak sesuai"),
    ({"new": "pendek", "again": "pendek"}, "paling sedikit 12"),
    ({"new": "camat.barat 1", "again": "camat.barat 1"}, "memuat nama akun"),
    ({"new": PASSWORD, "again": PASSWORD}, "harus berbeda"),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "told"), CHANGES)
def test_a_change_that_is_not_taken_says_why(
    closed: Dash, closed_site: Site, wrong: dict[str, str], told: str
) -> None:
    signed_in = header_of(closed_site.accounts, CAMAT_BARAT)
    good = {"old": PASSWORD, "new": "ikan bakar rica", "again": "ikan bakar rica"}
    answer = post(closed, "/akun", signed_in, **{**good, **wrong})
    assert answer.status_code == 422
    assert told in answer.text


def test_too_many_failures_are_told_with_how_long(closed: Dash, camat: dict[str, str]) -> None:
    for _ in range(5):
        assert post(closed, "/masuk", name=camat["name"], password="salah sekali ini").status_code == 401
    answer = post(closed, f"https://{HOST}/masuk", **camat)
    assert answer.status_code == 429
    assert "Terlalu banyak percobaan. Coba lagi dalam" in answer.text
    assert 1 <= int(answer.headers["retry-after"]) <= 15


def test_a_name_is_written_into_the_page_as_text_only(closed: Dash) -> None:
    answer = post(closed, "/masuk", name='"><script>alert(1)</script>', password="x")
    assert "<script>alert" not in answer.text


def test_a_form_without_end_is_not_read(closed: Dash) -> None:
    assert ask(closed, "POST", "/masuk", content=b"name=" + b"a" * 100_000).status_code == 401


def test_a_displays_token_leaves_the_address_and_stays_in_a_cookie(closed: Dash, closed_site: Site) -> None:
    token = closed_site.accounts.add_display("lobi")
    answer = ask(closed, "GET", f"/layar?layar={token}&pada=2026-11-20T08%3A00")
    assert (answer.status_code, answer.headers["location"]) == (303, "/layar?pada=2026-11-20T08%3A00")
    cookie = {"Cookie": answer.headers["set-cookie"].split(";")[0]}
    for path in ("/layar", "/api/v1/wall", "/geo/main/areas.json", "/api/v1/snapshot"):
        assert ask(closed, "GET", path, headers=cookie).status_code == 200, path
    assert ask(closed, "GET", "/api/v1/snapshot?area=31.01.01", headers=cookie).status_code == 403
    closed_site.accounts.revoke_display("lobi")
    refused = ask(closed, "GET", "/layar", headers=cookie)
    assert refused.status_code == 403
    assert "python -m dashboard displays add" in refused.text
    assert 'http-equiv="refresh" content="60"' in refused.text


def test_a_program_shows_a_displays_token_as_bearer(closed: Dash, closed_site: Site) -> None:
    bearer = {"Authorization": f"Bearer {closed_site.accounts.add_display('lobi')}"}
    assert ask(closed, "GET", "/api/v1/snapshot", headers=bearer).status_code == 200
    assert ask(closed, "GET", "/api/v1/snapshot", headers={"Authorization": "Bearer x"}).status_code == 401


def test_a_token_that_is_none_gives_nothing_and_stays_nowhere(closed: Dash) -> None:
    answer = ask(closed, "GET", "/layar?layar=tebakan")
    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)


@pytest.mark.parametrize("path", ["/masuk", "/layar", "/cara-hitung", "/akun"])
def test_a_page_comes_with_what_browsers_may_do_with_it(closed: Dash, path: str) -> None:
    who = NOBODY if path == "/masuk" else OPERATOR
    headers = ask(closed, "GET", f"https://{HOST}{path}", who).headers
    policy = headers["content-security-policy"]
    assert "unsafe-eval" not in policy
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["strict-transport-security"] == "max-age=31536000"
    assert headers["cache-control"] == "no-store"


def test_a_street_maps_server_is_let_in_by_the_policy(closed_site: Site) -> None:
    tiles = replace(closed_site.settings, tile_url="https://peta.kota.go.id/{z}/{x}/{y}.png")
    app = create_app(replace(closed_site, settings=tiles))
    policy = ask(app, "GET", "/cara-hitung").headers["content-security-policy"]
    assert re.search(r"img-src [^;]*https://peta\.kota\.go\.id;", policy)


def test_the_root_leads_each_to_their_own(closed: Dash) -> None:
    found = {who: ask(closed, "GET", "/", who).headers["location"] for who in (NOBODY, OPERATOR, SCREEN)}
    assert set(found.values()) == {"/layar"}
    assert ask(closed, "GET", "/", CAMAT_BARAT).headers["location"] == f"/kecamatan/{BARAT}"


def test_metrics_are_for_this_machine_or_for_a_token(closed: Dash, closed_site: Site) -> None:
    told = ask(closed, "GET", "/metrics")
    assert told.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert "pantau_snapshot_age_seconds " in told.text
    assert 'pantau_requests_total{status="2xx"} ' in told.text
    app = create_app(replace(closed_site, settings=replace(closed_site.settings, metrics_token="kunci")))
    assert ask(app, "GET", "/metrics").status_code == 401
    assert ask(app, "GET", "/metrics", headers={"Authorization": "Bearer kunci"}).status_code == 200
