"""The queue of sign-ins: its bounds by caller and in all, and the lane of known callers."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from data.services.auth.password_queue import (
    MAX_PENDING,
    MAX_PENDING_OF_KNOWN,
    MAX_PENDING_OF_SITE,
    PasswordQueue,
    QueueCaller,
    SignInsBusyError,
    known_caller,
    stranger,
)
from tests.dashboard.asgi_client import run_in_own_loop


class HeldQueue:
    """A queue whose work waits until it is released, and counts what runs at once."""

    def __init__(self) -> None:
        self.queue, self.released = PasswordQueue(), threading.Event()
        self.lock, self.running, self.most_running, self.refused = threading.Lock(), 0, 0, 0

    def work(self) -> str:
        with self.lock:
            self.running += 1
            self.most_running = max(self.most_running, self.running)
        self.released.wait()
        with self.lock:
            self.running -= 1
        return "checked"

    async def attempt(self, caller: QueueCaller) -> str:
        try:
            return await self.queue.run(caller, self.work)
        except SignInsBusyError:
            self.refused += 1
            return "refused"

    def run(self, callers: list[QueueCaller]) -> list[str]:
        """Return what came of attempts that begin at once, released after all refusals."""

        async def all_attempts() -> list[str]:
            tasks = [asyncio.create_task(self.attempt(caller)) for caller in callers]
            await asyncio.sleep(0)  # each has been queued or refused
            self.released.set()
            return list(await asyncio.gather(*tasks))

        return run_in_own_loop(all_attempts())


@pytest.fixture
def held() -> Iterator[HeldQueue]:
    held_queue = HeldQueue()
    yield held_queue
    held_queue.released.set()
    held_queue.queue.close()


def test_one_site_does_not_take_every_place(held: HeldQueue) -> None:
    """Kind: work bounded per caller and in all; 60 networks of one /48 are one caller."""
    attackers = [stranger(f"2001:db8:7:{number:x}::1") for number in range(60)]
    others = [stranger(f"10.0.0.{number}") for number in range(10)]
    outcomes = held.run([*attackers, *others])
    assert outcomes[:60].count("checked") == MAX_PENDING_OF_SITE
    assert outcomes[60:].count("checked") == MAX_PENDING - MAX_PENDING_OF_SITE
    assert held.most_running == 1


def test_strangers_take_no_place_of_known_callers(held: HeldQueue) -> None:
    strangers = [stranger(f"10.0.0.{number}") for number in range(60)]
    known = [known_caller(f"gawai {number}") for number in range(5)]
    outcomes = held.run([*strangers, *known])
    assert outcomes[60:] == ["checked"] * 5
    assert held.most_running <= 2


def test_one_device_has_few_places(held: HeldQueue) -> None:
    outcomes = held.run([known_caller("gawai")] * 10)
    assert outcomes.count("checked") == MAX_PENDING_OF_KNOWN


def test_places_come_back_also_after_a_fault_and_after_closing(held: HeldQueue) -> None:
    held.released.set()

    def fail() -> None:
        raise ValueError("fault")

    async def attempts() -> None:
        for _ in range(2 * MAX_PENDING):
            with pytest.raises(ValueError, match="fault"):
                await held.queue.run(stranger("10.0.0.7"), fail)
        held.queue.close()
        assert await held.queue.run(stranger("10.0.0.7"), held.work) == "checked"

    run_in_own_loop(attempts())
