"""The same input twice changes nothing, however it is cut into pulls."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bootstrap import World
from tests.builders import qlue_row
from tests.example_limits import few
from tests.personas import AT_SEA, IN_ANGGREK, IN_CEMPAKA, MONDAY_NOON
from tests.pulls import adds_up, at, counts, empty, pull_rows, substance

BAD = {"post_id": 9, "post_date": "kemarin"}

places = st.sampled_from([IN_ANGGREK, IN_CEMPAKA, AT_SEA, (0, 0)])
rows = st.builds(
    lambda number, place, **told: qlue_row(number, loc_lat=place[0], loc_lng=place[1], **told),
    st.integers(1, 4),
    places,
    status=st.sampled_from(["wait", "process", "complete", "ditolak", "entah"]),
    category=st.sampled_from(["Sampah", "flood", "Narkoba", None]),
    post_desc=st.sampled_from(["", "menumpuk", "sudah bersih"]),
    updated_datetime=st.sampled_from([None, "2026-11-23 09:30:00", "2026-11-23 10:00:00"]),
)
anything = st.one_of(rows, rows, st.just(BAD), st.just("bukan laporan"))
each_database = few(12)


def test_a_second_pull_of_the_same_rows_counts_them_as_unchanged_and_writes_nothing(two_sources):
    feed = [qlue_row(1), qlue_row(2, status="complete"), BAD]
    first = pull_rows(two_sources, *feed)
    assert counts(first) == {"read": 3, "new": 2, "rejected": 1, "located": 2}
    before = substance(two_sources.engine)
    second = pull_rows(two_sources, *feed)
    assert counts(second) == {"read": 3, "unchanged": 2, "rejected": 1, "located": 2}
    after = substance(two_sources.engine)
    assert after["rejected"][0].pop("times") == 2
    assert before["rejected"][0].pop("times") == 1
    assert after == before


def test_a_second_pull_an_hour_later_changes_nothing_either(two_sources):
    feed = [qlue_row(1), qlue_row(2, status="complete"), qlue_row(3, loc_lat="", status="entah")]
    pull_rows(two_sources, *feed)
    before = substance(two_sources.engine)
    pull_rows(at(two_sources, MONDAY_NOON + timedelta(hours=1)), *feed)
    assert substance(two_sources.engine) == before


def test_the_same_row_twice_in_one_pull_is_one_report(two_sources):
    line = pull_rows(two_sources, qlue_row(1), qlue_row(1), qlue_row(1, post_desc="lagi"))
    assert counts(line) == {"read": 3, "new": 1, "changed": 1, "unchanged": 1, "located": 3}


@each_database
@given(feed=st.lists(anything, min_size=1, max_size=8), cuts=st.sets(st.integers(1, 7)))
def test_any_rows_in_any_split_come_to_the_same_end(two_sources: World, feed, cuts):
    empty(two_sources.engine)
    assert adds_up(pull_rows(two_sources, *feed))
    whole = substance(two_sources.engine)
    empty(two_sources.engine)
    edges = [0, *sorted(cut for cut in cuts if cut < len(feed)), len(feed)]
    for start, end in pairwise(edges):
        assert adds_up(pull_rows(two_sources, *feed[start:end]))
    assert substance(two_sources.engine) == whole


@each_database
@given(feed=st.lists(anything, min_size=1, max_size=6, unique_by=lambda row: str(row)[:14]))
def test_a_feed_that_names_each_report_once_changes_nothing_the_second_time(two_sources: World, feed):
    empty(two_sources.engine)
    first = pull_rows(two_sources, *feed)
    before = substance(two_sources.engine)
    second = pull_rows(at(two_sources, MONDAY_NOON + timedelta(minutes=5)), *feed)
    assert (second["new"], second["changed"]) == (0, 0)
    assert second["rejected"] == first["rejected"]
    after = substance(two_sources.engine)
    assert [after[name] for name in ("state", "events", "counter")] == [
        before[name] for name in ("state", "events", "counter")
    ]
