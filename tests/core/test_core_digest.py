"""Digests: equal for the same parts, different for other parts or other boundaries."""

from hypothesis import given
from hypothesis import strategies as st

from data.core.digest import digest

PARTS = st.lists(st.text(max_size=6), max_size=4)


def test_digests_are_stable_because_stored_rows_are_identified_by_them() -> None:
    assert digest() == "cae66941d9efbd404e4d88758ea67670"
    assert digest("sampah", "Anggrek") == "83abd391063dd5604a4f39e4b19faa99"
    assert digest("a" * 300) == "5e36a4d6e550bbaec76aa233eb440b5d"


def test_a_digest_is_128_bits_in_hexadecimal() -> None:
    assert len(bytes.fromhex(digest("sampah"))) == 16


def test_the_boundaries_between_parts_change_the_digest() -> None:
    assert len({digest("ab", "c"), digest("a", "bc"), digest("abc"), digest("abc", "")}) == 4


def test_half_a_surrogate_pair_of_a_faulty_source_has_a_digest() -> None:
    assert digest("\ud83d") != digest("\ud83e")


@given(PARTS, PARTS)
def test_two_digests_are_equal_exactly_when_the_parts_are(one: list[str], other: list[str]) -> None:
    assert (digest(*one) == digest(*other)) is (one == other)
