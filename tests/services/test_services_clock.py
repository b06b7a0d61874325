"""The clock: real time, or a practice city's faster time."""

from datetime import UTC, datetime, timedelta

import pytest

from data.config.clock import Clock, start_clock
from tests.personas import MONDAY_NOON


@pytest.mark.parametrize(
    ("speed", "passed", "shown"),
    [(1, 10, 10), (60, 10, 600), (3_600, 1, 3_600), (1.5, 10, 15), (60, 0, 0), (60, -5, -300)],
)
def test_a_faster_clock_counts_its_speed_from_its_start(speed, passed, shown):
    start = MONDAY_NOON.timestamp()
    now = Clock(speed, start, time_source=lambda: start + passed).now()
    assert now == MONDAY_NOON + timedelta(seconds=shown)


def test_time_is_aware_and_in_utc():
    assert start_clock(1).now().tzinfo is UTC


@pytest.mark.parametrize("speed", [1, 60])
def test_a_clock_shows_the_real_time_when_it_starts(speed):
    before, shown, after = datetime.now(UTC), start_clock(speed).now(), datetime.now(UTC)
    # A conversion to float and back loses a microsecond.
    slack = timedelta(microseconds=1)
    assert before - slack <= shown <= before + (after - before) * speed + slack


@pytest.mark.parametrize("speed", [1, 60, 3_600])
def test_a_clock_never_runs_backwards(speed):
    ticking = start_clock(speed)
    times = [ticking.now() for _ in range(100)]
    assert times == sorted(times)
