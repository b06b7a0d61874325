"""The sections of the page, from one snapshot's backlog; unchanged sections are not sent again."""

from typing import Any

from dash import html, no_update
from dash.development.base_component import Component
from plotly.io.json import to_json_plotly

from dashboard.pages.kecamatan import ids, labels, layout
from dashboard.pages.kecamatan.sections import cards, comparison, effect, filters, grid, recap
from dashboard.ui import labels as ui_labels
from dashboard.ui.format import format_moment, milliseconds, number
from dashboard.web.clock_faults import status_badges
from dashboard.web.context import WebContext
from data.core.access import Permission
from data.core.backlog import what_if
from data.core.backlog.backlog import Backlog
from data.core.backlog.filters import BacklogFilter
from data.core.digest import digest
from data.core.snapshot.snapshot import has_data, records, stale_at
from data.lib.translation import current_language, gettext, ngettext
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
    """Return the sections that differ from those the browser shows, and the server's time.

    :param client_digests: the browser's ``SHOWN_DIGESTS``
    """
    live_backlog = context.live_board.backlogs.get(code)
    sections = _sections(context, live_backlog) if live_backlog else _empty_page(context, code)
    previous_digests = client_digests if isinstance(client_digests, dict) else {}
    digests = {name: digest(to_json_plotly(section)) for name, section in sections.items()}
    digests |= {"code": code, "rows": _backlog_digest(live_backlog.backlog) if live_backlog else ""}
    updates = {
        name: no_update if previous_digests.get(name) == digests[name] else sections[name]
        for name in SECTION_IDS
    }
    choices_changed = updates[ids.WHAT_IF_CHOICES] is not no_update
    return {
        **updates,
        ids.WHAT_IF_SELECTION: _preselected_keys(live_backlog) if choices_changed else no_update,
        ids.SHOWN_DIGESTS: no_update if previous_digests == digests else digests,
        ids.CLOCK: _clock_data(context, live_backlog),
    }


def first_figures(context: WebContext, code: str) -> Component | None:
    """Return the head of the page and the first five, for the document itself; None without a backlog."""
    live_backlog = context.live_board.backlogs.get(code)
    if live_backlog is None:
        return None
    figures = _first_sections(context, live_backlog, records(live_backlog.backlog.next_up))
    return layout.first_figures(figures, _clock_data(context, live_backlog))


def _preselected_keys(live_backlog: KecamatanBacklog | None) -> list[str]:
    if live_backlog is None:
        return []
    rows = records(live_backlog.backlog.next_up)[: effect.PRESELECTED_COUNT]
    return [effect.report_key(row) for row in rows]


def _backlog_digest(backlog: Backlog) -> str:
    return digest(backlog.rows[LIST_DIGEST_COLUMNS].to_csv(index=False))


def _clock_data(context: WebContext, live_backlog: KecamatanBacklog | None) -> dict[str, Any]:
    clock, zone = context.live_board.clock, context.city.timezone
    stale_at_ms = milliseconds(stale_at(live_backlog.snapshot)) if live_backlog else None
    return {"now": milliseconds(clock.now()), "speed": clock.speed, "stale_at": stale_at_ms, "zone": zone}


def _empty_page(context: WebContext, code: str) -> dict[str, Any]:
    """Return the page without a backlog: before the first snapshot, or for an unknown or missing code."""
    sections: dict[str, Any] = dict.fromkeys(SECTION_IDS, "")
    if not code:
        return {
            **sections,
            ids.TITLE: gettext("Kecamatan"),
            ids.STATUS_LINE: "",
            ids.FIVE_NOTE: _kecamatan_links(context),
        }
    has_snapshot = context.live_board.current() is not None
    unknown_code = gettext("There is no kecamatan with this code.")
    status = unknown_code if has_snapshot else str(ui_labels.NO_DATA)
    return {**sections, ids.TITLE: str(labels.TITLE), ids.STATUS_LINE: status}


def readable_kecamatan(context: WebContext) -> list[tuple[str, str]]:
    """Return code and name of each kecamatan that the principal may read."""
    parents = context.layer.parents
    pairs = zip(parents["code"], parents["name"], strict=True)
    return [
        (code, name) for code, name in pairs if context.authorizer.is_allowed(Permission.VIEW_REPORTS, code)
    ]


def _kecamatan_links(context: WebContext) -> Component:
    links = [
        html.A(name, href=f"{layout.PATH}{code}", className="link-button")
        for code, name in readable_kecamatan(context)
    ]
    return html.Span(links)


def _sections(context: WebContext, live_backlog: KecamatanBacklog) -> dict[str, Any]:
    """Return all sections of the page, by component id."""
    zone, backlog = context.city.zone, live_backlog.backlog
    first = records(backlog.next_up)
    data_known = has_data(live_backlog.snapshot)
    return {
        **_first_sections(context, live_backlog, first),
        ids.FILTERS: filters.filter_selects(backlog, context.city.areas) if len(backlog.rows) else [],
        ids.ASSIGNEES: comparison.assignee_table(live_backlog) if data_known else ui_labels.NO_DATA,
        ids.COMPARISON: [*comparison.comparison(live_backlog), *comparison.age_bars(live_backlog)],
        ids.WHAT_IF_CHOICES: effect.report_choices(first),
        ids.MORNING_RECAP: recap.folded_message(recap.morning_recap(live_backlog, zone)),
        ids.REVIEW_RECAP: recap.folded_message(recap.review_recap(live_backlog, zone)),
    }


def _first_sections(
    context: WebContext, live_backlog: KecamatanBacklog, first: list[dict[str, Any]]
) -> dict[str, Any]:
    """Return the head of the page and the first five, by component id."""
    backlog = live_backlog.backlog
    details = context.live_board.backlogs.details((row["source"], row["service_request_id"]) for row in first)
    first_details = [details[row["source"], row["service_request_id"]] for row in first]
    data_known = has_data(live_backlog.snapshot)
    return {
        ids.TITLE: f"{context.city.areas.parent_level} {backlog.name}",
        ids.STATUS_LINE: _status_line(context, live_backlog),
        ids.BANNER: _banner(context, live_backlog),
        ids.TILES: comparison.count_tiles(live_backlog, has_data=data_known),
        ids.FIVE: cards.first_five_cards(first, first_details, context.city),
        ids.FIVE_NOTE: cards.first_five_note(backlog) if data_known else ui_labels.NO_DATA,
    }


def _status_line(context: WebContext, live_backlog: KecamatanBacklog) -> list[Any]:
    since, summary = live_backlog.snapshot.data_as_of, str(ui_labels.NO_DATA)
    if since:
        summary = gettext("Data as of {moment}").format(moment=format_moment(since, context.city.zone))
    return [*status_badges(context, live_backlog.snapshot), html.Span(summary)]


def _banner(context: WebContext, live_backlog: KecamatanBacklog) -> list[Component]:
    """Return the warning of old data; the browser shows it, since it alone can notice a lost server."""
    since = live_backlog.snapshot.data_as_of
    if since is None:
        return [html.B(str(ui_labels.NOTHING_YET)), html.Span(str(ui_labels.NEVER_READ))]
    moment = format_moment(since, context.city.zone)
    text = gettext("Data not updated since {moment}").format(moment=moment)
    return [html.B(text), html.Span(str(ui_labels.LAST_KNOWN))]


def list_update(context: WebContext, code: str, choices: Any, client_state: Any) -> dict[str, Any]:
    """Return the list or the table with the chosen filters, and how many reports it shows of how many.

    :param choices: the browser's ``FILTER_STATE``
    :param client_state: the browser's ``LIST_STATE``
    """
    live_backlog = context.live_board.backlogs.get(code)
    filter_values = choices if isinstance(choices, dict) else {}
    previous_state = client_state if isinstance(client_state, dict) else {}
    if live_backlog is None or filter_values.get("code") != code:
        return _no_list_update()
    list_digest = _list_digest(live_backlog, filter_values)
    if previous_state.get("digest") == list_digest:
        return _no_list_update()
    as_table = filter_values.get("view") == "table"
    backlog_filter = BacklogFilter.parse(filter_values)
    rows = backlog_filter.apply(live_backlog.backlog.rows)
    limit = len(rows) if as_table else _requested_limit(filter_values)
    list_cards = (
        [] if as_table else [cards.small_card(row, context.city.zone) for row in records(rows.head(limit))]
    )
    return {
        ids.LIST: list_cards,
        ids.COUNT: _count_line(live_backlog, backlog_filter, len(rows), limit),
        **(_grid_update(context, code, len(rows), previous_state) if as_table else _no_grid()),
        ids.LIST_STATE: {"digest": list_digest, "table": as_table},
    }


def _list_digest(live_backlog: KecamatanBacklog, filter_values: dict[str, Any]) -> str:
    data_known = str(has_data(live_backlog.snapshot))
    choices, language = to_json_plotly(filter_values), current_language()
    return digest(_backlog_digest(live_backlog.backlog), choices, data_known, language)


def _no_list_update() -> dict[str, Any]:
    return dict.fromkeys((ids.LIST, ids.COUNT, ids.GRID_BOX, GRID_BOX_STYLE, ids.LIST_STATE), no_update)


def _no_grid() -> dict[str, Any]:
    return {ids.GRID_BOX: [], GRID_BOX_STYLE: {}}


def _grid_update(
    context: WebContext, code: str, count: int, previous_state: dict[str, Any]
) -> dict[str, Any]:
    """Return the table for its box; one that is there stays, since it requests its rows by itself."""
    grid_children = (
        no_update if previous_state.get("table") else [grid.backlog_grid(code, context.city.areas)]
    )
    return {ids.GRID_BOX: grid_children, GRID_BOX_STYLE: grid.grid_size(count)}


def _requested_limit(filter_values: dict[str, Any]) -> int:
    requested = filter_values.get("limit")
    return min(max(requested, CARD_LIMIT), MAX_CARDS) if isinstance(requested, int) else CARD_LIMIT


def _count_line(
    live_backlog: KecamatanBacklog, backlog_filter: BacklogFilter, match_count: int, limit: int
) -> Any:
    """Return how many reports are listed of how many, with buttons for the rest and to clear the filters."""
    total = len(live_backlog.backlog.rows)
    if not has_data(live_backlog.snapshot):
        return ui_labels.NO_DATA
    if not total:
        return [html.Span(str(labels.NONE_OPEN))]
    button = _button(gettext("Clear the filters"), {"clear": True})
    clear_button = [button] if backlog_filter.is_active else []
    if not match_count:
        reports = ngettext("{count} report", "{count} reports", total)
        summary = gettext("No report with these filters ({reports} without filters).").format(reports=reports)
        return [html.Span(summary, className="none"), *clear_button]
    summary = gettext("Showing {shown} of {count}")
    if backlog_filter.is_active:
        summary = gettext("Showing {shown} of {count} ({total} without filters)")
    counts = {"shown": min(match_count, limit), "count": match_count, "total": total}
    text = summary.format(**{name: number(count) for name, count in counts.items()})
    return [html.Span(text), *_rest_button(match_count, limit), *clear_button]


def _rest_button(match_count: int, limit: int) -> list[Component]:
    """Return the button for reports that are not listed: all cards, or the table if they are too many."""
    if match_count <= limit:
        return []
    if limit < MAX_CARDS:
        return [_button(gettext("Show all"), {"limit": MAX_CARDS})]
    return [_button(gettext("See as a table"), {"view": "table"})]


def _button(label: str, choice: dict[str, Any]) -> Component:
    attributes: dict[str, Any] = {"data-set": to_json_plotly(choice)}
    return html.Button(label, type="button", className="link-button", **attributes)


def grid_rows(context: WebContext, code: str, choices: Any, request: dict[str, Any]) -> dict[str, Any]:
    """Return the rows that the grid requests."""
    live_backlog = context.live_board.backlogs.get(code)
    if live_backlog is None:
        return {"rowData": [], "rowCount": 0}
    filter_values = choices if isinstance(choices, dict) else {}
    backlog_filter = grid.apply_sort(BacklogFilter.parse(filter_values), request)
    return grid.row_block(backlog_filter.apply(live_backlog.backlog.rows), request, context.city.zone)


def what_if_effect(context: WebContext, code: str, selected_keys: Any) -> Any:
    """Return the table of figures with the selected reports closed now."""
    live_backlog = context.live_board.backlogs.get(code)
    if live_backlog is None:
        return ""
    return effect.effect_table(what_if.closing_effect(live_backlog.backlog, effect.parse_keys(selected_keys)))
