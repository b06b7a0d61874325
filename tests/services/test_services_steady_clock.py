"""Kind: time is not trusted. The real time of a process goes on while the machine's clock jumps."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from data.config import clock
from data.config.steady_clock import HOLD_SECONDS, MIN_JUMP_SECONDS, TOLD_SECONDS, SteadyClock

NOW = 1_795_400_000.0
JUMPS = [timedelta(minutes=1), timedelta(hours=1), timedelta(days=40), timedelta(days=3652)]
BOTH_WAYS = [*(jump.total_seconds() for jump in JUMPS), *(-jump.total_seconds() for jump in JUMPS)]


@dataclass
class Machine:
    """A machine whose clock a test sets."""

    elapsed: float = 1_000.0
    offset: float = 0.0

    def __post_init__(self) -> None:
        self.started = self.elapsed
        self.clock = SteadyClock(lambda: NOW + self.elapsed + self.offset, lambda: self.elapsed)

    def wait(self, seconds: float) -> float:
        """Let time pass; return by how much the steady clock is off."""
        self.elapsed += seconds
        return self.clock.seconds() - NOW - self.elapsed


@pytest.fixture
def machine() -> Machine:
    machine = Machine()
    machine.wait(HOLD_SECONDS)
    return machine


@pytest.mark.parametrize("jump", BOTH_WAYS)
def test_a_jump_for_a_while_moves_nothing(machine: Machine, jump: float) -> None:
    machine.offset = jump
    assert machine.wait(1) == pytest.approx(0)
    assert machine.wait(HOLD_SECONDS / 2) == pytest.approx(0)
    machine.offset = 0
    assert machine.wait(1) == pytest.approx(0)
    assert machine.clock.jump() is None


@pytest.mark.parametrize("jump", BOTH_WAYS)
def test_a_jump_is_told_from_the_first_look_on(machine: Machine, jump: float) -> None:
    machine.offset = jump
    noticed = machine.clock.jump()
    assert noticed is not None
    assert noticed.seconds == pytest.approx(jump)
    assert noticed.at == pytest.approx(NOW + machine.elapsed)
    assert not noticed.believed


@pytest.mark.parametrize("jump", BOTH_WAYS)
def test_a_time_that_lasts_is_believed_and_the_earlier_one_at_once_when_it_is_back(
    machine: Machine, jump: float
) -> None:
    machine.offset = jump
    machine.wait(0)
    assert machine.wait(HOLD_SECONDS) == pytest.approx(jump)
    noticed = machine.clock.jump()
    assert noticed is not None
    assert noticed.believed
    machine.offset = 0
    assert machine.wait(0) == pytest.approx(0)
    assert machine.clock.jump() is None


def test_a_believed_jump_is_told_for_an_hour(machine: Machine) -> None:
    machine.offset = 3_600
    machine.wait(0)
    machine.wait(HOLD_SECONDS)
    machine.wait(TOLD_SECONDS - 1)
    assert machine.clock.jump() is not None
    machine.wait(2)
    assert machine.clock.jump() is None


def test_a_time_that_a_process_began_with_is_not_held_longer_than_it_lasted() -> None:
    """A machine that starts with an empty battery is right some seconds after its time server answered."""
    machine = Machine(offset=-40 * 86_400.0)
    machine.wait(8)
    machine.offset = 0
    machine.wait(0)
    assert machine.wait(9) == pytest.approx(0)


def test_slow_adjustments_are_followed(machine: Machine) -> None:
    for _second in range(20):
        machine.offset += MIN_JUMP_SECONDS / 2
        assert machine.wait(1) == pytest.approx(machine.offset)
    assert machine.clock.jump() is None


def test_another_jump_meanwhile_begins_the_wait_anew(machine: Machine) -> None:
    for jump in (3_600, 7_200, 10_800):
        machine.offset = jump
        assert machine.wait(HOLD_SECONDS * 0.9) == pytest.approx(0)


def test_the_clock_of_the_city_and_that_of_accounts_are_steady() -> None:
    assert clock.Clock().time_source is clock.real_seconds
    assert clock.start_clock(1).now().timestamp() == pytest.approx(clock.real_seconds(), abs=5)
