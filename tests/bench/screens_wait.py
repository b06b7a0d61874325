"""The time from a change in another process to the event on 1,000 screens: 99th percentile against 1 s.

It counts from the beginning of the change, before it is committed, so it is never less than the wait itself.
"""

import asyncio
from typing import Any

from tests.bench import crowd
from tests.bench.pairs import result_line

SECONDS = 1.0


def measure() -> dict[str, Any]:
    """Measure the benchmark ``screens_wait``."""
    with crowd.run_board() as (port, pid, change):
        many = asyncio.run(crowd.measure_screens(port, pid, crowd.SCREENS, change))
    waits = f"the 99th percentile of {len(many.waits)} waits was {many.p99:.3f} s"
    description = f"one second, from before the commit; {waits}"
    return result_line("screens_wait", many.p99 / SECONDS, 1, "lower", description, crowd.SCREENS)
