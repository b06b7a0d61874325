"""What every source is to the jobs: something that yields rows, or fails as a whole with a reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


class FeedError(Exception):
    """The feed as a whole could not be read; the message says what an operator should look at."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it came.

    :param number: 1-based position in the feed, for messages
    :param raw: the row's own text, kept if the row is rejected
    :param fields: values under the names of :class:`data.core.record.ServiceRequest`, not yet checked
    :param problem: set if the row could not even be taken apart; it is then rejected with this reason
    """

    number: int
    raw: str
    fields: Mapping[str, Any]
    problem: str | None = None


class Feed(Protocol):
    """A source of rows."""

    def rows(self, now: datetime, since: datetime | None) -> Iterator[Row]:
        """All rows, or, where the source can tell, those changed after ``since``.

        :param now: aware time of the pull
        :param since: aware time of the last successful pull, None for the first
        :raises FeedError: before the first row, if the feed cannot be read
        """
        ...
