"""Sensitive is sensitive everywhere: on boards of the past too, and in the log."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bootstrap import AppContext
from data.core.follow_up.actions import Action
from data.core.follow_up.workflow import ActionType
from data.services.follow_up import ActionRequest
from data.services.history import snapshot_at
from data.services.integrity import check_store
from data.store.report_states import latest_changes
from jobs.area_reassignment import sync_layer
from tests.builders import qlue_row
from tests.personas import MONDAY_NOON, OPERATOR
from tests.pulls import app_context_at, pull_rows

KEY = ("qlue", "1")
BEFORE, AFTER = MONDAY_NOON + timedelta(minutes=1), MONDAY_NOON + timedelta(hours=2)


def point_count(app_context: AppContext, moment) -> int:
    points = snapshot_at(app_context.engine, app_context.city, moment).points
    assert all(point["lat"] is not None for point in points)
    return len(points)


def by_its_source(app_context: AppContext) -> None:
    pull_rows(app_context, qlue_row(1, category="Narkoba"))


def by_an_operator(app_context: AppContext) -> None:
    with app_context.engine.connect() as connection:
        change = latest_changes(connection, [KEY])[KEY].change
    action = Action(ActionType.RECATEGORISE, OPERATOR, MONDAY_NOON, service_code="narkoba")
    app_context.follow_ups.apply(ActionRequest("ubah", KEY, change, action))


@pytest.mark.parametrize("recategorise", [by_its_source, by_an_operator])
def test_a_report_that_becomes_sensitive_has_no_point_on_boards_of_the_past(
    app_context_on_each_db: AppContext, recategorise
) -> None:
    """Kind: sensitive everywhere. A past moment of the wall showed where such a report had been filed."""
    sync_layer(app_context_on_each_db)
    pull_rows(app_context_on_each_db, qlue_row(1), qlue_row(2))
    assert point_count(app_context_on_each_db, BEFORE) == 2
    later = app_context_at(app_context_on_each_db, AFTER)
    recategorise(later)
    assert [point_count(later, moment) for moment in (BEFORE, AFTER)] == [1, 1]
    past = snapshot_at(later.engine, later.city, BEFORE)
    assert past.totals["open"] == 2  # it is counted where it was
    assert check_store(later.engine, later.city, AFTER) == []


def test_an_error_of_the_store_quotes_no_value(app_context_on_each_db: AppContext) -> None:
    """Kind: sensitive everywhere. The text of a report would stand in the log, as a statement's parameter."""
    with app_context_on_each_db.engine.connect() as connection, pytest.raises(SQLAlchemyError) as failed:
        connection.execute(text("SELECT :written FROM no_such_table"), {"written": "soal narkotika"})
    assert "narkotika" not in str(failed.value)
