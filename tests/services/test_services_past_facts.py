"""What a past board is made of: the columns of all events give what the store gives by index.

Kind: the fast form equals its reference.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from bootstrap import AppContext
from data.core.columns.frames import frame_of
from data.core.ranking.case_counts import CaseCounts
from data.services.past_facts import past_facts
from data.store import event_history
from data.store.event_history import EventHistory
from tests.builders import open_test_context
from tests.example_limits import limited_examples
from tests.pulls import LAPOR, QLUE, clear_store
from tests.random_histories import ORIGIN, event_batches, stretch, write_batches

MOMENTS = st.integers(-60, 2_000)  # minutes after the start of the history, before they are stretched


@pytest.fixture
def app_context(tmp_path: Path, store_url: str) -> AppContext:
    """Return the city's context, once on each kind of database."""
    return open_test_context(tmp_path, store_url, source=[QLUE, LAPOR])


def counted(cases: CaseCounts | None) -> list[tuple[Any, ...]]:
    """Return the counts by area and category."""
    assert cases is not None
    rows = zip(cases.area_code, cases.service_code, cases.n.tolist(), cases.hits.tolist(), strict=True)
    return sorted(rows, key=str)


@limited_examples(10)
@given(drawn=event_batches(), minutes=MOMENTS, days_later=st.sampled_from([0, 31]))
def test_the_columns_of_all_events_give_what_the_store_gives(
    app_context: AppContext, drawn: Any, minutes: int, days_later: int
) -> None:
    batches, factor = drawn
    clear_store(app_context.engine)
    write_batches(app_context, batches)
    as_of = stretch(ORIGIN + timedelta(minutes=minutes), factor) + timedelta(days=days_later)
    with app_context.engine.connect() as connection:
        expected = past_facts(connection, app_context.city, as_of)
        found = past_facts(connection, app_context.city, as_of, events=EventHistory(app_context.engine))
    assert_frame_equal(frame_of(found.reports.columns), frame_of(expected.reports.columns))
    assert counted(found.previous) == counted(expected.previous)


def test_until_the_events_are_read_the_store_is_asked(
    app_context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever wants to see the past does not wait for the whole history."""
    monkeypatch.setattr(event_history, "MOST_MISSING", -1)
    monkeypatch.setattr(EventHistory, "columns", lambda *_: pytest.fail("the history was read"))
    with app_context.engine.connect() as connection:
        facts = past_facts(
            connection, app_context.city, pd.Timestamp(ORIGIN), events=EventHistory(app_context.engine)
        )
    assert len(facts.reports) == 0
