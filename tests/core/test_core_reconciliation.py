"""Open reports are on the map, without a location, or outside: every one is counted once."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from data.core.history.counts import open_reports, reconciliation
from data.core.report.record import MAP_PLACEMENTS, Placement
from tests.builders import standings
from tests.personas import MONDAY_NOON

PLACEMENTS = st.lists(st.sampled_from([placement.value for placement in Placement]), max_size=12)


def reconciliation_of(placements: list[str]) -> dict[str, int]:
    return reconciliation(open_reports(standings(*({"placement": p} for p in placements)), MONDAY_NOON))


def test_each_part_is_counted_separately() -> None:
    counts = reconciliation_of(["point"] * 4 + ["named"] * 3 + ["none"] * 2 + ["outside"])
    assert counts == {"open": 10, "on_map": 7, "no_location": 2, "outside": 1}


def test_an_empty_board_reconciles_to_zeros() -> None:
    assert reconciliation_of([]) == {"open": 0, "on_map": 0, "no_location": 0, "outside": 0}


def test_closed_reports_stay_out() -> None:
    table = standings({}, {"status_description": "selesai"})
    assert reconciliation(open_reports(table, MONDAY_NOON))["open"] == 1


@given(PLACEMENTS)
def test_open_is_on_map_plus_no_location_plus_outside(placements: list[str]) -> None:
    counts, plain = reconciliation_of(placements), Counter(placements)
    assert counts["open"] == counts["on_map"] + counts["no_location"] + counts["outside"] == len(placements)
    assert counts["on_map"] == sum(plain[p.value] for p in MAP_PLACEMENTS)
