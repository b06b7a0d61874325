"""The latest ends and watermarks kept by change are those of all pulls."""

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, func, select, update

from bootstrap import AppContext
from data.core.history.facts import SourceHealth
from data.store import ledger
from data.store.engine import writer
from data.store.pull_maxima import PullMaxima
from data.store.schema import pull
from tests.example_limits import limited_examples
from tests.personas import MONDAY_NOON
from tests.pulls import clear_store

SOURCES = ("qlue", "lapor")
MINUTES = st.integers(-30, 30)
# A pull begins; a pull ends at a minute with a watermark; the clock stands at a minute.
BEGINS = st.tuples(st.just("begins"), st.sampled_from(SOURCES), st.none())
ENDS = st.tuples(st.just("ends"), MINUTES, st.none() | MINUTES)
CLOCKS = st.tuples(st.just("clock"), MINUTES, st.integers(0, 5))


def minute(number: int) -> Any:
    return MONDAY_NOON + timedelta(minutes=number)


def write(connection: Connection, step: tuple[str, Any, Any]) -> None:
    """Begin a pull of a source, or end the one that began last."""
    kind, first, second = step
    if kind == "begins":
        ledger.begin_pull(connection, first, MONDAY_NOON)
        return
    last = select(func.max(pull.c.pull_id)).where(pull.c.outcome == "running").scalar_subquery()
    watermark = None if second is None else minute(second)
    values = {"finished_at": minute(first), "outcome": "ok", "watermark": watermark}
    connection.execute(update(pull).where(pull.c.pull_id == last).values(**values))


@limited_examples(40)
@given(steps=st.lists(BEGINS | ENDS | CLOCKS, max_size=20))
def test_maxima_equal_those_read_from_all_pulls(two_sources: AppContext, steps):
    clear_store(two_sources.engine)
    with writer(two_sources.engine).begin() as connection:
        connection.execute(delete(pull))
    maxima, known = PullMaxima(), dict[object, tuple[SourceHealth, ...]]()
    for step in steps:
        if step[0] != "clock":
            with writer(two_sources.engine).begin() as connection:
                write(connection, step)
            continue
        floor, until = minute(step[1]), minute(step[1] + step[2])
        with two_sources.engine.connect() as connection:
            maxima.read(connection, floor)
            assert maxima.latest_pull(until) == ledger.latest_pull(connection, until)
            health = ledger.health(connection, two_sources.city, until)
            assert ledger.health(connection, two_sources.city, until, maxima) == health
            assert known.setdefault(maxima.state(until), health) == health
