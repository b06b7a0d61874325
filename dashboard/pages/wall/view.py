"""The wall's frame of a snapshot: all properties of its components, serialised and compressed once."""

from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.wall import ids
from dashboard.pages.wall.sections import alerts, header, map, map_labels, ranking, ticker, timers, totals
from dashboard.ui import badges
from dashboard.ui import labels as ui_labels
from dashboard.ui.format import milliseconds, number, zone_name
from dashboard.ui.kept_components import encode as encode_components
from dashboard.web.frames import FrameConfig, WallView
from data.core.config.city import City
from data.core.config.policy import policy_in_force
from data.core.displays import CITY_VIEW, FLOOD_VIEW
from data.core.snapshot.snapshot import Snapshot, has_data, stale_at
from data.lib.payload import EncodedBody, encode
from data.lib.translation import gettext


def render_frame(view: WallView, config: FrameConfig) -> EncodedBody:
    """Return the frame of a view; what all displays share, program and alerts, is the city's in each view."""
    snapshot = view.city_snapshot
    content = {
        "as_of": milliseconds(snapshot.as_of),
        "data_as_of": milliseconds(snapshot.data_as_of),
        "stale_at": milliseconds(stale_at(snapshot)),
        "historical": snapshot.historical,
        "timezone": snapshot.city["timezone"],
        "zone": zone_name(snapshot.as_of, config.city.zone),
        "view": view.name,
        "bounds": config.bounds.get(view.name),
        "label_order": map_labels.label_order(snapshot.areas, view.name),
        "program": snapshot.program,
        "alerts": alerts.build_alerts(snapshot, config.city),
        "props": component_props(view, config),
    }
    return encode(encode_components(content))


def component_props(view: WallView, config: FrameConfig) -> dict[str, dict[str, Any]]:
    """Return the properties to set, by component id."""
    city, snapshot, city_snapshot = config.city, view.snapshot, view.city_snapshot
    return {
        ids.CITY: {"children": _title(view, city)},
        ids.BADGES: {"children": badges.badges(city_snapshot)},
        ids.FRESHNESS: {"children": header.freshness(city_snapshot, city)},
        ids.BANNER: {"children": header.banner(city_snapshot, city)},
        **_tile_props(snapshot),
        **_timer_props(snapshot, city),
        **_map_props(view, config),
        ids.RANKING_HEAD: {"children": ranking.heading(city_snapshot.ranking_rule, city)},
        ids.RANKING: {
            "children": ranking.ranking_rows(city_snapshot.ranking, city_snapshot.ranking_rule, view.name)
        },
        ids.TICKER: {"children": ticker.ticker_items(snapshot.events, city)},
        ids.RECONCILIATION: {
            "children": ticker.reconciliation_text(snapshot.reconciliation, has_data=has_data(snapshot))
        },
    }


def _title(view: WallView, city: City) -> list[Component]:
    """Return the title of a view; displays rotate through views, so each names whose figures it shows."""
    if view.name == CITY_VIEW:
        return [html.B(city.name), html.Span(city.title)]
    if view.name == FLOOD_VIEW:
        return [html.B(str(ui_labels.FLOOD)), html.Span(city.name)]
    parents = {row["code"]: row["name"] for row in view.city_snapshot.ranking}
    return [html.B(parents.get(view.name, view.name)), html.Span(city.areas.parent_level)]


def _tile_props(snapshot: Snapshot) -> dict[str, dict[str, Any]]:
    tiles = totals.total_tiles(snapshot.totals, has_data=has_data(snapshot))
    return {
        name: {"children": tile, "className": totals.tile_class(tile)}
        for name, tile in zip(ids.TOTALS, tiles, strict=True)
    }


def _timer_props(snapshot: Snapshot, city: City) -> dict[str, dict[str, Any]]:
    note_props = {ids.TIMERS_NOTE: {"children": _timers_note(snapshot, city)}}
    if not has_data(snapshot):
        return (
            _single_list(timers.heading(gettext("Deadlines"), ui_labels.NOTHING_YET.lower()), []) | note_props
        )
    if snapshot.timers or not snapshot.totals["open"]:
        return _deadline_props(snapshot) | note_props
    return (
        _single_list(
            timers.heading(gettext("Latest reports"), str(ui_labels.NO_TARGET)),
            timers.event_rows(snapshot.events, city),
        )
        | note_props
    )


def _deadline_props(snapshot: Snapshot) -> dict[str, dict[str, Any]]:
    late, upcoming = timers.split_late(snapshot.timers)
    late_count, upcoming_count = timers.row_counts(len(late))
    return {
        ids.TIMERS_LATE_HEAD: {"children": timers.late_heading(late, snapshot.totals["overdue"])},
        ids.TIMERS_LATE: timers.list_props(timers.late_rows(late), late_count),
        ids.TIMERS_NEXT_HEAD: {"children": timers.next_heading(snapshot.totals["approaching"])},
        ids.TIMERS_NEXT: timers.list_props(timers.upcoming_rows(upcoming, upcoming_count), upcoming_count),
    }


def _single_list(head: list[Component], rows: list[Component]) -> dict[str, dict[str, Any]]:
    """Return the properties of the timers' panel with one list only."""
    return {
        ids.TIMERS_LATE_HEAD: {"children": []},
        ids.TIMERS_LATE: timers.list_props([], 0),
        ids.TIMERS_NEXT_HEAD: {"children": head},
        ids.TIMERS_NEXT: timers.list_props(rows, timers.ROW_LIMIT),
    }


def _timers_note(snapshot: Snapshot, city: City) -> str:
    """Return whether a deadline comes from an undecided policy, and how many reports have no deadline."""
    undecided = any(_has_undecided_policy(timer["requested_datetime"], city) for timer in snapshot.timers)
    no_target_count = snapshot.totals["no_target"]
    notes = [str(ui_labels.DEFAULT_DEADLINE)] if undecided else []
    return " · ".join(
        [*notes, *([f"{number(no_target_count)} {ui_labels.NO_TARGET}"] if no_target_count else [])]
    )


def _has_undecided_policy(requested_at: datetime, city: City) -> bool:
    policy = policy_in_force(city.policy, requested_at.astimezone(city.zone).date())
    return policy is not None and not policy.decided


def _map_props(view: WallView, config: FrameConfig) -> dict[str, dict[str, Any]]:
    """Return the properties of the maps.

    The map of a kecamatan shows its neighbours too: white areas would look like areas without reports.
    """
    snapshot = view.snapshot if view.name in (CITY_VIEW, FLOOD_VIEW) else view.city_snapshot
    scale = map.area_scale(snapshot.areas)
    points = map.PointList(snapshot.points)
    hideout = {**map.hideout(snapshot.areas, scale), "view": view.name}
    report_label = ui_labels.FLOOD_REPORTS if view.name == FLOOD_VIEW else ui_labels.REPORTS
    legend = map.legend(scale, config.city.areas.level, config.schematic, report_label)
    map_props: dict[str, dict[str, Any]] = {ids.LEGEND: {"children": legend}}
    for part, area_codes in (("main", config.main_areas), ("inset", config.inset_areas)):
        if area_codes:
            map_props[ids.map_layer_id(part, "areas")] = {"hideout": hideout}
            map_props[ids.map_layer_id(part, "rings")] = {
                "data": map.burst_rings(snapshot.bursts, area_codes)
            }
            for layer, data in map.point_layers(points, area_codes).items():
                map_props[ids.map_layer_id(part, layer)] = {"data": data}
    return map_props
