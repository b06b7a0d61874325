"""Sensitive is sensitive everywhere: on boards of the past too, and in the log."""

from datetime import timedelta

import numpy as np
import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bootstrap import AppContext
from data.core.follow_up.actions import Action
from data.core.follow_up.workflow import ActionType
from data.services.follow_up import ActionRequest
from data.services.history import snapshot_at
from data.services.history_cache import HistoryCache
from data.services.integrity import check_store
from data.services.past_facts import past_facts
from data.services.redaction import RedactionTarget, redact_stored
from data.store.event_history import EventHistory
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


def two_hours_after_two_reports(app_context: AppContext) -> AppContext:
    sync_layer(app_context)
    pull_rows(app_context, qlue_row(1), qlue_row(2))
    return app_context_at(app_context, AFTER)


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


def by_redaction(app_context: AppContext) -> None:
    redact_stored(app_context.engine, RedactionTarget(frozenset({KEY})), AFTER, dry_run=False)


@pytest.mark.parametrize("hide", [by_its_source, by_an_operator, by_redaction])
def test_columns_read_before_keep_no_point_of_a_report_that_became_secret(
    app_context_on_each_db: AppContext, hide
) -> None:
    """Kind: sensitive everywhere. The store deletes points of events that a running board has read."""
    later = two_hours_after_two_reports(app_context_on_each_db)
    events = EventHistory(later.engine)

    def points() -> int:
        with later.engine.connect() as connection:
            facts = past_facts(connection, later.city, BEFORE, events=events)
        return int(np.count_nonzero(~np.isnan(facts.reports.columns.lat)))

    assert points() == 2
    hide(later)
    assert points() == 1


def test_an_error_of_the_store_quotes_no_value(app_context_on_each_db: AppContext) -> None:
    """Kind: sensitive everywhere. The text of a report would stand in the log, as a statement's parameter."""
    with app_context_on_each_db.engine.connect() as connection, pytest.raises(SQLAlchemyError) as failed:
        connection.execute(text("SELECT :written FROM no_such_table"), {"written": "soal narkotika"})
    assert "narkotika" not in str(failed.value)


@pytest.mark.parametrize("hide", [by_its_source, by_an_operator, by_redaction])
def test_a_kept_board_of_the_past_is_made_anew_when_a_report_becomes_secret(
    app_context_on_each_db: AppContext, hide
) -> None:
    """Kind: sensitive everywhere. A board that was kept showed the point until it left the cache."""
    later = two_hours_after_two_reports(app_context_on_each_db)
    kept = HistoryCache(later.engine, later.city)
    assert len(kept.snapshot_at(BEFORE).points) == 2
    hide(later)
    assert len(kept.snapshot_at(BEFORE).points) == 1
