"""What the name of an account says: accounts belong to offices, and are named after them."""

import re
from collections.abc import Mapping

from data.core.access import Role

NAMED = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*")
LONGEST = 60
OF_AN_AREA = (Role.CAMAT, Role.EXECUTOR)
FIRST_WORD = {
    "operator": Role.OPERATOR, "wakil": Role.DEPUTY_MAYOR, "camat": Role.CAMAT, "pelaksana": Role.EXECUTOR,
}  # fmt: skip
PEOPLE = tuple(FIRST_WORD.values())


class OfficeError(ValueError):
    """A name, role or kecamatan that cannot be an account's; the message says what is allowed."""


def slug(name: str) -> str:
    """A kecamatan's name as part of an account's: ``Paal Dua`` is ``paal-dua``."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")


def office(
    name: str, kecamatan: Mapping[str, str], role: str = "", where: str = ""
) -> tuple[Role, str | None]:
    """Role and kecamatan code of an account, from its name unless they are given.

    :param kecamatan: names of the kecamatan by code
    :param where: a kecamatan's code or name
    :raises OfficeError: naming what is wrong and what is allowed
    """
    if not NAMED.fullmatch(name) or len(name) > LONGEST:
        raise OfficeError(f"name {name!r}: small letters, digits, - and . only, such as camat.wenang")
    words = name.split(".")
    found = _role(role, words[0])
    if found not in OF_AN_AREA:
        if where:
            raise OfficeError(f"{name}: {found} has the whole city, not kecamatan {where!r}")
        return found, None
    return found, _code(where or (words[1] if len(words) > 1 else ""), kecamatan)


def _role(given: str, first_word: str) -> Role:
    allowed = ", ".join(PEOPLE)
    if given:
        if given not in PEOPLE:
            raise OfficeError(f"role {given!r}: allowed is {allowed}")
        return Role(given)
    if first_word not in FIRST_WORD:
        raise OfficeError(f"the name does not begin with {', '.join(FIRST_WORD)}: say the role, {allowed}")
    return FIRST_WORD[first_word]


def _code(where: str, kecamatan: Mapping[str, str]) -> str:
    for code, name in kecamatan.items():
        if where == code or (where and slug(where) == slug(name)):
            return code
    allowed = ", ".join(slug(name) for name in kecamatan.values())
    raise OfficeError(f"kecamatan {where!r}: allowed is {allowed}")
