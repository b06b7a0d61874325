"""What a screen adds to a refresh, against a bare ASGI app that sends the same bytes."""

from typing import Any

from tests.bench import crowd
from tests.bench.pairs import line

BAR = 1.3


def measure() -> dict[str, Any]:
    """The line ``screens`` of the benchmarks."""
    with crowd.board() as (port, pid, change):
        event, frame, headers = crowd.what_is_sent(port)
        ours, _ = crowd.per_screen(port, pid, change)
    with crowd.bare(event, frame, headers) as (port, pid, change):
        floor, _ = crowd.per_screen(port, pid, change)
    told = (
        f"a bare ASGI app on the same server sending the same event ({len(event)} bytes) and frame "
        f"({len(frame)} bytes) to 1,000 screens: processor time that each screen adds to a refresh"
    )
    return line("screens", ours / floor, BAR, "lower", told, crowd.SCREENS)
