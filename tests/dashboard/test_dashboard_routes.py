"""The JSON routes: responses, ETags, views, and messages for wrong requests."""

import gzip

import pytest

from bootstrap import AppContext
from dashboard.app import create_app
from data.lib.payload import COMPRESSION
from tests.dashboard.web_contexts import HttpGet, MovableClock, http_getter, web_context_of
from tests.personas import ANGGREK, BARAT, MARIA, TIMUR, YOHANIS

CACHED_PATHS = [
    "/api/v1/snapshot",
    "/api/v1/wall",
    "/geo/main/areas.json",
    "/geo/main/parents.json",
    "/geo/main/labels.json",
]


def test_root_redirects_to_the_wall(http_get: HttpGet) -> None:
    answer = http_get("/")
    assert (answer.status_code, answer.headers["location"]) == (307, "/layar")


def test_healthz_answers_ok(http_get: HttpGet) -> None:
    assert http_get("/healthz").json() == {"status": "ok"}


def test_readyz_answers_ok_with_a_fresh_snapshot(http_get: HttpGet) -> None:
    answer = http_get("/readyz")
    assert (answer.status_code, answer.json()["status"], answer.json()["stale"]) == (200, "ok", False)


def test_readyz_answers_503_with_an_old_snapshot(http_get: HttpGet, movable_clock: MovableClock) -> None:
    movable_clock.jump(seconds=90)
    assert http_get("/readyz").status_code == 503


def test_readyz_answers_503_with_a_snapshot_ahead_of_the_clock(
    http_get: HttpGet, movable_clock: MovableClock
) -> None:
    """Kind: time is not trusted. A snapshot 40 days ahead had a negative age, and was fresh."""
    movable_clock.jump(days=-40)
    answer = http_get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (503, "snapshot is ahead of the clock")
    assert answer.json()["age_seconds"] > 0


@pytest.mark.parametrize("path", CACHED_PATHS)
def test_matching_etag_answers_304(http_get: HttpGet, path: str) -> None:
    first = http_get(path)
    assert (first.status_code, first.headers["cache-control"]) == (200, "no-cache")
    cached = http_get(path, if_none_match=first.headers["etag"])
    assert (cached.status_code, cached.content, cached.headers["etag"]) == (304, b"", first.headers["etag"])
    assert http_get(path, if_none_match='"another"').status_code == 200


@pytest.mark.parametrize("path", CACHED_PATHS)
def test_body_is_compressed_where_the_client_accepts_gzip(http_get: HttpGet, path: str) -> None:
    plain, zipped = http_get(path, accept_encoding="identity"), http_get(path, accept_encoding="gzip")
    assert "content-encoding" not in plain.headers
    assert zipped.headers["content-encoding"] == "gzip"
    assert plain.content == zipped.content  # unzipped by the client
    assert int(zipped.headers["content-length"]) == len(gzip.compress(plain.content, COMPRESSION, mtime=0))


def test_response_carries_the_server_time(http_get: HttpGet, movable_clock: MovableClock) -> None:
    server_seconds = int(http_get("/api/v1/wall").headers["x-server-time"]) / 1000
    assert server_seconds == pytest.approx(movable_clock(), abs=5)


@pytest.mark.parametrize(("area", "open_"), [(ANGGREK, 2), (BARAT, 3)])
def test_snapshot_can_be_limited_to_one_area(http_get: HttpGet, area: str, open_: int) -> None:
    snapshot = http_get(f"/api/v1/snapshot?area={area}").json()
    assert snapshot["totals"]["open"] == open_
    assert all(row["code"].startswith(area) for row in snapshot["areas"])


@pytest.mark.parametrize(
    ("path", "status", "detail"),
    [
        ("/api/v1/snapshot?area=99.99", 404, "no area 99.99"),
        ("/api/v1/wall?pada=kemarin", 422, "pada: a time such as 2026-11-24T08:00"),
        ("/api/v1/wall?pada=2026-13-01", 422, "pada: a time such as 2026-11-24T08:00"),
        ("/api/v1/wall?pada=0001-01-01", 422, "pada: a time such as 2026-11-24T08:00"),
        ("/nowhere", 404, "Not Found"),
    ],
)
def test_invalid_query_says_why(http_get: HttpGet, path: str, status: int, detail: str) -> None:
    answer = http_get(path)
    assert (answer.status_code, answer.json()) == (status, {"detail": detail})


@pytest.mark.parametrize("path", ["/api/v1/snapshot", "/api/v1/wall", "/readyz"])
def test_routes_answer_503_before_the_first_snapshot(empty_city: AppContext, path: str) -> None:
    web_context = web_context_of(empty_city)
    web_context.live_board._current = None
    answer = http_getter(create_app(web_context))(path)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert answer.json() == {"status": "no snapshot yet"}


@pytest.mark.parametrize(
    "path",
    ["/api/v1/snapshot?area=%00", "/api/v1/wall?pada=9999-12-31T23:59:59", "/api/v1/wall?pada=0001-01-01",
     "/geo/main/nothing.json", "/fonts/../../etc/passwd", "/api/v1/nothing", "/_dash-layout?x=%ff"],
)  # fmt: skip
def test_malformed_requests_never_show_a_traceback(http_get: HttpGet, path: str) -> None:
    answer = http_get(path)
    assert answer.status_code < 500
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "path",
    [*CACHED_PATHS, "/layar", "/_dash-layout", "/_dash-dependencies", "/api/v1/wall?pada=2026-11-23T11:00"],
)
def test_no_response_names_a_reporter(http_get: HttpGet, path: str) -> None:
    answer = http_get(path)
    assert answer.status_code == 200
    assert [name for name in (MARIA.name, YOHANIS.name, "rumah kuning") if name in answer.text] == []


def test_wall_has_a_view_of_each_kecamatan_and_404_for_unknown_areas(http_get: HttpGet) -> None:
    city_view, kecamatan_view = http_get("/api/v1/wall"), http_get(f"/api/v1/wall?lihat={BARAT}")
    assert (city_view.json()["view"], kecamatan_view.json()["view"]) == ("kota", BARAT)
    assert city_view.headers["etag"] != kecamatan_view.headers["etag"]
    assert (
        http_get(f"/api/v1/wall?lihat={BARAT}", if_none_match=kecamatan_view.headers["etag"]).status_code
        == 304
    )
    assert http_get("/api/v1/wall?lihat=99.99").status_code == 404


@pytest.mark.parametrize("shared", ["program", "alerts", "stale_at", "data_as_of", "as_of"])
def test_every_view_shares_the_rotation_and_alerts_of_the_city(http_get: HttpGet, shared: str) -> None:
    city_view, kecamatan_view = http_get("/api/v1/wall"), http_get(f"/api/v1/wall?lihat={TIMUR}")
    assert city_view.json()["program"] != [city_view.json()["program"][0]]  # something is late in Barat
    assert kecamatan_view.json()[shared] == city_view.json()[shared]


def test_fast_path_answers_as_the_regular_route(http_get: HttpGet) -> None:
    fast_path, regular = (
        http_get("/api/v1/wall"),
        http_get("/api/v1/wall?lihat=kota"),
    )  # with a query the fast path is not used
    assert fast_path.content == regular.content
    changing_headers = {"x-server-time", "content-length"}
    stable_headers = [
        {name: value for name, value in answer.headers.items() if name not in changing_headers}
        for answer in (fast_path, regular)
    ]
    assert stable_headers[0] == stable_headers[1]
    assert http_get("/api/v1/wall", if_none_match=fast_path.headers["etag"]).status_code == 304
