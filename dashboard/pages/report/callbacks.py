"""The page: a skeleton, filled by one callback that asks the gate for the area of the report."""

from typing import Any
from urllib.parse import parse_qs, unquote

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component
from plotly.io.json import to_json_plotly
from starlette.concurrency import run_in_threadpool

from dashboard.pages.report import view
from dashboard.pages.report.sections import location, photo_album
from dashboard.ui import labels, report_labels, urls
from dashboard.ui.badges import badges
from dashboard.ui.format import format_moment, milliseconds
from dashboard.ui.locations import in_words
from dashboard.web.context import WebContext
from dashboard.web.dash_pages import LOCATION_ID
from data.core.access import Permission
from data.core.case_file.case_file import CaseFile
from data.core.digest import digest
from data.core.follow_up.records import FollowUp
from data.core.follow_up.workflow import ActionType
from data.core.report.key import ReportKey
from data.core.snapshot.snapshot import stale_at
from data.services.submission import OWN_SOURCE

PATH, TITLE = "/laporan/", "Laporan"
PAGE, NAME, STATUS_LINE, BANNER = "casefile", "casefile-name", "casefile-standing", "casefile-banner"
LINKS, BODY, SHOWN_DIGESTS, CLOCK = "casefile-ways", "casefile-body", "casefile-shown", "casefile-clock"
REFRESH_TIMER, RENDERED = "casefile-beat", "casefile-drawn"
SECTION_IDS = (NAME, STATUS_LINE, BANNER, LINKS, BODY)
REFRESH_MS = 15_000
NOT_FOUND = "Laporan ini tidak ada."


def layout() -> Component:
    """The whole page without a figure."""
    return html.Div(
        [
            html.Header(
                [
                    html.Div(id=LINKS, className="ways"),
                    html.H1(TITLE, id=NAME),
                    html.P(report_labels.LOADING, id=STATUS_LINE, className="standing", role="status"),
                    html.Div(id=BANNER, className="old-data", role="alert"),
                ]
            ),
            html.Main(id=BODY, className="file"),
            *[dcc.Store(id=name) for name in (SHOWN_DIGESTS, CLOCK, RENDERED)],
            dcc.Interval(id=REFRESH_TIMER, interval=REFRESH_MS),
        ],
        id=PAGE,
        className="office casefile",
    )


def parse_key(path: str | None) -> tuple[str, str]:
    """Source and number in an address; empty where there are none."""
    source, _, request_id = (path or "").removeprefix(PATH).partition("/")
    return unquote(source), unquote(request_id)


def register(app: Dash, context: WebContext) -> None:
    """Gives one app the callbacks of this page."""
    outputs = {name: Output(name, "children") for name in SECTION_IDS}

    @app.callback(
        output={**outputs, SHOWN_DIGESTS: Output(SHOWN_DIGESTS, "data"), CLOCK: Output(CLOCK, "data")},
        inputs=[
            Input(REFRESH_TIMER, "n_intervals"),
            Input(LOCATION_ID, "pathname"),
            State(LOCATION_ID, "search"),
            State(SHOWN_DIGESTS, "data"),
        ],
    )
    async def fill(_beat: int | None, path: str, search: Any, client_digests: Any) -> dict[str, Any]:
        return await run_in_threadpool(page_updates, context, path, client_digests, stored_message(search))

    app.clientside_callback(
        ClientsideFunction("camat", "drawn"), Output(RENDERED, "data"), Input(CLOCK, "data")
    )


def stored_message(search: Any) -> str:
    """What the address says was just stored, in words; empty where it says nothing."""
    query = search.removeprefix("?") if isinstance(search, str) else ""
    action_code = parse_qs(query).get(urls.STORED_PARAM, [""])[0]
    return report_labels.STORED[ActionType(action_code)] if action_code in set(ActionType) else ""


def page_updates(context: WebContext, path: str, client_digests: Any, stored: str = "") -> dict[str, Any]:
    """The page of the report at an address.

    A report without an area, and one that there is not, are the city's to ask for: whoever may read one
    kecamatan only is refused both, and learns from it nothing about other kecamatan.

    :raises RefusedError: if it is not for whoever asks
    """
    case_file = context.live_board.backlogs.case_file(*parse_key(path))
    context.authorizer.require(
        Permission.VIEW_REPORTS, case_file.standing["area_code"] if case_file else None
    )
    sections = (
        _sections(context, case_file, stored)
        if case_file
        else {**dict.fromkeys(SECTION_IDS, ""), STATUS_LINE: NOT_FOUND}
    )
    digests = {name: digest(to_json_plotly(part)) for name, part in sections.items()}
    previous_digests = client_digests if isinstance(client_digests, dict) else {}
    updates = {
        name: no_update if previous_digests.get(name) == digests[name] else part
        for name, part in sections.items()
    }
    return {**updates, SHOWN_DIGESTS: digests, CLOCK: _clock_data(context)}


def _clock_data(context: WebContext) -> dict[str, Any]:
    live_snapshot, clock = context.live_board.current(), context.live_board.clock
    stale_at_ms = milliseconds(stale_at(live_snapshot.snapshot)) if live_snapshot else None
    return {"now": milliseconds(clock.now()), "speed": clock.speed, "stale_at": stale_at_ms}


def _sections(context: WebContext, case_file: CaseFile, stored: str) -> dict[str, Any]:
    row, city = case_file.standing, context.city
    return {
        NAME: city.get_category(row["service_code"]).name,
        STATUS_LINE: _status_line(context, case_file),
        BANNER: _banner(context),
        LINKS: _links(context, case_file, stored),
        BODY: _body(context, case_file),
    }


def _status_line(context: WebContext, case_file: CaseFile) -> list[Any]:
    live_snapshot = context.live_board.current()
    source = context.city.get_source(case_file.standing["source"])
    name = case_file.standing["source"]
    label = labels.OWN_SOURCE if name == OWN_SOURCE else source.label if source and source.label else name
    summary = html.Span(f"{label} · nomor {case_file.standing['service_request_id']}")
    return [*(badges(live_snapshot.snapshot) if live_snapshot else []), summary]


def _banner(context: WebContext) -> list[Component]:
    live_snapshot = context.live_board.current()
    since = live_snapshot.snapshot.data_as_of if live_snapshot else None
    title = (
        f"Data belum diperbarui sejak {format_moment(since, context.city.zone)}"
        if since
        else labels.NOTHING_YET
    )
    return [html.B(title), html.Span(labels.LAST_KNOWN)]


def _links(context: WebContext, case_file: CaseFile, stored: str) -> list[Component]:
    """What was just stored; then to act on it, back to the kecamatan, and to the place."""
    row = case_file.standing
    parent = context.lineage.parent(str(row["area_code"]))
    back_links = (
        [html.A("Kembali ke tunggakan", href=f"/kecamatan/{parent}", className="way")] if parent else []
    )
    directions_url = (
        urls.directions_url(row["lat"], row["long"]) if _shows_point(context, case_file) else None
    )
    link_attributes: dict[str, Any] = {"target": "_blank", "rel": "noopener noreferrer"}
    directions_link = html.A("Petunjuk arah", href=directions_url, className="way", **link_attributes)
    stored_notes = [html.P(stored, className="stored", role="status")] if stored else []
    return [
        *stored_notes,
        *_action_links(context, case_file),
        *back_links,
        *([directions_link] if directions_url else []),
    ]


def _shows_point(context: WebContext, case_file: CaseFile) -> bool:
    sensitive = context.city.get_category(case_file.standing["service_code"]).sensitive
    return not sensitive and case_file.standing["lat"] is not None


def _body(context: WebContext, case_file: CaseFile) -> list[Component]:
    row, city = case_file.standing, context.city
    area = in_words(context, row["service_code"], row["area_code"], row["placement"])
    map_parts = (
        [location.small_map(context, row["lat"], row["long"], row["area_code"])]
        if _shows_point(context, case_file)
        else []
    )
    left = [
        _section("Laporan", [*view.summary(case_file, city, area), *map_parts]),
        _section("Dua jam", view.clocks(case_file, city)),
    ]
    right = [
        _section(
            "Foto dan bukti",
            photo_album.photo_section(case_file, city, context.follow_ups.pictures(_report_key(case_file))),
        ),
        _section("Siapa memegang, berapa lama", view.assignee_times(case_file, city.zone)),
        _section("Riwayat", [view.history(case_file, city, _follow_ups_by_change(context, case_file))]),
    ]
    return [html.Div(left), html.Div(right)]


def _follow_ups_by_change(context: WebContext, case_file: CaseFile) -> dict[int, FollowUp]:
    """The moves made here, by change number."""
    return {
        follow_up.change: follow_up
        for follow_up in context.follow_ups.list_follow_ups(_report_key(case_file))
    }


def _report_key(case_file: CaseFile) -> ReportKey:
    return case_file.standing["source"], case_file.standing["service_request_id"]


def _section(title: str, children: list[Component]) -> Component:
    return html.Section([html.H2(title), *children])


def _action_links(context: WebContext, case_file: CaseFile) -> list[Component]:
    """The way to acting on the report, for whoever may."""
    row = case_file.standing
    if not context.authorizer.is_allowed(Permission.FOLLOW_UP, row["area_code"]):
        return []
    url = urls.follow_up_path((row["source"], row["service_request_id"]))
    return [html.A("Tindak lanjuti", href=url, className="way first")]
