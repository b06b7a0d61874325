"""The server's memory for 1,000 connected screens, against 50 KB each."""

import asyncio
from typing import Any

from tests.bench import crowd
from tests.bench.pairs import result_line

KILOBYTES = 50


def measure() -> dict[str, Any]:
    """Measure the benchmark ``screens_memory``: each screen has a stream and a connection that fetches."""
    with crowd.run_board() as (port, pid, change):
        asyncio.run(
            crowd.measure_screens(port, pid, 10, change)
        )  # what is imported and created once is not part of a screen's cost
        many = asyncio.run(crowd.measure_screens(port, pid, crowd.SCREENS, change))
    description = f"50 KB a screen; it took {many.kilobytes:.1f}"
    return result_line("screens_memory", many.kilobytes / KILOBYTES, 1, "lower", description, crowd.SCREENS)
