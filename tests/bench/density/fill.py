"""Fill an empty store: reports are drawn block by block, and written in the order of being learnt."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import update

from bootstrap import AppContext
from data.store.engine import writer
from data.store.schema import counter, event, service_request, standing_span
from tests.bench.density import rows
from tests.bench.density.city import PULL_SECONDS, SOURCES
from tests.bench.density.drafts import Town, draw_filings, draw_reports, open_town
from tests.bench.density.events import EventColumns, draw_events
from tests.bench.density.lives import DAY, NEVER
from tests.bench.density.pulls import PullCounts, write_pulls
from tests.bench.density.revisions import Revisions
from tests.bench.density.sinks import Sink, open_sink

SEED = 7171
REPORTS_PER_BLOCK = 100_000
EVENTS_PER_WRITE = 50_000
MAX_PULLS = 35_000  # of each source: for many years, pulls lie further apart


@dataclass(frozen=True)
class Density:
    """How many reports a store holds: so many a day, over so many days, up to a moment."""

    per_day: int
    days: int
    end: datetime


def fill_density(app_context: AppContext, density: Density) -> int:
    """Fill an empty store; return how many reports it holds."""
    town = open_town(app_context)
    with open_sink(app_context.engine) as sink:
        filler = _Filler(sink, town, density)
        count = filler.fill()
    with writer(app_context.engine).begin() as connection:
        statement = update(counter).where(counter.c.name == "change")
        connection.execute(statement.values(value=filler.change))
    return count


class _Filler:
    """What is known between two blocks: the events that are learnt later, and the counts so far."""

    def __init__(self, sink: Sink, town: Town, density: Density) -> None:
        self._sink, self._town, self._density = sink, town, density
        self.change = 0
        self._end = int(density.end.timestamp())
        interval = max(PULL_SECONDS, -(-density.days * DAY // MAX_PULLS))
        self._pull_seconds = -(-interval // PULL_SECONDS) * PULL_SECONDS
        self._rng = np.random.default_rng(SEED)
        self._revisions = Revisions()
        first_day = (
            density.end.astimezone(town.timekeeper.city.zone) - timedelta(days=density.days)
        ).replace(hour=0, minute=0, second=0, microsecond=0)
        self._midnight = int(first_day.timestamp())
        self._first_pull = self._midnight // self._pull_seconds
        count = self._end // self._pull_seconds - self._first_pull + 1
        self._pulls = PullCounts.empty(count * len(SOURCES))

    def fill(self) -> int:
        """Write everything; return the number of reports."""
        days_per_block = max(REPORTS_PER_BLOCK // self._density.per_day, 1)
        pending: list[EventColumns] = []
        number, total_days = 0, self._density.days + 1
        for day in range(0, total_days, days_per_block):
            days = min(days_per_block, total_days - day)
            filed = draw_filings(self._rng, self._midnight + day * DAY, days, self._density.per_day)
            drafts = draw_reports(self._rng, self._town, filed[filed <= self._end], number + 1)
            pending.append(draw_events(self._rng, self._town, drafts, self._end, self._pull_seconds))
            number += drafts.number.size
            is_last = day + days >= total_days
            until = self._end if is_last else self._midnight + (day + days) * DAY
            pending = [self._write_until(EventColumns.concat(pending), until)]
        self._revisions.write(self._sink)
        write_pulls(self._sink, self._pulls, (self._first_pull, self._pull_seconds))
        return self._pulls.new.sum()

    def _write_until(self, events: EventColumns, until: int) -> EventColumns:
        """Write what is learnt up to a moment; return the rest."""
        ready = events.select(np.flatnonzero(events.learnt <= until))
        order = np.lexsort((ready.occurred, ready.number, ready.occurred, ready.source, ready.learnt))
        ready = ready.select(order)
        for start in range(0, len(ready), EVENTS_PER_WRITE):
            self._write(ready.select(slice(start, start + EVENTS_PER_WRITE)))
        return events.select(np.flatnonzero(events.learnt > until))

    def _write(self, events: EventColumns) -> None:
        changes = self.change + 1 + np.arange(len(events))
        self.change += len(events)
        pulls = (events.learnt // self._pull_seconds - self._first_pull) * len(SOURCES) + events.source + 1
        self._pulls.add(events, pulls)
        self._revisions.add(changes, events.occurred)
        columns = rows.event_columns(events, changes, pulls, self._town)
        self._sink.write(event, event.c.keys(), rows.event_rows(columns))
        self._sink.write(standing_span, standing_span.c.keys(), rows.span_rows(columns))
        self._sink.write(service_request, service_request.c.keys(), _states(columns, events.overtaken))


def _states(columns: rows.Columns, overtaken: NDArray[np.int64]) -> Any:
    is_last = (overtaken == NEVER).tolist()
    chosen = {
        name: [value for value, last in zip(values, is_last, strict=True) if last]
        for name, values in columns.items()
    }
    return rows.state_rows(chosen)
