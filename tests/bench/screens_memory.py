"""What 1,000 connected screens take of the server's memory, against 50 KB each."""

import asyncio
from typing import Any

from tests.bench import crowd
from tests.bench.pairs import result_line

KILOBYTES = 50


def measure() -> dict[str, Any]:
    """The line ``screens_memory`` of the benchmarks: a stream and the connection that fetches, of each."""
    with crowd.run_board() as (port, pid, change):
        asyncio.run(
            crowd.measure_screens(port, pid, 10, change)
        )  # what is imported and made once is no screen's
        many = asyncio.run(crowd.measure_screens(port, pid, crowd.SCREENS, change))
    description = f"50 KB a screen; it took {many.kilobytes:.1f}"
    return result_line("screens_memory", many.kilobytes / KILOBYTES, 1, "lower", description, crowd.SCREENS)
