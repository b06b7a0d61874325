"""Accounts of a practice city, created once: the same names as in the training material."""

from collections.abc import Iterator, Mapping

from data.core.access import Principal, Role
from data.services.auth.office_names import slug
from data.services.auth.passwords import PRACTICE_PASSWORD
from data.services.auth.service import AuthService


def practice_accounts(kecamatan_names: Mapping[str, str]) -> Iterator[Principal]:
    """Yield one operator, the deputy mayor, and for every kecamatan its camat and two executors."""
    yield Principal("operator.1", Role.OPERATOR)
    yield Principal("wakil.walikota", Role.DEPUTY_MAYOR)
    for code, name in kecamatan_names.items():
        yield Principal(f"camat.{slug(name)}", Role.CAMAT, code)
        for number in (1, 2):
            yield Principal(f"pelaksana.{slug(name)}.{number}", Role.EXECUTOR, code)


def create_practice_accounts(accounts: AuthService, kecamatan_names: Mapping[str, str]) -> str:
    """Create the accounts if there are none; return what to print about them.

    The first executor of each kecamatan must choose a password at the first sign-in, for the training.
    """
    if accounts.has_no_accounts():
        principals = list(practice_accounts(kecamatan_names))
        accounts.create_accounts(principals, PRACTICE_PASSWORD, must_change=is_first_executor)
    example = slug(list(kecamatan_names.values())[len(kecamatan_names) // 3])
    names = f"operator.1, wakil.walikota, camat.{example}, pelaksana.{example}.2"
    return (
        f'  Practice accounts, password "{PRACTICE_PASSWORD}": {names}\n'
        f"  (and so for every kecamatan; pelaksana.{example}.1 must choose a password first)"
    )


def is_first_executor(principal: Principal) -> bool:
    """Return whether the account is one that must change its first password."""
    return principal.role is Role.EXECUTOR and principal.name.endswith(".1")


FIRST_OPERATOR_HINT = """\
  There is no account yet. The first operator is made by:
    python -m dashboard accounts add operator.1"""
