"""The chain of a report's events: each is explained by its kind, and its span lasts until the next one."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from data.core.report.key import ReportKey
from data.core.report.standing import EventKind
from data.core.status import Status

OPENING_KINDS = frozenset((EventKind.RECEIVED.value, EventKind.REOPENED.value))
CLOSING_KINDS = frozenset((EventKind.CLOSED.value, EventKind.WITHDRAWN.value))
OPEN, MOVED = Status.OPEN.value, EventKind.MOVED.value


class ChainStep(NamedTuple):
    """One event and its span; moments are of any one type that compares, such as ISO texts in UTC.

    :param overtaken_at: when the span ends by what is stored; None: it is the present one
    :param is_copied: whether there is a span, with the event's own values
    """

    source: str
    service_request_id: str
    kind: str
    status: str
    area_code: str | None
    occurred_at: Any
    learnt_at: Any
    overtaken_at: Any
    is_copied: Any


def broken_chains(steps: Iterable[ChainStep]) -> Iterator[ReportKey]:
    """Yield the report of each step that does not follow from the one before it; some more than once.

    :param steps: by report, and in order of ``change`` within each; millions of them are looked at one by one
    """
    before: ChainStep | None = None
    for step in steps:
        source, service_request_id, _, _, _, occurred_at, learnt_at, _, is_copied = step
        if before is not None and (before[1] != service_request_id or before[0] != source):
            if before[7] is not None:
                yield before[0], before[1]
            before = None
        if not is_copied or occurred_at > learnt_at or not _follows(before, step):
            yield source, service_request_id
        before = step
    if before is not None and before.overtaken_at is not None:
        yield before.source, before.service_request_id


def _follows(before: ChainStep | None, step: ChainStep) -> bool:
    """Return whether a step goes on where the one before it ended, by an event of a kind that says so."""
    _, _, kind, status, area_code, occurred_at, _, _, _ = step
    if before is None:
        return status == OPEN and kind in OPENING_KINDS
    if before[7] != occurred_at or occurred_at < before[5]:
        return False
    if before[3] != status:
        return kind in (OPENING_KINDS if status == OPEN else CLOSING_KINDS)
    return status != OPEN or area_code == before[4] or kind == MOVED
