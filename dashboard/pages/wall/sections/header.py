"""The wall's head: whose reports, how fresh they are, and the banner when they are not."""

from datetime import UTC, datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.ui import labels
from dashboard.ui.format import clock_time, milliseconds, moment_words, number, short_date, zone_name
from data.core.config.city import City
from data.core.snapshot.snapshot import Snapshot


def freshness(snapshot: Snapshot, city: City) -> list[Component]:
    """When the data is from, and whether every source keeps up. Its age ticks in the browser."""
    if snapshot.historical:
        return [html.Span("Keadaan per"), html.B(moment_words(snapshot.as_of, city.zone))]
    if snapshot.data_as_of is None:
        return [html.I(className="dot"), html.B(labels.NOTHING_YET), html.Span(_sources(snapshot, city))]
    zone = zone_name(snapshot.data_as_of, city.zone)
    return [
        html.I(className="dot"),
        html.B(f"Data per {clock_time(snapshot.data_as_of, city.zone)} {zone}"),
        html.Span(
            [
                html.Span(className="age", **_aging(snapshot.data_as_of)),
                html.Span(f" · {_sources(snapshot, city)}", className="sources"),
            ]
        ),
    ]


def _silent_since(pull: dict[str, Any]) -> datetime:
    return pull["last_success"] or datetime.min.replace(tzinfo=UTC)


def _silence(pull: dict[str, Any], snapshot: Snapshot, city: City) -> tuple[str, str]:
    """Whose, and ``sejak 09.40``; with its day if that is not today."""
    label, good, zone = pull["label"], pull["last_success"], city.zone
    if good is None:
        return label, "belum pernah terbaca"
    today = good.astimezone(zone).date() == snapshot.as_of.astimezone(zone).date()
    day = "" if today else f"{short_date(good, zone)} "
    return label, f"sejak {day}{clock_time(good, zone)}"


def _sources(snapshot: Snapshot, city: City) -> str:
    """How many sources there are; if one is late, which one has been silent longest, and since when."""
    late = [pull for pull in snapshot.pulls if pull["stale"]]
    if late:
        name, since = _silence(min(late, key=_silent_since), snapshot, city)
        if len(late) == 1:
            return f"{name} {'terputus ' if since.startswith('sejak') else ''}{since}"
        return f"{len(late)} dari {len(snapshot.pulls)} sumber terputus, {name} {since}"
    rejected = sum(pull["rejected"] for pull in snapshot.pulls)
    said = f"{len(snapshot.pulls)} sumber"
    return f"{said} · {number(rejected)} baris ditolak" if rejected else said


def _aging(since: datetime | None) -> dict[str, Any]:
    """Marks an element that the browser fills with the time gone by since a moment."""
    return {"data-age": milliseconds(since) or ""}


def banner(snapshot: Snapshot, city: City) -> list[Component]:
    """What is wrong, in words; shown by the browser only while it is, for it alone knows if we are heard."""
    broken = [pull for pull in snapshot.pulls if pull["stale"]]
    names = ", ".join(pull["label"] for pull in broken)
    since = snapshot.data_as_of
    below = labels.LAST_KNOWN if since else labels.NEVER_READ
    cause = f"Sumber data terputus: {names}. {below}" if names else below
    said = f"Data belum diperbarui sejak {moment_words(since, city.zone)}" if since else labels.NOTHING_YET
    return [
        html.Div(className="banner-age", **_aging(since)),
        html.Div(
            [
                html.B(said),
                html.Span(cause, className="banner-cause"),
            ],
            className="banner-words",
        ),
    ]
