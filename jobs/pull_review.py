"""What a pull holds as a whole: whether it is older than the last, too short or hardly true; what is gone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from data.core.config.city import FileSource, Source
from data.core.findings import Finding, FindingKind
from data.core.report.listing.content import ContentSummary
from data.core.report.listing.listing import (
    Coverage,
    Listing,
    ListingJudgement,
    ListingRule,
    ListingState,
    judge_listing,
)
from data.core.report.listing.missing import MissingReport
from data.core.report.listing.plausibility import Implausibility, implausible_results
from data.core.status import Status
from data.sources.base import PullContext, Row
from data.sources.values import text_or_none
from data.store.findings import add_findings
from data.store.ledger import Ledger, latest_watermark
from data.store.missing_reports import (
    forget_closed,
    forget_missing,
    load_listing_state,
    missing_reports,
    note_missing,
    save_listing_state,
)
from data.store.source_state import list_open_reports
from jobs.prepared_rows import PreparedRows

FAILING_ROWS = 10  # a source of fewer may well lose half of them: that is doubtful, but no fault of it


@dataclass
class PullReview:
    """The review of one running pull.

    :param is_import: a file by hand or of a drop folder, which may be older than the last one
    :param previous_end: the latest time in all good pulls of the source before
    :param open_before: reports of the source that were open before, with their filing times
    :param noted: those of them that the source had no longer
    :ivar fresh: reports in it that are open and were not before
    :ivar tells_closing: a report that is open here is closed in it
    :ivar older_rows: rows that contradict what is known, as rows of an older state do
    """

    source: Source
    pulled_at: datetime
    is_import: bool
    state: ListingState | None
    previous_end: datetime | None
    open_before: Mapping[str, datetime]
    noted: frozenset[str]
    summary: ContentSummary = field(default_factory=ContentSummary)
    unseen: set[str] = field(default_factory=set)
    fresh: set[str] = field(default_factory=set)
    older_rows: int = 0
    tells_closing: bool = False

    def add_rows(self, batch: list[Row]) -> None:
        """Count the rows of a batch as it is read; a rejected row, too, says that the source has a report."""
        self.unseen.difference_update(row_id for row in batch if (row_id := _row_id(row)))
        if isinstance(batch, PreparedRows):
            self._add_prepared(batch)

    def _add_prepared(self, batch: PreparedRows) -> None:
        self.unseen.difference_update(arrival.record.service_request_id for arrival in batch.arrivals)
        self.summary.add_rejected(len(batch) - len(batch.arrivals))
        for arrival in batch.arrivals:
            self.summary.add(arrival.record, arrival.place, self.pulled_at)
            record = arrival.record
            was_open = record.service_request_id in self.open_before
            self.tells_closing |= was_open and record.status is Status.CLOSED
            if record.status is Status.OPEN and not was_open:
                self.fresh.add(record.service_request_id)

    def add_outcome(self, ledger: Ledger, findings: Iterable[Finding]) -> None:
        """Count what storing a batch showed."""
        older = sum(finding.count for finding in findings if finding.kind is FindingKind.ROW_OLDER)
        self.older_rows += ledger.changed + older

    @property
    def is_accepted(self) -> bool:
        """Return whether an operator said that this pull is right, whatever it looks like."""
        return self.state is not None and self.state.accepted

    def ends_earlier(self) -> bool:
        """Return whether the content ends before that of the last good pull.

        A server's answer ends earlier, too, when its newest report is deleted: one that closes what is open
        here is no older state.
        """
        end, previous = self.summary.end, self.previous_end
        is_present = self.is_accepted or (self.tells_closing and not self.is_import)
        return bool(end and previous and end < previous) and not is_present

    def listed_open(self) -> frozenset[str]:
        """Return the reports that are open here and were so in the last listing, too."""
        return frozenset(self.open_before.keys() - self.state.absent) if self.state else frozenset()

    def implausibilities(self) -> list[Implausibility]:
        """Return what is hardly true of the rows that were read so far."""
        state = self.state or ListingState()
        return implausible_results(self.summary, state.areas, state.categories)

    def judge(self, pull_context: PullContext, *, is_older: bool) -> ListingJudgement:
        """Compare what the pull held with what is open here."""
        coverage = Coverage.NOTHING if is_older or self._is_supplement() else pull_context.coverage
        expected = {
            report_id: filed
            for report_id, filed in self.open_before.items()
            if report_id not in pull_context.not_requested
        }
        listing = Listing(
            coverage,
            self.summary.read,
            self.summary.span,
            open_before=expected,
            unseen=self.unseen & expected.keys(),
            fresh=self.fresh,
            pulled_at=self.pulled_at,
        )
        return judge_listing(listing, self.state, _rule(self.source))

    def _is_supplement(self) -> bool:
        """Return whether this is a file by hand for a source that is pulled by itself."""
        return self.is_import and self.source.every_seconds is not None


def begin_review(connection: Connection, source: Source, now: datetime, *, is_import: bool) -> PullReview:
    """Read what the content of a pull is compared with; this costs by the open reports of the source."""
    open_before = dict(list_open_reports(connection, source.name))
    state = load_listing_state(connection, source.name)
    return PullReview(
        source,
        now,
        is_import,
        state=state,
        previous_end=state.end if state else _last_watermark(connection, source),
        open_before=open_before,
        noted=frozenset(report.key[1] for report in missing_reports(connection, source.name)),
        unseen=set(open_before),
    )


def _last_watermark(connection: Connection, source: Source) -> datetime | None:
    """Return the latest time in the pulls of a source of files; this reads all of them, once.

    A source that sends only changes never gets a state: its pulls are not read each time.
    """
    return latest_watermark(connection, source.name) if isinstance(source, FileSource) else None


def end_review(
    connection: Connection, review: PullReview, pull_id: int, pull_context: PullContext
) -> tuple[list[str], str | None]:
    """Store what follows from a pull as a whole.

    Return what is hardly true of it in plain words, and why it is too short to be believed, if it is.

    A file that ends earlier than the last one, and has some report in an older state, is older: it says
    nothing of what is missing. One that agrees with all that is known is taken for the present state.
    """
    name, is_whole = review.source.name, pull_context.is_whole
    ends_earlier = review.ends_earlier() and is_whole
    is_older = ends_earlier and review.older_rows > 0
    judgement = review.judge(pull_context, is_older=is_older)
    doubts = [*review.implausibilities(), *([judgement.doubt] if judgement.doubt else [])]
    findings = [doubt.as_finding() for doubt in doubts]
    if ends_earlier:
        findings.append(_older_finding(review))
    if not is_older:
        forget_missing(connection, name, review.noted - review.unseen)
    note_missing(connection, name, judgement.missing, review.pulled_at, pull_id)
    forget_closed(connection, name, judgement.missing)
    findings += map(_missing_finding, missing_reports(connection, name))
    if pull_context.coverage is not Coverage.NOTHING:
        save_listing_state(connection, name, _next_state(review, judgement))
    add_findings(connection, name, pull_id, findings)
    older = [_older_sentence(review)] if ends_earlier else []
    is_failure = judgement.doubt and judgement.state.row_count >= FAILING_ROWS
    too_short = judgement.doubt.sentence if judgement.doubt and is_failure else None
    return [*older, *(doubt.sentence for doubt in doubts)], too_short


def forget_closed_rows(connection: Connection, review: PullReview, rows: Iterable[Row]) -> None:
    """Take missing reports that the rows have closed off the list, in the transaction that closes them."""
    noted = {row_id for row in rows if (row_id := _row_id(row)) in review.noted}
    if noted:
        forget_closed(connection, review.source.name, noted)


def _older_finding(review: PullReview) -> Finding:
    end, previous = review.summary.end, review.previous_end
    assert end is not None and previous is not None
    return Finding(FindingKind.IMPORT_OLDER, end.isoformat(), 1, previous.isoformat())


def _older_sentence(review: PullReview) -> str:
    """Return that an import is older, and what it leaves open."""
    end, previous = review.summary.end, review.previous_end
    assert end is not None and previous is not None
    return (
        f"the content ends at {end.isoformat()}, before that of the last good import at"
        f" {previous.isoformat()}: what is known already is not undone"
    )


def _missing_finding(report: MissingReport) -> Finding:
    return Finding(FindingKind.MISSING, report.key[1], 1, report.since.isoformat())


def _next_state(review: PullReview, judgement: ListingJudgement) -> ListingState:
    """Return the state with the content's end and, if the pull is believed, how varied it is."""
    summary = review.summary
    ends = [moment for moment in (review.previous_end, summary.end) if moment]
    state = replace(judgement.state, end=max(ends, default=None))
    if judgement.doubt or not summary.accepted:
        return state
    return replace(state, areas=len(summary.areas), categories=len(summary.categories))


def _rule(source: Source) -> ListingRule:
    return ListingRule(source.complete, source.short_share, timedelta(hours=source.short_hours))


def _row_id(row: Row) -> str | None:
    return text_or_none(row.fields.get("service_request_id"))
