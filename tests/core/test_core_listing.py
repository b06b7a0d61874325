"""Listings: what a source no longer has, and what is too short to be believed."""

from datetime import UTC, datetime, timedelta

import pytest

from data.core.report.listing.content import FilingSpan
from data.core.report.listing.listing import Coverage, Listing, ListingRule, ListingState, judge_listing
from data.core.report.listing.plausibility import ImplausibleReason

START = datetime(2026, 11, 1, tzinfo=UTC)
RULE = ListingRule()


def day(number: float) -> datetime:
    """Return a moment so many days after the start."""
    return START + timedelta(days=number)


def listing(
    ids: dict[str, float],
    open_before: dict[str, float],
    at: float = 30,
    coverage: Coverage = Coverage.SPAN,
    rows: int | None = None,
) -> Listing:
    """Return a listing of reports by id and day of filing."""
    filed = [day(number) for number in ids.values()]
    return Listing(
        coverage,
        len(ids) if rows is None else rows,
        FilingSpan(min(filed), max(filed)) if filed else None,
        {report_id: day(number) for report_id, number in open_before.items()},
        unseen=set(open_before) - set(ids),
        fresh=set(ids) - set(open_before),
        pulled_at=day(at),
    )


def numbered(*numbers: int) -> dict[str, float]:
    """Return reports that are filed on the days of their numbers."""
    return {f"V-{number}": float(number) for number in numbers}


def state_after(*listings: dict[str, float]) -> ListingState:
    """Return what is remembered of listings whose reports all stay open."""
    state, opened = None, dict[str, float]()
    for ids in listings:
        state = judge_listing(listing(ids, opened), state, RULE).state
        opened |= ids
    assert state is not None
    return state


def test_a_report_between_others_is_missing() -> None:
    everything = numbered(1, 2, 3, 4)
    judgement = judge_listing(listing(numbered(1, 3, 4), everything), state_after(everything), RULE)
    assert (judgement.missing, judgement.doubt) == (("V-2",), None)


@pytest.mark.parametrize("gone", [1, 2, 3, 4])
def test_also_the_first_and_the_last_one(gone: int) -> None:
    everything = numbered(1, 2, 3, 4)
    rest = {report_id: at for report_id, at in everything.items() if report_id != f"V-{gone}"}
    assert judge_listing(listing(rest, everything), state_after(everything), RULE).missing == (f"V-{gone}",)


def test_a_missing_report_is_not_missing_anew() -> None:
    everything, rest = numbered(1, 2, 3, 4), numbered(1, 3, 4)
    state = judge_listing(listing(rest, everything), state_after(everything), RULE).state
    assert judge_listing(listing(rest, everything), state, RULE).missing == ()


def test_one_that_comes_back_may_go_missing_again() -> None:
    everything, rest = numbered(1, 2, 3, 4), numbered(1, 3, 4)
    state = state_after(everything)
    for ids in (rest, everything):
        state = judge_listing(listing(ids, everything), state, RULE).state
    assert judge_listing(listing(rest, everything), state, RULE).missing == ("V-2",)


def test_the_export_of_the_next_month_says_nothing_of_the_last() -> None:
    november, december = numbered(*range(1, 31)), numbered(31, 32)
    judgement = judge_listing(listing(december, november, at=33), state_after(november), RULE)
    assert (judgement.missing, judgement.doubt) == ((), None)


def test_nor_does_a_growing_export_of_that_month() -> None:
    november, december = numbered(*range(1, 31)), numbered(31, 32, 33)
    state = state_after(november, december)
    judgement = judge_listing(listing(numbered(31, 33, 34), november | december), state, RULE)
    assert (judgement.missing, judgement.doubt) == (("V-32",), None)


def test_a_window_that_moves_on_says_nothing_of_what_it_leaves() -> None:
    state = state_after(numbered(*range(1, 31)), numbered(*range(8, 38)))
    opened = numbered(*range(1, 38))
    assert judge_listing(listing(numbered(*range(15, 45)), opened), state, RULE).missing == ()


def test_a_complete_source_has_all_from_the_beginning() -> None:
    opened = numbered(*range(1, 31))
    state = state_after(opened)
    judgement = judge_listing(listing(numbered(*range(8, 38)), opened), state, ListingRule(complete=True))
    assert judgement.missing == tuple(f"V-{number}" for number in range(1, 8))


def test_a_source_that_is_not_complete_misses_nothing() -> None:
    everything = numbered(*range(1, 31))
    judgement = judge_listing(
        listing(numbered(3), everything), state_after(everything), ListingRule(complete=False)
    )
    assert (judgement.missing, judgement.doubt) == ((), None)


def test_a_pull_of_changes_only_misses_nothing() -> None:
    everything = numbered(1, 2, 3, 4)
    judgement = judge_listing(
        listing(numbered(3), everything, coverage=Coverage.NOTHING), state_after(everything), RULE
    )
    assert (judgement.missing, judgement.doubt) == ((), None)


def test_a_pull_that_asks_for_all_open_reports_misses_those_without_an_answer() -> None:
    everything = numbered(1, 2, 3, 4)
    asked = listing(numbered(3, 4, 5), everything, coverage=Coverage.OPEN_REPORTS)
    assert judge_listing(asked, state_after(everything), RULE).missing == ("V-1", "V-2")


def test_a_listing_that_is_suddenly_short_is_not_believed() -> None:
    everything = numbered(*range(1, 341))
    judgement = judge_listing(listing(numbered(*range(329, 341)), everything), state_after(everything), RULE)
    assert judgement.missing == ()
    assert judgement.doubt is not None
    assert (judgement.doubt.reason, judgement.doubt.figures) == (ImplausibleReason.MUCH_SHORTER, "12 of 340")
    assert judgement.doubt.sentence == "much shorter than the last: 12 of 340 rows"


def test_nor_is_one_in_which_most_open_reports_are_missing() -> None:
    everything = numbered(*range(1, 11))
    ids = numbered(1, 10) | {f"W-{number}": 5.0 for number in range(10)}
    judgement = judge_listing(listing(ids, everything), state_after(everything), RULE)
    assert judgement.missing == ()
    assert judgement.doubt is not None
    assert (judgement.doubt.reason, judgement.doubt.figures) == (ImplausibleReason.MANY_MISSING, "8 of 10")


def test_no_row_at_all_is_not_believed() -> None:
    everything = numbered(1, 2, 3)
    judgement = judge_listing(listing({}, everything), state_after(everything), RULE)
    assert judgement.doubt is not None
    assert judgement.missing == ()


def test_what_stays_short_for_a_day_is_believed() -> None:
    everything, rest = numbered(*range(1, 11)), numbered(1, 10)
    state, missing = state_after(everything), []
    for at in (30.0, 30.5, 30.9, 31.0, 31.1):
        judgement = judge_listing(listing(rest, everything, at=at), state, RULE)
        state = judgement.state
        missing.append(len(judgement.missing))
    assert missing == [0, 0, 0, 8, 0]


def test_two_short_ones_are_too_few_however_far_apart() -> None:
    everything, rest = numbered(*range(1, 11)), numbered(1, 10)
    state, doubts = state_after(everything), []
    for at in (30.0, 40.0, 50.0):
        judgement = judge_listing(listing(rest, everything, at=at), state, RULE)
        state = judgement.state
        doubts.append(judgement.doubt is not None)
    assert doubts == [True, True, False]


def test_one_good_listing_ends_the_doubt() -> None:
    everything, rest = numbered(*range(1, 11)), numbered(1, 10)
    state = judge_listing(listing(rest, everything), state_after(everything), RULE).state
    assert state.short_since == day(30)
    state = judge_listing(listing(everything, everything), state, RULE).state
    assert (state.short_since, state.short_count) == (None, 0)


def test_an_operator_accepts_a_short_one_once() -> None:
    everything, rest = numbered(*range(1, 11)), numbered(1, 10)
    state = judge_listing(listing(rest, everything), state_after(everything), RULE).state
    accepted = ListingState(**{**vars(state), "accepted": True})
    judgement = judge_listing(listing(rest, everything), accepted, RULE)
    assert (len(judgement.missing), judgement.doubt, judgement.state.accepted) == (8, None, False)


def test_after_a_short_one_was_accepted_the_whole_is_believed_again() -> None:
    everything, rest = numbered(*range(1, 11)), numbered(1, 10)
    state = ListingState(**{**vars(state_after(everything)), "accepted": True})
    state = judge_listing(listing(rest, everything), state, RULE).state
    state = judge_listing(listing(everything, everything), state, RULE).state
    assert (state.row_count, state.absent) == (10, frozenset())


def test_a_source_in_two_files_misses_nothing_of_the_other() -> None:
    wenang, bahu = numbered(*range(1, 20, 2)), numbered(*range(2, 21, 2))
    state = state_after(wenang)
    for ids, opened in ((bahu, wenang), (wenang, wenang | bahu), (bahu, wenang | bahu)):
        judgement = judge_listing(listing(ids, opened), state, RULE)
        state = judgement.state
        assert judgement.missing == ()
    assert judgement.doubt is None


def test_a_store_that_is_older_than_the_list_learns_first() -> None:
    everything = numbered(*range(1, 11))
    judgement = judge_listing(listing(numbered(1, 10), everything), None, RULE)
    assert (judgement.missing, judgement.doubt) == ((), None)
    assert judge_listing(listing(numbered(1, 10), everything), judgement.state, RULE).missing == ()
    one_gone = {report_id: at for report_id, at in everything.items() if report_id != "V-5"}
    assert judge_listing(listing(one_gone, everything), None, RULE).missing == ("V-5",)
