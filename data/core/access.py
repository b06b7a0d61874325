"""Who may do what, decided here and nowhere else. Pages, doors, exports and callbacks ask :func:`may`."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person, or a screen, is to the board."""

    OPERATOR = "operator"  # the command center's desk: the whole city, accounts, sources
    DEPUTY_MAYOR = "wakil_wali_kota"  # the whole city, and what is reviewed
    CAMAT = "camat"  # one kecamatan
    EXECUTOR = "pelaksana"  # one kecamatan, for its camat
    REPORTER = "pelapor"  # who filed a report, by the key of its receipt
    DISPLAY = "layar"  # a wall screen: the wall and nothing else
    ANONYMOUS = "tanpa_akun"  # not signed in


class Permission(StrEnum):
    """What is asked for."""

    VIEW_PUBLIC = "masuk"  # pages that carry nothing: the sign-in itself, the formulas
    VIEW_WALL = "lihat_layar"  # the wall: figures without persons
    SUBMIT_REPORT = "lapor"  # file a report, and look at one's own by its receipt
    FOLLOW_UP = "tindak"  # follow a report up
    VIEW_REPORTS = "baca"  # figures and reports of an area, on screen or as an export
    VIEW_REVIEW = "tinjau"  # kecamatan compared, signs of gaming, review packs
    FREEZE_REVIEW = "bekukan"  # keep what a meeting saw
    VIEW_SOURCES = "periksa"  # how each source is doing
    ADMINISTER = "kelola"  # rejected rows, accounts, displays, the audit log


@dataclass(frozen=True)
class Principal:
    """Whoever asks. ``parent``: the code of a camat's or executor's kecamatan, None for the others."""

    name: str
    role: Role
    parent: str | None = None


ANONYMOUS = Principal("", Role.ANONYMOUS)

_PUBLIC_PERMISSIONS = frozenset({Permission.VIEW_PUBLIC, Permission.SUBMIT_REPORT})
_CITY_PERMISSIONS = {
    Role.OPERATOR: frozenset(Permission),
    Role.DEPUTY_MAYOR: _PUBLIC_PERMISSIONS
    | {
        Permission.VIEW_WALL,
        Permission.VIEW_REPORTS,
        Permission.VIEW_REVIEW,
        Permission.FREEZE_REVIEW,
        Permission.VIEW_SOURCES,
    },
    Role.DISPLAY: frozenset({Permission.VIEW_PUBLIC, Permission.VIEW_WALL}),
    Role.ANONYMOUS: _PUBLIC_PERMISSIONS,
}
_OWN_AREA_PERMISSIONS = {
    Role.CAMAT: frozenset({Permission.VIEW_REPORTS, Permission.FOLLOW_UP}),
    Role.EXECUTOR: frozenset({Permission.VIEW_REPORTS, Permission.FOLLOW_UP}),
}


def is_allowed(
    principal: Principal, permission: Permission, parent: str | None = None, *, public_wall: bool = False
) -> bool:
    """Whether ``who`` may do this to an area.

    :param parent: code of the kecamatan that the area is or lies in; None for the whole city
    :param open_wall: the city shows its wall to anybody, as a practice city does
    """
    if permission in _CITY_PERMISSIONS.get(principal.role, _PUBLIC_PERMISSIONS):
        return True
    if permission is Permission.VIEW_WALL and public_wall:
        return True
    is_own_area = parent is not None and parent == principal.parent
    return is_own_area and permission in _OWN_AREA_PERMISSIONS.get(principal.role, frozenset())


def is_allowed_in_any_area(
    principal: Principal, permission: Permission, *, public_wall: bool = False
) -> bool:
    """Whether there is any area to which ``who`` may do this: enough to open a page, not to fill it."""
    return is_allowed(principal, permission, principal.parent, public_wall=public_wall)
