"""Counts of reports by source, category and policy, kept from one start to the next, follow every change."""

from random import Random

import pytest
from sqlalchemy import Connection, Engine, func, select

from data.core.report.key import ReportKey
from data.core.report.standing import Event, EventKind, KnownReport
from data.store import origin_counts
from data.store.engine import migrate, open_engine, writer
from data.store.events import write_events
from data.store.origin_counts import OriginCounts, forget_counts, keep_counts, load_counts
from data.store.renaming import rename
from data.store.report_states import TrackedReport, load_reports, write_states
from data.store.schema import service_request
from tests.builders import standing
from tests.personas import MONDAY_NOON

KEYS: list[ReportKey] = [(source, str(number)) for source in ("qlue", "rekap") for number in range(6)]
CATEGORIES, POLICIES = ("sampah", "banjir", "usul"), ("uji", "lama", None)


def change(connection: Connection, random: Random) -> None:
    """Store one to three events of one report; each may give it another category and policy."""
    key = random.choice(KEYS)
    known = load_reports(connection, [key], MONDAY_NOON)[key]
    states = [
        standing(service_code=random.choice(CATEGORIES), policy=random.choice(POLICIES))
        for _ in range(random.randint(1, 3))
    ]
    events = [(key, Event(EventKind.RECATEGORISED, MONDAY_NOON, MONDAY_NOON, state)) for state in states]
    report = TrackedReport(
        KnownReport(states[-1], {}, MONDAY_NOON, MONDAY_NOON, "x"), MONDAY_NOON, known.stored
    )
    write_states(connection, {key: report}, write_events(connection, events, pull_id=1))


def counted(connection: Connection, name: str) -> dict[str, int]:
    column = service_request.c[name]
    query = select(column, func.count()).where(column.is_not(None)).group_by(column).order_by(column)
    return {str(value): int(number) for value, number in connection.execute(query)}


def assert_right(connection: Connection, counts: OriginCounts) -> None:
    found = counts.sources, counts.categories, counts.policies
    assert found == tuple(counted(connection, name) for name in ("source", "service_code", "policy"))


@pytest.fixture
def engine(store_url: str) -> Engine:
    engine = open_engine(store_url)
    migrate(engine)
    return engine


@pytest.mark.parametrize("seed", range(4))
def test_kept_counts_are_those_of_the_store_after_any_changes(engine: Engine, seed: int) -> None:
    random = Random(seed)
    with writer(engine).begin() as connection:
        assert_right(connection, load_counts(connection))
        for _ in range(5):
            keep_counts(connection, load_counts(connection))
            for _ in range(random.randint(0, 6)):
                change(connection, random)
            assert_right(connection, load_counts(connection))
    engine.dispose()


def test_with_many_changes_all_are_counted_anew(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(origin_counts, "MAX_CHANGES", 3)
    random = Random(1)
    with writer(engine).begin() as connection:
        change(connection, random)
        assert not load_counts(connection).is_dear
        for _ in range(5):
            change(connection, random)
        counts = load_counts(connection)
        assert counts.is_dear
        keep_counts(connection, counts)
        assert not load_counts(connection).is_dear
        assert_right(connection, counts)
    engine.dispose()


def test_a_name_that_changes_without_an_event_is_counted_by_its_new_name(engine: Engine) -> None:
    random = Random(2)
    with writer(engine).begin() as connection:
        for _ in range(8):
            change(connection, random)
        keep_counts(connection, load_counts(connection))
        rename(connection, "service_code", "sampah", "kebersihan")
        assert "sampah" not in load_counts(connection).categories
        assert_right(connection, load_counts(connection))
        keep_counts(connection, OriginCounts(change=1))
        forget_counts(connection)
        assert_right(connection, load_counts(connection))
    engine.dispose()
