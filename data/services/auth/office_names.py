"""Names of accounts: an account belongs to an office, whose role and kecamatan its name states."""

import re
from collections.abc import Mapping

from data.core.access import Role

NAME_PATTERN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*")
MAX_NAME_LENGTH = 60
KECAMATAN_ROLES = (Role.CAMAT, Role.EXECUTOR)
ROLE_BY_PREFIX = {
    "operator": Role.OPERATOR, "wakil": Role.DEPUTY_MAYOR, "camat": Role.CAMAT, "pelaksana": Role.EXECUTOR,
}  # fmt: skip
ASSIGNABLE_ROLES = tuple(ROLE_BY_PREFIX.values())


class OfficeNameError(ValueError):
    """A name, role or kecamatan is not allowed for an account; the message says what is."""


def normalize_typed_name(text: str) -> str:
    """Return a name as people type it, with blanks around it and capitals, as accounts have it.

    Other letters than ASCII stay as they are: some of them fold to ASCII ones, and name nobody.
    """
    return text.strip(" ").lower() if text.isascii() else text


def slug(name: str) -> str:
    """Return a kecamatan's name as part of an account's: ``Paal Dua`` is ``paal-dua``."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")


def parse_office_name(
    name: str, kecamatan: Mapping[str, str], role: str = "", kecamatan_ref: str = ""
) -> tuple[Role, str | None]:
    """Return the role and kecamatan code of an account, from its name unless they are given.

    :param kecamatan: names of the kecamatan by code
    :param kecamatan_ref: a kecamatan's code or name
    :raises OfficeNameError: naming what is wrong and what is allowed
    """
    if not NAME_PATTERN.fullmatch(name) or len(name) > MAX_NAME_LENGTH:
        raise OfficeNameError(f"name {name!r}: small letters, digits, - and . only, such as camat.wenang")
    parts = name.split(".")
    parsed_role = _parse_role(role, parts[0])
    if parsed_role not in KECAMATAN_ROLES:
        if kecamatan_ref:
            raise OfficeNameError(
                f"{name}: {parsed_role} has the whole city, not kecamatan {kecamatan_ref!r}"
            )
        return parsed_role, None
    return parsed_role, _kecamatan_code(kecamatan_ref or (parts[1] if len(parts) > 1 else ""), kecamatan)


def _parse_role(role: str, prefix: str) -> Role:
    allowed = ", ".join(ASSIGNABLE_ROLES)
    if role:
        if role not in ASSIGNABLE_ROLES:
            raise OfficeNameError(f"role {role!r}: allowed is {allowed}")
        return Role(role)
    if prefix not in ROLE_BY_PREFIX:
        raise OfficeNameError(
            f"the name does not begin with {', '.join(ROLE_BY_PREFIX)}: say the role, {allowed}"
        )
    return ROLE_BY_PREFIX[prefix]


def _kecamatan_code(kecamatan_ref: str, kecamatan: Mapping[str, str]) -> str:
    for code, name in kecamatan.items():
        if kecamatan_ref == code or (kecamatan_ref and slug(kecamatan_ref) == slug(name)):
            return code
    allowed = ", ".join(slug(name) for name in kecamatan.values())
    raise OfficeNameError(f"kecamatan {kecamatan_ref!r}: allowed is {allowed}")
