"""A pull while it is under way: what it writes under, what its feed remembers, how far its rows reach."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection

from bootstrap import AppContext
from data.core.config.city import City, Source
from data.core.digest import digest
from data.core.report.record import ServiceRequest
from data.sources.base import OpenReport, PullContext
from data.sources.validator import RowValidator
from data.store.ledger import begin_pull
from data.store.rejected_rows import count_quarantined
from data.store.source_state import SourceState, list_open_reports, load_source_state, remember


@dataclass
class PullRun:
    """One pull under way: what it writes under, and how far its rows reach."""

    app_context: AppContext
    validator: RowValidator
    pull_id: int
    now: datetime
    pull_context: PullContext
    source_state: SourceState
    watermark: datetime | None = None
    quarantined: bool = False  # rows of this source wait in quarantine: one of them may come repaired


def begin_run(
    connection: Connection, app_context: AppContext, source: Source, now: datetime, file: str | None
) -> PullRun:
    """Opens the ledger's line. An imported file neither knows nor changes what the feed remembers."""
    source_state = SourceState() if file else load_source_state(connection, source.name)
    current_fingerprint = configuration_fingerprint(app_context.city, source)
    pull_context = PullContext(
        stored_state=source_state.values,
        reconfigured=source_state.fingerprint != current_fingerprint,
        open_reports=partial(_open_reports, app_context, source.name),
    )
    return PullRun(
        app_context=app_context,
        validator=RowValidator(
            app_context.city, source, app_context.hash_reporter, getattr(source, "date_format", None)
        ),
        pull_id=begin_pull(connection, source.name, now, file),
        now=now,
        pull_context=pull_context,
        source_state=SourceState(None if file else current_fingerprint, source_state.values),
        quarantined=count_quarantined(connection, source.name) > 0,
    )


def _open_reports(app_context: AppContext, source: str) -> list[OpenReport]:
    with app_context.engine.connect() as connection:
        return list_open_reports(connection, source)


def configuration_fingerprint(city: City, source: Source) -> str:
    """A digest of all that decides how a row is read: if it changes, an unchanged feed is read again."""
    categories = "".join(category.model_dump_json() for category in city.category)
    return digest(source.model_dump_json(), categories, city.timezone)


def keep_memory(
    connection: Connection, run: PullRun, state_on_success: Mapping[str, Any], *, succeeded: bool
) -> None:
    """What a good pull leaves replaces what was kept; what was learnt on the way is kept either way."""
    pull_context, run_fingerprint = run.pull_context, run.source_state.fingerprint
    if run_fingerprint is None or not (succeeded or pull_context.state_with_rows):
        return
    saved_fingerprint = (
        "" if pull_context.reconfigured and not succeeded else run_fingerprint
    )  # still to be read with the new configuration
    values = (
        {**pull_context.state_with_rows, **state_on_success}
        if succeeded
        else {**pull_context.stored_state, **pull_context.state_with_rows}
    )
    remember(connection, run.validator.source.name, SourceState(saved_fingerprint, values))


def latest_moment(
    records: Iterable[ServiceRequest], now: datetime, previous: datetime | None
) -> datetime | None:
    """The latest time, up to now, at which the records say that something happened."""
    times = (
        moment
        for record in records
        for moment in (record.requested_datetime, record.updated_datetime, record.closed_datetime)
        if moment and moment <= now
    )
    latest = max(times, default=None)
    return max((moment for moment in (latest, previous) if moment), default=None)
