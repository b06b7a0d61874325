"""Roles and permissions. Pages, exports and callbacks all decide by :func:`is_allowed`."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The role of an account, a display or an anonymous visitor."""

    OPERATOR = "operator"  # the command center: the whole city, accounts, sources
    DEPUTY_MAYOR = "wakil_wali_kota"  # the whole city, and what is reviewed
    CAMAT = "camat"  # one kecamatan
    EXECUTOR = "pelaksana"  # one kecamatan, for its camat
    REPORTER = "pelapor"  # who filed a report, by the key of its receipt
    DISPLAY = "layar"  # a wall screen: the wall and nothing else
    ANONYMOUS = "tanpa_akun"  # not signed in


class Permission(StrEnum):
    """One thing that a role may be allowed."""

    VIEW_PUBLIC = "masuk"  # pages without figures: the sign-in, the methodology
    VIEW_WALL = "lihat_layar"  # the wall: figures without persons
    SUBMIT_REPORT = "lapor"  # submit a report, and track one's own by its receipt
    FOLLOW_UP = "tindak"  # take actions on reports
    VIEW_REPORTS = "baca"  # figures and reports of an area, on screen or as an export
    VIEW_REVIEW = "tinjau"  # comparison of kecamatan, anomaly indicators, review packs
    FREEZE_REVIEW = "bekukan"  # store a review pack
    VIEW_SOURCES = "periksa"  # the state of each source
    ADMINISTER = "kelola"  # rejected rows, accounts, displays, the audit log


@dataclass(frozen=True)
class Principal:
    """Whoever sends a request.

    :param parent: the code of a camat's or executor's kecamatan; None for other roles
    """

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
    """Return whether the principal has a permission for an area.

    :param parent: the code of the kecamatan that the area is or lies in; None for the whole city
    :param public_wall: the city shows its wall to anybody, as a practice city does
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
    """Return whether the principal has a permission for any area: enough to open a page, not to fill it."""
    return is_allowed(principal, permission, principal.parent, public_wall=public_wall)
