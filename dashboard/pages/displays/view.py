"""HTML of the page of all displays."""

from collections.abc import Mapping
from datetime import datetime
from html import escape

from dashboard.pages.displays import labels
from dashboard.ui import report_labels
from dashboard.ui.format import format_time
from dashboard.web.context import WebContext
from dashboard.web.html import banner, button
from dashboard.web.version import frontend_version
from data.core.displays import ALL_DISPLAYS, CITY_VIEW, FLOOD_VIEW, DisplayOrder, Heartbeat
from data.services.displays import MAX_MESSAGE_LENGTH, DisplayStatus
from data.services.unnamed_tabs import COUNT_KEY

ORDER_PATH = "/layar/semua/perintah"


def overview_page(context: WebContext, displays: list[DisplayStatus], now: datetime, message: str) -> str:
    """Return the whole page: the order for all displays first, then a card for each."""
    views = available_views(context)
    header_html = f"{banner(message, 'good')}<h1>{labels.TITLE}</h1><p>{labels.LEAD}</p>"
    order = context.live_board.displays.order(ALL_DISPLAYS)
    order_html = f"{_order_summary(order, views, context)}{_order_form(ALL_DISPLAYS, order, views)}"
    all_displays_card = (
        f'<section class="card all-displays"><h2>{labels.ALL_DISPLAYS}</h2>{order_html}</section>'
    )
    cards = f'<div id="displays">{display_cards(context, displays, now)}</div>'
    return f"{header_html}{all_displays_card}{cards}{button('/', report_labels.BACK_HOME, 'second')}"


def display_cards(context: WebContext, displays: list[DisplayStatus], now: datetime) -> str:
    """Return one card per display; the page replaces them every few seconds."""
    if not displays:
        return f"<p>{labels.NO_DISPLAYS}</p>"
    return "".join(_display_card(context, display, now) for display in displays)


def available_views(context: WebContext) -> dict[str, str]:
    """Return the views that can be pinned, by code: the city, floods if configured, each parent area."""
    flood = {FLOOD_VIEW: labels.FLOOD} if context.city.room.flood else {}
    return {CITY_VIEW: labels.CITY, **flood, **context.kecamatan_names}


def _display_card(context: WebContext, display: DisplayStatus, now: datetime) -> str:
    views, name = available_views(context), display.name or labels.UNNAMED
    state, css_class = _connection_state(display, now)
    tabs = "".join(_tab_item(tab, views, context) for tab in display.tabs)
    form = "" if display.revoked else _order_form(display.name, display.order, views)
    return (
        f'<section class="card {css_class}" data-display="{escape(display.name)}"><h2><i class="light"></i>'
        f"{escape(name)} <small>{state}</small></h2>"
        f'<ul class="tabs">{tabs}</ul>{_order_summary(display.order, views, context)}'
        f"<details><summary>{labels.DIRECT_DISPLAY}</summary>{form}</details></section>"
    )


def _connection_state(display: DisplayStatus, now: datetime) -> tuple[str, str]:
    if display.revoked:
        return labels.REVOKED, "revoked"
    if not display.tabs:
        return labels.NEVER, "silent"
    return (labels.ALIVE, "alive") if display.tabs[0].is_alive(now) else (labels.SILENT, "silent")


def _tab_item(tab: Heartbeat, views: Mapping[str, str], context: WebContext) -> str:
    """Return what one browser shows, its condition, and when it was last heard."""
    heartbeat = tab.payload
    conditions = [labels.CONDITIONS.get(condition, condition) for condition in str(heartbeat["mood"]).split()]
    if heartbeat["version"] != frontend_version():
        conditions.append(labels.OLD_VERSION)
    if not heartbeat["streaming"]:
        conditions.append(labels.POLLING)
    view_name = views.get(str(heartbeat["view"]), labels.CITY)
    heard_at = format_time(tab.heard_at, context.city.zone)
    if heartbeat.get(COUNT_KEY):
        conditions.append(labels.UNNAMED_TABS.format(count=heartbeat[COUNT_KEY]))
    size = f"{heartbeat['width']}\N{MULTIPLICATION SIGN}{heartbeat['height']}"
    return (
        f"<li><b>{escape(view_name)}</b> <span>{escape(' · '.join(conditions))}</span>"
        f"<small>{size} · terdengar pukul {heard_at}</small></li>"
    )


def _order_summary(order: DisplayOrder | None, views: Mapping[str, str], context: WebContext) -> str:
    if order is None:
        return ""
    parts = [
        f"{labels.PINNED}: {views.get(order.view, order.view)}" if order.view else "",
        labels.PAUSED if order.paused else "",
        f"{labels.MESSAGE_LABEL}: {order.message}" if order.message else "",
        f"sampai pukul {format_time(order.until, context.city.zone)}" if order.until else "",
        f"oleh {order.given_by}",
    ]
    return f'<p class="order">{escape(" · ".join(part for part in parts if part))}</p>'


def _order_form(display_name: str, order: DisplayOrder | None, views: Mapping[str, str]) -> str:
    """Return the form to pin a view, pause or show a message, or to resume the rotation."""
    pinned = order.view if order else None
    options = f'<option value="">{labels.ROTATING}</option>' + "".join(
        f'<option value="{escape(code)}"{" selected" if code == pinned else ""}>{escape(name)}</option>'
        for code, name in views.items()
    )
    durations = "".join(
        f'<option value="{value}">{name}</option>' for value, name in labels.DURATIONS.items()
    )
    message, paused = escape(order.message if order else ""), " checked" if order and order.paused else ""
    message_input = f'<input name="message" maxlength="{MAX_MESSAGE_LENGTH}" value="{message}">'
    return (
        f'<form method="post" action="{ORDER_PATH}">'
        f'<input type="hidden" name="screen" value="{escape(display_name)}">'
        f'<div class="row"><label>{labels.VIEW}<select name="view">{options}</select></label>'
        f'<label>{labels.MINUTES}<select name="minutes">{durations}</select></label></div>'
        f"<label>{labels.MESSAGE}{message_input}</label>"
        f'<label class="check"><input type="checkbox" name="paused" value="1"{paused}> {labels.PAUSE}</label>'
        f'<div class="row"><button class="first" name="act" value="give">{labels.APPLY}</button>'
        f'<button class="second" name="act" value="end">{labels.RESUME_ROTATION}</button></div></form>'
    )
