"""Which of day, month and year comes first: told by the configuration or by the data, never guessed."""

from dataclasses import dataclass, field
from datetime import date

from data.core.config.table_config import DateOrder
from data.sources.base import FeedError
from data.sources.tables.moments import possible_dates

ORDERS: tuple[DateOrder, ...] = ("dmy", "mdy", "ymd")
ORDER_LABELS = {"dmy": "day/month/year", "mdy": "month/day/year", "ymd": "year/month/day"}


@dataclass
class DateOrderDetector:
    """The orders that every date seen so far allows.

    A value such as 25/12/2026 rules an order out; 05/05/2026 reads alike in both and decides nothing.
    """

    possible: set[DateOrder] = field(default_factory=lambda: set(ORDERS))
    ambiguous: dict[frozenset[DateOrder], tuple[str, dict[DateOrder, date]]] = field(default_factory=dict)
    date_count: int = 0
    last: str = ""

    def observe(self, text: str) -> None:
        """Takes one text of a date column into account; texts that are no bare numbers say nothing."""
        if text[:4].isdecimal():
            return  # the year comes first: it can be read in one way only
        days = possible_dates(text.strip())
        if not days:
            return
        self.date_count, self.last = self.date_count + 1, text
        self.possible &= set(days)
        if len(set(days.values())) > 1:
            self.ambiguous.setdefault(frozenset(days), (text, days))

    def decide(self) -> DateOrder | None:
        """The order of the file; None where no date needs one.

        :raises FeedError: the dates allow more than one order and differ by it, or no order fits them all
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
        """A date that the remaining orders read differently."""
        for text, days in self.ambiguous.values():
            if len({days[order] for order in self.possible if order in days}) > 1:
                return text
        return None
