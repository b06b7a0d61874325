"""The pages that a person may open, in the order of the bar. One list for every office page."""

from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.ui import labels
from dashboard.ui.urls import TRACKING_SEARCH_PATH
from dashboard.web.redirects import WALL_PATH
from data.core.access import Permission, Principal, Role, is_allowed

METHODOLOGY_PATH, TRAINING_PATH, REVIEW_PATH, RECAP_PATH = "/cara-hitung", "/latihan", "/tinjauan", "/rekap"
OPERATOR_QUEUE_PATH, DISPLAYS_PATH, SOURCES_PATH = "/meja", "/layar/semua", "/sumber"
INBOX_PATH, REPORT_FORM_PATH, SEARCH_PATH = "/pemberitahuan", "/lapor", "/cari"
NO_PERSON = (Role.ANONYMOUS, Role.DISPLAY)

# The icons of what each role does most: on a phone they stand in the bar, and the others behind "Lainnya".
ON_PHONE = {
    Role.OPERATOR: ("queue", "inbox", "displays", "form"),
    Role.DEPUTY_MAYOR: ("review", "recap", "inbox", "form"),
    Role.CAMAT: ("backlog", "form", "inbox", "recap"),
    Role.EXECUTOR: ("backlog", "form", "inbox", "recap"),
}
OTHERS_ON_PHONE = ("form", "tracking", "methodology")
# Under which page of the bar another lies, by its address: the first that the bar has.
PARENTS = {
    "/laporan/": ("backlog", "recap"),
    "/tindak/": ("backlog", "recap"),
    "/kecamatan/": ("review", "recap"),
    "/lacak/": ("tracking",),
    "/latihan/": ("training",),
}


@dataclass(frozen=True)
class NavEntry:
    """One page in the bar.

    :param icon: its name among the icons of ``templates/macros/shell.html``
    :param on_phone: it stands in the bar of a phone, not behind "Lainnya"
    """

    path: str
    label: str
    icon: str
    on_phone: bool = False


def is_person(principal: Principal) -> bool:
    """Return whether somebody has signed in: a display is no person."""
    return principal.role not in NO_PERSON


def nav_entries(principal: Principal, *, public_wall: bool, has_training: bool) -> tuple[NavEntry, ...]:
    """Return the pages that a principal may open, their own page first.

    :param public_wall: anybody may see the wall
    :param has_training: the board has the training, as a practice city does
    """
    on_phone = ON_PHONE.get(principal.role, OTHERS_ON_PHONE)
    return tuple(
        NavEntry(path, label, icon, icon in on_phone)
        for is_visible, path, label, icon in _candidates(principal, public_wall, has_training)
        if is_visible
    )


def _candidates(
    principal: Principal, public_wall: bool, has_training: bool
) -> Iterator[tuple[bool, str, str, str]]:
    """Yield every page: whether the principal may open it, its address, label and icon."""

    def may(permission: Permission, area: str | None = None) -> bool:
        return is_allowed(principal, permission, area, public_wall=public_wall)

    parent, person = principal.parent, is_person(principal)
    yield parent is not None, f"/kecamatan/{parent}", str(labels.OWN_KECAMATAN), "backlog"
    yield may(Permission.VIEW_REVIEW), REVIEW_PATH, str(labels.REVIEW), "review"
    yield may(Permission.VIEW_REPORTS, parent), RECAP_PATH, str(labels.RECAP), "recap"
    yield may(Permission.VIEW_REPORTS, parent), SEARCH_PATH, str(labels.SEARCH), "tracking"
    yield may(Permission.ADMINISTER), OPERATOR_QUEUE_PATH, str(labels.OPERATOR_QUEUE), "queue"
    yield may(Permission.ADMINISTER), DISPLAYS_PATH, str(labels.DISPLAYS), "displays"
    yield may(Permission.VIEW_SOURCES), SOURCES_PATH, str(labels.SOURCES), "sources"
    yield person, INBOX_PATH, str(labels.INBOX), "inbox"
    yield may(Permission.SUBMIT_REPORT), REPORT_FORM_PATH, str(labels.REPORT_FORM), "form"
    yield not person and may(Permission.SUBMIT_REPORT), TRACKING_SEARCH_PATH, str(labels.TRACKING), "tracking"
    yield may(Permission.VIEW_WALL), WALL_PATH, str(labels.WALL), "wall"
    yield person and has_training, TRAINING_PATH, str(labels.TRAINING), "training"
    yield True, METHODOLOGY_PATH, str(labels.METHODOLOGY), "methodology"


def parent_entry(path: str, entries: tuple[NavEntry, ...]) -> NavEntry | None:
    """Return the page in the bar that a page belongs to; None for one in the bar, or that stands alone."""
    if any(entry.path == path for entry in entries):
        return None
    icons = next((icons for prefix, icons in PARENTS.items() if path.startswith(prefix)), ())
    by_icon = {entry.icon: entry for entry in entries}
    return next((by_icon[icon] for icon in icons if icon in by_icon), None)
