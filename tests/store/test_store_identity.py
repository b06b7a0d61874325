"""A report is identified by source and id; the same id in another source is another report."""

import pytest

from data.store.schema import service_request
from tests.builders import qlue_row
from tests.pulls import nonzero_counts, pull_rows, reports, rows_of


def test_the_same_id_in_two_sources_is_two_reports(two_sources):
    pull_rows(two_sources, qlue_row(1, post_desc="dari Qlue"), source="qlue")
    line = pull_rows(two_sources, qlue_row(1, post_desc="dari LAPOR"), source="lapor")
    assert nonzero_counts(line) == {"read": 1, "new": 1, "located": 1}
    stored = {
        row["source"]: row["details"]["description"] for row in rows_of(two_sources.engine, service_request)
    }
    assert stored == {"qlue": "dari Qlue", "lapor": "dari LAPOR"}


def test_a_change_in_one_source_leaves_the_other_alone(two_sources):
    pull_rows(two_sources, qlue_row(1), source="qlue")
    pull_rows(two_sources, qlue_row(1), source="lapor")
    pull_rows(two_sources, qlue_row(1, status="complete"), source="lapor")
    status = {row["source"]: row["status"] for row in rows_of(two_sources.engine, service_request)}
    assert status == {"qlue": "open", "lapor": "closed"}


@pytest.mark.parametrize("written", [7, "7", " 7 "])
def test_an_id_is_text_however_the_source_writes_it(two_sources, written):
    pull_rows(two_sources, qlue_row(7))
    line = pull_rows(two_sources, qlue_row(7, post_id=written, post_desc="lagi"))
    assert nonzero_counts(line) == {"read": 1, "changed": 1, "located": 1}
    assert list(reports(two_sources.engine)) == ["7"]


@pytest.mark.parametrize(("one", "other"), [("7", "07"), ("a", "A"), ("7", "7.0"), ("\u00e9", "e\u0301")])
def test_ids_that_differ_in_any_character_are_different_reports(two_sources, one, other):
    pull_rows(two_sources, qlue_row(post_id=one), qlue_row(post_id=other))
    assert set(reports(two_sources.engine)) == {one, other}
