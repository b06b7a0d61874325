"""What the live board reads by change equals what the reference reads and computes from scratch."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from bootstrap import AppContext
from data.core.backlog.backlog import backlogs_by_parent
from data.core.backlog.duplicates import DuplicateQuery, nearby_reports
from data.core.history.facts import KEY
from data.core.ranking.case_counts import CaseCounts, count_cases
from data.core.ranking.rates import rate_cases_at
from data.core.snapshot.recent_events import RecentEvents
from data.services.board_facts import read_previous_cases
from data.services.history import read_previous
from data.services.live_board import LiveBoard, read_facts, snapshot_now, to_json
from data.services.time_windows import LATEST_EVENTS_LIMIT, previous_period_end
from data.store import reports
from data.store.listed_events import listed_events, new_listed_events
from jobs.area_reassignment import sync_layer
from tests.builders import fixed_clock, open_test_context, qlue_row
from tests.example_limits import limited_examples
from tests.personas import BARAT, IN_ANGGREK, MONDAY_NOON, TIMUR
from tests.pulls import TWO_SOURCES, clear_store, pull_rows
from tests.random_histories import ORIGIN, event_batches, stretch, write_batches


@pytest.fixture
def two_sources(tmp_path: Path, store_url: str) -> AppContext:
    """Return the context of the city with two sources, once on each kind of database."""
    return open_test_context(tmp_path, store_url, source=TWO_SOURCES)


MOMENTS = st.integers(-60, 2_000)  # minutes after the start of the history, before they are stretched


def counted(cases: CaseCounts) -> dict[tuple[str | None, str], tuple[int, int]]:
    """Return the counts by area and category."""
    keys = zip(cases.area_code, cases.service_code, strict=True)
    return dict(zip(keys, zip(cases.n.tolist(), cases.hits.tolist(), strict=True), strict=True))


def board_at(app_context: AppContext, moment: Any) -> LiveBoard:
    board = LiveBoard(app_context.engine, app_context.city, fixed_clock(moment))
    board.refresh()
    return board


@limited_examples(15)
@given(drawn=event_batches(), minutes=MOMENTS)
def test_the_cases_of_the_previous_period_are_those_of_its_standings(two_sources: AppContext, drawn, minutes):
    batches, factor = drawn
    clear_store(two_sources.engine)
    write_batches(two_sources, batches)
    city, as_of = two_sources.city, stretch(ORIGIN + timedelta(minutes=minutes), factor) + timedelta(days=31)
    end = previous_period_end(city, as_of)
    with two_sources.engine.connect() as connection:
        standings = read_previous(connection, city, as_of)
        found = read_previous_cases(connection, city, as_of)
    assert counted(found) == counted(count_cases(rate_cases_at(standings, end, city.ranking.window_days)))


@limited_examples(10)
@given(drawn=event_batches())
def test_the_listed_events_are_the_latest_ones(two_sources: AppContext, drawn):
    clear_store(two_sources.engine)
    write_batches(two_sources, drawn[0])
    with two_sources.engine.connect() as connection:
        for count in (3, LATEST_EVENTS_LIMIT):
            assert listed_events(connection, count) == RecentEvents.of(
                reports.latest_events(connection, count)
            )


@limited_examples(10)
@given(drawn=event_batches(), count=st.integers(1, 6))
def test_the_latest_events_are_known_from_the_new_ones(two_sources: AppContext, drawn, count: int):
    clear_store(two_sources.engine)
    known, revision = RecentEvents(()), 0
    for batch in drawn[0]:
        write_batches(two_sources, [batch])
        with two_sources.engine.connect() as connection:
            known = known.merge(new_listed_events(connection, count, after=revision), count)
            revision = reports.revision(connection)
            assert known == listed_events(connection, count)


@limited_examples(10)
@given(drawn=event_batches(), minutes=MOMENTS)
def test_what_pages_read_of_the_board_equals_the_reference(two_sources: AppContext, drawn, minutes):
    """Backlogs, reports nearby and disputes come from selections, the reference from a frame of all."""
    batches, factor = drawn
    clear_store(two_sources.engine)
    sync_layer(two_sources)
    write_batches(two_sources, batches)
    board = board_at(two_sources, stretch(ORIGIN + timedelta(minutes=minutes), factor))
    current = board.current()
    assert current is not None
    city, as_of = two_sources.city, current.snapshot.as_of
    with two_sources.engine.connect() as connection:
        facts = read_facts(connection, city, as_of)
    assert to_json(snapshot_now(two_sources.engine, city, as_of)) == current.encoded.body
    for code, backlog in backlogs_by_parent(facts, city, as_of).items():
        found = board.backlogs.get(code)
        assert found is not None
        assert found.backlog.rows.equals(backlog.rows)
        assert found.backlog.cases.reset_index(drop=True).equals(backlog.cases.reset_index(drop=True))
    query = DuplicateQuery("sampah", "31.01.01.1001", *IN_ANGGREK)
    nearby = nearby_reports(facts.standings, query, as_of)
    assert board.backlogs.nearby(query) == [tuple(row) for row in nearby[list(KEY)].to_numpy().tolist()]


def test_the_revision_and_the_rows_of_a_refresh_are_of_one_moment(two_sources: AppContext):
    """A pull that ends while the board reads is seen by the next refresh, and by none of this one's parts."""
    sync_layer(two_sources)
    pull_rows(two_sources, qlue_row(1))
    board = LiveBoard(two_sources.engine, two_sources.city, two_sources.clock)
    interrupt_first_read(two_sources, lambda: pull_rows(two_sources, qlue_row(2)))
    board.refresh()
    during = board.current()
    board.refresh()
    after = board.current()
    assert during is not None and after is not None
    assert [live.snapshot.totals["open"] for live in (during, after)] == [1, 2]
    assert [live.snapshot.revision for live in (during, after)] == [1, 2]


def interrupt_first_read(app_context: AppContext, action: Callable[[], object]) -> None:
    """Do something after the first query for the change number."""
    pending = [action]

    def after_query(_connection: Any, _cursor: Any, statement: str, *_arguments: Any) -> None:
        if "FROM counter" in statement and statement.startswith("SELECT") and pending:
            pending.pop()()

    event.listen(app_context.engine, "after_cursor_execute", after_query)


def test_a_part_of_the_city_is_built_once_for_all_who_ask(tmp_path):
    app_context = open_test_context(tmp_path, source=TWO_SOURCES)
    sync_layer(app_context)
    pull_rows(app_context, qlue_row(1))
    board = board_at(app_context, MONDAY_NOON)
    assert board.area_snapshot(BARAT) is board.area_snapshot(BARAT)
    assert board.area_snapshot(TIMUR).totals["open"] == 0
    assert board.category_snapshot(("banjir",)) is board.category_snapshot(("banjir",))
    assert board.area_snapshot("99.99") is None
