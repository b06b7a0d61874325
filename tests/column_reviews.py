"""Reviews by columns of given histories."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd

from data.core.columns.event_frames import event_columns_of
from data.core.config.city import City
from data.core.history.coverage import coverage_of
from data.core.report.standing import EventKind
from data.core.review.column_data import ColumnData
from data.core.review.column_review import ColumnReview
from data.services.time_windows import baseline_start
from tests.builders import areas


@dataclass(frozen=True)
class FrameReader:
    """Read from a frame what the store would be read for."""

    history: pd.DataFrame

    def events(self, changes: np.ndarray) -> pd.DataFrame:
        """Return the events of change numbers."""
        return self.history[self.history["change"].isin(changes)].reset_index(drop=True)

    def report_numbers(self, changes: np.ndarray) -> list[str]:
        """Return the report's number of each event."""
        numbers = self.history.set_index("change")["service_request_id"]
        return [str(numbers[change]) for change in changes]

    def reporters(self, since: datetime, until: datetime) -> tuple[np.ndarray, list[str]]:
        """Return the reports filed in a period that name a reporter."""
        at = self.history["occurred_at"]
        filed = (self.history["kind"] == EventKind.RECEIVED) & self.history["reporter"].notna()
        rows = self.history[filed & (at >= pd.Timestamp(since)) & (at <= pd.Timestamp(until))]
        return rows["change"].to_numpy(dtype=np.int64), rows["reporter"].tolist()


def build_column_review(history: pd.DataFrame, since: datetime, until: datetime, city: City) -> ColumnReview:
    """Build the review of (``since``, ``until``] by columns from all events of the history until then."""
    known_events = history[history["occurred_at"] <= pd.Timestamp(until)].reset_index(drop=True)
    return ColumnReview(
        ColumnData(
            columns=event_columns_of(history.reset_index(drop=True)),
            areas=areas(),
            city=city,
            since=since,
            until=until,
            revision=int(history["change"].max()) if len(history) else 0,
            coverage=coverage_of(known_events),
            closings_since=baseline_start(city, since, until),
            reader=FrameReader(history),
        )
    )
