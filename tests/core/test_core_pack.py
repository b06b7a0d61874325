"""A review pack has what was shown, detects changes, and is compared with today."""

from dataclasses import replace
from datetime import UTC
from typing import Any

import pytest

from data.core.review.pack import (
    ReviewPack,
    as_json,
    checksum,
    configuration_digest,
    decode_pack,
    differences,
    encode_pack,
    freeze,
)
from tests.builders import city
from tests.event_histories import build_history
from tests.personas import BARAT, MONDAY_NOON, local_time
from tests.review_reports import build_review_analysis

SINCE, UNTIL = local_time("2026-11-22 00:00"), local_time("2026-11-23 12:00")
STORY = [
    ("1", "received", "2026-11-22 08:00"),
    ("2", "received", "2026-11-23 08:00"),
    ("2", "closed", "2026-11-23 09:00"),
]


def _values_by_path(then: dict[str, Any], now: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {difference.path: (difference.then, difference.now) for difference in differences(then, now)}


@pytest.fixture
def pack() -> ReviewPack:
    """Return what a meeting at Monday noon saw."""
    sheet = build_review_analysis(build_history(STORY), SINCE, UNTIL).report
    return freeze(sheet, city(), 3, frozen_at=MONDAY_NOON, frozen_by="wawali", title="Rapat Senin")


def test_a_stored_pack_is_decoded_unchanged(pack: ReviewPack) -> None:
    assert decode_pack(encode_pack(pack)) == pack
    assert (pack.title, pack.frozen_by, pack.revision) == ("Rapat Senin", "wawali", 3)
    assert pack.frozen_at == MONDAY_NOON.isoformat()
    assert pack.sheet["counts"]["closing"] == 1
    assert (pack.since, pack.until) == ("2026-11-21T16:00:00+00:00", "2026-11-23T04:00:00+00:00")


def test_the_same_review_has_the_same_checksum(pack: ReviewPack) -> None:
    sheet = build_review_analysis(build_history(STORY), SINCE, UNTIL).report
    reordered = dict(reversed(sheet.items()))
    again = freeze(
        reordered, city(), 3, frozen_at=MONDAY_NOON.astimezone(UTC), frozen_by="wawali", title="Rapat Senin"
    )
    assert checksum(encode_pack(again)) == checksum(encode_pack(pack))


@pytest.mark.parametrize(
    "changed", [{"title": "Rapat Selasa"}, {"frozen_by": "camat"}, {"revision": 4}, {"sheet": {}}]
)
def test_any_change_changes_the_checksum(pack: ReviewPack, changed: dict) -> None:
    assert checksum(encode_pack(replace(pack, **changed))) != checksum(encode_pack(pack))


@pytest.mark.parametrize("stored", [b"{}", b"[]", b"not json", b'{"version": 1}'])
def test_malformed_bytes_are_refused(stored: bytes) -> None:
    with pytest.raises(ValueError, match="no review pack"):
        decode_pack(stored)


def test_a_pack_of_an_unknown_version_is_refused(pack: ReviewPack) -> None:
    with pytest.raises(ValueError, match="version 2"):
        decode_pack(encode_pack(replace(pack, version=2)))


def test_an_unchanged_review_has_no_differences(pack: ReviewPack) -> None:
    assert (
        differences(pack.sheet, as_json(build_review_analysis(build_history(STORY), SINCE, UNTIL).report))
        == []
    )


def test_a_closing_learnt_later_is_a_difference_and_a_missing_count_is_a_zero(pack: ReviewPack) -> None:
    later = [*STORY, ("1", "closed", "2026-11-23 11:00")]
    now = as_json(build_review_analysis(build_history(later), SINCE, UNTIL).report)
    values_by_path = _values_by_path(pack.sheet, now)
    assert values_by_path["counts/closing"] == (1, 0)
    assert values_by_path[f"counts/closed@{BARAT}"] == (1, 2)
    assert "counts/opening" not in values_by_path
    assert "since" not in values_by_path


def test_rules_change_the_configuration_digest_and_source_addresses_do_not() -> None:
    usual = configuration_digest(city())
    assert configuration_digest(city(ranking={"window_days": 31, "minimum_sample": 3})) != usual
    assert configuration_digest(city(source=[])) == usual


@pytest.mark.parametrize("name", ["code", "sign", "holder", "service_code"])
def test_list_rows_are_compared_by_their_key_and_not_by_their_position(name: str) -> None:
    """A list in another order, or with a row more in front, is the same list."""
    then = {"rows": [{name: "a", "n": 1}, {name: "b", "n": 2}]}
    now = {"rows": [{name: "c", "n": 9}, {name: "b", "n": 3}, {name: "a", "n": 1}]}
    values_by_path = _values_by_path(then, now)
    assert values_by_path == {"rows/b/n": (2, 3), "rows/c/n": (None, 9), f"rows/c/{name}": (None, "c")}


def test_a_missing_value_is_none_and_a_missing_count_is_zero() -> None:
    values_by_path = _values_by_path({"counts": {"new": 2}, "x": 1}, {})
    assert values_by_path == {"counts/new": (2, 0), "x": (1, None)}


def test_a_pack_has_its_configuration_digest_and_formula_version(pack: ReviewPack) -> None:
    assert pack.configuration == configuration_digest(city())
    assert pack.formula == pack.sheet["formula"]
    assert pack.formula


def test_list_rows_without_a_key_are_compared_by_their_position() -> None:
    values_by_path = _values_by_path({"x": [1, 2, 3]}, {"x": [1, 5, 3, 4]})
    assert values_by_path == {"x/1": (2, 5), "x/3": (None, 4)}
