"""The board is as fresh as its stalest scheduled source, and shows it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from data.core.history.facts import SourceHealth
from data.core.snapshot.snapshot import build_snapshot, data_as_of, source_status
from tests.builders import city, facts, source_health, standings
from tests.personas import MONDAY_NOON

BY_HAND = {"every_seconds": None}


def minutes_later(count: float) -> datetime:
    return MONDAY_NOON + timedelta(minutes=count)


# A source pulled each minute may be three minutes old.
AGES = [
    ("just pulled", 0, False),
    ("two minutes and 59 seconds", 2 + 59 / 60, False),
    ("three minutes, the limit itself", 3, False),
    ("three minutes and a second", 3 + 1 / 60, True),
]


@pytest.mark.parametrize(("age", "stale"), [row[1:] for row in AGES], ids=[row[0] for row in AGES])
def test_a_scheduled_source_is_stale_after_so_many_intervals(age: float, stale: bool) -> None:
    assert source_health().is_stale(minutes_later(age)) is stale


LIMITS: list[tuple[str, dict[str, Any], datetime | None]] = [
    ("every minute, three intervals", {}, minutes_later(3)),
    (
        "every two minutes, five intervals",
        {"every_seconds": 120.0, "stale_after_intervals": 5},
        minutes_later(10),
    ),
    ("by hand", BY_HAND, None),
    ("never yet", {"last_success": None}, None),
]


@pytest.mark.parametrize(("changed", "limit"), [row[1:] for row in LIMITS], ids=[row[0] for row in LIMITS])
def test_the_moment_from_which_a_source_is_stale(changed: dict[str, Any], limit: datetime | None) -> None:
    assert source_health(**changed).stale_at() == limit


def test_a_scheduled_source_that_never_succeeded_is_stale_from_the_start() -> None:
    assert source_health(last_success=None).is_stale(MONDAY_NOON) is True


def test_a_manually_imported_source_never_becomes_stale() -> None:
    assert source_health(**BY_HAND).is_stale(MONDAY_NOON + timedelta(days=400)) is False
    assert source_health(**BY_HAND, last_success=None).is_stale(MONDAY_NOON) is False


NEVER = source_health(last_success=None)


def success(minutes: float, **overrides: Any) -> SourceHealth:
    """Return a source whose last success is so many minutes after Monday noon."""
    return source_health(last_success=minutes_later(minutes), **overrides)


REACHES: list[tuple[str, tuple[SourceHealth, ...], datetime | None]] = [
    ("no source at all", (), None),
    ("one", (source_health(),), MONDAY_NOON),
    ("the older of two", (success(2), success(1)), minutes_later(1)),
    ("one of two never succeeded", (source_health(), NEVER), None),
    ("by hand beside a scheduled one counts for nothing",
     (success(5), success(-900, **BY_HAND)), minutes_later(5)),
    ("only by hand: the newest",
     (success(-9, **BY_HAND), success(-4, **BY_HAND),
      source_health(**BY_HAND, last_success=None)), minutes_later(-4)),
    ("only by hand, nothing imported yet", (source_health(**BY_HAND, last_success=None),), None),
]  # fmt: skip


@pytest.mark.parametrize(("sources", "reach"), [row[1:] for row in REACHES], ids=[row[0] for row in REACHES])
def test_data_as_of_is_the_oldest_success_of_the_scheduled_sources(
    sources: tuple[SourceHealth, ...], reach: datetime | None
) -> None:
    assert data_as_of(sources) == reach


STALES: list[tuple[str, tuple[SourceHealth, ...], bool]] = [
    ("all fresh", (source_health(), source_health()), False),
    ("one of two too old", (source_health(), success(-4)), True),
    ("one scheduled that never succeeded", (NEVER,), True),
    ("only an old import by hand", (source_health(**BY_HAND, last_success=minutes_later(-90_000)),), False),
    ("by hand, the first import failed", (source_health(**BY_HAND, last_success=None),), True),
]


@pytest.mark.parametrize(("sources", "stale"), [row[1:] for row in STALES], ids=[row[0] for row in STALES])
def test_the_board_is_stale_without_data_or_with_one_late_source(
    sources: tuple[SourceHealth, ...], stale: bool
) -> None:
    assert build_snapshot(facts(sources=sources), city(), MONDAY_NOON).stale is stale


def test_a_board_without_sources_is_fresh_from_its_first_report_on() -> None:
    untried = source_health(**BY_HAND, last_success=None, last_try=None)
    for sources in ((), (untried,)):
        first = build_snapshot(facts(standings=standings({}), sources=sources), city(), MONDAY_NOON)
        assert (first.stale, first.data_as_of) == (False, MONDAY_NOON)
        before = build_snapshot(facts(sources=sources, revision=0), city(), MONDAY_NOON)
        assert (before.stale, before.data_as_of) == (True, None)


def test_a_source_status_has_the_public_names() -> None:
    late = source_health(last_success=minutes_later(-5), error="HTTP 502", rejected=4)
    assert source_status(late, MONDAY_NOON) == {
        "source": "qlue", "label": "Qlue", "every_seconds": 60.0, "stale_after_intervals": 3,
        "last_try": MONDAY_NOON, "last_success": minutes_later(-5), "error": "HTTP 502", "rejected": 4,
        "stale": True, "late_at": minutes_later(-2), "latency_seconds": None, "watermark": None,
        "contradicted": 0,
    }  # fmt: skip
