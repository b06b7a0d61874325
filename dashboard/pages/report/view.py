"""What the page of one report shows, built from its case file."""

from dataclasses import dataclass

from dashboard.pages.report import labels
from dashboard.pages.report.sections import clocks, history, location, photo_album
from dashboard.ui import labels as ui_labels
from dashboard.ui import urls
from dashboard.ui.format import format_moment, milliseconds
from dashboard.ui.locations import location_text
from dashboard.ui.report_labels import SENSITIVE, status_label
from dashboard.ui.status_icons import STATE_LABELS
from dashboard.web.context import WebContext
from data.core.access import Permission
from data.core.case_file.case_file import CaseFile
from data.core.clock.sla import Verdict
from data.core.report.key import ReportKey
from data.core.snapshot.snapshot import stale_at
from data.lib.translation import gettext
from data.services.submission import OWN_SOURCE


@dataclass(frozen=True)
class CaseFilePage:
    """One report, as texts and numbers; of a sensitive one no text, no address and no point.

    :param follow_up_url: empty for a principal that may not follow up there
    :param backlog_url: of its kecamatan; empty for none
    :param directions_url: empty for a report without a point
    :param state: SLA state of an open report; empty for a closed one
    :param missing_since: since when its source no longer has it; empty if it has it
    """

    category: str
    source_label: str
    number: str
    follow_up_url: str
    backlog_url: str
    directions_url: str
    text: str
    sensitive: bool
    state: str
    state_text: str
    area: str
    address: str
    filed: str
    reopened: int
    missing_since: str
    small_map: location.SmallMap | None
    clocks: clocks.ReportClocks
    photos: list[photo_album.PhotoGroup]
    assignee_totals: list[tuple[str, str]]
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


def data_moment(context: WebContext) -> str:
    """Return how far the data reaches; empty without data."""
    live_snapshot = context.live_board.current()
    since = live_snapshot.snapshot.data_as_of if live_snapshot else None
    return format_moment(since, context.city.zone) if since else ""


def case_file_page(context: WebContext, case_file: CaseFile) -> CaseFilePage:
    """Return what the page shows of a report."""
    row, city = case_file.standing, context.city
    key: ReportKey = (row["source"], row["service_request_id"])
    may_follow_up = context.authorizer.is_allowed(Permission.FOLLOW_UP, row["area_code"])
    parent, shows_point = context.lineage.parent(str(row["area_code"])), _shows_point(context, case_file)
    missing, category = context.app.missing_reports.find(key), city.get_category(row["service_code"])
    text = str(case_file.details.get("description") or gettext("No text."))
    follow_ups = {follow_up.change: follow_up for follow_up in context.follow_ups.list_follow_ups(key)}
    point = (row["lat"], row["long"]) if shows_point else None
    return CaseFilePage(
        category=category.name,
        source_label=_source_label(context, key[0]),
        number=key[1],
        follow_up_url=urls.follow_up_path(key) if may_follow_up else "",
        backlog_url=f"/kecamatan/{parent}" if parent else "",
        directions_url=(urls.directions_url(*point) or "") if point else "",
        text=str(SENSITIVE) if category.sensitive else text,
        sensitive=category.sensitive,
        state=case_file.state or "",
        state_text=_state_text(case_file),
        area=location_text(context, row["service_code"], row["area_code"], row["placement"]),
        address="" if category.sensitive else str(case_file.details.get("address") or ""),
        filed=format_moment(row["requested_datetime"], city.zone),
        reopened=row["reopened"],
        missing_since=format_moment(missing.since, city.zone) if missing else "",
        small_map=location.small_map(context, *point, row["area_code"]) if point else None,
        clocks=clocks.clocks(case_file, city),
        photos=photo_album.photo_groups(case_file, city, context.follow_ups.pictures(key)),
        assignee_totals=history.assignee_totals(case_file),
        assignments=history.assignment_spells(case_file, city.zone),
        events=history.event_lines(case_file, city, follow_ups),
    )


def _state_text(case_file: CaseFile) -> str:
    status = status_label(case_file.standing["status_description"])
    verdict = case_file.standing["verdict"]
    if case_file.state:
        return f"{STATE_LABELS[case_file.state]} · {status}"
    return f"{labels.VERDICT_LABELS[Verdict(verdict)] if verdict else labels.NO_VERDICT} · {status}"


def _source_label(context: WebContext, name: str) -> str:
    if name == OWN_SOURCE:
        return str(ui_labels.OWN_SOURCE)
    source = context.city.get_source(name)
    return source.label if source and source.label else name


def _shows_point(context: WebContext, case_file: CaseFile) -> bool:
    sensitive = context.city.get_category(case_file.standing["service_code"]).sensitive
    return not sensitive and case_file.standing["lat"] is not None
