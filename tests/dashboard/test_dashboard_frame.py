"""The frame: every property of every part, a pure function of the snapshot."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import orjson
import pytest

from bootstrap import World
from dashboard.app import maps
from dashboard.pages.wall import ids
from dashboard.pages.wall.layout import layout
from dashboard.pages.wall.view import frame, props
from dashboard.web.context import Site
from dashboard.web.frames import whole_city
from data.core.snapshot.snapshot import Snapshot, stale_at
from tests.dashboard.components import walk, words
from tests.dashboard.web_contexts import site_of
from tests.personas import MARIA, MONDAY_NOON, YOHANIS


@pytest.fixture
def site(busy_town: World) -> Site:
    return site_of(busy_town)


def pulls(*late_after_minutes: float | None) -> list[dict[str, Any]]:
    moments = [None if m is None else MONDAY_NOON + timedelta(minutes=m) for m in late_after_minutes]
    return [{"late_at": moment} for moment in moments]


@pytest.mark.parametrize(
    ("changed", "minutes"),
    [
        ({"pulls": pulls(3)}, 3),
        ({"pulls": pulls(9, 3, None)}, 3),
        ({"pulls": pulls(None)}, None),
        ({"pulls": pulls(3), "historical": True}, None),
        ({"pulls": pulls(3), "stale": True, "data_as_of": MONDAY_NOON - timedelta(minutes=7)}, -7),
        ({"pulls": pulls(None), "stale": True, "data_as_of": None}, 0),
    ],
)
def test_the_screen_knows_itself_when_it_will_be_too_old(
    snapshot: Snapshot, changed: dict[str, Any], minutes: float | None
) -> None:
    usual = {"as_of": MONDAY_NOON, "data_as_of": MONDAY_NOON, "stale": False}
    moment = stale_at(replace(snapshot, **{**usual, **changed}))
    assert moment == (None if minutes is None else MONDAY_NOON + timedelta(minutes=minutes))


def test_equal_snapshots_give_equal_bytes(site: Site, snapshot: Snapshot) -> None:
    assert frame(whole_city(snapshot), site.framing) == frame(whole_city(snapshot), site.framing)


def test_every_part_that_is_set_exists_in_the_layout(site: Site, snapshot: Snapshot) -> None:
    made = {getattr(part, "id", None) for part in walk(layout(maps(site)))}
    assert set(props(whole_city(snapshot), site.framing)) <= made


def test_every_figure_of_the_snapshot_is_on_the_wall(site: Site, snapshot: Snapshot) -> None:
    parts = props(whole_city(snapshot), site.framing)
    figures = [words(parts[name]["children"]).split()[-1] for name in ids.TOTALS]
    assert figures == ["2", "1", "8", "5", "0"]  # its one closing has no known time, so it is nobody's today
    assert parts[ids.RECONCILIATION]["children"].startswith(
        "8 belum selesai = 6 di peta + 1 tanpa lokasi + 1 "
    )


def test_a_sensitive_report_counts_without_point_and_without_kelurahan(
    site: Site, snapshot: Snapshot
) -> None:
    parts = props(whole_city(snapshot), site.framing)
    marked = [*parts["wall-main-dots"]["data"]["features"], *parts["wall-main-marks"]["data"]["features"]]
    assert len(marked) == 5
    [row] = [row for row in parts[ids.TIMERS_NEXT]["children"] if "Narkoba" in words(row)]
    assert words(row).startswith("Narkoba Timur")
    assert "Delima" not in words(row)


@pytest.mark.parametrize("word", [MARIA.name, YOHANIS.name, "Maria", "rumah kuning"])
def test_nobody_is_named_and_nothing_said_is_shown(site: Site, snapshot: Snapshot, word: str) -> None:
    assert word.encode() not in frame(whole_city(snapshot), site.framing).body


def test_a_city_without_deadlines_shows_what_came_in(site: Site, snapshot: Snapshot) -> None:
    free = replace(snapshot, timers=[], totals={**snapshot.totals, "no_target": snapshot.totals["open"]})
    parts = props(whole_city(free), site.framing)
    assert words(parts[ids.TIMERS_NEXT_HEAD]["children"]) == "Laporan terbaru tanpa batas waktu"
    assert parts[ids.TIMERS_LATE]["children"] == []
    assert len(parts[ids.TIMERS_NEXT]["children"]) == len(snapshot.events)


def test_a_city_with_nothing_open_says_that_nothing_is_late(site: Site, snapshot: Snapshot) -> None:
    done = replace(
        snapshot, timers=[], totals={**dict.fromkeys(snapshot.totals, 0), "usual_new_by_now": None}
    )
    parts = props(whole_city(done), site.framing)
    assert words(parts[ids.TIMERS_LATE_HEAD]["children"]) == "Melewati batas waktu tidak ada"


def test_before_the_first_data_no_list_claims_anything(site: Site, snapshot: Snapshot) -> None:
    parts = props(whole_city(replace(snapshot, data_as_of=None, timers=[])), site.framing)
    assert words(parts[ids.TIMERS_NEXT_HEAD]["children"]) == "Batas waktu belum ada data"
    assert parts[ids.RECONCILIATION]["children"] == "Belum ada data"


def test_the_frame_is_plain_json_with_moments_in_milliseconds(site: Site, snapshot: Snapshot) -> None:
    told = orjson.loads(frame(whole_city(snapshot), site.framing).body)
    assert told["as_of"] == int(snapshot.as_of.timestamp() * 1000)
    assert (told["timezone"], told["zone"], told["historical"]) == ("Asia/Makassar", "WITA", False)
