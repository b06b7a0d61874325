"""The wall's header: age of the data, state of the sources, and the banner for old data."""

from datetime import UTC, datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.ui import labels as ui_labels
from dashboard.ui.format import format_moment, format_time, milliseconds, short_date, zone_name
from data.core.config.city import City
from data.core.snapshot.rows import SourceStatusRow
from data.core.snapshot.snapshot import Snapshot
from data.lib.translation import gettext, ngettext


def freshness(snapshot: Snapshot, city: City) -> list[Component]:
    """Return the moment of the data and the state of the sources; the browser shows the data's age."""
    if snapshot.historical:
        return [html.Span(gettext("State of")), html.B(format_moment(snapshot.as_of, city.zone))]
    if snapshot.data_as_of is None:
        return [
            html.I(className="dot"),
            html.B(str(ui_labels.NOTHING_YET)),
            html.Span(_source_summary(snapshot, city)),
        ]
    zone = zone_name(snapshot.data_as_of, city.zone)
    return [
        html.I(className="dot"),
        html.B(
            gettext("Data as of {time} {zone}").format(
                time=format_time(snapshot.data_as_of, city.zone), zone=zone
            )
        ),
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
    """Return the label of a source and since when it is silent, with the day if it is not today."""
    label, last_success, zone = pull["label"], pull["last_success"], city.zone
    if last_success is None:
        return label, gettext("never read")
    is_today = last_success.astimezone(zone).date() == snapshot.as_of.astimezone(zone).date()
    day = "" if is_today else f"{short_date(last_success, zone)} "
    return label, gettext("since {time}").format(time=f"{day}{format_time(last_success, zone)}")


def _source_summary(snapshot: Snapshot, city: City) -> str:
    """Return the number of sources; if some are stale, the stalest one, and since when."""
    stale_pulls = [pull for pull in snapshot.pulls if pull["stale"]]
    if stale_pulls:
        name, since = _outage(min(stale_pulls, key=_last_success), snapshot, city)
        return _stale_summary(len(stale_pulls), len(snapshot.pulls), name, since)
    rejected = sum(pull["rejected"] for pull in snapshot.pulls)
    summary = ngettext("{count} source", "{count} sources", len(snapshot.pulls))
    rejected_note = ngettext("{count} row rejected", "{count} rows rejected", rejected)
    return f"{summary} · {rejected_note}" if rejected else summary


def _stale_summary(stale: int, sources: int, name: str, since: str) -> str:
    if stale > 1:
        template = gettext("{stale} of {count} sources disconnected, {source} {since}")
        return template.format(stale=stale, count=sources, source=name, since=since)
    if since == gettext("never read"):
        return f"{name} {since}"
    return gettext("{source} disconnected {since}").format(source=name, since=since)


def _age_attribute(since: datetime | None) -> dict[str, Any]:
    """Return the attribute of an element that the browser fills with the time since a moment."""
    return {"data-age": milliseconds(since) or ""}


def banner(snapshot: Snapshot, city: City) -> list[Component]:
    """Return the warning of old data; the browser shows it, since it alone can notice a lost server."""
    stale_pulls = [pull for pull in snapshot.pulls if pull["stale"]]
    names = ", ".join(pull["label"] for pull in stale_pulls)
    since = snapshot.data_as_of
    note = str(ui_labels.LAST_KNOWN if since else ui_labels.NEVER_READ)
    outage = gettext("Data sources disconnected: {names}.").format(names=names)
    cause = f"{outage} {note}" if names else note
    title = (
        gettext("Data not updated since {moment}").format(moment=format_moment(since, city.zone))
        if since
        else str(ui_labels.NOTHING_YET)
    )
    return [
        html.Div(className="banner-age", **_age_attribute(since)),
        html.Div([html.B(title), html.Span(cause, className="banner-cause")], className="banner-words"),
    ]
