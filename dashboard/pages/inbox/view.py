"""The two pages as HTML."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from dashboard.pages.inbox import labels
from dashboard.ui import report_labels, urls
from dashboard.ui.format import moment_words
from dashboard.ui.locations import in_words
from dashboard.ui.urls import address as acting_address
from dashboard.web.context import Site
from dashboard.web.html import button, form, said
from data.core.notifications import Told
from data.core.report.key import Key
from data.services.notifications.messages import Speaker

DeadLetter = tuple[str, str, str, datetime]


def box(found: Sequence[tuple[Told, bool]], speaker: Speaker, zone: ZoneInfo, *, pushes: bool) -> str:
    """An account's notices."""
    lines = "".join(_line(told, speaker, zone, new=new) for told, new in found)
    listed = f'<ol class="told notices">{lines}</ol>' if lines else f"<p>{labels.NONE}</p>"
    offer = f'<button type="button" class="second" id="push" hidden>{labels.HERE}</button>' if pushes else ""
    home = button("/", report_labels.BACK_HOME, "second")
    return f'<section class="card"><h1>{labels.TITLE}</h1>{offer}{listed}{home}</section>'


def _line(told: Told, speaker: Speaker, zone: ZoneInfo, *, new: bool) -> str:
    one = speaker.said(told)
    where = urls.report_address(told.source, told.service_request_id)
    mark = f' <span class="mark">{labels.NEW}</span>' if new else ""
    return (
        f'<li{" class=new" if new else ""}><a href="{escape(where)}"><b>{escape(one.title)}</b></a>{mark}'
        f"<small>{escape(moment_words(told.made_at, zone))}</small>{escape(one.body)}</li>"
    )


def desk(
    site: Site, claims: Iterable[Key], low: Iterable[Key], dead: Sequence[DeadLetter], resent: int | None
) -> str:
    """What waits for an operator: claims, low ratings, messages that reached nobody."""
    top = said(labels.RESENT.format(count=resent), "good") if resent is not None else ""
    return (
        f'{top}<section class="card"><h1>{labels.DESK}</h1><p>{labels.DESK_LEAD}</p></section>'
        f"{_reports(site, labels.CLAIMS, labels.NO_CLAIMS, claims)}"
        f"{_reports(site, labels.LOW, labels.NO_LOW, low)}{_dead(dead, site.city.zone)}"
    )


def _reports(site: Site, title: str, none: str, keys: Iterable[Key]) -> str:
    lines = "".join(_report(site, key) for key in keys)
    inside = f'<ol class="told">{lines}</ol>' if lines else f"<p>{none}</p>"
    return f'<section class="card"><h2>{title}</h2>{inside}</section>'


def _report(site: Site, key: Key) -> str:
    looked = site.follow_ups.look(key)
    if looked is None:
        return ""
    standing = looked.standing
    name = site.city.category_of(standing.service_code).name
    where = in_words(site, standing.service_code, standing.area_code, standing.placement)
    state = report_labels.status(standing.status_description)
    return (
        f'<li><a href="{escape(acting_address(key))}"><b>{escape(name)} · {escape(key[1])}</b></a>'
        f"<small>{escape(where)} · {escape(state)}</small></li>"
    )


def _dead(dead: Sequence[DeadLetter], zone: ZoneInfo) -> str:
    if not dead:
        return f'<section class="card"><h2>{labels.DEAD}</h2><p>{labels.NO_DEAD}</p></section>'
    lines = "".join(
        f"<li><b>{escape(_channel(channel))}</b><small>{escape(moment_words(at, zone))}</small>"
        f"{escape(why)}</li>"
        for _receiver, channel, why, at in dead
    )
    return (
        f'<section class="card"><h2>{labels.DEAD}</h2><p>{labels.DEAD_LEAD}</p><ol class="told">{lines}</ol>'
        f"{form('/meja/kirim-ulang', '', labels.AGAIN)}</section>"
    )


def _channel(code: str) -> str:
    """The channel in words; who was to be told by it stands nowhere: a reporter is no name."""
    for prefix, name in labels.CHANNELS.items():
        if code.startswith(prefix):
            return name if prefix == "dorong:" else name + code.removeprefix(prefix)
    return code
