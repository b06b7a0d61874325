"""Accounts of a practice city, made once, so that everybody who was trained finds the office they know."""

from collections.abc import Iterator, Mapping

from data.core.access import Role, Who
from data.services.auth.office_names import slug
from data.services.auth.passwords import PRACTICE
from data.services.auth.service import Accounts


def practice_people(kecamatan: Mapping[str, str]) -> Iterator[Who]:
    """One operator, the deputy mayor, and for every kecamatan its camat and two executors."""
    yield Who("operator.1", Role.OPERATOR)
    yield Who("wakil.walikota", Role.DEPUTY_MAYOR)
    for code, name in kecamatan.items():
        yield Who(f"camat.{slug(name)}", Role.CAMAT, code)
        for number in (1, 2):
            yield Who(f"pelaksana.{slug(name)}.{number}", Role.EXECUTOR, code)


def open_practice(accounts: Accounts, kecamatan: Mapping[str, str]) -> str:
    """Makes the accounts where there are none; returns what to print about them.

    The first executor of each kecamatan must choose a password at the first sign-in, as the training shows.
    """
    if accounts.none_yet():
        people = list(practice_people(kecamatan))
        accounts.add_many(people, PRACTICE, must_change=is_first_executor)
    example = slug(list(kecamatan.values())[len(kecamatan) // 3])
    names = f"operator.1, wakil.walikota, camat.{example}, pelaksana.{example}.2"
    return (
        f'  Practice accounts, password "{PRACTICE}": {names}\n'
        f"  (and so for every kecamatan; pelaksana.{example}.1 must choose a password first)"
    )


def is_first_executor(who: Who) -> bool:
    """Whether the account is one that shows the first change of a password."""
    return who.role is Role.EXECUTOR and who.name.endswith(".1")


FIRST_OPERATOR = """\
  There is no account yet. The first operator is made by:
    python -m dashboard accounts add operator.1"""
