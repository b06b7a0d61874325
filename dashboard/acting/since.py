"""Where a report lies, and what happened to it since somebody looked at it, in words."""

from html import escape

from dashboard.acting import words
from dashboard.camat import words as camat_words
from dashboard.format import moment_words
from dashboard.report.parts import KINDS
from dashboard.site import Site
from data.core.follow.moves import Move
from data.core.history.places import Lineage
from data.core.report.standing import Kind, Standing
from data.store.states import Key


def where(site: Site, standing: Standing) -> str:
    """Kelurahan and kecamatan."""
    code = standing.area_code or ""
    if code in site.layer.parent_by_code:
        parent = site.layer.name_of(site.layer.parent_by_code[code])
        return f"{site.layer.name_of(code)}, {site.city.areas.parent_level} {parent}"
    parent = Lineage(site.layer.areas).parent(code)
    if parent:
        return f"{camat_words.NO_AREA_NAME}, {site.city.areas.parent_level} {site.layer.name_of(parent)}"
    return camat_words.area(None, standing.placement)


def changes_since(site: Site, key: Key, seen: int) -> str:
    """A list of what was done after change number ``seen``."""
    file = site.live.desk.casefile(*key)
    looked = site.follow_ups.look(key)
    made = {found.change: found for found in looked.follow_ups} if looked else {}
    lines = []
    for event in file.happenings if file else ():
        if event.change <= seen:
            continue
        found = made.get(event.change)
        what = words.MOVES[Move(found.move)][0] if found else KINDS.get(Kind(event.kind), event.kind)
        by = f" oleh {found.who}" if found else ""
        note = f": {found.note}" if found and found.note else ""
        when = moment_words(event.occurred_at, site.city.zone)
        lines.append(f"<li>{escape(f'{when} · {what}{by}{note}')}</li>")
    return f'<ul class="news">{"".join(lines)}</ul>' if lines else ""
