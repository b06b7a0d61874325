"""One card per report: what, where, who holds it, how much time, and the ways onward."""

from typing import Any
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from dashboard.ui import labels, report_labels, urls
from dashboard.ui.countdown import ticking
from dashboard.ui.photos import _label, _outward, photo
from dashboard.ui.status_icons import mark
from data.core.backlog.backlog import Turn
from data.core.clock.sla import Sla

Details = dict[str, Any]


def five(rows: list[dict[str, Any]], details: list[Details], zone: ZoneInfo) -> list[Component]:
    """The first to take up, in order, each with all that a camat needs on his way there."""
    return [_large(row, known, zone) for row, known in zip(rows, details, strict=True)]


def _large(row: dict[str, Any], details: Details, zone: ZoneInfo) -> Component:
    parts = [
        html.Div([html.H3([mark(row["state"]), row["service_name"]]), _time(row)], className="card-head"),
        html.P(_where(row, details), className="where"),
        *_said(row, details),
        html.P(_held(row), className="held"),
        html.P(_moments(row, zone), className="moments"),
        html.Div(_ways(row, details), className="ways"),
    ]
    return html.Li(parts, className=f"card {row['state']} {row['turn']}", key=_key(row))


def small(row: dict[str, Any], zone: ZoneInfo) -> Component:
    """A card of the whole backlog: all of it leads to the report."""
    parts = [
        html.Span([mark(row["state"]), html.B(row["service_name"]), _time(row)], className="card-head"),
        html.Span(report_labels.area(row["area_name"], row["placement"]), className="where"),
        html.Span(_held(row), className="held"),
        html.Span(_moments(row, zone), className="moments"),
    ]
    address = urls.report_address(row["source"], row["service_request_id"])
    return html.Li(html.A(parts, href=address), className=f"card small {row['state']}", key=_key(row))


def _key(row: dict[str, Any]) -> str:
    return f"{row['source']}/{row['service_request_id']}"


def _time(row: dict[str, Any]) -> Component:
    return html.Span(
        [ticking(row["expected_datetime"], row["stopped_at"]), *_estimate(row)], className="time"
    )


def _estimate(row: dict[str, Any]) -> list[Component]:
    return [html.Small(labels.ESTIMATE)] if row["provisional"] and row["state"] != Sla.NO_TARGET else []


def _where(row: dict[str, Any], details: Details) -> list[Any]:
    area = report_labels.area(row["area_name"], row["placement"])
    address = "" if row["sensitive"] else _street(str(details.get("address") or ""), area)
    return [html.B(area), *([html.Span(f" · {address}")] if address else [])]


def _street(address: str, area: str) -> str:
    """An address without the kelurahan that stands beside it."""
    return address.strip().removesuffix(area).rstrip(" ,")


def _said(row: dict[str, Any], details: Details) -> list[Component]:
    """What the report says; of a sensitive category that nothing of it is shown."""
    if row["sensitive"]:
        return [html.P(report_labels.SENSITIVE, className="hidden-text")]
    description = str(details.get("description") or "").strip()
    return [html.P(description, className="said")] if description else []


def _held(row: dict[str, Any]) -> list[Any]:
    return [
        "Dipegang ",
        html.B(report_labels.holder(row["holder"])),
        f" · {report_labels.status(row['status_description'])}",
    ]


def _moments(row: dict[str, Any], zone: ZoneInfo) -> str:
    filed = f"Masuk {report_labels.short_moment(row['requested_datetime'], zone)}"
    again = [f"dibuka kembali {row['reopened']}\N{MULTIPLICATION SIGN}"] if row["reopened"] else []
    if row["state"] == Sla.NO_TARGET:
        return " · ".join([filed, *again])
    due = f"batas {report_labels.short_moment(row['expected_datetime'], zone)}"
    stands = ["jam berhenti"] if row["turn"] == Turn.STANDING else []
    return " · ".join([filed, due, *stands, *again])


def _ways(row: dict[str, Any], details: Details) -> list[Component]:
    """To the report, to the place, to the photo: only those that there are."""
    name = f"{row['service_name']}, {report_labels.area(row['area_name'], row['placement'])}"
    to_report = urls.report_address(row["source"], row["service_request_id"])
    ways = [html.A("Tangani", href=to_report, className="way first", **_label(f"Tangani: {name}"))]
    to_place = None if row["sensitive"] else urls.directions(row["lat"], row["long"])
    if to_place:
        ways.append(html.A("Petunjuk arah", href=to_place, className="way", **_outward(f"Arah: {name}")))
    picture = None if row["sensitive"] else urls.web_address(details.get("media_url"))
    return [*ways, *([photo(picture, f"Foto laporan: {name}")] if picture else [])]
