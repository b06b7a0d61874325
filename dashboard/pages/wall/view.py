"""From a snapshot to the wall's frame: every property of every part, serialised and compressed once."""

from datetime import datetime
from typing import Any

import orjson
from dash import html
from dash.development.base_component import Component

from dashboard.pages.wall import ids
from dashboard.pages.wall.sections import alerts, header, map, ranking, ticker, timers, totals
from dashboard.ui import badges, labels
from dashboard.ui.format import milliseconds, number, zone_name
from dashboard.web.frames import Framing, View
from data.core.config.city import City
from data.core.config.policy import in_force
from data.core.displays import CITY, FLOOD
from data.core.snapshot.snapshot import Snapshot, known, stale_at
from data.lib.payload import Packed, pack


def frame(view: View, framing: Framing) -> Packed:
    """A view of the wall. What all screens share, turns and interruptions, is the city's in each view."""
    snapshot = view.whole
    content = {
        "as_of": milliseconds(snapshot.as_of),
        "data_as_of": milliseconds(snapshot.data_as_of),
        "stale_at": milliseconds(stale_at(snapshot)),
        "historical": snapshot.historical,
        "timezone": snapshot.city["timezone"],
        "zone": zone_name(snapshot.as_of, framing.city.zone),
        "view": view.name,
        "bounds": framing.bounds.get(view.name),
        "program": snapshot.program,
        "alerts": alerts.alerts(snapshot, framing.city),
        "props": props(view, framing),
    }
    return pack(orjson.dumps(content, default=_component))


def props(view: View, framing: Framing) -> dict[str, dict[str, Any]]:
    """Component id to the properties to set on it."""
    city, snapshot, whole = framing.city, view.shown, view.whole
    return {
        ids.CITY: {"children": _title(view, city)},
        ids.MARK: {"children": badges.mark(whole)},
        ids.FRESHNESS: {"children": header.freshness(whole, city)},
        ids.BANNER: {"children": header.banner(whole, city)},
        **_tiles(snapshot),
        **_timers(snapshot, city),
        **_map(view, framing),
        ids.RANKING_HEAD: {"children": ranking.head(whole.ranking_rule, city)},
        ids.RANKING: {"children": ranking.rows(whole.ranking, whole.ranking_rule, view.name)},
        ids.TICKER: {"children": ticker.ticker(snapshot.events, city)},
        ids.RECONCILIATION: {
            "children": ticker.reconciliation(snapshot.reconciliation, known=known(snapshot))
        },
    }


def _title(view: View, city: City) -> list[Component]:
    """Whose figures these are: the first thing to be read on a screen that goes round."""
    if view.name == CITY:
        return [html.B(city.name), html.Span(city.title)]
    if view.name == FLOOD:
        return [html.B(labels.FLOOD), html.Span(city.name)]
    parents = {row["code"]: row["name"] for row in view.whole.ranking}
    return [html.B(parents.get(view.name, view.name)), html.Span(city.areas.parent_level)]


def _tiles(snapshot: Snapshot) -> dict[str, dict[str, Any]]:
    tiles = totals.tiles(snapshot.totals, known=known(snapshot))
    return {name: {"children": tile} for name, tile in zip(ids.TOTALS, tiles, strict=True)}


def _timers(snapshot: Snapshot, city: City) -> dict[str, dict[str, Any]]:
    note = {ids.TIMERS_NOTE: {"children": _timers_note(snapshot, city)}}
    if not known(snapshot):
        return _one_list(timers.heading("Batas waktu", labels.NOTHING_YET.lower()), []) | note
    if snapshot.timers or not snapshot.totals["open"]:
        return _deadlines(snapshot) | note
    return (
        _one_list(
            timers.heading("Laporan terbaru", labels.NO_TARGET), timers.news_rows(snapshot.events, city)
        )
        | note
    )


def _deadlines(snapshot: Snapshot) -> dict[str, dict[str, Any]]:
    late, coming = timers.split(snapshot.timers)
    first, rest = timers.room(len(late))
    return {
        ids.TIMERS_LATE_HEAD: {"children": timers.late_head(late, snapshot.totals["overdue"])},
        ids.TIMERS_LATE: timers.listed(timers.late_rows(late), first),
        ids.TIMERS_NEXT_HEAD: {"children": timers.next_head(snapshot.totals["approaching"])},
        ids.TIMERS_NEXT: timers.listed(timers.next_rows(coming, rest), rest),
    }


def _one_list(head: list[Component], rows: list[Component]) -> dict[str, dict[str, Any]]:
    """The whole panel for one list."""
    return {
        ids.TIMERS_LATE_HEAD: {"children": []},
        ids.TIMERS_LATE: timers.listed([], 0),
        ids.TIMERS_NEXT_HEAD: {"children": head},
        ids.TIMERS_NEXT: timers.listed(rows, timers.ROWS),
    }


def _timers_note(snapshot: Snapshot, city: City) -> str:
    """Which of the deadlines shown nobody has decided, and how many reports have none."""
    undecided = any(_undecided(timer["requested_datetime"], city) for timer in snapshot.timers)
    without = snapshot.totals["no_target"]
    said = [labels.UNDECIDED] if undecided else []
    return " · ".join([*said, *([f"{number(without)} {labels.NO_TARGET}"] if without else [])])


def _undecided(filed: datetime, city: City) -> bool:
    policy = in_force(city.policy, filed.astimezone(city.zone).date())
    return policy is not None and not policy.decided


def _map(view: View, framing: Framing) -> dict[str, dict[str, Any]]:
    """The map of a parent area shows its neighbours too: white land would be read as land without reports."""
    snapshot = view.shown if view.name in (CITY, FLOOD) else view.whole
    scale = map.area_scale(snapshot.areas)
    hideout = {**map.hideout(snapshot.areas, scale), "view": view.name}
    kind = labels.FLOOD_REPORTS if view.name == FLOOD else labels.REPORTS
    legend = map.legend(scale, framing.city.areas.level, framing.schematic, kind)
    found: dict[str, dict[str, Any]] = {ids.LEGEND: {"children": legend}}
    for part, inside in (("main", framing.main), ("inset", framing.inset)):
        if inside:
            found[ids.on_map(part, "areas")] = {"hideout": hideout}
            found[ids.on_map(part, "rings")] = {"data": map.rings(snapshot.bursts, inside)}
            for layer, marked in (("dots", False), ("marks", True)):
                data = map.points(snapshot.points, marked=marked, inside=inside)
                found[ids.on_map(part, layer)] = {"data": data}
    return found


def _component(value: Any) -> Any:
    if isinstance(value, Component):
        return value.to_plotly_json()
    raise TypeError(f"{type(value).__name__} has no place in a frame")
