"""Rows of a pull that the board itself cannot handle: each is rejected alone, and the others are stored."""

from collections.abc import Callable, Sequence
from datetime import datetime

import structlog

from data.core.report.record import RejectedRow, ServiceRequest
from data.sources.base import Row
from data.sources.columns import canonical_json
from data.sources.validator import RowValidator
from data.store.engine import writer
from data.store.rejected_rows import quarantine
from data.store.store_faults import is_store_fault
from jobs.pull_run import PullRun

MAX_FAULTY_ROWS = 50  # of one pull: with more of them it is no fault of single rows

log = structlog.get_logger(__name__)


def check_row(validator: RowValidator, row: Row, now: datetime) -> ServiceRequest | RejectedRow:
    """Return the record of a row, or its rejection, also by a fault of the validator itself."""
    try:
        return validator.check(row, now)
    except Exception as error:
        return _rejection(validator, row, error)


def store_rows(run: PullRun, rows: list[Row], store: Callable[[PullRun, list[Row]], None]) -> None:
    """Store a batch; of one that fails, store its halves, until the rows that cannot be stored are alone.

    :param store: stores rows in one transaction, all or none
    :raises sqlalchemy.exc.SQLAlchemyError: the store itself failed, not one row in it
    :raises Exception: too many rows fail
    """
    try:
        store(run, rows)
    except Exception as error:
        if is_store_fault(error):
            raise
        if len(rows) == 1:
            _reject(run, rows[0], error)
            return
        middle = len(rows) // 2
        for half in (rows[:middle], rows[middle:]):
            store_rows(run, half, store)


def _reject(run: PullRun, row: Row, error: Exception) -> None:
    """Put a row into quarantine; it is logged once a pull, and tried again when the source sends it again.

    :raises Exception: it is one too many
    """
    run.faulty_count += 1
    if run.faulty_count > MAX_FAULTY_ROWS:
        raise error
    source = run.validator.source.name
    rejections: Sequence[RejectedRow] = [_rejection(run.validator, row, error)]
    with writer(run.app_context.engine).begin() as connection:
        quarantine(connection, run.pull_id, source, rejections, run.now)
    if run.faulty_count == 1:
        log.error("a row cannot be stored", source=source, row=row.number, exc_info=error)


def _rejection(validator: RowValidator, row: Row, error: Exception) -> RejectedRow:
    reason = f"the board itself cannot handle this row ({type(error).__name__}), see its log"
    try:
        raw = validator.quarantine_text(row)
    except Exception:  # not even its text can be told from what must not be stored
        raw = canonical_json({"row": row.number})
    return RejectedRow(row.number, raw, reason)
