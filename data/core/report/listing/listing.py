"""Which open reports a source no longer has, and whether what it delivers is too short to be believed.

A listing is what a source delivers as a whole: a file, the answer of a server, a query without ``:since``.
It says nothing of reports filed before its first one, unless the listings before began earlier and did not
move on with time: a month's export is silent about the month before.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from data.core.report.listing.content import FilingSpan
from data.core.report.listing.plausibility import Implausibility, ImplausibleReason

FEWEST = 4  # of fewer than so many, any number may be gone
MIN_BELIEVED_PULLS = 3  # short ones in a row
ROLLING = (0.5, 2.0)  # how far the first filing moves on while the last one moves on by 1


class Coverage(StrEnum):
    """Which reports a pull was to hold."""

    NOTHING = "nothing"  # changes only, or nothing new: what it leaves out says nothing
    SPAN = "span"  # all that were filed within its span
    OPEN_REPORTS = "open_reports"  # all that are open here: each was asked for


@dataclass(frozen=True)
class ListingRule:
    """How a source's listings are taken.

    :param complete: whether each holds all reports of the source; None: as its span shows
    :param short_share: a listing with less than this share of the last one is short
    :param believed_after: so long short ones are not believed
    """

    complete: bool | None = None
    short_share: float = 0.5
    believed_after: timedelta = timedelta(hours=24)


@dataclass(frozen=True)
class ListingState:
    """What is remembered of a source's listings.

    :param row_count: rows of the last one that was believed
    :param span: the filings of the first one, as long as those after it resemble it
    :param last_filing: the last filing in the last one
    :param end: the latest time in any of them
    :param absent: reports that are open here, but were not in the last one
    :param short_since: when the first of the short ones came that are not believed yet
    :param accepted: an operator said that the next one is right, however short
    """

    row_count: int = 0
    span: FilingSpan | None = None
    last_filing: datetime | None = None
    end: datetime | None = None
    absent: frozenset[str] = frozenset()
    areas: int = 0
    categories: int = 0
    short_since: datetime | None = None
    short_count: int = 0
    accepted: bool = False


@dataclass(frozen=True)
class Listing:
    """What one pull held.

    :param open_before: the reports of the source that were open before it, with their filing times
    :param unseen: those of them that it did not hold
    :param fresh: reports in it that were not open before
    """

    coverage: Coverage
    row_count: int
    span: FilingSpan | None
    open_before: Mapping[str, datetime]
    unseen: Collection[str]
    fresh: Collection[str]
    pulled_at: datetime


@dataclass(frozen=True)
class ListingJudgement:
    """What follows from a listing: the reports that are newly missing, or why it is not believed."""

    state: ListingState
    missing: tuple[str, ...] = ()
    doubt: Implausibility | None = None


def judge_listing(listing: Listing, previous: ListingState | None, rule: ListingRule) -> ListingJudgement:
    """Compare a listing with what was known before it."""
    state = previous or ListingState()
    if listing.coverage is Coverage.NOTHING or rule.complete is False or _is_other_part(listing, state):
        return ListingJudgement(_with_fresh(state, listing))
    compared = _compared(listing, state, rule)
    missing = [report_id for report_id in compared if report_id in listing.unseen]
    doubt = _doubt(listing, state, rule, len(missing), len(compared))
    if doubt and previous is None:
        return ListingJudgement(_believed_state(listing, state))  # nothing shows that it was ever longer
    if doubt and not _is_believed(listing, state, rule):
        since, count = state.short_since or listing.pulled_at, state.short_count + 1
        return ListingJudgement(
            replace(_with_fresh(state, listing), short_since=since, short_count=count), doubt=doubt
        )
    if doubt:  # it is right: then what was filed before its first one is gone as well
        missing = [report_id for report_id in _since_first(listing, state) if report_id in listing.unseen]
    return ListingJudgement(_believed_state(listing, state), tuple(missing))


def _is_other_part(listing: Listing, state: ListingState) -> bool:
    """Return whether it holds what the last one did not, and not that: a source may come in several files."""
    seen = [report_id for report_id in listing.open_before if report_id not in listing.unseen]
    elsewhere = sum(report_id in state.absent for report_id in seen)
    expected = sum(report_id not in state.absent for report_id in listing.open_before)
    return elsewhere > 0 and 2 * (len(seen) - elsewhere) < expected


def _compared(listing: Listing, state: ListingState, rule: ListingRule) -> list[str]:
    """Return the reports that it was to hold, the oldest first."""
    if listing.coverage is Coverage.OPEN_REPORTS or rule.complete:
        return _reports_since(listing, state, None)
    if listing.span is None:
        return []
    first = listing.span.first
    if state.span and not _is_rolling(state.span, listing.span):
        earlier = _since_first(listing, state)
        if 2 * sum(report_id in listing.unseen for report_id in earlier) <= len(earlier):
            return earlier
    return _reports_since(listing, state, first)


def _since_first(listing: Listing, state: ListingState) -> list[str]:
    """Return the reports since the first filing in this and earlier listings."""
    firsts = [span.first for span in (listing.span, state.span) if span]
    return _reports_since(listing, state, min(firsts, default=None))


def _reports_since(listing: Listing, state: ListingState, first: datetime | None) -> list[str]:
    reports = [
        (filed, report_id)
        for report_id, filed in listing.open_before.items()
        if first is None or filed >= first
    ]
    return [report_id for _filed, report_id in sorted(reports) if report_id not in state.absent]


def _is_rolling(before: FilingSpan, span: FilingSpan | None) -> bool:
    """Return whether listings begin later as they end later: of the last 30 days, say."""
    if span is None or span.first <= before.first or span.last <= before.last:
        return False
    pace = (span.first - before.first) / (span.last - before.last)
    return ROLLING[0] <= pace <= ROLLING[1]


def _doubt(
    listing: Listing, state: ListingState, rule: ListingRule, missing: int, compared: int
) -> Implausibility | None:
    """Return why a listing is too short to be believed; None if it is not."""
    if listing.coverage is Coverage.SPAN and _is_shorter(listing, state, rule):
        figures = f"{listing.row_count} of {state.row_count}"
        return Implausibility(ImplausibleReason.MUCH_SHORTER, figures)
    if compared >= FEWEST and compared - missing < rule.short_share * compared:
        return Implausibility(ImplausibleReason.MANY_MISSING, f"{missing} of {compared}")
    return None


def _is_shorter(listing: Listing, state: ListingState, rule: ListingRule) -> bool:
    if listing.row_count == 0:
        return state.row_count > 0
    if state.row_count < FEWEST or listing.row_count >= rule.short_share * state.row_count:
        return False
    return bool(rule.complete) or not _follows(listing.span, state)


def _follows(span: FilingSpan | None, state: ListingState) -> bool:
    """Return whether a listing begins where the last one ended, like the export of the next month."""
    return bool(span and state.last_filing and span.first > state.last_filing)


def _is_believed(listing: Listing, state: ListingState, rule: ListingRule) -> bool:
    """Return whether a short listing stays so long that it is right, or an operator says that it is."""
    if state.accepted:
        return True
    lasts = state.short_since and listing.pulled_at - state.short_since >= rule.believed_after
    return bool(lasts) and state.short_count + 1 >= MIN_BELIEVED_PULLS


def _with_fresh(state: ListingState, listing: Listing) -> ListingState:
    """Return the state after a listing that does not replace the last one: what it adds was not in that."""
    known = [report_id for report_id in state.absent if report_id in listing.open_before]
    return replace(state, absent=frozenset((*known, *listing.fresh)))


def _believed_state(listing: Listing, state: ListingState) -> ListingState:
    is_whole = listing.coverage is Coverage.SPAN
    return replace(
        state,
        row_count=listing.row_count,
        span=_next_span(listing.span, state) if is_whole else state.span,
        last_filing=listing.span.last if listing.span else state.last_filing,
        absent=frozenset(listing.unseen),
        short_since=None,
        short_count=0,
        accepted=False,
    )


def _next_span(span: FilingSpan | None, state: ListingState) -> FilingSpan | None:
    """Return the span to compare the next listing with: the first one, while others overlap it."""
    if span is None or state.span is None or _follows(span, state):
        return span or state.span
    return FilingSpan(min(state.span.first, span.first), state.span.last)
