"""What the page's parts say, from one snapshot's backlog; a part that did not change is not sent again."""

from typing import Any

from dash import html, no_update
from dash.development.base_component import Component
from plotly.io.json import to_json_plotly

from dashboard.pages.kecamatan import ids, labels
from dashboard.pages.kecamatan.layout import PATH
from dashboard.pages.kecamatan.sections import cards, comparison, effect, filters, grid, recap
from dashboard.ui import labels as ui_labels
from dashboard.ui.badges import badges
from dashboard.ui.format import format_moment, milliseconds, number
from dashboard.web.context import WebContext
from data.core.access import Permission
from data.core.backlog import what_if
from data.core.backlog.backlog import Backlog, TriageGroup
from data.core.backlog.filters import BacklogFilter
from data.core.digest import digest
from data.core.snapshot.snapshot import has_data, records, stale_at
from data.services.backlog import KecamatanBacklog

CARD_LIMIT = 20  # cards shown before more are asked for
MAX_CARDS = 1_000  # cards that a page can carry; beyond it the table shows all

SECTION_IDS = (
    ids.TITLE, ids.STATUS_LINE, ids.BANNER, ids.TILES, ids.FIVE, ids.FIVE_NOTE, ids.FILTERS,
    ids.ASSIGNEES, ids.COMPARISON, ids.WHAT_IF_CHOICES, ids.MORNING_RECAP, ids.REVIEW_RECAP,
)  # fmt: skip
GRID_BOX_STYLE = "box_style"
LIST_DIGEST_COLUMNS = [
    "source", "service_request_id", "service_code", "area_code", "holder", "status_description", "state",
    "expected_datetime", "stopped_at", "turn", "age_band",
]  # fmt: skip


def page_updates(context: WebContext, code: str, client_digests: Any) -> dict[str, Any]:
    """Every part that differs from what the browser says it shows, and the server's time."""
    live_backlog = context.live_board.backlogs.get(code)
    sections = _sections(context, live_backlog) if live_backlog else _empty_page(context, code)
    previous_digests = client_digests if isinstance(client_digests, dict) else {}
    digests = {name: digest(to_json_plotly(part)) for name, part in sections.items()}
    digests |= {"code": code, "rows": _backlog_digest(live_backlog.backlog) if live_backlog else ""}
    updates = {
        name: no_update if previous_digests.get(name) == digests[name] else sections[name]
        for name in SECTION_IDS
    }
    first = [effect.report_key(row) for row in records(live_backlog.backlog.next_up)] if live_backlog else []
    return {
        **updates,
        ids.WHAT_IF_SELECTION: no_update
        if updates[ids.WHAT_IF_CHOICES] is no_update
        else first[: effect.PRESELECTED_COUNT],
        ids.SHOWN_DIGESTS: no_update if previous_digests == digests else digests,
        ids.CLOCK: _clock_data(context, live_backlog),
    }


def _backlog_digest(backlog: Backlog) -> str:
    return digest(backlog.rows[LIST_DIGEST_COLUMNS].to_csv(index=False))


def _clock_data(context: WebContext, live_backlog: KecamatanBacklog | None) -> dict[str, Any]:
    clock, zone = context.live_board.clock, context.city.timezone
    stale_at_ms = milliseconds(stale_at(live_backlog.snapshot)) if live_backlog else None
    return {"now": milliseconds(clock.now()), "speed": clock.speed, "stale_at": stale_at_ms, "zone": zone}


def _empty_page(context: WebContext, code: str) -> dict[str, Any]:
    """No snapshot yet, no such kecamatan, or none named: then those to choose from."""
    sections: dict[str, Any] = dict.fromkeys(SECTION_IDS, "")
    if not code:
        return {
            **sections,
            ids.TITLE: "Kecamatan",
            ids.STATUS_LINE: "",
            ids.FIVE_NOTE: _kecamatan_links(context),
        }
    no_snapshot = context.live_board.current() is None
    return {
        **sections,
        ids.TITLE: labels.TITLE,
        ids.STATUS_LINE: ui_labels.NO_DATA if no_snapshot else labels.UNKNOWN_CODE,
    }


def readable_kecamatan(context: WebContext) -> list[tuple[str, str]]:
    """The kecamatan that whoever asks may read: code and name."""
    parents = context.layer.parents
    pairs = zip(parents["code"], parents["name"], strict=True)
    return [
        (code, name) for code, name in pairs if context.authorizer.is_allowed(Permission.VIEW_REPORTS, code)
    ]


def _kecamatan_links(context: WebContext) -> Component:
    links = [
        html.A(name, href=f"{PATH}{code}", className="way") for code, name in readable_kecamatan(context)
    ]
    return html.Span(links)


def _sections(context: WebContext, live_backlog: KecamatanBacklog) -> dict[str, Any]:
    """All parts of the page, with words where there is nothing to show."""
    zone, backlog = context.city.zone, live_backlog.backlog
    first = records(backlog.next_up)
    details = context.live_board.backlogs.details((row["source"], row["service_request_id"]) for row in first)
    first_details = [details[row["source"], row["service_request_id"]] for row in first]
    data_known = has_data(live_backlog.snapshot)
    return {
        ids.TITLE: f"{context.city.areas.parent_level} {backlog.name}",
        ids.STATUS_LINE: _status_line(context, live_backlog),
        ids.BANNER: _banner(context, live_backlog),
        ids.TILES: comparison.count_tiles(live_backlog, has_data=data_known),
        ids.FIVE: cards.first_five_cards(first, first_details, zone),
        ids.FIVE_NOTE: _first_five_note(backlog) if data_known else ui_labels.NO_DATA,
        ids.FILTERS: filters.filter_selects(backlog) if len(backlog.rows) else [],
        ids.ASSIGNEES: comparison.assignee_table(live_backlog) if data_known else ui_labels.NO_DATA,
        ids.COMPARISON: [*comparison.comparison(live_backlog), *comparison.age_bars(live_backlog)],
        ids.WHAT_IF_CHOICES: effect.report_choices(first),
        ids.MORNING_RECAP: _recap(recap.morning_recap(live_backlog, zone)),
        ids.REVIEW_RECAP: _recap(recap.review_recap(live_backlog, zone)),
    }


def _status_line(context: WebContext, live_backlog: KecamatanBacklog) -> list[Any]:
    since = live_backlog.snapshot.data_as_of
    summary = f"Data per {format_moment(since, context.city.zone)}" if since else ui_labels.NO_DATA
    return [*badges(live_backlog.snapshot), html.Span(summary)]


def _banner(context: WebContext, live_backlog: KecamatanBacklog) -> list[Component]:
    """What is said while the data is too old; the browser shows it, for it alone knows if we are heard."""
    since = live_backlog.snapshot.data_as_of
    if since is None:
        return [html.B(ui_labels.NOTHING_YET), html.Span(ui_labels.NEVER_READ)]
    return [
        html.B(f"Data belum diperbarui sejak {format_moment(since, context.city.zone)}"),
        html.Span(ui_labels.LAST_KNOWN),
    ]


def _first_five_note(backlog: Backlog) -> str:
    rows = backlog.rows
    if rows.empty:
        return labels.NONE_OPEN
    counts = rows["turn"].value_counts()
    phrases = [
        f"{number(int(counts[turn]))} {labels.TURN_LABELS[turn]}" for turn in TriageGroup if counts.get(turn)
    ]
    return f"Dari {number(len(rows))} laporan: {', '.join(phrases)}.{_stopped_and_late(backlog)}"


def _stopped_and_late(backlog: Backlog) -> str:
    """Why more reports are late than are to be taken up as late: the clock of some has been stopped."""
    stopped_late_count = backlog.paused_overdue
    return (
        f" Di antara yang jamnya dihentikan, {number(stopped_late_count)} sudah terlambat."
        if stopped_late_count
        else ""
    )


def _recap(message: str) -> list[Component]:
    """The text, folded, and its two ways out."""
    copy_attributes: dict[str, Any] = {"data-copy": ""}
    link_attributes: dict[str, Any] = {"target": "_blank", "rel": "noopener noreferrer"}
    return [
        html.Details([html.Summary("Lihat teks"), html.Pre(message, className="recap-text")]),
        html.Div(
            [
                html.A(
                    "Kirim lewat WhatsApp",
                    href=recap.share_url(message),
                    className="way first",
                    **link_attributes,
                ),
                html.Button("Salin teks", type="button", className="way", **copy_attributes),
            ],
            className="ways",
        ),
    ]


def list_update(context: WebContext, code: str, choices: Any, client_state: Any) -> dict[str, Any]:
    """The list or the table as the browser wants it, with how many of how many.

    :param shown: what the browser holds of the last answer under ``LISTED``
    """
    live_backlog, filter_values = (
        context.live_board.backlogs.get(code),
        choices if isinstance(choices, dict) else {},
    )
    previous_state = client_state if isinstance(client_state, dict) else {}
    if live_backlog is None or filter_values.get("code") != code:
        return _no_list_update()
    requested_digest = digest(
        _backlog_digest(live_backlog.backlog),
        to_json_plotly(filter_values),
        str(has_data(live_backlog.snapshot)),
    )
    if previous_state.get("digest") == requested_digest:
        return _no_list_update()
    backlog_filter = BacklogFilter.parse(filter_values)
    rows, as_table = backlog_filter.apply(live_backlog.backlog.rows), filter_values.get("view") == "table"
    limit = len(rows) if as_table else _requested_limit(filter_values)
    count = (
        _count_line(live_backlog, backlog_filter, len(rows), limit)
        if has_data(live_backlog.snapshot)
        else ui_labels.NO_DATA
    )
    grid_update = (
        _grid_update(code, len(rows), previous_state) if as_table else {ids.GRID_BOX: [], GRID_BOX_STYLE: {}}
    )
    small_cards = (
        [] if as_table else [cards.small_card(row, context.city.zone) for row in records(rows.head(limit))]
    )
    return {
        ids.LIST: small_cards,
        ids.COUNT: count,
        **grid_update,
        ids.LIST_STATE: {"digest": requested_digest, "table": as_table},
    }


def _no_list_update() -> dict[str, Any]:
    return dict.fromkeys((ids.LIST, ids.COUNT, ids.GRID_BOX, GRID_BOX_STYLE, ids.LIST_STATE), no_update)


def _grid_update(code: str, count: int, previous_state: dict[str, Any]) -> dict[str, Any]:
    """A table that is there stays: it asks for its rows by itself, and is never mounted anew."""
    grid_children = no_update if previous_state.get("table") else [grid.backlog_grid(code)]
    return {ids.GRID_BOX: grid_children, GRID_BOX_STYLE: grid.grid_size(count)}


def _requested_limit(filter_values: dict[str, Any]) -> int:
    requested = filter_values.get("limit")
    return min(max(requested, CARD_LIMIT), MAX_CARDS) if isinstance(requested, int) else CARD_LIMIT


def _count_line(
    live_backlog: KecamatanBacklog, backlog_filter: BacklogFilter, match_count: int, limit: int
) -> list[Any]:
    """How many are shown of how many, and the way to the rest. An empty list says why it is empty."""
    total = len(live_backlog.backlog.rows)
    if not total:
        return [html.Span(labels.NONE_OPEN)]
    clear_button = [_button("Hapus saringan", {"clear": True})] if backlog_filter.is_active else []
    if not match_count:
        summary = f"Tidak ada laporan dengan saringan ini ({number(total)} laporan tanpa saringan)."
        return [html.Span(summary, className="none"), *clear_button]
    shown_count = min(match_count, limit)
    summary = f"Menampilkan {number(shown_count)} dari {number(match_count)}"
    unfiltered_note = f" ({number(total)} tanpa saringan)" if backlog_filter.is_active else ""
    show_all_button = (
        [_button("Tampilkan semua", {"limit": MAX_CARDS})]
        if shown_count < match_count and limit < MAX_CARDS
        else []
    )
    table_button = (
        [_button("Lihat sebagai tabel", {"view": "table"})]
        if shown_count < match_count and limit >= MAX_CARDS
        else []
    )
    return [html.Span(summary + unfiltered_note), *show_all_button, *table_button, *clear_button]


def _button(label: str, choice: dict[str, Any]) -> Component:
    attributes: dict[str, Any] = {"data-set": to_json_plotly(choice)}
    return html.Button(label, type="button", className="way", **attributes)


def grid_rows(context: WebContext, code: str, choices: Any, request: dict[str, Any]) -> dict[str, Any]:
    """What the grid asks for."""
    live_backlog, filter_values = (
        context.live_board.backlogs.get(code),
        choices if isinstance(choices, dict) else {},
    )
    if live_backlog is None:
        return {"rowData": [], "rowCount": 0}
    backlog_filter = grid.apply_sort(BacklogFilter.parse(filter_values), request)
    return grid.row_block(backlog_filter.apply(live_backlog.backlog.rows), request, context.city.zone)


def what_if_effect(context: WebContext, code: str, selected_keys: Any) -> Any:
    """What finishing the chosen reports would change."""
    live_backlog = context.live_board.backlogs.get(code)
    if live_backlog is None:
        return ""
    return effect.effect_table(what_if.closing_effect(live_backlog.backlog, effect.parse_keys(selected_keys)))
