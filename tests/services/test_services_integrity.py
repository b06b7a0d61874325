"""``python -m data check`` finds what is wrong with one report of many, without reading them all."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Delete, Update, delete, select, update

from bootstrap import AppContext
from data.core.report.key import ReportKey
from data.services import integrity
from data.services.integrity import check_store
from data.store.engine import writer
from data.store.schema import event, service_request, standing_span
from data.store.suspects import find_suspects
from jobs.area_reassignment import sync_layer
from tests.builders import qlue_row
from tests.personas import MONDAY_NOON
from tests.pulls import pull_rows

BAD = "3"
LONG_AGO = MONDAY_NOON.replace(year=2020)
THEIRS = event.c.service_request_id == BAD
STATE = service_request.c.service_request_id == BAD
SPANS = standing_span.c.change.in_(select(event.c.change).where(THEIRS))
FIRST_CHANGE = select(event.c.change).where(THEIRS).order_by(event.c.change).limit(1).scalar_subquery()
FIRST_EVENT, FIRST_SPAN = event.c.change == FIRST_CHANGE, standing_span.c.change == FIRST_CHANGE


@pytest.fixture
def app_context(app_context_on_each_db: AppContext, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppContext]:
    """Return a city of nine reports of which each is received, closed and judged; one is read in full."""
    monkeypatch.setattr(integrity, "SAMPLE_REPORTS", 1)
    rows = [qlue_row(number, post_date=f"2026-11-2{number % 3} 0{number}:00:00") for number in range(1, 10)]
    sync_layer(app_context_on_each_db)
    pull_rows(app_context_on_each_db, *rows)
    pull_rows(app_context_on_each_db, *({**row, "status": "complete"} for row in rows))
    return app_context_on_each_db


def faults(app_context: AppContext) -> list[str]:
    return [fault.where for fault in check_store(app_context.engine, app_context.city, MONDAY_NOON)]


def test_nothing_is_wrong_with_a_store_of_pulls(app_context):
    assert faults(app_context) == []
    with app_context.engine.connect() as connection:
        assert find_suspects(connection, [MONDAY_NOON]).doubtful == []


STATE_BEFORE = {"change": FIRST_CHANGE, "status": "open", "closed_datetime": None, "verdict": None}
DAMAGES = {
    "a verdict": update(service_request).where(STATE).values(verdict="closed_late"),
    "an open one with a closing": update(service_request).where(STATE).values(status="open"),
    "a state that no event has": update(service_request).where(STATE).values(reporter="orang"),
    "a state of before": update(service_request).where(STATE).values(STATE_BEFORE),
    "events without a state": delete(service_request).where(STATE),
    "a state without events": delete(event).where(THEIRS),
    "learnt before it happened": update(event).where(FIRST_EVENT).values(learnt_at=LONG_AGO),
    "closed by no closing": update(event).where(THEIRS, ~FIRST_EVENT).values(kind="status"),
    "closed from the beginning": update(event).where(FIRST_EVENT).values(status="closed"),
    "no span": delete(standing_span).where(FIRST_SPAN),
    "a span without an end": update(standing_span).where(FIRST_SPAN).values(overtaken_at=None),
    "a span of another status": update(standing_span).where(FIRST_SPAN).values(status="closed"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_one_damaged_report_of_many_is_suspected(app_context, name: str):
    assert suspects_after(app_context, DAMAGES[name]) == [("qlue", BAD)]


@pytest.mark.parametrize("name", ["a state of before", "closed by no closing", "no span"])
def test_what_is_suspected_is_read_in_full_and_reported(app_context, name: str):
    suspects_after(app_context, DAMAGES[name])
    assert faults(app_context) != []


def suspects_after(app_context: AppContext, damage: Update | Delete) -> list[ReportKey]:
    with writer(app_context.engine).begin() as connection:
        connection.execute(damage)
    with app_context.engine.connect() as connection:
        return find_suspects(connection, [MONDAY_NOON]).doubtful


def test_a_span_that_its_index_does_not_find_is_found(app_context):
    """By its size class, a past board would miss it."""
    with writer(app_context.engine).begin() as connection:
        connection.execute(update(standing_span).where(FIRST_SPAN).values(size=0))
    first_day = MONDAY_NOON.replace(hour=0)
    with app_context.engine.connect() as connection:
        assert find_suspects(connection, [first_day]).doubtful == [("qlue", BAD)]
