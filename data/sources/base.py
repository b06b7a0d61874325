"""The interface of a feed: it yields rows, or fails as a whole with a reason."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from data.core.findings import FindingCounter
from data.core.quick_frozen import quick
from data.core.report.listing.listing import Coverage


class FeedError(Exception):
    """The feed as a whole cannot be read; the message says what an operator should look at."""


@quick
@dataclass(frozen=True, slots=True)
class Row:
    """One row as the source delivered it.

    :param number: 1-based position in the feed, for messages
    :param raw: the row's own text, kept if the row is rejected
    :param fields: values under the names of :class:`data.core.report.record.ServiceRequest`, not yet checked
    :param problem: why the row could not be parsed at all; it is then rejected with this reason
    :param day_fields: the fields in which a midnight stands for its day
    :param nearby: of a row that could not be parsed: the header and the rows around it, which may mark it too
    :param repaired: whether a person changed it after its rejection; ``raw`` is still the original text
    """

    number: int
    raw: str
    fields: Mapping[str, Any]
    problem: str | None = None
    repaired: bool = False
    day_fields: frozenset[str] = frozenset()
    nearby: tuple[str, ...] = ()


class Feed(Protocol):
    """A source of rows."""

    def rows(self, now: datetime, since: datetime | None) -> Iterator[Row]:
        """Return all rows or, where the source can tell, those that changed after ``since``.

        :param now: aware time of the pull
        :param since: aware time of the last successful pull, None for the first
        :raises FeedError: before the first row, if the feed cannot be read
        """
        ...


OpenReport = tuple[str, datetime]  # service_request_id and when it was filed


@dataclass
class PullContext:
    """What a feed knows of its earlier pulls, and what it stores for the next one.

    :param stored_state: what the feed stored before, by name; plain values that JSON can hold
    :param reconfigured: whether its configuration changed since; what it read then may have to be read again
    :param open_reports: returns the reports of this source that are open in the store
    :param state_on_success: state to store only once the pull has succeeded
    :param state_with_rows: state to store with the rows yielded so far, however the pull ends
    :param coverage: which reports the pull was to hold, as far as the feed can tell
    :param not_requested: open reports that the source could not be asked for
    """

    stored_state: Mapping[str, Any] = field(default_factory=dict)
    reconfigured: bool = False
    open_reports: Callable[[], Sequence[OpenReport]] = list
    state_on_success: dict[str, Any] = field(default_factory=dict)
    state_with_rows: dict[str, Any] = field(default_factory=dict)
    bytes_read: int = 0
    coverage: Coverage = Coverage.NOTHING
    not_requested: set[str] = field(default_factory=set)

    @property
    def is_whole(self) -> bool:
        """Return whether the pull holds all that the source delivers, from the first filing in it."""
        return self.coverage is Coverage.SPAN


@runtime_checkable
class CountingFeed(Protocol):
    """A feed that counts what it leaves out: sheets, columns, rows, pages."""

    findings: FindingCounter


@runtime_checkable
class StatefulFeed(Protocol):
    """A feed that stores state from one pull to the next."""

    def pull_rows(self, now: datetime, since: datetime | None, pull_context: PullContext) -> Iterator[Row]:
        """Return rows like :meth:`Feed.rows`; no row at all is a success if nothing has changed."""
        ...
