"""What the page of all displays shows of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dashboard.pages.displays import labels
from dashboard.ui.format import format_time
from dashboard.web.context import WebContext
from dashboard.web.version import frontend_version
from data.core.displays import CITY_VIEW, FLOOD_VIEW, DisplayOrder, DisplaySettings, Heartbeat
from data.lib.translation import gettext, ngettext
from data.services.displays import DisplayStatus
from data.services.unnamed_tabs import COUNT_KEY


@dataclass(frozen=True)
class DisplayTab:
    """What one browser shows, its condition, and when it was last heard."""

    view: str
    conditions: list[str]
    size: str
    heard_at: str


@dataclass(frozen=True)
class DisplayCard:
    """One display.

    :param name: as in the order for it; empty for browsers without a name
    :param css_class: of its connection
    """

    name: str
    title: str
    state: str
    css_class: str
    tabs: list[DisplayTab]
    order: DisplayOrder | None
    order_summary: list[str]
    settings: DisplaySettings
    is_revoked: bool


def display_card(context: WebContext, display: DisplayStatus, now: datetime) -> DisplayCard:
    """Return what the page shows of a display."""
    state, css_class = _connection_state(display, now)
    return DisplayCard(
        display.name,
        display.name or gettext("Without a name"),
        state,
        css_class,
        [_display_tab(tab, available_views(context), context) for tab in display.tabs],
        display.order,
        order_summary(display.order, context),
        display.settings,
        display.revoked,
    )


def available_views(context: WebContext) -> dict[str, str]:
    """Return the views that can be pinned, by code: the city, floods if configured, each parent area."""
    flood = {FLOOD_VIEW: gettext("Flood")} if context.city.room.flood else {}
    return {CITY_VIEW: gettext("City"), **flood, **context.kecamatan_names}


def order_summary(order: DisplayOrder | None, context: WebContext) -> list[str]:
    """Return what an order says, in parts; none without one."""
    if order is None:
        return []
    views, until = available_views(context), order.until
    parts = [
        gettext("Pinned: {view}").format(view=views.get(order.view, order.view)) if order.view else "",
        gettext("Paused") if order.paused else "",
        gettext("Message: {text}").format(text=order.message) if order.message else "",
        gettext("until {time}").format(time=format_time(until, context.city.zone)) if until else "",
        gettext("by {name}").format(name=order.given_by),
    ]
    return [part for part in parts if part]


def _connection_state(display: DisplayStatus, now: datetime) -> tuple[str, str]:
    if display.revoked:
        return gettext("token revoked"), "revoked"
    if not display.tabs:
        return gettext("never heard of"), "silent"
    if display.tabs[0].is_alive(now):
        return gettext("alive"), "alive"
    return gettext("not heard"), "silent"


def _display_tab(tab: Heartbeat, views: Mapping[str, str], context: WebContext) -> DisplayTab:
    heartbeat = tab.payload
    codes = str(heartbeat["mood"]).split()
    conditions = [str(labels.CONDITIONS.get(condition, condition)) for condition in codes]
    if heartbeat["version"] != frontend_version():
        conditions.append(gettext("old version"))
    if not heartbeat["streaming"]:
        conditions.append(gettext("no stream, asks by itself"))
    if heartbeat.get(COUNT_KEY):
        conditions.append(_unnamed_tabs(heartbeat[COUNT_KEY]))
    return DisplayTab(
        views.get(str(heartbeat["view"]), views[CITY_VIEW]),
        conditions,
        f"{heartbeat['width']}\N{MULTIPLICATION SIGN}{heartbeat['height']}",
        gettext("heard at {time}").format(time=format_time(tab.heard_at, context.city.zone)),
    )


def _unnamed_tabs(count: int) -> str:
    return ngettext(
        "{count} browser without a name; this one was heard last",
        "{count} browsers without a name; this one was heard last",
        count,
    )
