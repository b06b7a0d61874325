"""Random histories written to a store by its writers, and figures computed from all their events."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pandas as pd
from hypothesis import strategies as st
from sqlalchemy import Connection

from bootstrap import AppContext
from data.config.holidays import unknown_years
from data.core.clock.sla import Verdict
from data.core.config.city import City
from data.core.history.facts import Facts
from data.core.history.replay import standings_at
from data.core.report.key import ReportKey
from data.core.report.standing import STANDING_FIELDS, Event, KnownReport, Standing
from data.core.review.review import Review, review
from data.core.review.review_data import ReviewData
from data.core.review.review_report import ReviewAnalysis
from data.core.snapshot.snapshot import Snapshot, build_snapshot
from data.core.status import WITHDRAWN_STATUSES
from data.services.time_windows import LATEST_EVENTS_LIMIT, previous_period_end
from data.store import ledger
from data.store import reports as store_reports
from data.store.engine import writer
from data.store.events import write_events
from data.store.report_states import TrackedReport, load_reports, write_states
from tests.event_histories import START, event_histories
from tests.personas import local_time

STRETCH_FACTORS = (1, 20, 300, 2_000)  # histories of minutes, days, months and years
ORIGIN = local_time(START.isoformat())

RecordedBatch = list[tuple[ReportKey, Event]]


@st.composite
def event_batches(draw: st.DrawFn) -> tuple[list[RecordedBatch], int]:
    """Draw a history in the batches in which it was learnt, and the factor that stretches its times."""
    factor = draw(st.sampled_from(STRETCH_FACTORS))
    events = [_keyed_event(row, factor) for row in draw(event_histories()).to_dict("records")]
    cuts = sorted(draw(st.lists(st.integers(0, len(events)), max_size=4)))
    ends = zip([0, *cuts], [*cuts, len(events)], strict=True)
    return [events[first:last] for first, last in ends if first < last], factor


def stretch(moment: datetime, factor: int) -> datetime:
    """Return the time that is ``factor`` times as far from the start of the history."""
    return ORIGIN + (moment - ORIGIN) * factor


def _keyed_event(row: dict[str, Any], factor: int) -> tuple[ReportKey, Event]:
    values = {name: _plain_value(row[name], factor) for name in STANDING_FIELDS}
    number, at = int(row["service_request_id"]), stretch(row["occurred_at"].to_pydatetime(), factor)
    due = values["received_at"] + (at - at) + _allowance(number, factor)
    values |= {"expected_datetime": due if number % 3 else None, "reporter": "ab" if number % 2 else None}
    key = ("qlue" if number % 2 else "lapor", row["service_request_id"])
    return key, Event(row["kind"], at, at, _with_verdict(Standing(**values)))


def _allowance(number: int, factor: int) -> Any:
    return (local_time("2026-11-23 01:00") - ORIGIN) * number * factor


def _plain_value(value: Any, factor: int) -> Any:
    if value is None or pd.isna(value):
        return "" if value == "" else None
    return stretch(value.to_pydatetime(), factor) if isinstance(value, pd.Timestamp) else value


def _with_verdict(standing: Standing) -> Standing:
    closed_at, due = standing.closed_datetime, standing.expected_datetime
    if standing.status == "open" or standing.status_description in WITHDRAWN_STATUSES:
        return standing.copy_with(stops="")
    verdict = Verdict.NO_TARGET if due is None else Verdict.ON_TIME if closed_at <= due else Verdict.LATE
    return standing.copy_with(stops="", verdict=verdict.value)


def write_batches(context: AppContext, batches: Iterable[RecordedBatch]) -> None:
    """Write each batch in its own transaction."""
    for batch in batches:
        with writer(context.engine).begin() as connection:
            reports = load_reports(connection, {key for key, _ in batch}, batch[0][1].learnt_at)
            numbers = write_events(connection, batch, pull_id=1)
            for key, batch_event in batch:
                known_state = KnownReport(
                    batch_event.standing, {}, batch_event.occurred_at, batch_event.occurred_at, ""
                )
                reports[key] = TrackedReport(known_state, reports[key].first_learnt_at, reports[key].stored)
            write_states(connection, reports, numbers)


def snapshot_from_events(connection: Connection, city: City, as_of: datetime) -> Snapshot:
    """Build the snapshot of a past time from all events until then, by the core alone."""
    events = store_reports.events(connection, until=as_of)
    facts = Facts(
        standings=standings_at(events, as_of),
        events=events.sort_values(["occurred_at", "change"]).tail(LATEST_EVENTS_LIMIT),
        areas=store_reports.areas(connection, as_of),
        sources=ledger.health(connection, city),
        revision=int(events["change"].max()) if len(events) else 0,
        previous=standings_at(events, previous_period_end(city, as_of)),
        unknown_years=unknown_years(city, as_of),
    )
    return build_snapshot(facts, city, as_of, historical=True)


def review_from_events(connection: Connection, city: City, since: datetime, until: datetime) -> Review:
    """Build the review of a period from all events until its end."""
    events = store_reports.events(connection, until=until)
    areas, years = store_reports.areas(connection, until), unknown_years(city, until)
    return review(events, areas, city, since, until, years)


class AllEventsReviewData(ReviewData):
    """Review data that use all events instead of those of the period."""

    @property
    def of_period(self) -> pd.DataFrame:  # type: ignore[override]
        """All events."""
        return self.events


def review_report_from_events(
    connection: Connection, city: City, since: datetime, until: datetime, revision: int
) -> ReviewAnalysis:
    """Build the review report of a period from all events until its end that a revision contains."""
    events = store_reports.events(connection, until=until)
    events = events[events["change"] <= revision].reset_index(drop=True)
    areas, years = store_reports.areas(connection, until), unknown_years(city, until)
    return ReviewAnalysis(AllEventsReviewData(events, areas, city, since, until, revision, years))
