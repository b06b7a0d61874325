"""The page of one report, built from its case file."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.report import ids
from dashboard.pages.report.sections import clocks, history, location, photo_album, summary
from dashboard.ui import labels as ui_labels
from dashboard.ui import urls
from dashboard.ui.format import format_moment
from dashboard.ui.locations import location_text
from dashboard.web.clock_faults import status_badges
from dashboard.web.context import WebContext
from data.core.access import Permission
from data.core.case_file.case_file import CaseFile
from data.core.follow_up.records import FollowUp
from data.core.report.key import ReportKey
from data.services.submission import OWN_SOURCE


def page_sections(context: WebContext, case_file: CaseFile, stored: str) -> dict[str, Any]:
    """Return all sections of the page, by component id.

    :param stored: what was just stored, for the user; empty for nothing
    """
    return {
        ids.NAME: context.city.get_category(case_file.standing["service_code"]).name,
        ids.STATUS_LINE: _status_line(context, case_file),
        ids.BANNER: _banner(context),
        ids.LINKS: _links(context, case_file, stored),
        ids.BODY: _body(context, case_file),
    }


def _status_line(context: WebContext, case_file: CaseFile) -> list[Any]:
    live_snapshot = context.live_board.current()
    source_label = _source_label(context, case_file.standing["source"])
    summary_line = html.Span(f"{source_label} · nomor {case_file.standing['service_request_id']}")
    return [*(status_badges(context, live_snapshot.snapshot) if live_snapshot else []), summary_line]


def _source_label(context: WebContext, name: str) -> str:
    if name == OWN_SOURCE:
        return ui_labels.OWN_SOURCE
    source = context.city.get_source(name)
    return source.label if source and source.label else name


def _banner(context: WebContext) -> list[Component]:
    """Return the warning that the browser shows while the data is too old."""
    live_snapshot = context.live_board.current()
    since = live_snapshot.snapshot.data_as_of if live_snapshot else None
    title = ui_labels.NOTHING_YET
    if since:
        title = f"Data belum diperbarui sejak {format_moment(since, context.city.zone)}"
    return [html.B(title), html.Span(ui_labels.LAST_KNOWN)]


def _links(context: WebContext, case_file: CaseFile, stored: str) -> list[Component]:
    """Return what was just stored, and the links: follow up, back to the kecamatan, directions."""
    return [
        *([html.P(stored, className="stored", role="status")] if stored else []),
        *_follow_up_link(context, case_file),
        *_backlog_link(context, case_file),
        *_directions_link(context, case_file),
    ]


def _follow_up_link(context: WebContext, case_file: CaseFile) -> list[Component]:
    """Return the link to the follow-up of the report, for a principal that may follow up there."""
    if not context.authorizer.is_allowed(Permission.FOLLOW_UP, case_file.standing["area_code"]):
        return []
    return [
        html.A(
            "Tindak lanjuti", href=urls.follow_up_path(_report_key(case_file)), className="link-button first"
        )
    ]


def _backlog_link(context: WebContext, case_file: CaseFile) -> list[Component]:
    parent = context.lineage.parent(str(case_file.standing["area_code"]))
    return (
        [html.A("Kembali ke tunggakan", href=f"/kecamatan/{parent}", className="link-button")]
        if parent
        else []
    )


def _directions_link(context: WebContext, case_file: CaseFile) -> list[Component]:
    row = case_file.standing
    url = urls.directions_url(row["lat"], row["long"]) if _shows_point(context, case_file) else None
    attributes: dict[str, Any] = {"target": "_blank", "rel": "noopener noreferrer"}
    return [html.A("Petunjuk arah", href=url, className="link-button", **attributes)] if url else []


def _shows_point(context: WebContext, case_file: CaseFile) -> bool:
    sensitive = context.city.get_category(case_file.standing["service_code"]).sensitive
    return not sensitive and case_file.standing["lat"] is not None


def _body(context: WebContext, case_file: CaseFile) -> list[Component]:
    city = context.city
    pictures = context.follow_ups.pictures(_report_key(case_file))
    follow_ups = _follow_ups_by_change(context, case_file)
    left = [
        _section("Laporan", _summary_with_map(context, case_file)),
        _section("Dua jam", clocks.clocks(case_file, city)),
    ]
    right = [
        _section("Foto dan bukti", photo_album.photo_section(case_file, city, pictures)),
        _section("Siapa memegang, berapa lama", history.assignee_times(case_file, city.zone)),
        _section("Riwayat", [history.history(case_file, city, follow_ups)]),
    ]
    return [html.Div(left), html.Div(right)]


def _summary_with_map(context: WebContext, case_file: CaseFile) -> list[Component]:
    row = case_file.standing
    area = location_text(context, row["service_code"], row["area_code"], row["placement"])
    missing = context.app.missing_reports.find(_report_key(case_file))
    summary_parts = summary.summary(case_file, context.city, area, missing.since if missing else None)
    if not _shows_point(context, case_file):
        return summary_parts
    return [*summary_parts, location.small_map(context, row["lat"], row["long"], row["area_code"])]


def _follow_ups_by_change(context: WebContext, case_file: CaseFile) -> dict[int, FollowUp]:
    """Return the actions taken here, by change number."""
    follow_ups = context.follow_ups.list_follow_ups(_report_key(case_file))
    return {follow_up.change: follow_up for follow_up in follow_ups}


def _report_key(case_file: CaseFile) -> ReportKey:
    return case_file.standing["source"], case_file.standing["service_request_id"]


def _section(title: str, children: list[Component]) -> Component:
    return html.Section([html.H2(title), *children])
