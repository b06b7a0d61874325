"""The wall's frame: properties of all components, a pure function of the snapshot."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import orjson
import pytest

from bootstrap import AppContext
from dashboard.app import wall_maps
from dashboard.pages.wall import ids
from dashboard.pages.wall.layout import layout
from dashboard.pages.wall.view import component_props, render_frame
from dashboard.web.context import WebContext
from dashboard.web.frames import city_view
from data.core.snapshot.snapshot import Snapshot, stale_at
from tests.dashboard.components import visible_text, walk
from tests.dashboard.web_contexts import web_context_of
from tests.personas import MARIA, MONDAY_NOON, YOHANIS


@pytest.fixture
def web_context(busy_city: AppContext) -> WebContext:
    return web_context_of(busy_city)


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
def test_the_frame_states_when_its_data_becomes_stale(
    snapshot: Snapshot, changed: dict[str, Any], minutes: float | None
) -> None:
    defaults = {"as_of": MONDAY_NOON, "data_as_of": MONDAY_NOON, "stale": False}
    moment = stale_at(replace(snapshot, **{**defaults, **changed}))
    assert moment == (None if minutes is None else MONDAY_NOON + timedelta(minutes=minutes))


def test_equal_snapshots_give_equal_bytes(web_context: WebContext, snapshot: Snapshot) -> None:
    assert render_frame(city_view(snapshot), web_context.frame_config) == render_frame(
        city_view(snapshot), web_context.frame_config
    )


def test_every_component_id_of_the_frame_exists_in_the_layout(
    web_context: WebContext, snapshot: Snapshot
) -> None:
    layout_ids = {getattr(part, "id", None) for part in walk(layout(wall_maps(web_context)))}
    assert set(component_props(city_view(snapshot), web_context.frame_config)) <= layout_ids


def test_every_figure_of_the_snapshot_is_on_the_wall(web_context: WebContext, snapshot: Snapshot) -> None:
    parts = component_props(city_view(snapshot), web_context.frame_config)
    figures = [visible_text(parts[name]["children"]).split()[-1] for name in ids.TOTALS]
    assert figures == [
        "2",
        "1",
        "8",
        "5",
        "0",
    ]  # the only closing has no known time, so it is not counted today
    assert parts[ids.RECONCILIATION]["children"].startswith(
        "8 belum selesai = 6 di peta + 1 tanpa lokasi + 1 "
    )


def test_a_sensitive_report_counts_without_point_and_without_kelurahan(
    web_context: WebContext, snapshot: Snapshot
) -> None:
    parts = component_props(city_view(snapshot), web_context.frame_config)
    map_points = [*parts["wall-main-dots"]["data"]["features"], *parts["wall-main-marks"]["data"]["features"]]
    assert len(map_points) == 5
    [row] = [row for row in parts[ids.TIMERS_NEXT]["children"] if "Narkoba" in visible_text(row)]
    assert visible_text(row).startswith("Narkoba Timur")
    assert "Delima" not in visible_text(row)


@pytest.mark.parametrize("text", [MARIA.name, YOHANIS.name, "Maria", "rumah kuning"])
def test_the_frame_contains_no_reporter_name_and_no_description(
    web_context: WebContext, snapshot: Snapshot, text: str
) -> None:
    assert text.encode() not in render_frame(city_view(snapshot), web_context.frame_config).body


def test_a_city_without_deadlines_shows_the_latest_reports(
    web_context: WebContext, snapshot: Snapshot
) -> None:
    without_deadlines = replace(
        snapshot, timers=[], totals={**snapshot.totals, "no_target": snapshot.totals["open"]}
    )
    parts = component_props(city_view(without_deadlines), web_context.frame_config)
    assert visible_text(parts[ids.TIMERS_NEXT_HEAD]["children"]) == "Laporan terbaru tanpa batas waktu"
    assert parts[ids.TIMERS_LATE]["children"] == []
    assert len(parts[ids.TIMERS_NEXT]["children"]) == len(snapshot.events)


def test_a_city_with_nothing_open_says_that_nothing_is_late(
    web_context: WebContext, snapshot: Snapshot
) -> None:
    all_closed = replace(
        snapshot, timers=[], totals={**dict.fromkeys(snapshot.totals, 0), "usual_new_by_now": None}
    )
    parts = component_props(city_view(all_closed), web_context.frame_config)
    assert visible_text(parts[ids.TIMERS_LATE_HEAD]["children"]) == "Melewati batas waktu tidak ada"


def test_before_the_first_data_the_lists_state_that_there_is_no_data(
    web_context: WebContext, snapshot: Snapshot
) -> None:
    parts = component_props(
        city_view(replace(snapshot, data_as_of=None, timers=[])), web_context.frame_config
    )
    assert visible_text(parts[ids.TIMERS_NEXT_HEAD]["children"]) == "Batas waktu belum ada data"
    assert parts[ids.RECONCILIATION]["children"] == "Belum ada data"


def test_the_frame_is_plain_json_with_moments_in_milliseconds(
    web_context: WebContext, snapshot: Snapshot
) -> None:
    frame_json = orjson.loads(render_frame(city_view(snapshot), web_context.frame_config).body)
    assert frame_json["as_of"] == int(snapshot.as_of.timestamp() * 1000)
    assert (frame_json["timezone"], frame_json["zone"], frame_json["historical"]) == (
        "Asia/Makassar",
        "WITA",
        False,
    )
