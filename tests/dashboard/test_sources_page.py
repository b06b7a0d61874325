"""How each source is doing, as an operator reads it on ``/sumber``."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from dashboard.pages.sources.view import BY_HAND, GOOD, LATE, NEVER, card, notices, state_of
from data.core.snapshot.snapshot import Snapshot
from tests.dashboard.components import words
from tests.personas import MONDAY_NOON, ZONE


def pull(**changed: Any) -> dict[str, Any]:
    usual = {
        "source": "qlue", "label": "Qlue", "every_seconds": 300.0, "stale": False, "error": None,
        "rejected": 0, "contradicted": 0,
        "last_try": MONDAY_NOON, "last_success": MONDAY_NOON - timedelta(minutes=10), "latency_seconds": 1.25,
        "watermark": MONDAY_NOON - timedelta(hours=2),
    }  # fmt: skip
    return {**usual, **changed}


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({}, GOOD),
        ({"stale": True}, LATE),
        ({"every_seconds": None}, BY_HAND),
        ({"last_success": None, "stale": True}, NEVER),
    ],
)
def test_one_word_says_how_a_source_is_doing(changed: dict[str, Any], state: str) -> None:
    assert state_of(pull(**changed)) == state
    assert state in words(card(pull(**changed), MONDAY_NOON, ZONE))


def test_a_card_says_since_when_how_often_how_long_and_what_waits() -> None:
    said = words(card(pull(rejected=1234), MONDAY_NOON, ZONE))
    assert "23 November 2026 pukul 11.50 WITA (10 menit lalu)" in said
    assert "setiap 5 menit" in said
    assert "1,2 detik" in said
    assert "23 November 2026 pukul 10.00 WITA" in said
    assert "1.234" in said


def test_what_is_next_to_nothing_is_not_written_as_zero() -> None:
    said = words(card(pull(latency_seconds=0.04, last_success=MONDAY_NOON), MONDAY_NOON, ZONE))
    assert "kurang dari 0,1 detik" in said
    assert "(baru saja)" in said


def test_a_fault_is_told_in_the_words_of_the_ledger() -> None:
    said = words(card(pull(error="status 503", stale=True), MONDAY_NOON, ZONE))
    assert "Galat terakhir:" in said
    assert "status 503" in said
    assert "Galat" not in words(card(pull(), MONDAY_NOON, ZONE))


def test_what_never_came_is_not_a_zero() -> None:
    never = pull(last_try=None, last_success=None, latency_seconds=None, watermark=None, every_seconds=None)
    said = words(card(never, MONDAY_NOON, ZONE))
    assert said.count("belum pernah") >= 3
    assert "belum ada" in said


def test_a_near_year_without_known_joint_leave_is_named(snapshot: Snapshot) -> None:
    assert notices(snapshot) == []
    (notice,) = notices(replace(snapshot, unknown_years=[2028]))
    assert "Cuti bersama 2028 belum diketahui" in words(notice)
