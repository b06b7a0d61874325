"""Passwords: argon2id hashes, rules for weak ones, and initial passwords."""

import secrets
from enum import StrEnum
from functools import cached_property
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_LENGTH, MAX_LENGTH = 12, 256
MAX_CONCURRENT_HASHES = 2  # each takes 64 MiB; more sign-ins wait, so that they cannot exhaust the memory
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that look alike
PRACTICE_PASSWORD = "latihan pantau"  # of a practice city's accounts; refused elsewhere
COMMON_PASSWORDS = """123456789012 1234567890123 12345678901234 111111111111 000000000000 1q2w3e4r5t6y
    qwertyuiop12 qwertyuiop123 qwerty123456 password1234 password12345 password123456 passwordpassword
    iloveyou1234 administrator admin1234567 adminadmin12 abcdefghijkl abc123456789 katasandi1234 katasandi123
    sandi1234567 rahasia12345 rahasia123456 indonesia1234 indonesia123 indonesia1945 manado123456
    manadocerdas manadocerdas1 manadokota123 sulawesiutara sulawesi1234 bismillah123 bismillah1234
    sayangku12345 pantaumanado commandcenter pemkotmanado1 walikotamanado"""


class Weakness(StrEnum):
    """Why a password is refused."""

    SHORT = "short"
    LONG = "long"
    NAME = "name"  # contains the account's name
    COMMON = "common"
    SAME = "same"  # as the previous one


def find_weakness(password: str, name: str) -> Weakness | None:
    """Return the weakness of a new password for an account; None if it has none."""
    folded = password.casefold()
    if len(password) < MIN_LENGTH:
        return Weakness.SHORT
    if len(password) > MAX_LENGTH:
        return Weakness.LONG
    if name.casefold() in folded:
        return Weakness.NAME
    common = folded == PRACTICE_PASSWORD or folded in COMMON_PASSWORDS.split() or len(set(folded)) < 4
    return Weakness.COMMON if common else None


def generate_initial_password() -> str:
    """Return 16 random letters and digits (79 bits), in groups that can be read out loud."""
    letters = [secrets.choice(ALPHABET) for _ in range(16)]
    return "-".join("".join(letters[start : start + 4]) for start in range(0, 16, 4))


class PasswordService:
    """Computes and verifies hashes, a few at a time."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._hash_slots = BoundedSemaphore(MAX_CONCURRENT_HASHES)

    def hash(self, password: str) -> str:
        """Return the argon2id hash with its salt and its parameters."""
        with self._hash_slots:
            return self._hasher.hash(password)

    @cached_property
    def _dummy_hash(self) -> str:
        return self.hash(secrets.token_urlsafe())

    def matches(self, stored_hash: str | None, password: str) -> bool:
        """Return whether a password matches; without a hash False, after the same amount of work."""
        compared_hash = stored_hash or self._dummy_hash
        try:
            with self._hash_slots:
                self._hasher.verify(compared_hash, password[: MAX_LENGTH + 1])
        except (VerificationError, InvalidHashError):
            return False
        return stored_hash is not None

    def needs_rehash(self, stored_hash: str) -> bool:
        """Return whether the hash was computed with weaker parameters than the present ones."""
        return self._hasher.check_needs_rehash(stored_hash)
