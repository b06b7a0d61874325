"""The state of a running pull: its ledger line, the source state and the latest time in its rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection

from bootstrap import AppContext
from data.core.config.city import City, Source
from data.core.config.place_config import AreaNameOptions
from data.core.digest import digest
from data.services.geocoding import Geocoder
from data.sources.base import OpenReport, PullContext
from data.sources.validator import RowValidator
from data.store.ingest import PRESENT, PullAge
from data.store.ledger import begin_pull
from data.store.rejected_rows import count_quarantined
from data.store.source_state import SourceState, list_open_reports, load_source_state, save_source_state
from jobs.area_reassignment import source_geocoder
from jobs.pull_review import PullReview

OnDoubt = Callable[[Sequence[str]], bool]


def store_anyway(_doubts: Sequence[str]) -> bool:
    """Store rows whatever is hardly true of them."""
    return True


@dataclass
class PullRun:
    """One running pull.

    Attributes:
        watermark: the latest time at which its rows say that something happened
        has_quarantined_rows: whether rows of the source are in quarantine; one of them may come repaired
        faulty_count: how many rows could not be stored by a fault of the board itself
        review: what is compared with earlier pulls; None for rows that are no pull of a source
        age: how its rows stand to what the last good pull held
        warnings: what is hardly true of it
        on_doubt: is told what is hardly true before a row is stored; returns whether to store the rows
        geocoder: finds where its reports are
        stored_points: at most so many reports with a point are new or changed so far
    """

    app_context: AppContext
    validator: RowValidator
    pull_id: int
    now: datetime
    pull_context: PullContext
    source_state: SourceState
    geocoder: Geocoder
    watermark: datetime | None = None
    has_quarantined_rows: bool = False
    faulty_count: int = 0
    review: PullReview | None = None
    age: PullAge = PRESENT
    warnings: list[str] = field(default_factory=list)
    stored_points: int = 0
    on_doubt: OnDoubt = store_anyway


def begin_run(
    connection: Connection, app_context: AppContext, source: Source, now: datetime, file: str | None
) -> PullRun:
    """Begin a pull in the ledger. An imported file neither reads nor changes the source state."""
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
        geocoder=source_geocoder(connection, app_context, source.name),
        has_quarantined_rows=count_quarantined(connection, source.name) > 0,
    )


def _open_reports(app_context: AppContext, source: str) -> list[OpenReport]:
    with app_context.engine.connect() as connection:
        return list_open_reports(connection, source)


def configuration_fingerprint(city: City, source: Source) -> str:
    """Return a digest of all that decides how rows are read; a new one makes an unchanged feed be read."""
    categories = "".join(category.model_dump_json() for category in city.category)
    names = city.areas.model_dump_json(include=set(AreaNameOptions.model_fields))
    return digest(source.model_dump_json(), categories, city.timezone, names, *city.confidential.words)


def save_state(
    connection: Connection, run: PullRun, state_on_success: Mapping[str, Any], *, succeeded: bool
) -> None:
    """Save the source state.

    The state of a successful pull replaces the stored one; what is stored with rows is saved either way.
    """
    pull_context, run_fingerprint = run.pull_context, run.source_state.fingerprint
    if run_fingerprint is None or not (succeeded or pull_context.state_with_rows):
        return
    if succeeded:
        values = {**pull_context.state_with_rows, **state_on_success}
    else:
        values = {**pull_context.stored_state, **pull_context.state_with_rows}
    must_reread = pull_context.reconfigured and not succeeded  # by the new configuration
    state = SourceState("" if must_reread else run_fingerprint, values)
    save_source_state(connection, run.validator.source.name, state)
