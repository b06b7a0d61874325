"""What a source no longer has, and the form that accepts a pull that is suddenly short."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from dashboard.pages.sources import labels
from dashboard.ui.format import format_moment, number
from dashboard.ui.urls import report_url
from data.core.report.listing.listing import ListingState
from data.core.report.listing.missing import MissingReport

ACCEPT_PATH = "/sumber/terima"
MAX_LISTED = 20


def missing_section(missing: Sequence[MissingReport], zone: ZoneInfo) -> list[Component]:
    """Return the reports that a source no longer has, those missing longest first; nothing for none."""
    if not missing:
        return []
    rest = len(missing) - MAX_LISTED
    lines = [_line(report, zone) for report in missing[:MAX_LISTED]]
    more = [html.Li(labels.MORE_MISSING.format(count=number(rest)))] if rest > 0 else []
    title = html.Summary(labels.MISSING.format(count=number(len(missing))))
    return [html.Details([title, html.Ul([*lines, *more])], className="missing")]


def _line(report: MissingReport, zone: ZoneInfo) -> Component:
    link = html.A(report.key[1], href=report_url(*report.key))
    return html.Li([link, labels.MISSING_SINCE.format(moment=format_moment(report.since, zone))])


def doubt_section(
    source: str, state: ListingState | None, zone: ZoneInfo, *, can_accept: bool
) -> list[Component]:
    """Return since when a source's pulls are too short to be believed; nothing if they are not.

    :param can_accept: whether the principal may let the next one be believed
    """
    since: datetime | None = state.short_since if state else None
    if state is None or since is None:
        return []
    text = labels.TOO_SHORT.format(moment=format_moment(since, zone))
    if state.accepted:
        return [html.P([text, " ", labels.ACCEPTED], className="fault")]
    return [html.P(text, className="fault"), *([_accept_form(source)] if can_accept else [])]


def _accept_form(source: str) -> Component:
    button = html.Button(labels.ACCEPT, type="submit", name="sumber", value=source, className="second")
    return html.Form(
        [button],
        action=ACCEPT_PATH,
        method="POST",
    )
