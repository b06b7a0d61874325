"""Status descriptions: each is open or closed; one that is not mapped is open."""

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

# code, status, withdrawn, clock stopped
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


@pytest.mark.parametrize(
    ("code", "status", "withdrawn", "stopped"), MEANINGS, ids=[row[0] for row in MEANINGS]
)
def test_each_status_has_its_state_and_effects(
    code: str, status: Status, withdrawn: bool, stopped: bool
) -> None:
    assert status_of(code) is status
    assert (code in WITHDRAWN_STATUSES) is withdrawn
    assert stops_clock(code) is stopped


def test_every_status_is_in_the_table() -> None:
    assert {row[0] for row in MEANINGS} == set(STATUS_BY_CODE)


def test_an_unmapped_status_is_open() -> None:
    for code in ("", "Selesai", "beres", UNKNOWN_STATUS):
        assert status_of(code) is Status.OPEN
        assert stops_clock(code) is False


def test_withdrawn_statuses_are_closed() -> None:
    assert WITHDRAWN_STATUSES
    assert all(status_of(code) is Status.CLOSED for code in WITHDRAWN_STATUSES)


def test_each_code_is_given_once() -> None:
    assert len(STATUS_BY_CODE) == len(STATUSES)


def test_the_named_statuses_are_defined() -> None:
    assert status_of(INITIAL_STATUS) is status_of(UNKNOWN_STATUS) is Status.OPEN
    assert status_of(RESOLVED_STATUS) is Status.CLOSED
    assert {INITIAL_STATUS, UNKNOWN_STATUS, RESOLVED_STATUS} <= set(STATUS_BY_CODE)


@given(st.text())
def test_only_mapped_statuses_close(code: str) -> None:
    is_closed = code in STATUS_BY_CODE and STATUS_BY_CODE[code].status is Status.CLOSED
    assert (status_of(code) is Status.CLOSED) is is_closed
