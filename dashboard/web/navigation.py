"""The bar above every office page: where else this account may go, who has signed in, and the way out.

Layouts reach every browser, so the bar is filled by a callback that asks the gate.
"""

from collections.abc import Callable
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.ui import labels
from dashboard.web import redirects
from dashboard.web.authorization import Gate
from data.core.access import Act, Role, Who

BAR = "office-bar"
FORMULAS = "/cara-hitung"
TRAINING = "/latihan"
WALL = redirects.WALL


def bar(gate: Gate, address: str, stands: Callable[[str], bool]) -> list[Component]:
    """What stands above the page at an address; nothing over a wall that nobody has signed in to.

    :param stands: whether this board has a page at an address: a real city has no training
    """
    ways = [_way(where, said, address) for where, said in _ways(gate, stands)]
    if address == WALL and not _is_person(gate.who()):
        return []
    links = html.Nav(ways, className="bar-ways", **_label(labels.WAYS))
    return [links, html.Div(_account(gate.who()), className="bar-who")]


def _ways(gate: Gate, stands: Callable[[str], bool]) -> list[tuple[str, str]]:
    """Addresses that whoever asks may open, one's own page first."""
    who = gate.who()
    wanted = [
        (who.parent is not None, f"/kecamatan/{who.parent}", labels.OWN_KECAMATAN),
        (gate.allows(Act.REVIEW), "/tinjauan", labels.REVIEW),
        (gate.allows(Act.READ, who.parent), "/rekap", labels.RECAP),
        (gate.allows(Act.RUN), "/meja", labels.DESK),
        (gate.allows(Act.RUN), "/layar/semua", labels.SCREENS),
        (gate.allows(Act.INSPECT), "/sumber", labels.SOURCES),
        (_is_person(who), "/pemberitahuan", labels.NOTICES),
        (gate.allows(Act.FILE), "/lapor", labels.FILE),
        (gate.allows(Act.SEE_WALL), WALL, labels.WALL),
        (_is_person(who) and stands(TRAINING), TRAINING, labels.TRAINING),
        (True, FORMULAS, labels.FORMULAS),
    ]
    return [(where, said) for may, where, said in wanted if may]


def _way(where: str, said: str, address: str) -> Component:
    here: dict[str, Any] = {"aria-current": "page"} if where == address else {}
    kind = "to-wall" if where == WALL else None  # a phone is no place for the wall
    return html.A(said, href=where, className=kind, **here)


def _is_person(who: Who) -> bool:
    return who.role not in (Role.NOBODY, Role.DISPLAY)


def _account(who: Who) -> list[Component]:
    """The account with its way out: a form, since a link must not change anything."""
    if not _is_person(who):
        return [html.A(labels.SIGN_IN, href=redirects.SIGN_IN, className="bar-in")]
    name = html.A([html.Span(f"{labels.ACCOUNT} ", className="bar-word"), who.name], href=redirects.ACCOUNT)
    leave = html.Button(labels.SIGN_OUT, type="submit")
    return [name, html.Form(leave, action=redirects.SIGN_OUT, method="POST")]


def _label(said: str) -> dict[str, Any]:
    return {"aria-label": said}
