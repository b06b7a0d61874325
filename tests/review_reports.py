"""Review reports of given histories."""

from datetime import datetime

import pandas as pd

from data.core.review.review_data import ReviewData
from data.core.review.review_report import ReviewAnalysis
from tests.builders import areas, city

TIME_ALLOWED = pd.Timedelta(minutes=90)


def with_deadlines(history: pd.DataFrame) -> pd.DataFrame:
    """Return the events with a deadline 90 minutes after each filing, and the resulting verdicts."""
    deadline = history["requested_datetime"] + TIME_ALLOWED
    closed = history["closed_datetime"]
    verdict = pd.Series("closed_on_time", index=history.index).where(closed <= deadline, "closed_late")
    return history.assign(
        expected_datetime=deadline, verdict=verdict.where(closed.notna() & (history["kind"] != "withdrawn"))
    )


def build_review_analysis(history: pd.DataFrame, since: datetime, until: datetime) -> ReviewAnalysis:
    """Build the review of (``since``, ``until``] from all events of the history until then."""
    known_events = history[history["occurred_at"] <= pd.Timestamp(until)].reset_index(drop=True)
    return ReviewAnalysis(ReviewData(known_events, areas(), city(), since, until, revision=len(known_events)))
