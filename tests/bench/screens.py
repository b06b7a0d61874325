"""The cost of a screen per refresh, against a bare ASGI app that sends the same bytes."""

from typing import Any

from tests.bench import crowd
from tests.bench.pairs import result_line

BAR = 1.3


def measure() -> dict[str, Any]:
    """Measure the benchmark ``screens``."""
    with crowd.run_board() as (port, pid, change):
        event, frame, headers = crowd.capture_messages(port)
        subject_cost, _ = crowd.cost_per_screen(port, pid, change)
    with crowd.run_bare_app(event, frame, headers) as (port, pid, change):
        floor_cost, _ = crowd.cost_per_screen(port, pid, change)
    description = (
        f"a bare ASGI app on the same server sending the same event ({len(event)} bytes) and frame "
        f"({len(frame)} bytes) to 1,000 screens: processor time that each screen adds to a refresh"
    )
    return result_line("screens", subject_cost / floor_cost, BAR, "lower", description, crowd.SCREENS)
