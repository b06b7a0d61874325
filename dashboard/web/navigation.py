"""The navigation bar above every office page: links that this account may open, its name, and sign-out.

Layouts reach every browser, so the bar is filled by a callback that checks permissions.
"""

from collections.abc import Callable
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.ui import labels
from dashboard.web import redirects
from dashboard.web.authorization import Authorizer
from data.core.access import Permission, Principal, Role

NAVBAR_ID = "navbar"
METHODOLOGY_PATH = "/cara-hitung"
TRAINING_PATH = "/latihan"
WALL_PATH = redirects.WALL_PATH


def navbar(authorizer: Authorizer, address: str, has_page: Callable[[str], bool]) -> list[Component]:
    """Return the bar of the page at an address; empty on the wall unless somebody has signed in.

    :param has_page: whether this board has a page at an address: a real city has no training
    """
    links = [_nav_link(path, label, address) for path, label in _nav_entries(authorizer, has_page)]
    if address == WALL_PATH and not _is_person(authorizer.principal()):
        return []
    nav = html.Nav(links, className="bar-links", **_aria_label(labels.NAVIGATION))
    return [nav, html.Div(_account(authorizer.principal()), className="bar-account")]


def _nav_entries(authorizer: Authorizer, has_page: Callable[[str], bool]) -> list[tuple[str, str]]:
    """Return address and label of the pages that the principal may open, their own page first."""
    principal = authorizer.principal()
    candidates = [
        (principal.parent is not None, f"/kecamatan/{principal.parent}", labels.OWN_KECAMATAN),
        (authorizer.is_allowed(Permission.VIEW_REVIEW), "/tinjauan", labels.REVIEW),
        (authorizer.is_allowed(Permission.VIEW_REPORTS, principal.parent), "/rekap", labels.RECAP),
        (authorizer.is_allowed(Permission.ADMINISTER), "/meja", labels.OPERATOR_QUEUE),
        (authorizer.is_allowed(Permission.ADMINISTER), "/layar/semua", labels.DISPLAYS),
        (authorizer.is_allowed(Permission.VIEW_SOURCES), "/sumber", labels.SOURCES),
        (_is_person(principal), "/pemberitahuan", labels.INBOX),
        (authorizer.is_allowed(Permission.SUBMIT_REPORT), "/lapor", labels.REPORT_FORM),
        (authorizer.is_allowed(Permission.VIEW_WALL), WALL_PATH, labels.WALL),
        (_is_person(principal) and has_page(TRAINING_PATH), TRAINING_PATH, labels.TRAINING),
        (True, METHODOLOGY_PATH, labels.METHODOLOGY),
    ]
    return [(path, label) for is_visible, path, label in candidates if is_visible]


def _nav_link(path: str, label: str, address: str) -> Component:
    current_attribute: dict[str, Any] = {"aria-current": "page"} if path == address else {}
    css_class = "to-wall" if path == WALL_PATH else None  # a phone is no place for the wall
    return html.A(label, href=path, className=css_class, **current_attribute)


def _is_person(principal: Principal) -> bool:
    return principal.role not in (Role.ANONYMOUS, Role.DISPLAY)


def _account(principal: Principal) -> list[Component]:
    """Return the account's name and sign-out, which is a form, since a link must not change anything."""
    if not _is_person(principal):
        return [html.A(labels.SIGN_IN, href=redirects.SIGN_IN_PATH, className="bar-in")]
    name = html.A(
        [html.Span(f"{labels.ACCOUNT} ", className="bar-label"), principal.name], href=redirects.ACCOUNT_PATH
    )
    sign_out_button = html.Button(labels.SIGN_OUT, type="submit")
    return [name, html.Form(sign_out_button, action=redirects.SIGN_OUT_PATH, method="POST")]


def _aria_label(label: str) -> dict[str, Any]:
    return {"aria-label": label}
