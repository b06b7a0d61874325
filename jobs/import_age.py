"""Whether a file's content ends before that of the last one or is hardly true, before its rows are applied.

The first ``LEAD_BATCHES`` batches wait in memory until the end is known; a longer file that seems to be older
is read twice. Rows of a server that are more than these are applied as they come, as if they were not older.
"""

from collections.abc import Callable, Iterable, Iterator

from data.core.report.listing.content import latest_moment
from data.core.report.record import ServiceRequest
from data.sources.base import FeedError, Row
from data.store.ingest import PullAge
from jobs.pull_review import PullReview
from jobs.pull_run import PullRun
from jobs.row_isolation import check_row

LEAD_BATCHES = 5
ReadAgain = Callable[[], Iterable[Row]]


def batches_of_known_age(
    run: PullRun, review: PullReview, batches: Iterator[list[Row]], read_again: ReadAgain | None
) -> Iterator[list[Row]]:
    """Yield the batches; before the first one, say in ``run`` whether the import is older than the last.

    :param read_again: returns the rows from the beginning; None where that is not possible
    :raises FeedError: the feed failed; the batches before that are yielded first. Or what the first batches
        hold is hardly true, and ``run`` is to store nothing of that
    """
    lead, failure = _read_lead(batches)
    if failure is None and review.is_import:
        _ask_about_doubts(run, review)
    is_older = False
    if failure is None and review.ends_earlier():
        is_whole = len(lead) < LEAD_BATCHES
        is_older = is_whole or (read_again is not None and _all_end_earlier(run, read_again()))
    listed_open = review.listed_open() if is_older else frozenset[str]()
    run.age = PullAge(is_older, listed_open, has_one_batch=failure is None and len(lead) == 1)
    yield from lead
    if failure:
        raise failure
    yield from batches


def _ask_about_doubts(run: PullRun, review: PullReview) -> None:
    doubts = [doubt.sentence for doubt in review.implausibilities()]
    if doubts and not run.on_doubt(doubts):
        raise FeedError(f"nothing is stored: {'; '.join(doubts)}")


def _read_lead(batches: Iterator[list[Row]]) -> tuple[list[list[Row]], FeedError | None]:
    lead = list[list[Row]]()
    try:
        while len(lead) < LEAD_BATCHES and (batch := next(batches, None)) is not None:
            lead.append(batch)
    except FeedError as error:
        return lead, error
    return lead, None


def _all_end_earlier(run: PullRun, rows: Iterable[Row]) -> bool:
    """Return whether all rows end before the last good pull; the first that does not ends the reading."""
    review = run.review
    previous_end = review.previous_end if review else None
    assert previous_end is not None
    try:
        for row in rows:
            outcome = check_row(run.validator, row, run.now)
            end = latest_moment([outcome], run.now, None) if isinstance(outcome, ServiceRequest) else None
            if end and end >= previous_end:
                return False
    except FeedError:
        return False  # it fails again when it is read for storing, and says why
    return True
