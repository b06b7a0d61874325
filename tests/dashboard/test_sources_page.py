"""The cards and warnings of ``/sumber``."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from dashboard.pages.sources.labels import HEALTHY, MANUAL, NEVER_PULLED, STALE
from dashboard.pages.sources.view import calendar_warnings, source_card, source_state
from data.core.snapshot.snapshot import Snapshot
from tests.dashboard.components import visible_text
from tests.personas import MONDAY_NOON, ZONE


def pull(**changed: Any) -> dict[str, Any]:
    defaults = {
        "source": "qlue", "label": "Qlue", "every_seconds": 300.0, "stale": False, "error": None,
        "rejected": 0, "contradicted": 0,
        "last_try": MONDAY_NOON, "last_success": MONDAY_NOON - timedelta(minutes=10), "latency_seconds": 1.25,
        "watermark": MONDAY_NOON - timedelta(hours=2),
    }  # fmt: skip
    return {**defaults, **changed}


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({}, HEALTHY),
        ({"stale": True}, STALE),
        ({"every_seconds": None}, MANUAL),
        ({"last_success": None, "stale": True}, NEVER_PULLED),
    ],
)
def test_a_card_states_the_source_state(changed: dict[str, Any], state: str) -> None:
    assert source_state(pull(**changed)) == state
    assert state in visible_text(source_card(pull(**changed), MONDAY_NOON, ZONE))


def test_a_card_shows_last_success_schedule_latency_and_rejected_rows() -> None:
    card_text = visible_text(source_card(pull(rejected=1234), MONDAY_NOON, ZONE))
    assert "23 November 2026 pukul 11.50 WITA (10 menit lalu)" in card_text
    assert "setiap 5 menit" in card_text
    assert "1,2 detik" in card_text
    assert "23 November 2026 pukul 10.00 WITA" in card_text
    assert "1.234" in card_text


def test_a_tiny_latency_is_not_shown_as_zero() -> None:
    card_text = visible_text(
        source_card(pull(latency_seconds=0.04, last_success=MONDAY_NOON), MONDAY_NOON, ZONE)
    )
    assert "kurang dari 0,1 detik" in card_text
    assert "(baru saja)" in card_text


def test_a_failed_pull_shows_the_error_of_the_ledger() -> None:
    card_text = visible_text(source_card(pull(error="status 503", stale=True), MONDAY_NOON, ZONE))
    assert "Galat terakhir:" in card_text
    assert "status 503" in card_text
    assert "Galat" not in visible_text(source_card(pull(), MONDAY_NOON, ZONE))


def test_missing_values_are_not_shown_as_zero() -> None:
    never_pulled = pull(
        last_try=None, last_success=None, latency_seconds=None, watermark=None, every_seconds=None
    )
    card_text = visible_text(source_card(never_pulled, MONDAY_NOON, ZONE))
    assert card_text.count("belum pernah") >= 3
    assert "belum ada" in card_text


def test_a_year_without_known_joint_leave_gives_a_warning(snapshot: Snapshot) -> None:
    assert calendar_warnings(snapshot) == []
    (notice,) = calendar_warnings(replace(snapshot, unknown_years=[2028]))
    assert "Cuti bersama 2028 belum diketahui" in visible_text(notice)
