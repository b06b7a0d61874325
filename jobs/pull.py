"""One pull: rows of a feed are validated, located, given deadlines and stored, batch by batch."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from functools import partial
from time import perf_counter
from typing import Any

import structlog
from sqlalchemy import Connection

from bootstrap import AppContext
from data.core.config.city import FileSource, Source
from data.core.findings import FindingCounter, counts_by_kind
from data.core.report.listing.content import latest_moment
from data.core.report.record import ServiceRequest
from data.services.deadlines import targets_of
from data.services.geocoding import Geocoder
from data.sources.base import CountingFeed, Feed, FeedError, Row, StatefulFeed
from data.sources.values import text_or_none
from data.sources.word_findings import WordFindings
from data.store.engine import writer
from data.store.findings import add_findings, findings_of
from data.store.ingest import Arrival, ingest
from data.store.ledger import Ledger, PullMetrics, end_pull, last_error, last_success
from data.store.redaction import redact_rejected_rows
from data.store.rejected_rows import quarantine, resolve, resolve_stored
from jobs.import_age import batches_of_known_age
from jobs.placeholder_points import update_placeholders
from jobs.prepared_rows import PreparedRows
from jobs.pull_review import PullReview, begin_review, end_review, forget_closed_rows
from jobs.pull_run import OnDoubt, PullRun, begin_run, save_state, store_anyway
from jobs.row_isolation import check_row, store_rows
from jobs.source_names import check_source_name

BATCH_SIZE = 2_000

log = structlog.get_logger(__name__)


def pull(
    app_context: AppContext,
    source: Source,
    feed: Feed,
    file: str | None = None,
    on_doubt: OnDoubt = store_anyway,
) -> dict[str, Any]:
    """Pull one source once and return its ledger line.

    A feed that fails as a whole gives a line with the ``error``; what is stored stays as it is.

    :param file: the name of the file that ``feed`` reads, if this is an import
    :param on_doubt: is told what is hardly true of a file before a row of it is stored
    """
    started, now = perf_counter(), app_context.clock.now()
    with writer(app_context.engine).begin() as connection:
        since = last_success(connection, source.name, now)
        previous_error = last_error(connection, source.name)
        run = begin_run(connection, app_context, source, now, file)
        run.on_doubt = on_doubt
        if isinstance(feed, StatefulFeed):
            run.review = begin_review(connection, source, now, is_import=file is not None)
    try:
        error = _store_all(run, feed, since)
        _store_feed_findings(run, feed)
        error = error or _review(run)
        if error is None:
            update_placeholders(app_context, source, run.pull_id, run.stored_points)
    except Exception as failure:
        error = f"stopped by a fault of the board itself ({type(failure).__name__}), see its log"
        _finish(run, error, perf_counter() - started)
        raise
    ledger, metrics = _finish(run, error, perf_counter() - started)
    _log_result(source.name, ledger, error, previous_error)
    summary = {"source": source.name, "pull_id": run.pull_id, "error": error}
    found = {"findings": _count_findings(run), "warnings": run.warnings}
    return {**summary, **asdict(ledger), **asdict(metrics), **found}


def _store_feed_findings(run: PullRun, feed: Feed) -> None:
    """Store what the feed itself left out."""
    if isinstance(feed, CountingFeed):
        with writer(run.app_context.engine).begin() as connection:
            add_findings(connection, run.validator.source.name, run.pull_id, feed.findings.take())


def _count_findings(run: PullRun) -> Mapping[str, int]:
    with run.app_context.engine.connect() as connection:
        return counts_by_kind(findings_of(connection, run.validator.source.name, run.pull_id))


def _finish(run: PullRun, error: str | None, elapsed_seconds: float) -> tuple[Ledger, PullMetrics]:
    metrics = PullMetrics(round(elapsed_seconds, 3), run.watermark, run.pull_context.bytes_read)
    with writer(run.app_context.engine).begin() as connection:
        final_state = {} if error else run.pull_context.state_on_success
        save_state(connection, run, final_state, succeeded=error is None)
        now = run.app_context.clock.now()
        return end_pull(connection, run.pull_id, now, error, metrics), metrics


def _store_all(run: PullRun, feed: Feed, since: datetime | None) -> str | None:
    try:
        check_source_name(run.app_context, run.validator.source)
        for rows in _reviewed_batches(run, feed, since):
            store_rows(run, rows, _store_batch)
    except FeedError as error:
        return str(error)
    return None


def _reviewed_batches(run: PullRun, feed: Feed, since: datetime | None) -> Iterator[list[Row]]:
    """Yield the batches of a pull, counted for its review; those of a file once its age is known."""
    batches, review = _batches(run.validator.mark_days(_open_rows(run, feed, since))), run.review
    if review is None:
        return batches
    prepared = map(partial(_prepare_or_leave, run, review), batches)
    if not isinstance(run.validator.source, FileSource):
        return prepared
    return batches_of_known_age(run, review, prepared, _rereading(run, feed) if review.is_import else None)


def _rereading(run: PullRun, feed: Feed) -> Callable[[], Iterator[Row]]:
    def read_again() -> Iterator[Row]:
        yield from run.validator.mark_days(feed.rows(run.now, None))
        if isinstance(feed, CountingFeed):
            feed.findings.take()  # they are counted by the reading for storing

    return read_again


def _review(run: PullRun) -> str | None:
    """Store what the pull as a whole shows; return why it is not believed, if its feed has to be tried again.

    A file that a person gave is taken as it is, with a warning.
    """
    review = run.review
    if review is None:
        return None
    with writer(run.app_context.engine).begin() as connection:
        doubts, error = end_review(connection, review, run.pull_id, run.pull_context)
    run.warnings = doubts
    if doubts and review.is_import:
        log.warning("a file is hardly right", source=review.source.name, reasons=doubts)
    return None if review.is_import else error


def _open_rows(run: PullRun, feed: Feed, since: datetime | None) -> Iterator[Row]:
    if isinstance(feed, StatefulFeed):
        return feed.pull_rows(run.now, since, run.pull_context)
    return feed.rows(run.now, since)


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield batches of rows; the rows before an error of the feed are yielded before it is raised.

    :raises FeedError: the feed failed
    """
    batch = list[Row]()
    try:
        for row in rows:
            batch.append(row)
            if len(batch) == BATCH_SIZE:
                yield batch
                batch = []
    except FeedError:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def _prepare_or_leave(run: PullRun, review: PullReview, rows: list[Row]) -> list[Row]:
    """Return prepared rows, or as they are if one cannot be handled: storing them finds out which."""
    try:
        rows = _prepare(run, rows)
    except Exception as error:
        log.debug("a batch cannot be prepared as a whole", error=type(error).__name__)
    review.add_rows(rows)
    return rows


def _prepare(run: PullRun, rows: list[Row]) -> PreparedRows:
    outcomes = [check_row(run.validator, row, run.now) for row in rows]
    records = [item for item in outcomes if isinstance(item, ServiceRequest)]
    findings = FindingCounter()
    arrivals = build_arrivals(run.app_context, records, geocoder=run.geocoder, findings=findings)
    WordFindings(run.validator.city, run.validator.source).add(rows, outcomes, findings)
    return PreparedRows(rows, outcomes, arrivals, findings.take())


def _store_batch(run: PullRun, rows: list[Row]) -> None:
    """Store a batch in one transaction: its records, its rejected rows and its counts, all or nothing."""
    prepared = rows if isinstance(rows, PreparedRows) else _prepare(run, rows)
    findings, source = FindingCounter(), run.validator.source.name
    with writer(run.app_context.engine).begin() as connection:
        is_whole = run.age.has_one_batch and prepared is rows  # and not a half of one that cannot be stored
        age = replace(run.age, has_one_batch=is_whole)
        on_events, timekeeper = run.app_context.on_events, run.app_context.timekeeper
        arrivals = prepared.arrivals
        ledger = ingest(connection, run.pull_id, arrivals, run.now, timekeeper, on_events, findings, age)
        quarantine(connection, run.pull_id, source, prepared.rejections(), run.now)
        if run.has_quarantined_rows:
            _resolve_rejected(connection, run, list(prepared.accepted_rows()))
            _redact_repaired(connection, run, rows)
        noticed = [*prepared.findings, *findings.take()]
        add_findings(connection, source, run.pull_id, noticed)
        if run.review:
            forget_closed_rows(connection, run.review, rows)
        save_state(connection, run, {}, succeeded=False)
    records = [arrival.record for arrival in arrivals]
    with_point = sum(record.lat is not None for record in records)
    run.stored_points += min(ledger.new + ledger.changed, with_point)
    run.watermark = latest_moment(records, run.now, run.watermark)
    if run.review:
        run.review.add_outcome(ledger, noticed)


def _resolve_rejected(connection: Connection, run: PullRun, accepted_rows: list[Row]) -> None:
    """Take stored rows out of quarantine, whether the row or the configuration was repaired."""
    source, text = run.validator.source.name, run.validator.quarantine_text
    repaired = [text(row) for row in accepted_rows if row.repaired]
    accepted = [text(row) for row in accepted_rows if not row.repaired]
    resolve(connection, source, repaired, run.now, "repaired")
    resolve(connection, source, accepted, run.now, "accepted")
    ids = [text_or_none(row.fields.get("service_request_id")) for row in accepted_rows if not row.repaired]
    resolve_stored(connection, source, list(filter(None, ids)), run.now)


def _redact_repaired(connection: Connection, run: PullRun, rows: Iterable[Row]) -> None:
    """Redact the original texts of rows that a person marked as confidential in repairing them."""
    validator = run.validator
    repaired = (row for row in rows if row.repaired and validator.is_confidential(row))
    redact_rejected_rows(connection, validator.source.name, map(validator.quarantine_text, repaired))


def build_arrivals(
    app_context: AppContext,
    records: Sequence[ServiceRequest],
    geocoder: Geocoder,
    findings: FindingCounter | None = None,
) -> list[Arrival]:
    """Return the records with their places and targets; what is not taken as it stands is counted."""
    located = geocoder.place(records, findings)
    targets = targets_of([item.record for item in located], app_context.timekeeper)
    pairs = zip(located, targets, strict=True)
    return [Arrival(item.record, item.place, target) for item, target in pairs]


def _log_result(source: str, ledger: Ledger, error: str | None, previous_error: str | None) -> None:
    """Log a pull that changed something, and a failure unless the pull before failed in the same way."""
    if error and error != previous_error:
        log.warning("pull failed", source=source, error=error)
    elif ledger.new or ledger.changed or ledger.rejected:
        log.info("pulled", source=source, **asdict(ledger))
