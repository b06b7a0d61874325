"""The wall's header: age of the data, state of the sources, and the banner for old data."""

from datetime import UTC, datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.ui import labels as ui_labels
from dashboard.ui.format import format_moment, format_time, milliseconds, number, short_date, zone_name
from data.core.config.city import City
from data.core.snapshot.rows import SourceStatusRow
from data.core.snapshot.snapshot import Snapshot


def freshness(snapshot: Snapshot, city: City) -> list[Component]:
    """Return the moment of the data and the state of the sources; the browser shows the data's age."""
    if snapshot.historical:
        return [html.Span("Keadaan per"), html.B(format_moment(snapshot.as_of, city.zone))]
    if snapshot.data_as_of is None:
        return [
            html.I(className="dot"),
            html.B(ui_labels.NOTHING_YET),
            html.Span(_source_summary(snapshot, city)),
        ]
    zone = zone_name(snapshot.data_as_of, city.zone)
    return [
        html.I(className="dot"),
        html.B(f"Data per {format_time(snapshot.data_as_of, city.zone)} {zone}"),
        html.Span(
            [
                html.Span(className="age", **_age_attribute(snapshot.data_as_of)),
                html.Span(f" · {_source_summary(snapshot, city)}", className="sources"),
            ]
        ),
    ]


def _last_success(pull: SourceStatusRow) -> datetime:
    return pull["last_success"] or datetime.min.replace(tzinfo=UTC)


def _outage(pull: SourceStatusRow, snapshot: Snapshot, city: City) -> tuple[str, str]:
    """Return the label of a source and ``sejak 09.40``, with the day if it is not today."""
    label, last_success, zone = pull["label"], pull["last_success"], city.zone
    if last_success is None:
        return label, "belum pernah terbaca"
    is_today = last_success.astimezone(zone).date() == snapshot.as_of.astimezone(zone).date()
    day = "" if is_today else f"{short_date(last_success, zone)} "
    return label, f"sejak {day}{format_time(last_success, zone)}"


def _source_summary(snapshot: Snapshot, city: City) -> str:
    """Return the number of sources; if some are stale, the stalest one, and since when."""
    stale_pulls = [pull for pull in snapshot.pulls if pull["stale"]]
    if stale_pulls:
        name, since = _outage(min(stale_pulls, key=_last_success), snapshot, city)
        if len(stale_pulls) == 1:
            return f"{name} {'terputus ' if since.startswith('sejak') else ''}{since}"
        return f"{len(stale_pulls)} dari {len(snapshot.pulls)} sumber terputus, {name} {since}"
    rejected = sum(pull["rejected"] for pull in snapshot.pulls)
    summary = f"{len(snapshot.pulls)} sumber"
    return f"{summary} · {number(rejected)} baris ditolak" if rejected else summary


def _age_attribute(since: datetime | None) -> dict[str, Any]:
    """Return the attribute of an element that the browser fills with the time since a moment."""
    return {"data-age": milliseconds(since) or ""}


def banner(snapshot: Snapshot, city: City) -> list[Component]:
    """Return the warning of old data; the browser shows it, since it alone can notice a lost server."""
    stale_pulls = [pull for pull in snapshot.pulls if pull["stale"]]
    names = ", ".join(pull["label"] for pull in stale_pulls)
    since = snapshot.data_as_of
    note = ui_labels.LAST_KNOWN if since else ui_labels.NEVER_READ
    cause = f"Sumber data terputus: {names}. {note}" if names else note
    title = (
        f"Data belum diperbarui sejak {format_moment(since, city.zone)}" if since else ui_labels.NOTHING_YET
    )
    return [
        html.Div(className="banner-age", **_age_attribute(since)),
        html.Div([html.B(title), html.Span(cause, className="banner-cause")], className="banner-words"),
    ]
