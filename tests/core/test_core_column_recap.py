"""Recaps and timelines by columns equal those of frames.

Kind: the fast form equals its reference.
"""

from datetime import datetime

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from data.core.columns.event_frames import event_columns_of
from data.core.recap.column_recap import RecapColumns, column_recap
from data.core.recap.groups import GroupBy
from data.core.recap.recap import recap
from data.core.recap.spans import TimeSpan
from data.core.review.column_timeline import build_column_timeline
from data.core.review.timeline import build_timeline, evenly_spaced_moments
from data.services.live_board import to_json
from tests.builders import areas, city
from tests.event_histories import event_histories, periods
from tests.example_limits import limited_examples
from tests.personas import ANGGREK, BARAT
from tests.review_reports import with_deadlines

requested_areas = st.sampled_from([None, BARAT, ANGGREK])
PLACEMENTS = ("point", "named", "outside", "none")


def placed(history: pd.DataFrame) -> pd.DataFrame:
    """Return a history with deadlines, whose reports without an area are of all placements."""
    placement = pd.Series([PLACEMENTS[int(key) % 4] for key in history["service_request_id"]], dtype="str")
    table = with_deadlines(history)
    return table.assign(placement=placement.where(history["area_code"].isna(), history["placement"]))


@limited_examples(16)
@given(history=event_histories(), period=periods(), area=requested_areas, by=st.sampled_from(GroupBy))
def test_a_recap_by_columns_equals_that_of_frames(
    history: pd.DataFrame, period: tuple[datetime, datetime], area: str | None, by: GroupBy
) -> None:
    events, span = placed(history), TimeSpan(*period)
    expected = recap(events, areas(), city(), span, area, by)
    assert to_json(
        column_recap(RecapColumns(event_columns_of(events), span), areas(), city(), area, by)
    ) == to_json(expected)


@limited_examples(8)
@given(history=event_histories(), period=periods(), steps=st.integers(1, 6))
def test_a_timeline_by_columns_equals_that_of_frames(
    history: pd.DataFrame, period: tuple[datetime, datetime], steps: int
) -> None:
    events = with_deadlines(history)
    moments = evenly_spaced_moments(*period, steps)
    past = events[events["occurred_at"] <= pd.Timestamp(moments[-1])]
    found = build_column_timeline(event_columns_of(events), moments)
    assert found == build_timeline(past, areas(), moments)
