"""Stored reports follow a source or a category whose code in the city's file is another."""

from pathlib import Path

import pytest

from bootstrap import AppContext
from data.config.settings import SettingError
from data.core.faults import FaultKind
from data.core.findings import Finding, FindingKind
from data.core.report.listing.listing import ListingState
from data.core.report.listing.missing import MissingReport
from data.services.integrity import check_store
from data.services.renaming import rename_category, rename_source
from data.store import faults
from data.store.engine import writer
from data.store.findings import add_findings, findings_of, latest_pull_with_findings
from data.store.missing_reports import (
    load_listing_state,
    missing_reports,
    note_missing,
    save_listing_state,
)
from data.store.origin_counts import load_counts
from data.store.placeholder_points import KnownPlaceholders, load_placeholders, save_placeholders
from data.store.source_state import SourceState, load_source_state, save_source_state
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
        found = load_counts(connection)
    return found.sources, found.categories


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


LISTING, POINTS = ListingState(row_count=40), KnownPlaceholders(found=((1.4, 124.8),), counted=90)
FINDING, FEED_STATE = Finding(FindingKind.CATEGORY_UNKNOWN, "Sampahh", 3), SourceState("x", {"after": 7})


def test_what_is_kept_by_the_name_of_a_source_follows_it(context: AppContext) -> None:
    """A pull that was refused under the new name left a state, findings and a listing of its own."""
    with writer(context.engine).begin() as connection:
        for name, state in (("qlue", FEED_STATE), ("qlue2", SourceState()), ("qlue2x", SourceState("y"))):
            save_source_state(connection, name, state)
        save_listing_state(connection, "qlue", LISTING)
        save_listing_state(connection, "qlue2", ListingState())
        save_placeholders(connection, "qlue", POINTS)
        note_missing(connection, "qlue", ["2"], MONDAY_NOON, 1)
        add_findings(connection, "qlue", 1, [FINDING])
        add_findings(connection, "qlue2", 2, [FINDING])
        for item in ("qlue/a/1", "qlue2x/1"):
            faults.record(connection, FaultKind.EVENT, item, "KeyError", MONDAY_NOON, None)
    renamed = city(source=[source("qlue2")], category=[FLOOD], policy=[])
    rename_source(context.engine, renamed, "qlue", "qlue2")
    with context.engine.connect() as connection:
        assert load_source_state(connection, "qlue2") == FEED_STATE
        assert load_source_state(connection, "qlue") == SourceState()
        assert load_source_state(connection, "qlue2x") == SourceState("y")
        assert load_listing_state(connection, "qlue2") == LISTING
        assert load_listing_state(connection, "qlue") is None
        assert load_placeholders(connection, "qlue2") == POINTS
        assert missing_reports(connection, "qlue2") == [MissingReport(("qlue2", "2"), MONDAY_NOON, 1)]
        assert [findings_of(connection, "qlue2", pull_id) for pull_id in (1, 2)] == [[FINDING], [FINDING]]
        assert latest_pull_with_findings(connection, "qlue") is None
        items = {fault.item for fault in faults.list_kind(connection, FaultKind.EVENT)}
        assert items == {"qlue2/a/1", "qlue2x/1"}
        assert faults.count_failures(connection, FaultKind.EVENT, "qlue2/a/1") == 1


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
