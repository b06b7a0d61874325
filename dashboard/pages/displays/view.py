"""The page of all screens as HTML."""

from collections.abc import Mapping
from datetime import datetime
from html import escape

from dashboard.pages.displays import labels
from dashboard.ui import report_labels
from dashboard.ui.format import clock_time
from dashboard.web.context import Site
from dashboard.web.html import button, said
from dashboard.web.version import version_shown
from data.core.displays import CITY, EVERY, FLOOD, Order, Seen
from data.services.displays import LONGEST_MESSAGE, Screen

ORDER = "/layar/semua/perintah"


def page(site: Site, found: list[Screen], now: datetime, told: str) -> str:
    """Everything: all at once first, then screen by screen."""
    views = views_of(site)
    top = f"{said(told, 'good')}<h1>{labels.TITLE}</h1><p>{labels.LEAD}</p>"
    order = site.live.screens.order(EVERY)
    asked = f"{_asked(order, views, site)}{_form(EVERY, order, views)}"
    every = f'<section class="card every"><h2>{labels.EVERY_SCREEN}</h2>{asked}</section>'
    home = button("/", report_labels.BACK_HOME, "second")
    return f'{top}{every}<div id="screens">{cards(site, found, now)}</div>{home}'


def cards(site: Site, found: list[Screen], now: datetime) -> str:
    """One card per screen; what changes by itself is drawn anew every few seconds."""
    if not found:
        return f"<p>{labels.NONE}</p>"
    return "".join(_card(site, screen, now) for screen in found)


def views_of(site: Site) -> dict[str, str]:
    """What can be pinned, by its code: the city, the floods if it has such, each parent area."""
    flood = {FLOOD: labels.FLOOD} if site.city.room.flood else {}
    return {CITY: labels.CITY, **flood, **site.kecamatan}


def _card(site: Site, screen: Screen, now: datetime) -> str:
    views, name = views_of(site), screen.name or labels.UNNAMED
    state, kind = _state(screen, now)
    tabs = "".join(_tab(tab, views, site) for tab in screen.tabs)
    form = "" if screen.revoked else _form(screen.name, screen.order, views)
    return (
        f'<section class="card {kind}" data-screen="{escape(screen.name)}"><h2><i class="light"></i>'
        f"{escape(name)} <small>{state}</small></h2>"
        f'<ul class="tabs">{tabs}</ul>{_asked(screen.order, views, site)}'
        f"<details><summary>{labels.DIRECT}</summary>{form}</details></section>"
    )


def _state(screen: Screen, now: datetime) -> tuple[str, str]:
    if screen.revoked:
        return labels.REVOKED, "revoked"
    if not screen.tabs:
        return labels.NEVER, "silent"
    return (labels.ALIVE, "alive") if screen.tabs[0].alive(now) else (labels.SILENT, "silent")


def _tab(tab: Seen, views: Mapping[str, str], site: Site) -> str:
    """What one browser shows, with what moment's figures, and how it is doing."""
    about = tab.said
    moods = [labels.MOODS.get(mood, mood) for mood in str(about["mood"]).split()]
    if about["version"] != version_shown():
        moods.append(labels.OLD_VERSION)
    if not about["streaming"]:
        moods.append(labels.POLLING)
    shows = views.get(str(about["view"]), labels.CITY)
    heard = clock_time(tab.heard_at, site.city.zone)
    size = f"{about['width']}\N{MULTIPLICATION SIGN}{about['height']}"
    return (
        f"<li><b>{escape(shows)}</b> <span>{escape(' · '.join(moods))}</span>"
        f"<small>{size} · terdengar pukul {heard}</small></li>"
    )


def _asked(order: Order | None, views: Mapping[str, str], site: Site) -> str:
    if order is None:
        return ""
    parts = [
        f"{labels.PINNED}: {views.get(order.view, order.view)}" if order.view else "",
        labels.PAUSED if order.paused else "",
        f"{labels.SAYS}: {order.message}" if order.message else "",
        f"sampai pukul {clock_time(order.until, site.city.zone)}" if order.until else "",
        f"oleh {order.given_by}",
    ]
    return f'<p class="asked">{escape(" · ".join(part for part in parts if part))}</p>'


def _form(screen: str, order: Order | None, views: Mapping[str, str]) -> str:
    """Pin a view, pause, write a line; or let it go round again."""
    pinned = order.view if order else None
    options = f'<option value="">{labels.ROUND}</option>' + "".join(
        f'<option value="{escape(code)}"{" selected" if code == pinned else ""}>{escape(name)}</option>'
        for code, name in views.items()
    )
    spans = "".join(f'<option value="{value}">{name}</option>' for value, name in labels.SPANS.items())
    message, paused = escape(order.message if order else ""), " checked" if order and order.paused else ""
    line = f'<input name="message" maxlength="{LONGEST_MESSAGE}" value="{message}">'
    return (
        f'<form method="post" action="{ORDER}"><input type="hidden" name="screen" value="{escape(screen)}">'
        f'<div class="row"><label>{labels.VIEW}<select name="view">{options}</select></label>'
        f'<label>{labels.MINUTES}<select name="minutes">{spans}</select></label></div>'
        f"<label>{labels.MESSAGE}{line}</label>"
        f'<label class="check"><input type="checkbox" name="paused" value="1"{paused}> {labels.PAUSE}</label>'
        f'<div class="row"><button class="first" name="act" value="give">{labels.GIVE}</button>'
        f'<button class="second" name="act" value="end">{labels.TAKE_BACK}</button></div></form>'
    )
