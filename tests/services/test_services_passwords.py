"""Passwords: weak ones, hashes, and initial ones."""

import re

import pytest
from argon2 import PasswordHasher

from data.services.auth.passwords import (
    PRACTICE_PASSWORD,
    PasswordService,
    Weakness,
    find_weakness,
    generate_initial_password,
)

NAME = "camat.wenang"
PASSWORDS = [
    ("pendek12345", Weakness.SHORT), ("x" * 257, Weakness.LONG), ("Camat.Wenang 2026", Weakness.NAME),
    ("Password1234", Weakness.COMMON), ("aaaaaaaaaaaaab", Weakness.COMMON),
    ("indonesia1945", Weakness.COMMON), (PRACTICE_PASSWORD, Weakness.COMMON),
    ("kopi tubruk pagi", None), ("ikan bakar rica", None),
    ("Teluk-Manado-1623", None),
]  # fmt: skip


@pytest.mark.parametrize(("password", "weakness"), PASSWORDS)
def test_a_password_is_accepted_or_refused_with_a_reason(password: str, weakness: Weakness | None) -> None:
    assert find_weakness(password, NAME) is weakness


def test_passwords_are_stored_as_salted_argon2id_hashes() -> None:
    service = PasswordService()
    first, second = service.hash("kopi tubruk pagi"), service.hash("kopi tubruk pagi")
    assert first.startswith("$argon2id$v=19$m=65536,t=3,")
    assert first != second
    assert service.matches(first, "kopi tubruk pagi")
    assert not service.matches(first, "kopi tubruk pagI")


def test_no_password_matches_a_missing_or_invalid_hash() -> None:
    service = PasswordService(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    assert not service.matches(None, "")
    assert not service.matches("no hash at all", "kopi tubruk pagi")


def test_a_hash_with_weaker_parameters_needs_a_rehash() -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    assert PasswordService().needs_rehash(weak.hash("kopi tubruk pagi"))
    assert not PasswordService(weak).needs_rehash(weak.hash("kopi tubruk pagi"))


def test_an_initial_password_is_readable_and_strong_enough() -> None:
    passwords = {generate_initial_password() for _ in range(100)}
    assert len(passwords) == 100
    for password in passwords:
        assert re.fullmatch(r"([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}", password)
        assert find_weakness(password, NAME) is None
