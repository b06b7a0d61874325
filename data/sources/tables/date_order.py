"""Order of day, month and year in a file: proved by its dates, never guessed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from data.core.config.table_config import DateOrder
from data.sources.base import FeedError
from data.sources.tables.moments import possible_dates

ORDERS: tuple[DateOrder, ...] = ("dmy", "mdy", "ymd")
ORDER_LABELS = {"dmy": "day/month/year", "mdy": "month/day/year", "ymd": "year/month/day"}


@dataclass
class DateOrderDetector:
    """The orders that all dates observed so far allow.

    25/12/2026 excludes an order; 05/05/2026 is the same date in both and decides nothing.
    """

    possible: set[DateOrder] = field(default_factory=lambda: set(ORDERS))
    ambiguous: dict[frozenset[DateOrder], tuple[str, dict[DateOrder, date]]] = field(default_factory=dict)
    date_count: int = 0
    last: str = ""

    def observe(self, text: str) -> None:
        """Take one text of a date column into account; only dates of three numbers matter."""
        if text[:4].isdecimal():
            return  # the year comes first: not ambiguous
        days = possible_dates(text.strip())
        if not days:
            return
        self.date_count, self.last = self.date_count + 1, text
        self.possible &= set(days)
        if len(set(days.values())) > 1:
            self.ambiguous.setdefault(frozenset(days), (text, days))

    @classmethod
    def of_all(cls, detectors: Iterable["DateOrderDetector"]) -> "DateOrderDetector":
        """Return what the dates of several files allow together."""
        together = cls()
        for detector in detectors:
            together.possible &= detector.possible
            together.ambiguous |= detector.ambiguous
            together.date_count += detector.date_count
            together.last = detector.last or together.last
        return together

    @property
    def choices(self) -> list[DateOrder]:
        """Return the orders among which a person must choose; none where the dates decide."""
        return [order for order in ORDERS if order in self.possible] if self.ambiguous_date() else []

    def decide(self) -> DateOrder | None:
        """Return the order of the file; None if no date needs one.

        :raises FeedError: a date is ambiguous, or no order fits all dates
        """
        if not self.date_count:
            return None
        if not self.possible:
            raise FeedError(
                f"the dates contradict each other: no order of day and month fits them all (such as "
                f"{self.last!r}); say date_order in the source, and dates of another order are rejected"
            )
        if ambiguous := self.ambiguous_date():
            choices = " or ".join(
                f'date_order = "{order}" ({ORDER_LABELS[order]})' for order in sorted(self.possible)
            )
            raise FeedError(
                f"the date {ambiguous!r} can be read in more than one way: say {choices} in the source"
            )
        return next(order for order in ORDERS if order in self.possible)

    def ambiguous_date(self) -> str | None:
        """Return a date that differs between the possible orders."""
        for text, days in self.ambiguous.values():
            if len({days[order] for order in self.possible if order in days}) > 1:
                return text
        return None
