"""Cards of reports: category, place, assignee, time left, and links."""

from collections.abc import Collection
from typing import Any
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from dashboard.pages.kecamatan import labels
from dashboard.ui import labels as ui_labels
from dashboard.ui import report_labels, urls
from dashboard.ui.countdown import countdown
from dashboard.ui.format import number
from dashboard.ui.photos import _aria_label, _external_link_attributes, photo_link
from dashboard.ui.report_labels import short_moment as _short
from dashboard.ui.status_icons import status_icon
from data.core.backlog.backlog import Backlog, TriageGroup
from data.core.clock.sla import SlaState
from data.core.config.city import City
from data.lib.translation import gettext, ngettext

Details = dict[str, Any]


def first_five_cards(rows: list[dict[str, Any]], details: list[Details], city: City) -> list[Component]:
    """Return a large card for each of the first five reports, with all that a camat needs on the spot."""
    return [_large_card(row, detail, city) for row, detail in zip(rows, details, strict=True)]


def first_five_note(backlog: Backlog) -> str:
    """Return how the open reports divide into the groups of urgency."""
    rows = backlog.rows
    if rows.empty:
        return str(labels.NONE_OPEN)
    counts = rows["turn"].value_counts()
    groups = [
        str(label).format(count=number(int(counts[turn])))
        for turn, label in labels.TURN_COUNTS.items()
        if counts.get(turn)
    ]
    reports = ngettext("{count} report", "{count} reports", len(rows))
    note = gettext("Of {reports}: {groups}.").format(reports=reports, groups=", ".join(groups))
    return " ".join([note, *_stopped_and_late(backlog)])


def _stopped_and_late(backlog: Backlog) -> list[str]:
    """Return how many reports with a stopped clock are late; they are not in the group of late ones."""
    text, count = gettext("Of those with a paused clock, {count} are already late."), backlog.paused_overdue
    return [text.format(count=number(count))] if count else []


def _large_card(row: dict[str, Any], details: Details, city: City) -> Component:
    parts = [
        html.Div(
            [html.H3([status_icon(row["state"]), row["service_name"]]), _countdown(row)],
            className="card-head",
        ),
        html.P(_place(row, details), className="where"),
        *_description(row, details),
        html.P(_assignee(row), className="assignee"),
        html.P(_dates(row, city.zone), className="moments"),
        html.Div(_links(row, details, city.picture_hosts), className="buttons"),
    ]
    return html.Li(parts, className=f"card {row['state']} {row['turn']}", key=_card_key(row))


def small_card(row: dict[str, Any], zone: ZoneInfo) -> Component:
    """Return a card of the backlog; all of it is a link to the report."""
    parts = [
        html.Span(
            [status_icon(row["state"]), html.B(row["service_name"]), _countdown(row)], className="card-head"
        ),
        html.Span(report_labels.area_label(row["area_name"], row["placement"]), className="where"),
        html.Span(_assignee(row), className="assignee"),
        html.Span(_dates(row, zone), className="moments"),
    ]
    url = urls.report_url(row["source"], row["service_request_id"])
    return html.Li(html.A(parts, href=url), className=f"card small {row['state']}", key=_card_key(row))


def _card_key(row: dict[str, Any]) -> str:
    return f"{row['source']}/{row['service_request_id']}"


def _countdown(row: dict[str, Any]) -> Component:
    return html.Span(
        [countdown(row["expected_datetime"], row["stopped_at"]), *_estimate(row)], className="time"
    )


def _estimate(row: dict[str, Any]) -> list[Component]:
    return (
        [html.Small(str(ui_labels.ESTIMATE))]
        if row["provisional"] and row["state"] != SlaState.NO_TARGET
        else []
    )


def _place(row: dict[str, Any], details: Details) -> list[Any]:
    area = report_labels.area_label(row["area_name"], row["placement"])
    address = "" if row["sensitive"] else _street_address(str(details.get("address") or ""), area)
    return [html.B(area), *([html.Span(f" · {address}")] if address else [])]


def _street_address(address: str, area: str) -> str:
    """Return an address without the kelurahan that is shown beside it."""
    return address.strip().removesuffix(area).rstrip(" ,")


def _description(row: dict[str, Any], details: Details) -> list[Component]:
    """Return the description; of a sensitive category a note that none is shown."""
    if row["sensitive"]:
        return [html.P(str(report_labels.SENSITIVE), className="hidden-text")]
    description = str(details.get("description") or "").strip()
    return [html.P(description, className="report-text")] if description else []


def _assignee(row: dict[str, Any]) -> list[Any]:
    before, _, after = gettext("Assignee: {assignee}").partition("{assignee}")
    assignee = html.B(report_labels.assignee_label(row["holder"]))
    return [before, assignee, f"{after} · {report_labels.status_label(row['status_description'])}"]


def _dates(row: dict[str, Any], zone: ZoneInfo) -> str:
    received = gettext("Filed {time}").format(time=_short(row["requested_datetime"], zone))
    times = gettext("reopened {count}\N{MULTIPLICATION SIGN}").format(count=row["reopened"])
    reopened = [times] if row["reopened"] else []
    if row["state"] == SlaState.NO_TARGET:
        return " · ".join([received, *reopened])
    due = gettext("due {time}").format(time=_short(row["expected_datetime"], zone))
    stopped = [gettext("clock paused")] if row["turn"] == TriageGroup.PAUSED else []
    return " · ".join([received, due, *stopped, *reopened])


def _links(row: dict[str, Any], details: Details, picture_hosts: Collection[str]) -> list[Component]:
    """Return the links to report, directions and photo, as far as there are any."""
    name = f"{row['service_name']}, {report_labels.area_label(row['area_name'], row['placement'])}"
    report_url = urls.report_url(row["source"], row["service_request_id"])
    links: list[Component] = [
        html.A(
            gettext("Handle"),
            href=report_url,
            className="link-button first",
            **_aria_label(gettext("Handle: {report}").format(report=name)),
        )
    ]
    if row["sensitive"]:
        return links
    directions_url = urls.directions_url(row["lat"], row["long"])
    if directions_url:
        attributes = _external_link_attributes(gettext("Directions: {report}").format(report=name))
        links.append(
            html.A(gettext("Directions"), href=directions_url, className="link-button", **attributes)
        )
    photo_url = urls.safe_photo_url(details.get("media_url"))
    label = gettext("Photo of the report: {report}").format(report=name)
    return [*links, photo_link(photo_url, label, picture_hosts)] if photo_url else links
