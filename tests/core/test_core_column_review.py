"""Reviews by columns equal those of frames, number by number and list by list.

Kind: the fast form equals its reference.
"""

from datetime import datetime, timedelta

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from data.core.config.city import City
from data.core.review.column_lists import list_reports
from data.core.review.metric_key import parse_metric_key
from data.core.review.pack import as_json
from data.core.review.review_data import ReviewData
from data.core.review.review_report import ReviewAnalysis
from data.services.live_board import to_json
from tests.builders import areas, city
from tests.column_reviews import build_column_review
from tests.event_histories import RULES, event_histories, periods
from tests.example_limits import limited_examples
from tests.review_reports import with_deadlines

LISTED_SHARE = 12  # one list of so many is compared in an example
stretches = st.sampled_from([1, 20, 300])
FIRST = pd.Timestamp("2026-11-22 16:00", tz="UTC")


def stretched(history: pd.DataFrame, factor: int) -> pd.DataFrame:
    """Return a history whose times are ``factor`` times as far from its start."""
    times = history.select_dtypes("datetimetz")
    return history.assign(**{name: FIRST + (times[name] - FIRST) * factor for name in times})


def stretched_moment(moment: datetime, factor: int) -> datetime:
    return (FIRST + (pd.Timestamp(moment) - FIRST) * factor).to_pydatetime()


def drawn_history(history: pd.DataFrame, factor: int, *, deadlines: bool) -> pd.DataFrame:
    """Return a history with deadlines, reporters, and clocks that are partly stored."""
    table = with_deadlines(history) if deadlines else history
    table = stretched(table, factor)
    number = table["service_request_id"].astype("int64")
    reporter = pd.Series("a", index=table.index, dtype="str").where(number % 3 > 0)
    stopped = table["occurred_at"].where(table["status_description"].isin(["diteruskan", "menunggu_pelapor"]))
    approaching = (table["requested_datetime"] + timedelta(minutes=5)).where(number % 2 > 0)
    duplicate = (table["kind"] == "withdrawn") & (number % 2 > 0)
    status = table["status_description"].mask(duplicate, "duplikat")
    return table.assign(
        reporter=reporter, stopped_at=stopped, approaching_at=approaching, status_description=status
    )


def frame_review(history: pd.DataFrame, since: datetime, until: datetime, rules: City) -> ReviewAnalysis:
    known_events = history[history["occurred_at"] <= pd.Timestamp(until)].reset_index(drop=True)
    revision = int(history["change"].max()) if len(history) else 0
    return ReviewAnalysis(ReviewData(known_events, areas(), rules, since, until, revision))


@limited_examples(8)
@given(
    history=event_histories(),
    period=periods(),
    factor=stretches,
    deadlines=st.booleans(),
    shift=st.integers(0, LISTED_SHARE - 1),
)
def test_a_review_by_columns_equals_that_of_frames(
    history: pd.DataFrame, period: tuple[datetime, datetime], factor: int, deadlines: bool, shift: int
) -> None:
    rules = city(**RULES)
    events = drawn_history(history, factor, deadlines=deadlines)
    since, until = (stretched_moment(moment, factor) for moment in period)
    expected = frame_review(events, since, until, rules)
    found = build_column_review(events, since, until, rules)
    assert as_json(found.report) == as_json(expected.report)
    assert to_json(found.review) == to_json(expected.review)
    names = [*expected.report["counts"]]
    for name in names[shift::LISTED_SHARE]:
        key = parse_metric_key(name)
        assert as_json(list_reports(found.data, key, 0, 200)) == as_json(expected.reports(key))
        assert as_json(list_reports(found.data, key, 1, 2)) == as_json(expected.reports(key, 1, 2))
