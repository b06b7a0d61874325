"""The lines at 150, 1,000 and 10,000 reports a day, such as ``refresh_one:150``.

``ONLY=refresh_one`` runs one at all scales. The stores are written once, the largest in some minutes, and
kept in a folder for temporary files, or in the one that ``PANTAU_BENCH_STORES`` names.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from tests.bench.scale.boards import SCALES
from tests.bench.scale.history import measure_history
from tests.bench.scale.importing import measure_importing
from tests.bench.scale.lines import LINES, measure_line
from tests.bench.scale.processes import measure_cold_start, measure_idle, measure_resident

ScaleLine = Callable[[int], dict[str, Any]]
SCALE_LINES: dict[str, ScaleLine] = {
    **{name: partial(measure_line, name) for name in LINES},
    "importing": measure_importing,
    "cold_start": measure_cold_start,
    "idle": measure_idle,
    "resident": measure_resident,
}
# Scale by scale, so that all lines of one share its board.
BENCHMARKS: dict[str, Callable[[], dict[str, Any]]] = {
    f"{name}:{per_day}": partial(measure_scale, per_day)
    for per_day in SCALES
    for name, measure_scale in SCALE_LINES.items()
} | {"history": measure_history}
