"""From a change in another process to the event on 1,000 screens: the 99th percentile against one second.

Counted from when the change begins, which is before it is committed: never less than the wait itself.
"""

import asyncio
from typing import Any

from tests.bench import crowd
from tests.bench.pairs import result_line

SECONDS = 1.0


def measure() -> dict[str, Any]:
    """The line ``screens_wait`` of the benchmarks."""
    with crowd.run_board() as (port, pid, change):
        many = asyncio.run(crowd.measure_screens(port, pid, crowd.SCREENS, change))
    waits = f"the 99th percentile of {len(many.waits)} waits was {many.p99:.3f} s"
    description = f"one second, from before the commit; {waits}"
    return result_line("screens_wait", many.p99 / SECONDS, 1, "lower", description, crowd.SCREENS)
