"""A review pack holds what was shown, notices when it is changed, and is compared with today."""

from dataclasses import replace
from datetime import UTC

import pytest

from data.core.review.pack import Pack, as_json, body, checksum, configuration, differences, freeze, opened
from tests.builders import city
from tests.event_histories import build_history
from tests.personas import BARAT, MONDAY_NOON, local_time
from tests.review_reports import build_review_report

SINCE, UNTIL = local_time("2026-11-22 00:00"), local_time("2026-11-23 12:00")
STORY = [
    ("1", "received", "2026-11-22 08:00"),
    ("2", "received", "2026-11-23 08:00"),
    ("2", "closed", "2026-11-23 09:00"),
]


@pytest.fixture
def pack() -> Pack:
    """What a meeting at Monday noon saw."""
    sheet = build_review_report(build_history(STORY), SINCE, UNTIL).sheet
    return freeze(sheet, city(), 3, at=MONDAY_NOON, by="wawali", title="Rapat Senin")


def test_a_stored_pack_opens_as_it_was(pack: Pack) -> None:
    assert opened(body(pack)) == pack
    assert (pack.title, pack.frozen_by, pack.revision) == ("Rapat Senin", "wawali", 3)
    assert pack.frozen_at == MONDAY_NOON.isoformat()
    assert pack.sheet["counts"]["closing"] == 1
    assert (pack.since, pack.until) == ("2026-11-21T16:00:00+00:00", "2026-11-23T04:00:00+00:00")


def test_the_same_review_has_the_same_checksum(pack: Pack) -> None:
    sheet = build_review_report(build_history(STORY), SINCE, UNTIL).sheet
    turned = dict(reversed(sheet.items()))
    again = freeze(turned, city(), 3, at=MONDAY_NOON.astimezone(UTC), by="wawali", title="Rapat Senin")
    assert checksum(body(again)) == checksum(body(pack))


@pytest.mark.parametrize(
    "changed", [{"title": "Rapat Selasa"}, {"frozen_by": "camat"}, {"revision": 4}, {"sheet": {}}]
)
def test_any_change_shows_in_the_checksum(pack: Pack, changed: dict) -> None:
    assert checksum(body(replace(pack, **changed))) != checksum(body(pack))


@pytest.mark.parametrize("stored", [b"{}", b"[]", b"not json", b'{"version": 1}'])
def test_what_is_no_pack_is_refused(stored: bytes) -> None:
    with pytest.raises(ValueError, match="no review pack"):
        opened(stored)


def test_a_pack_of_an_unknown_version_is_refused(pack: Pack) -> None:
    with pytest.raises(ValueError, match="version 2"):
        opened(body(replace(pack, version=2)))


def test_nothing_differs_where_nothing_changed(pack: Pack) -> None:
    assert (
        differences(pack.sheet, as_json(build_review_report(build_history(STORY), SINCE, UNTIL).sheet)) == []
    )


def test_a_closing_learnt_later_is_a_difference_and_a_missing_count_is_a_zero(pack: Pack) -> None:
    later = [*STORY, ("1", "closed", "2026-11-23 11:00")]
    now = as_json(build_review_report(build_history(later), SINCE, UNTIL).sheet)
    found = {one.path: (one.then, one.now) for one in differences(pack.sheet, now)}
    assert found["counts/closing"] == (1, 0)
    assert found[f"counts/closed@{BARAT}"] == (1, 2)
    assert "counts/opening" not in found
    assert "since" not in found


def test_a_rule_changes_the_digest_of_the_configuration_and_an_address_does_not() -> None:
    usual = configuration(city())
    assert configuration(city(ranking={"window_days": 31, "minimum_sample": 3})) != usual
    assert configuration(city(source=[])) == usual


@pytest.mark.parametrize("name", ["code", "sign", "holder", "service_code"])
def test_rows_of_a_list_are_compared_by_their_name_and_not_by_their_place(name: str) -> None:
    """A list in another order, or with a row more in front, is the same list."""
    then = {"rows": [{name: "a", "n": 1}, {name: "b", "n": 2}]}
    now = {"rows": [{name: "c", "n": 9}, {name: "b", "n": 3}, {name: "a", "n": 1}]}
    found = {one.path: (one.then, one.now) for one in differences(then, now)}
    assert found == {"rows/b/n": (2, 3), "rows/c/n": (None, 9), f"rows/c/{name}": (None, "c")}


def test_what_is_missing_is_nothing_unless_it_is_a_count() -> None:
    found = {one.path: (one.then, one.now) for one in differences({"counts": {"new": 2}, "x": 1}, {})}
    assert found == {"counts/new": (2, 0), "x": (1, None)}


def test_a_pack_keeps_by_which_configuration_and_formulas_it_was_made(pack: Pack) -> None:
    assert pack.configuration == configuration(city())
    assert pack.formula == pack.sheet["formula"]
    assert pack.formula


def test_rows_without_a_name_are_compared_by_their_place() -> None:
    found = {one.path: (one.then, one.now) for one in differences({"x": [1, 2, 3]}, {"x": [1, 5, 3, 4]})}
    assert found == {"x/1": (2, 5), "x/3": (None, 4)}
