"""Stored reports follow a source or a category whose code in the city's file is another."""

from pathlib import Path

import pytest

from bootstrap import AppContext
from data.config.settings import SettingError
from data.services.integrity import check_store
from data.services.renaming import rename_category, rename_source
from data.store import reports as stored
from jobs.area_reassignment import sync_layer
from tests.builders import city, qlue_row
from tests.personas import MONDAY_NOON
from tests.pulls import open_test_context, pull_rows

FLOOD = {"code": "banjir", "name": "Banjir"}


def source(name: str) -> dict[str, object]:
    return {"name": name, "kind": "qlue", "url": "https://x.example/a", "fixed": {"service_name": "Banjir"}}


@pytest.fixture
def context(tmp_path: Path) -> AppContext:
    """Return a city with two reports of one source and category."""
    opened = open_test_context(tmp_path, source=[source("qlue")], category=[FLOOD], policy=[])
    sync_layer(opened)
    assert pull_rows(opened, qlue_row(1), qlue_row(2))["new"] == 2
    return opened


def counts(context: AppContext) -> tuple[dict[str, int], dict[str, int]]:
    with context.engine.connect() as connection:
        return stored.counts_by_origin(connection)[:2]


def test_reports_follow_a_source_and_are_not_stored_twice(context: AppContext, tmp_path: Path) -> None:
    renamed = city(source=[source("qlue2")], category=[FLOOD], policy=[])
    assert rename_source(context.engine, renamed, "qlue", "qlue2") == 2
    assert counts(context) == ({"qlue2": 2}, {"banjir": 2})
    later = open_test_context(tmp_path, source=[source("qlue2")], category=[FLOOD], policy=[])
    line = pull_rows(later, qlue_row(1), qlue_row(2), source="qlue2")
    assert (line["new"], line["changed"]) == (0, 0)
    assert check_store(later.engine, later.city, MONDAY_NOON) == []


def test_a_source_under_another_name_is_not_pulled_before_a_person_decides(
    context: AppContext, tmp_path: Path
) -> None:
    later = open_test_context(tmp_path, source=[source("qlue2")], category=[FLOOD], policy=[])
    line = pull_rows(later, qlue_row(1), qlue_row(3), source="qlue2")
    assert "python -m data rename-source qlue qlue2" in line["error"]
    assert counts(context) == ({"qlue": 2}, {"banjir": 2})
    rename_source(later.engine, later.city, "qlue", "qlue2")
    line = pull_rows(later, qlue_row(1), qlue_row(3), source="qlue2")
    assert (line["error"], line["new"]) == (None, 1)


def test_reports_follow_a_category(context: AppContext) -> None:
    renamed = city(source=[source("qlue")], category=[{**FLOOD, "code": "genangan"}], policy=[])
    assert rename_category(context.engine, renamed, "banjir", "genangan") == 2
    assert counts(context) == ({"qlue": 2}, {"genangan": 2})
    assert check_store(context.engine, renamed, MONDAY_NOON) == []


@pytest.mark.parametrize(
    ("names", "old", "new", "words"),
    [
        (["qlue2"], "qlue", "qlue3", "has no 'qlue3'"),
        (["qlue", "qlue2"], "qlue", "qlue2", "still has 'qlue'"),
        (["qlue2"], "lain", "qlue2", "no stored report has 'lain'"),
    ],
)
def test_a_renaming_that_the_city_file_does_not_say_is_refused(
    names: list[str], old: str, new: str, words: str, context: AppContext
) -> None:
    renamed = city(source=[source(name) for name in names], category=[FLOOD], policy=[])
    with pytest.raises(SettingError, match=words):
        rename_source(context.engine, renamed, old, new)
    assert counts(context) == ({"qlue": 2}, {"banjir": 2})
