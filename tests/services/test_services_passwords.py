"""Passwords: what is too weak, what is kept, and first ones."""

import re

import pytest
from argon2 import PasswordHasher

from data.services.auth.passwords import PRACTICE, Passwords, Weakness, first_password, weakness

NAME = "camat.wenang"
TABLE = [
    ("pendek12345", Weakness.SHORT), ("x" * 257, Weakness.LONG), ("Camat.Wenang 2026", Weakness.NAME),
    ("Password1234", Weakness.COMMON), ("aaaaaaaaaaaaab", Weakness.COMMON),
    ("indonesia1945", Weakness.COMMON), (PRACTICE, Weakness.COMMON), 
    ("kopi tubruk pagi", None), ("ikan bakar rica", None),
    ("Teluk-Manado-1623", None),
]  # fmt: skip


@pytest.mark.parametrize(("password", "fault"), TABLE)
def test_a_password_is_taken_or_refused_for_a_reason(password: str, fault: Weakness | None) -> None:
    assert weakness(password, NAME) is fault


def test_only_an_argon2id_hash_is_kept_with_a_salt_of_its_own() -> None:
    passwords = Passwords()
    first, second = passwords.hash("kopi tubruk pagi"), passwords.hash("kopi tubruk pagi")
    assert first.startswith("$argon2id$v=19$m=65536,t=3,")
    assert first != second
    assert passwords.matches(first, "kopi tubruk pagi")
    assert not passwords.matches(first, "kopi tubruk pagI")


def test_nobody_has_a_password() -> None:
    passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    assert not passwords.matches(None, "")
    assert not passwords.matches("no hash at all", "kopi tubruk pagi")


def test_a_hash_of_weaker_times_is_seen_as_such() -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    assert Passwords().outdated(weak.hash("kopi tubruk pagi"))
    assert not Passwords(weak).outdated(weak.hash("kopi tubruk pagi"))


def test_a_first_password_can_be_read_out_and_is_taken() -> None:
    made = {first_password() for _ in range(100)}
    assert len(made) == 100
    for password in made:
        assert re.fullmatch(r"([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}", password)
        assert weakness(password, NAME) is None
