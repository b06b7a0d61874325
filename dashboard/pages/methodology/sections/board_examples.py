"""Worked examples from the latest snapshot, by anchor; each uses only figures that the screens show."""

from collections.abc import Mapping
from typing import Any

from dashboard.pages.methodology.sections import deadline_examples, ranking_examples
from dashboard.pages.methodology.sections.worked_example import (
    BoardData,
    BoardExample,
    ExampleLine,
    calculation,
)
from dashboard.ui.format import number


def reconciliation_example(board: BoardData) -> list[ExampleLine]:
    """Return the equation in the footer of the wall."""
    reconciliation: Mapping[str, Any] = board.snapshot.reconciliation
    counts = {name: number(count) for name, count in reconciliation.items()}
    return [calculation("{open} = {on_map} + {no_location} + {outside}", **counts)]


EXAMPLES: dict[str, BoardExample] = {
    "tepat-waktu": ranking_examples.on_time,
    "terlambat": deadline_examples.late,
    "mendekati": deadline_examples.approaching,
    "median": ranking_examples.median,
    "peringkat": ranking_examples.ranking,
    "lima-pertama": deadline_examples.first_five,
    "bila-diselesaikan": ranking_examples.what_if_finished,
    "rekonsiliasi": reconciliation_example,
    "dua-jam": deadline_examples.two_clocks,
    "jam-kerja": deadline_examples.working_hours,
    "campuran": ranking_examples.category_mix,
    "tren": ranking_examples.trend,
}
