"""What every source is to the jobs: something that yields rows, or fails as a whole with a reason."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, runtime_checkable


class FeedError(Exception):
    """The feed as a whole could not be read; the message says what an operator should look at."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it came.

    :param number: 1-based position in the feed, for messages
    :param raw: the row's own text, kept if the row is rejected
    :param fields: values under the names of :class:`data.core.report.record.ServiceRequest`, not yet checked
    :param problem: set if the row could not even be taken apart; it is then rejected with this reason
    :param repaired: a person changed it after it had been rejected; ``raw`` is still what it was
    """

    number: int
    raw: str
    fields: Mapping[str, Any]
    problem: str | None = None
    repaired: bool = False


class Feed(Protocol):
    """A source of rows."""

    def rows(self, now: datetime, since: datetime | None) -> Iterator[Row]:
        """All rows, or, where the source can tell, those changed after ``since``.

        :param now: aware time of the pull
        :param since: aware time of the last successful pull, None for the first
        :raises FeedError: before the first row, if the feed cannot be read
        """
        ...


OpenReport = tuple[str, datetime]  # service_request_id and when it was filed


@dataclass
class PullContext:
    """What a feed may know of its earlier pulls, and what it leaves for the next one.

    :param kept: what it left behind, by name; plain values that JSON can hold
    :param reconfigured: its configuration changed since: what it read before may have to be read again
    :param open_reports: the reports of this source that the store holds as open
    :param leaves: to be kept once the pull has succeeded, and only then
    :param learnt: to be kept together with the rows yielded so far, however the pull ends
    """

    stored_state: Mapping[str, Any] = field(default_factory=dict)
    reconfigured: bool = False
    open_reports: Callable[[], Sequence[OpenReport]] = list
    state_on_success: dict[str, Any] = field(default_factory=dict)
    state_with_rows: dict[str, Any] = field(default_factory=dict)
    bytes_read: int = 0


@runtime_checkable
class StatefulFeed(Protocol):
    """A feed that remembers something from one pull to the next."""

    def pull_rows(self, now: datetime, since: datetime | None, pull_context: PullContext) -> Iterator[Row]:
        """Like :meth:`Feed.rows`. No row at all is a success if nothing has changed since the last pull."""
        ...
