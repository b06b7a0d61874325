"""What each line promises at each scale, and the bar of its ratio that follows from it.

A promise is in seconds, megabytes or rows a second on the machine that it was made for: two cores, on which
the floors took what is written here. Its bar is the promise divided by that floor, so that it holds on any
machine. What is promised for 1,000 reports a day is the geometric mean of the other two.
"""

from dataclasses import dataclass
from math import sqrt

SMALL, MIDDLE, LARGE = 150, 1_000, 10_000
# What the floors took on the machine of the promises, by scale.
PANEL_SECONDS = {SMALL: 0.0095, MIDDLE: 0.068, LARGE: 0.667}
IMPORT_SECONDS = 1.8  # a bare interpreter that loads the libraries
LIBRARY_MEGABYTES = 133.0
POLL_SHARE = 0.005  # of a core: a bare interpreter that asks the store four times a second
BARE_ROWS = 27_000.0  # a second, by executemany


@dataclass(frozen=True)
class Promise:
    """What a line promises at the smallest and at the largest scale."""

    small: float
    large: float

    def at(self, per_day: int) -> float:
        """Return the promise at a scale."""
        return {SMALL: self.small, MIDDLE: sqrt(self.small * self.large), LARGE: self.large}[per_day]


PROMISES = {
    "refresh_one": Promise(0.010, 0.020),
    "refresh_many": Promise(0.030, 0.060),
    "tick": Promise(0.005, 0.010),
    "review": Promise(0.6, 2.0),
    "review_again": Promise(0.15, 0.3),
    "recap": Promise(0.5, 1.5),
    "backlog": Promise(0.15, 0.3),  # a page's part that is asked for again after each change
    "past": Promise(0.5, 2.0),
    "search": Promise(0.05, 0.2),
    "report_list": Promise(0.05, 0.2),
    "check": Promise(3.0, 25.0),
    "cold_start": Promise(3.0, 6.0),
    "resident": Promise(280.0, 600.0),
    "idle": Promise(0.015, 0.03),
    "importing": Promise(5_000.0, 5_000.0),
}


def panel_bar(name: str, per_day: int) -> float:
    """Return the bar of a line that is measured against the five panels by SQL."""
    return round(PROMISES[name].at(per_day) / PANEL_SECONDS[per_day], 4)
