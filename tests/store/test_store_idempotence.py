"""The same input twice changes nothing, however it is split into pulls."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bootstrap import AppContext
from tests.builders import qlue_row
from tests.example_limits import limited_examples
from tests.personas import AT_SEA, IN_ANGGREK, IN_CEMPAKA, MONDAY_NOON
from tests.pulls import (
    app_context_at,
    clear_store,
    ledger_balances,
    nonzero_counts,
    pull_rows,
    store_contents,
)

BAD = {"post_id": 9, "post_date": "kemarin"}

places = st.sampled_from([IN_ANGGREK, IN_CEMPAKA, AT_SEA, (0, 0)])
rows = st.builds(
    lambda number, place, **fields: qlue_row(number, loc_lat=place[0], loc_lng=place[1], **fields),
    st.integers(1, 4),
    places,
    status=st.sampled_from(["wait", "process", "complete", "ditolak", "entah"]),
    category=st.sampled_from(["Sampah", "flood", "Narkoba", None]),
    post_desc=st.sampled_from(["", "menumpuk", "sudah bersih"]),
    updated_datetime=st.sampled_from([None, "2026-11-23 09:30:00", "2026-11-23 10:00:00"]),
)
any_row = st.one_of(rows, rows, st.just(BAD), st.just("bukan laporan"))
unique_rows = st.lists(any_row, min_size=1, max_size=8, unique_by=lambda row: str(row)[:14])
limited = limited_examples(12)


def test_a_second_pull_of_the_same_rows_counts_them_as_unchanged_and_writes_nothing(two_sources):
    feed = [qlue_row(1), qlue_row(2, status="complete"), BAD]
    first = pull_rows(two_sources, *feed)
    assert nonzero_counts(first) == {"read": 3, "new": 2, "rejected": 1, "located": 2}
    before = store_contents(two_sources.engine)
    second = pull_rows(two_sources, *feed)
    assert nonzero_counts(second) == {"read": 3, "unchanged": 2, "rejected": 1, "located": 2}
    after = store_contents(two_sources.engine)
    assert after["rejected"][0].pop("times") == 2
    assert before["rejected"][0].pop("times") == 1
    assert after == before


def test_a_second_pull_an_hour_later_changes_nothing_either(two_sources):
    feed = [qlue_row(1), qlue_row(2, status="complete"), qlue_row(3, loc_lat="", status="entah")]
    pull_rows(two_sources, *feed)
    before = store_contents(two_sources.engine)
    pull_rows(app_context_at(two_sources, MONDAY_NOON + timedelta(hours=1)), *feed)
    assert store_contents(two_sources.engine) == before


def test_the_same_row_twice_in_one_pull_is_one_report(two_sources):
    line = pull_rows(two_sources, qlue_row(1), qlue_row(1), qlue_row(1, post_desc="lagi"))
    assert nonzero_counts(line) == {"read": 3, "new": 1, "changed": 1, "unchanged": 1, "located": 3}


@limited
@given(feed=unique_rows, cuts=st.sets(st.integers(1, 7)))
def test_any_split_into_pulls_gives_the_same_store(two_sources: AppContext, feed, cuts):
    clear_store(two_sources.engine)
    assert ledger_balances(pull_rows(two_sources, *feed))
    whole = store_contents(two_sources.engine)
    clear_store(two_sources.engine)
    edges = [0, *sorted(cut for cut in cuts if cut < len(feed)), len(feed)]
    for start, end in pairwise(edges):
        assert ledger_balances(pull_rows(two_sources, *feed[start:end]))
    assert store_contents(two_sources.engine) == whole


@limited
@given(feed=unique_rows)
def test_a_feed_that_names_each_report_once_changes_nothing_the_second_time(two_sources: AppContext, feed):
    clear_store(two_sources.engine)
    first = pull_rows(two_sources, *feed)
    before = store_contents(two_sources.engine)
    second = pull_rows(app_context_at(two_sources, MONDAY_NOON + timedelta(minutes=5)), *feed)
    assert (second["new"], second["changed"]) == (0, 0)
    assert second["rejected"] == first["rejected"]
    after = store_contents(two_sources.engine)
    assert [after[name] for name in ("state", "events", "counter")] == [
        before[name] for name in ("state", "events", "counter")
    ]
