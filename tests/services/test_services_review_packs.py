"""The door to reviews: one reading for figures and lists, packs that keep what was shown."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bootstrap import World
from data.__main__ import main
from data.core.review.metric_key import Cell, Figure
from data.core.review.pack import as_json, differences
from data.services.live_board import review_between, snapshot_at
from data.services.review import KEPT, Reviews
from jobs.area_reassignment import sync_layer
from tests.builders import qlue_row
from tests.personas import MONDAY_NOON
from tests.pulls import at, pull_rows

SINCE = MONDAY_NOON - timedelta(days=1)
FILED = {"post_date": "2026-11-23T11:00:00+08:00"}


@pytest.fixture
def told(town_on_each: World) -> World:
    """One report, filed at 11 that Monday and known from noon on."""
    sync_layer(town_on_each)
    pull_rows(town_on_each, qlue_row(1, **FILED))
    return town_on_each


def reviews(world: World) -> Reviews:
    return Reviews(world.engine, world.city, world.clock)


def one_more(world: World) -> None:
    """A pull two minutes later tells of a second report, filed at the same time as the first."""
    pull_rows(at(world, MONDAY_NOON + timedelta(minutes=2)), qlue_row(1, **FILED), qlue_row(2, **FILED))


def test_the_figures_are_those_of_the_api_and_of_the_board(told: World) -> None:
    found = reviews(told).read(SINCE, MONDAY_NOON)
    api = review_between(told.engine, told.city, SINCE, MONDAY_NOON)
    board = snapshot_at(told.engine, told.city, MONDAY_NOON)
    assert found.review == api
    assert found.sheet["counts"]["closing"] == board.totals["open"] == 1
    assert found.sheet["ranking"] == board.ranking
    assert found.sheet["ranking_rule"] == board.ranking_rule


def test_the_list_stays_that_of_the_figure_while_a_pull_comes_in(told: World) -> None:
    door, cell = reviews(told), Cell(Figure.CLOSING)
    shown = door.read(SINCE, MONDAY_NOON)
    one_more(told)
    again = door.read(SINCE, MONDAY_NOON, shown.dossier.revision)
    assert (again is shown, len(again.reports(cell))) == (True, 1)
    assert door.read(SINCE, MONDAY_NOON).count(cell) == 2
    fresh = reviews(told).read(SINCE, MONDAY_NOON, shown.dossier.revision)
    assert (fresh.count(cell), fresh.sheet) == (1, shown.sheet)


def test_only_so_many_are_kept(told: World) -> None:
    door = reviews(told)
    first = door.read(SINCE, MONDAY_NOON)
    for minutes in range(1, KEPT + 1):
        door.read(SINCE, MONDAY_NOON - timedelta(minutes=minutes))
    assert door.read(SINCE, MONDAY_NOON) is not first


def test_a_pack_keeps_what_was_shown_and_is_compared_with_today(told: World) -> None:
    door = reviews(told)
    shown = door.read(SINCE, MONDAY_NOON)
    number = door.freeze(SINCE, MONDAY_NOON, shown.dossier.revision, by="wawali", title="Rapat")
    one_more(told)
    held = door.pack(number)
    assert held is not None and held.pack is not None
    assert (held.intact, held.frozen_at, held.pack.title) == (True, MONDAY_NOON, "Rapat")
    assert held.pack.sheet == as_json(shown.sheet)
    now = as_json(door.read(SINCE, MONDAY_NOON).sheet)
    found = {one.path: (one.then, one.now) for one in differences(held.pack.sheet, now)}
    assert found["counts/closing"] == (1, 2)


def test_packs_are_numbered_and_listed_the_newest_first(told: World) -> None:
    door = reviews(told)
    revision = door.read(SINCE, MONDAY_NOON).dossier.revision
    numbers = [door.freeze(SINCE, MONDAY_NOON, revision, by="w", title=title) for title in ("satu", "dua")]
    assert [one.pack_id for one in door.packs()] == numbers[::-1]
    assert door.pack(99) is None


def forge(world: World, change: str) -> None:
    """A change by somebody who may do anything with the database, its guard taken away first."""
    guards = {
        "sqlite": ["DROP TRIGGER review_pack_no_UPDATE"],
        "postgresql": ["ALTER TABLE review_pack DISABLE TRIGGER review_pack_only_grows"],
    }
    with world.engine.begin() as connection:
        for statement in [*guards[world.engine.dialect.name], f"UPDATE review_pack SET {change}"]:
            connection.execute(text(statement))


@pytest.mark.parametrize("statement", ["UPDATE review_pack SET body = 'x'", "DELETE FROM review_pack"])
def test_the_database_itself_refuses_to_change_or_drop_a_pack(told: World, statement: str) -> None:
    door = reviews(told)
    revision = door.read(SINCE, MONDAY_NOON).dossier.revision
    number = door.freeze(SINCE, MONDAY_NOON, revision, by="w", title="Rapat")
    with pytest.raises(DBAPIError, match="only be added"), told.engine.begin() as connection:
        connection.execute(text(statement))
    held = door.pack(number)
    assert held is not None
    assert held.intact


@pytest.mark.parametrize("body", ["replace(body, 'Rapat', 'Rapal')", "'{}'", "'rusak'"])
def test_a_pack_that_was_changed_in_the_store_is_seen(told: World, body: str) -> None:
    door = reviews(told)
    revision = door.read(SINCE, MONDAY_NOON).dossier.revision
    number = door.freeze(SINCE, MONDAY_NOON, revision, by="w", title="Rapat")
    forge(told, f"body = {body}")
    held = door.pack(number)
    assert held is not None
    assert held.intact is False


@pytest.fixture
def command_town(town: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """The same on SQLite, and the environment that names it."""
    for name, value in (("PANTAU_CITY", "uji.toml"), ("PANTAU_VAR", "var")):
        monkeypatch.setenv(name, str(tmp_path / value))
    monkeypatch.setenv("PANTAU_REPORTER_KEY", "kunci uji")
    sync_layer(town)
    pull_rows(town, qlue_row(1, **FILED))
    door = reviews(town)
    door.freeze(SINCE, MONDAY_NOON, 1, by="wawali", title="Rapat Senin")
    return town


def test_the_command_lists_and_verifies(command_town: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["packs"]) == 0
    line = json.loads(capsys.readouterr().out)
    assert (line["pack"], line["title"], line["intact"]) == (1, "Rapat Senin", True)
    forge(command_town, "checksum = 'x'")
    assert main(["packs"]) == 1
    assert json.loads(capsys.readouterr().out)["intact"] is False
