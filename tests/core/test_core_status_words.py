"""Each word of a report's state means open or closed; a word that nobody mapped is open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.status import (
    INITIAL_STATUS,
    RESOLVED_STATUS,
    STATUS_BY_CODE,
    STATUSES,
    UNKNOWN_STATUS,
    WITHDRAWN_STATUSES,
    Status,
    status_of,
    stops_clock,
)

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
def test_each_status_has_its_state_and_effects(
    word: str, status: Status, withdrawn: bool, still: bool
) -> None:
    assert status_of(word) is status
    assert (word in WITHDRAWN_STATUSES) is withdrawn
    assert stops_clock(word) is still


def test_every_status_is_in_the_table() -> None:
    assert {row[0] for row in MEANINGS} == set(STATUS_BY_CODE)


def test_an_unmapped_status_is_open() -> None:
    for code in ("", "Selesai", "beres", UNKNOWN_STATUS):
        assert status_of(code) is Status.OPEN
        assert stops_clock(code) is False


def test_withdrawn_statuses_are_closed() -> None:
    assert WITHDRAWN_STATUSES
    assert all(status_of(code) is Status.CLOSED for code in WITHDRAWN_STATUSES)


def test_each_code_is_given_once_and_has_a_label_of_its_own() -> None:
    assert len(STATUS_BY_CODE) == len(STATUSES) == len({definition.label for definition in STATUSES})


def test_the_named_statuses_are_defined() -> None:
    assert [status_of(code) for code in (INITIAL_STATUS, UNKNOWN_STATUS, RESOLVED_STATUS)] == [
        Status.OPEN,
        Status.OPEN,
        Status.CLOSED,
    ]
    assert {INITIAL_STATUS, UNKNOWN_STATUS, RESOLVED_STATUS} <= set(STATUS_BY_CODE)


@given(st.text())
def test_only_mapped_statuses_close(word: str) -> None:
    assert (status_of(word) is Status.CLOSED) is (
        word in STATUS_BY_CODE and STATUS_BY_CODE[word].status is Status.CLOSED
    )
