"""The HTTP doors: known answers, kept answers, and plain words where there is nothing to give."""

import gzip

import pytest

from bootstrap import World
from dashboard.app import create_app
from tests.dashboard.web_contexts import MovableTime, Visit, site_of, visitor
from tests.personas import ANGGREK, BARAT, MARIA, TIMUR, YOHANIS

KEPT = [
    "/api/v1/snapshot",
    "/api/v1/wall",
    "/geo/main/areas.json",
    "/geo/main/parents.json",
    "/geo/main/labels.json",
]


def test_the_root_leads_to_the_wall(visit: Visit) -> None:
    answer = visit("/")
    assert (answer.status_code, answer.headers["location"]) == (307, "/layar")


def test_a_living_process_says_so(visit: Visit) -> None:
    assert visit("/healthz").json() == {"status": "ok"}


def test_a_process_with_a_fresh_snapshot_is_ready(visit: Visit) -> None:
    answer = visit("/readyz")
    assert (answer.status_code, answer.json()["status"], answer.json()["stale"]) == (200, "ok", False)


def test_a_process_whose_snapshot_grows_old_is_not(visit: Visit, moving: MovableTime) -> None:
    moving.jump(seconds=90)
    assert visit("/readyz").status_code == 503


@pytest.mark.parametrize("path", KEPT)
def test_what_a_browser_holds_already_is_not_sent_again(visit: Visit, path: str) -> None:
    first = visit(path)
    assert (first.status_code, first.headers["cache-control"]) == (200, "no-cache")
    again = visit(path, if_none_match=first.headers["etag"])
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert visit(path, if_none_match='"another"').status_code == 200


@pytest.mark.parametrize("path", KEPT)
def test_a_body_is_sent_zipped_to_whoever_takes_that(visit: Visit, path: str) -> None:
    plain, zipped = visit(path, accept_encoding="identity"), visit(path, accept_encoding="gzip")
    assert "content-encoding" not in plain.headers
    assert zipped.headers["content-encoding"] == "gzip"
    assert plain.content == zipped.content  # unzipped by the client
    assert int(zipped.headers["content-length"]) == len(gzip.compress(plain.content, mtime=0))


def test_an_answer_carries_the_servers_clock(visit: Visit, moving: MovableTime) -> None:
    told = int(visit("/api/v1/wall").headers["x-server-time"]) / 1000
    assert told == pytest.approx(moving(), abs=5)


@pytest.mark.parametrize(("area", "open_"), [(ANGGREK, 2), (BARAT, 3)])
def test_one_area_is_given_alone(visit: Visit, area: str, open_: int) -> None:
    told = visit(f"/api/v1/snapshot?area={area}").json()
    assert told["totals"]["open"] == open_
    assert all(row["code"].startswith(area) for row in told["areas"])


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
def test_a_question_without_answer_is_told_why(visit: Visit, path: str, status: int, detail: str) -> None:
    answer = visit(path)
    assert (answer.status_code, answer.json()) == (status, {"detail": detail})


@pytest.mark.parametrize("path", ["/api/v1/snapshot", "/api/v1/wall", "/readyz"])
def test_before_the_first_snapshot_a_door_asks_for_patience(quiet_town: World, path: str) -> None:
    site = site_of(quiet_town)
    site.live._current = None
    answer = visitor(create_app(site))(path)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert answer.json() == {"status": "no snapshot yet"}


@pytest.mark.parametrize(
    "path",
    ["/api/v1/snapshot?area=%00", "/api/v1/wall?pada=9999-12-31T23:59:59", "/api/v1/wall?pada=0001-01-01",
     "/geo/main/nothing.json", "/fonts/../../etc/passwd", "/api/v1/nothing", "/_dash-layout?x=%ff"],
)  # fmt: skip
def test_no_question_is_answered_by_a_trace(visit: Visit, path: str) -> None:
    answer = visit(path)
    assert answer.status_code < 500
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "path", [*KEPT, "/layar", "/_dash-layout", "/_dash-dependencies", "/api/v1/wall?pada=2026-11-23T11:00"]
)
def test_no_answer_names_a_reporter(visit: Visit, path: str) -> None:
    answer = visit(path)
    assert answer.status_code == 200
    assert [name for name in (MARIA.name, YOHANIS.name, "rumah kuning") if name in answer.text] == []


def test_the_wall_has_a_view_of_each_kecamatan_and_none_of_what_is_no_area(visit: Visit) -> None:
    whole, barat = visit("/api/v1/wall"), visit(f"/api/v1/wall?lihat={BARAT}")
    assert (whole.json()["view"], barat.json()["view"]) == ("kota", BARAT)
    assert whole.headers["etag"] != barat.headers["etag"]
    assert visit(f"/api/v1/wall?lihat={BARAT}", if_none_match=barat.headers["etag"]).status_code == 304
    assert visit("/api/v1/wall?lihat=99.99").status_code == 404


@pytest.mark.parametrize("shared", ["program", "alerts", "stale_at", "data_as_of", "as_of"])
def test_every_view_has_the_turns_and_interruptions_of_the_whole_city(visit: Visit, shared: str) -> None:
    whole, timur = visit("/api/v1/wall"), visit(f"/api/v1/wall?lihat={TIMUR}")
    assert whole.json()["program"] != [whole.json()["program"][0]]  # something is late in Barat
    assert timur.json()[shared] == whole.json()[shared]


def test_the_screens_lane_answers_as_the_door_behind_it(visit: Visit) -> None:
    lane, door = visit("/api/v1/wall"), visit("/api/v1/wall?lihat=kota")  # a query goes the usual way
    assert lane.content == door.content
    moving = {"x-server-time", "content-length"}
    kept = [{k: v for k, v in answer.headers.items() if k not in moving} for answer in (lane, door)]
    assert kept[0] == kept[1]
    assert visit("/api/v1/wall", if_none_match=lane.headers["etag"]).status_code == 304
