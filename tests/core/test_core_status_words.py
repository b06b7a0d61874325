"""Each word of a report's state means open or closed; a word that nobody mapped is open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.status import BY_CODE, DONE, FIRST, UNKNOWN, WITHDRAWN, WORDS, Status, stands_still, status_of

# word, state, withdrawn, clock standing still
MEANINGS = [
    ("menunggu", Status.OPEN, False, False),
    ("koordinasi", Status.OPEN, False, False),
    ("disposisi", Status.OPEN, False, False),
    ("proses", Status.OPEN, False, False),
    ("salah_wilayah", Status.OPEN, False, False),
    ("menunggu_pelapor", Status.OPEN, False, True),
    ("diteruskan", Status.OPEN, False, True),
    ("tidak_dikenal", Status.OPEN, False, False),
    ("selesai", Status.CLOSED, False, True),
    ("ditolak", Status.CLOSED, True, True),
    ("duplikat", Status.CLOSED, True, True),
]


@pytest.mark.parametrize(("word", "status", "withdrawn", "still"), MEANINGS, ids=[row[0] for row in MEANINGS])
def test_a_word_means(word: str, status: Status, withdrawn: bool, still: bool) -> None:
    assert status_of(word) is status
    assert (word in WITHDRAWN) is withdrawn
    assert stands_still(word) is still


def test_every_word_is_in_the_table() -> None:
    assert {row[0] for row in MEANINGS} == set(BY_CODE)


def test_a_word_that_nobody_mapped_is_open() -> None:
    for word in ("", "Selesai", "beres", UNKNOWN):
        assert status_of(word) is Status.OPEN
        assert stands_still(word) is False


def test_a_withdrawn_word_is_a_closed_one() -> None:
    assert WITHDRAWN
    assert all(status_of(word) is Status.CLOSED for word in WITHDRAWN)


def test_each_code_is_given_once_and_has_a_label_of_its_own() -> None:
    assert len(BY_CODE) == len(WORDS) == len({word.label for word in WORDS})


def test_the_words_with_a_part_of_their_own_are_words() -> None:
    assert [status_of(word) for word in (FIRST, UNKNOWN, DONE)] == [Status.OPEN, Status.OPEN, Status.CLOSED]
    assert {FIRST, UNKNOWN, DONE} <= set(BY_CODE)


@given(st.text())
def test_only_mapped_words_close(word: str) -> None:
    assert (status_of(word) is Status.CLOSED) is (word in BY_CODE and BY_CODE[word].status is Status.CLOSED)
