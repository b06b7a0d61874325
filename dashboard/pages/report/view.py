"""What the page of one report shows, built from its case file."""

from dataclasses import dataclass

from dashboard.pages.report import labels
from dashboard.pages.report.sections import clocks, history, location, photo_album
from dashboard.pages.report.sections.summary import Definition, ReportSummary, report_summary
from dashboard.ui import labels as ui_labels
from dashboard.ui import urls
from dashboard.ui.format import format_moment, milliseconds
from dashboard.ui.locations import location_text
from dashboard.web.context import WebContext
from data.core.access import Permission
from data.core.case_file.case_file import CaseFile
from data.core.report.key import ReportKey
from data.core.snapshot.snapshot import stale_at
from data.services.submission import OWN_SOURCE


@dataclass(frozen=True)
class CaseFilePage:
    """One report, as texts and numbers.

    :param follow_up_url: empty for a principal that may not follow up there
    :param backlog_url: of its kecamatan; empty for none
    :param directions_url: empty for a report without a point, or a sensitive one
    """

    category: str
    source_label: str
    number: str
    follow_up_url: str
    backlog_url: str
    directions_url: str
    summary: ReportSummary
    small_map: location.SmallMap | None
    clocks: clocks.ReportClocks
    photos: list[photo_album.PhotoGroup]
    assignee_totals: list[Definition]
    assignments: list[tuple[str, str]]
    events: list[history.EventLine]


@dataclass(frozen=True)
class PageClock:
    """The server's time, and the moment from which the data is too old, in milliseconds since 1970."""

    now: int | None
    speed: float
    stale_at: int | None


def page_clock(context: WebContext) -> PageClock:
    """Return the clock by which the browser counts down."""
    live_snapshot, clock = context.live_board.current(), context.live_board.clock
    stale_at_ms = milliseconds(stale_at(live_snapshot.snapshot)) if live_snapshot else None
    return PageClock(milliseconds(clock.now()), clock.speed, stale_at_ms)


def old_data_warning(context: WebContext) -> str:
    """Return the warning that the browser shows while the data is too old."""
    live_snapshot = context.live_board.current()
    since = live_snapshot.snapshot.data_as_of if live_snapshot else None
    if since is None:
        return str(ui_labels.NOTHING_YET)
    return labels.OLD_DATA.format(time=format_moment(since, context.city.zone))


def case_file_page(context: WebContext, case_file: CaseFile) -> CaseFilePage:
    """Return what the page shows of a report."""
    row, city = case_file.standing, context.city
    key: ReportKey = (row["source"], row["service_request_id"])
    may_follow_up = context.authorizer.is_allowed(Permission.FOLLOW_UP, row["area_code"])
    parent, shows_point = context.lineage.parent(str(row["area_code"])), _shows_point(context, case_file)
    missing = context.app.missing_reports.find(key)
    area = location_text(context, row["service_code"], row["area_code"], row["placement"])
    follow_ups = {follow_up.change: follow_up for follow_up in context.follow_ups.list_follow_ups(key)}
    point = (row["lat"], row["long"]) if shows_point else None
    return CaseFilePage(
        category=city.get_category(row["service_code"]).name,
        source_label=_source_label(context, key[0]),
        number=key[1],
        follow_up_url=urls.follow_up_path(key) if may_follow_up else "",
        backlog_url=f"/kecamatan/{parent}" if parent else "",
        directions_url=(urls.directions_url(*point) or "") if point else "",
        summary=report_summary(case_file, city, area, missing.since if missing else None),
        small_map=location.small_map(context, *point, row["area_code"]) if point else None,
        clocks=clocks.clocks(case_file, city),
        photos=photo_album.photo_groups(case_file, city, context.follow_ups.pictures(key)),
        assignee_totals=history.assignee_totals(case_file),
        assignments=history.assignment_spells(case_file, city.zone),
        events=history.event_lines(case_file, city, follow_ups),
    )


def _source_label(context: WebContext, name: str) -> str:
    if name == OWN_SOURCE:
        return str(ui_labels.OWN_SOURCE)
    source = context.city.get_source(name)
    return source.label if source and source.label else name


def _shows_point(context: WebContext, case_file: CaseFile) -> bool:
    sensitive = context.city.get_category(case_file.standing["service_code"]).sensitive
    return not sensitive and case_file.standing["lat"] is not None
