"""Reviews and packs: one reading for figures and lists, and packs that store what was shown."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bootstrap import AppContext
from data.__main__ import main
from data.core.review.metric_key import Metric, MetricKey
from data.core.review.pack import as_json, differences
from data.services.history import review_between, snapshot_at
from data.services.review import ReviewService
from jobs.area_reassignment import sync_layer
from tests.builders import qlue_row
from tests.personas import MONDAY_NOON
from tests.pulls import app_context_at, pull_rows

SINCE = MONDAY_NOON - timedelta(days=1)
FILED = {"post_date": "2026-11-23T11:00:00+08:00"}


@pytest.fixture
def app_context_with_report(app_context_on_each_db: AppContext) -> AppContext:
    """Store one report, filed at 11 that Monday and known from noon on."""
    sync_layer(app_context_on_each_db)
    pull_rows(app_context_on_each_db, qlue_row(1, **FILED))
    return app_context_on_each_db


def review_service(app_context: AppContext) -> ReviewService:
    return ReviewService(app_context.engine, app_context.city, app_context.clock)


def pull_second_report(app_context: AppContext) -> None:
    """Pull a second report two minutes later, filed at the same time as the first."""
    pull_rows(
        app_context_at(app_context, MONDAY_NOON + timedelta(minutes=2)),
        qlue_row(1, **FILED),
        qlue_row(2, **FILED),
    )


def test_the_review_figures_equal_those_of_the_api_and_the_board(app_context_with_report: AppContext) -> None:
    review = review_service(app_context_with_report).load(SINCE, MONDAY_NOON)
    api = review_between(app_context_with_report.engine, app_context_with_report.city, SINCE, MONDAY_NOON)
    board = snapshot_at(app_context_with_report.engine, app_context_with_report.city, MONDAY_NOON)
    assert review.review == api
    assert review.report["counts"]["closing"] == board.totals["open"] == 1
    assert review.report["ranking"] == board.ranking
    assert review.report["ranking_rule"] == board.ranking_rule


def test_a_drilldown_list_matches_its_figure_while_a_pull_arrives(
    app_context_with_report: AppContext,
) -> None:
    service, metric = review_service(app_context_with_report), MetricKey(Metric.CLOSING)
    review = service.load(SINCE, MONDAY_NOON)
    pull_second_report(app_context_with_report)
    again = service.load(SINCE, MONDAY_NOON, review.revision)
    assert (again is review, len(again.reports(metric))) == (True, 1)
    assert service.load(SINCE, MONDAY_NOON).count(metric) == 2
    fresh = review_service(app_context_with_report).load(SINCE, MONDAY_NOON, review.revision)
    assert (fresh.count(metric), fresh.report) == (1, review.report)


def test_a_pack_stores_the_shown_review_and_compares_it_with_today(
    app_context_with_report: AppContext,
) -> None:
    service = review_service(app_context_with_report)
    review = service.load(SINCE, MONDAY_NOON)
    pack_id = service.freeze(SINCE, MONDAY_NOON, review.revision, author="wawali", title="Rapat")
    pull_second_report(app_context_with_report)
    verified = service.get_pack(pack_id)
    assert verified is not None and verified.pack is not None
    assert (verified.intact, verified.frozen_at, verified.pack.title) == (True, MONDAY_NOON, "Rapat")
    assert verified.pack.sheet == as_json(review.report)
    now = as_json(service.load(SINCE, MONDAY_NOON).report)
    values_by_path = {
        difference.path: (difference.then, difference.now)
        for difference in differences(verified.pack.sheet, now)
    }
    assert values_by_path["counts/closing"] == (1, 2)


def test_packs_are_numbered_and_listed_the_newest_first(app_context_with_report: AppContext) -> None:
    service = review_service(app_context_with_report)
    revision = service.load(SINCE, MONDAY_NOON).revision
    pack_ids = [
        service.freeze(SINCE, MONDAY_NOON, revision, author="w", title=title) for title in ("satu", "dua")
    ]
    assert [verified.pack_id for verified in service.list_packs()] == pack_ids[::-1]
    assert service.get_pack(99) is None


def forge(app_context: AppContext, change: str) -> None:
    """Change a pack as a database superuser can, after disabling the trigger that protects it."""
    triggers_off = {
        "sqlite": ["DROP TRIGGER review_pack_no_UPDATE"],
        "postgresql": ["ALTER TABLE review_pack DISABLE TRIGGER review_pack_only_grows"],
    }
    with app_context.engine.begin() as connection:
        for statement in [*triggers_off[app_context.engine.dialect.name], f"UPDATE review_pack SET {change}"]:
            connection.execute(text(statement))


@pytest.mark.parametrize("statement", ["UPDATE review_pack SET body = 'x'", "DELETE FROM review_pack"])
def test_the_database_itself_refuses_to_change_or_drop_a_pack(
    app_context_with_report: AppContext, statement: str
) -> None:
    service = review_service(app_context_with_report)
    revision = service.load(SINCE, MONDAY_NOON).revision
    pack_id = service.freeze(SINCE, MONDAY_NOON, revision, author="w", title="Rapat")
    with (
        pytest.raises(DBAPIError, match="only be added"),
        app_context_with_report.engine.begin() as connection,
    ):
        connection.execute(text(statement))
    verified = service.get_pack(pack_id)
    assert verified is not None
    assert verified.intact


@pytest.mark.parametrize("body", ["replace(body, 'Rapat', 'Rapal')", "'{}'", "'rusak'"])
def test_a_pack_changed_in_the_store_is_detected(app_context_with_report: AppContext, body: str) -> None:
    service = review_service(app_context_with_report)
    revision = service.load(SINCE, MONDAY_NOON).revision
    pack_id = service.freeze(SINCE, MONDAY_NOON, revision, author="w", title="Rapat")
    forge(app_context_with_report, f"body = {body}")
    verified = service.get_pack(pack_id)
    assert verified is not None
    assert verified.intact is False


@pytest.fixture
def command_app_context(
    app_context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AppContext:
    """Store the same report and a pack on SQLite, and set the environment to it."""
    for name, value in (("PANTAU_CITY", "uji.toml"), ("PANTAU_VAR", "var")):
        monkeypatch.setenv(name, str(tmp_path / value))
    monkeypatch.setenv("PANTAU_REPORTER_KEY", "kunci uji, yang cukup panjang, 32+")
    sync_layer(app_context)
    pull_rows(app_context, qlue_row(1, **FILED))
    service = review_service(app_context)
    service.freeze(SINCE, MONDAY_NOON, 1, author="wawali", title="Rapat Senin")
    return app_context


def test_the_command_lists_and_verifies(
    command_app_context: AppContext, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["packs"]) == 0
    line = json.loads(capsys.readouterr().out)
    assert (line["pack"], line["title"], line["intact"]) == (1, "Rapat Senin", True)
    forge(command_app_context, "checksum = 'x'")
    assert main(["packs"]) == 1
    assert json.loads(capsys.readouterr().out)["intact"] is False
