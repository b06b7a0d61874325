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
    NOBODY = "tanpa_akun"  # not signed in


class Act(StrEnum):
    """What is asked for."""

    SIGN_IN = "masuk"  # pages that carry nothing: the sign-in itself, the formulas
    SEE_WALL = "lihat_layar"  # the wall: figures without persons
    FILE = "lapor"  # file a report, and look at one's own by its receipt
    ACT = "tindak"  # follow a report up
    READ = "baca"  # figures and reports of an area, on screen or as an export
    REVIEW = "tinjau"  # kecamatan compared, signs of gaming, review packs
    FREEZE = "bekukan"  # keep what a meeting saw
    INSPECT = "periksa"  # how each source is doing
    RUN = "kelola"  # rejected rows, accounts, displays, the audit log


@dataclass(frozen=True)
class Who:
    """Whoever asks. ``parent``: the code of a camat's or executor's kecamatan, None for the others."""

    name: str
    role: Role
    parent: str | None = None


NOBODY = Who("", Role.NOBODY)

_ANYBODY = frozenset({Act.SIGN_IN, Act.FILE})
_WHOLE_CITY = {
    Role.OPERATOR: frozenset(Act),
    Role.DEPUTY_MAYOR: _ANYBODY | {Act.SEE_WALL, Act.READ, Act.REVIEW, Act.FREEZE, Act.INSPECT},
    Role.DISPLAY: frozenset({Act.SIGN_IN, Act.SEE_WALL}),
    Role.NOBODY: _ANYBODY,
}
_OWN_KECAMATAN = {
    Role.CAMAT: frozenset({Act.READ, Act.ACT}),
    Role.EXECUTOR: frozenset({Act.READ, Act.ACT}),
}


def may(who: Who, act: Act, parent: str | None = None, *, open_wall: bool = False) -> bool:
    """Whether ``who`` may do this to an area.

    :param parent: code of the kecamatan that the area is or lies in; None for the whole city
    :param open_wall: the city shows its wall to anybody, as a practice city does
    """
    if act in _WHOLE_CITY.get(who.role, _ANYBODY):
        return True
    if act is Act.SEE_WALL and open_wall:
        return True
    own = parent is not None and parent == who.parent
    return own and act in _OWN_KECAMATAN.get(who.role, frozenset())


def may_somewhere(who: Who, act: Act, *, open_wall: bool = False) -> bool:
    """Whether there is any area to which ``who`` may do this: enough to open a page, not to fill it."""
    return may(who, act, who.parent, open_wall=open_wall)
