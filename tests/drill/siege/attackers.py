"""``python -m tests.drill.siege.attackers PORT SECONDS CONNECTIONS``: all attacks at once.

A process of its own; prints a JSON object of how often each attack ended how.
"""

import asyncio
import json
import random
import sys
import time

from tests.drill.siege.attacks import ATTACKS, large_photo_form
from tests.drill.siege.hostile_files import compressed_body, hostile_photos
from tests.drill.siege.raw_http import TIMEOUT_SECONDS, Target, how_it_ended

SHARED_ADDRESSES = ("127.0.0.1",) * 10  # that honest callers have too
ATTACKER_ADDRESSES = (*(f"127.0.1.{i}" for i in range(1, 200)), *SHARED_ADDRESSES)
PAUSE_SECONDS = 0.2  # of a connection between two attacks

Counts = dict[str, dict[str, int]]


async def attack(port: int, seconds: float, connections: int) -> Counts:
    """Run so many connections for so long; return the counts by attack."""
    counts: Counts = {name: {} for name in ATTACKS}
    end = time.monotonic() + seconds
    await asyncio.gather(*(_attack_until(end, port, number, counts) for number in range(connections)))
    return counts


async def _attack_until(end: float, port: int, number: int, counts: Counts) -> None:
    """Run one attack after another; each connection begins with another one."""
    rng, names = random.Random(number), list(ATTACKS)
    target = Target(port, ATTACKER_ADDRESSES, rng)
    rng.shuffle(names)
    turn = number
    while time.monotonic() < end:
        name = names[turn % len(names)]
        with how_it_ended(counts[name]) as statuses:
            statuses.append(await asyncio.wait_for(ATTACKS[name](target), TIMEOUT_SECONDS + 10))
        turn += 1
        await asyncio.sleep(PAUSE_SECONDS)


def main() -> None:
    """Run the attacks."""
    port, seconds, connections = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    hostile_photos()
    compressed_body()
    large_photo_form()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    json.dump(asyncio.run(attack(port, seconds, connections)), sys.stdout)


if __name__ == "__main__":
    main()
