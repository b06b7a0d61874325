"""What columns of events leave out, read for the few events that are listed."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from data.core.history.facts import EVENT_COLUMNS
from data.core.report.standing import EventKind
from data.store.query_chunks import value_chunks
from data.store.reports import read_frame
from data.store.schema import event


@dataclass(frozen=True)
class StoreEventReader:
    """Reads listed events over one connection."""

    connection: Connection

    def events(self, changes: NDArray[np.int64]) -> pd.DataFrame:
        """Return the events of change numbers, ``EVENT_COLUMNS`` in order of ``change``."""
        numbers = np.sort(changes).tolist()
        query = select(*[event.c[name] for name in EVENT_COLUMNS]).order_by(event.c.change)
        frames = [
            read_frame(self.connection, query.where(event.c.change.in_(chunk)), EVENT_COLUMNS)
            for chunk in [*value_chunks(numbers)] or [[]]
        ]
        return pd.concat(frames, ignore_index=True)

    def report_numbers(self, changes: NDArray[np.int64]) -> list[str]:
        """Return the report's number at its source of each event, by change number."""
        query, numbers = select(event.c.change, event.c.service_request_id), np.unique(changes).tolist()
        found: dict[int, str] = {}
        for chunk in value_chunks(numbers):
            rows = self.connection.execute(query.where(event.c.change.in_(chunk)))
            found |= {row[0]: row[1] for row in rows}
        return [found[change] for change in changes.tolist()]

    def reporters(self, since: datetime, until: datetime) -> tuple[NDArray[np.int64], list[str]]:
        """Return change number and reporter of the reports filed from ``since`` to ``until`` by somebody."""
        at, kind, reporter = event.c.occurred_at, event.c.kind, event.c.reporter
        query = select(event.c.change, reporter).where(reporter.is_not(None), at >= since, at <= until)
        rows = self.connection.execute(query.where(kind == EventKind.RECEIVED)).all()
        order = sorted(rows, key=lambda row: int(row[0]))
        return np.array([row[0] for row in order], dtype=np.int64), [str(row[1]) for row in order]
