"""The check of the ledger reports a pull whose counts do not add up, and accepts one whose counts do."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.integrity.checks import IntegrityFault, check_ledger

# read 10 = 4 new + 3 changed + 2 unchanged + 1 rejected;
# stored 9 = 6 located + 2 outside + 1 without a location
GOOD = {
    "pull_id": 8, "source": "qlue", "read": 10, "new": 4, "changed": 3, "unchanged": 2, "rejected": 1,
    "located": 6, "outside": 2, "no_location": 1,
}  # fmt: skip
READ = "read = new + changed + unchanged + rejected"
STORED = "new + changed + unchanged = located + outside + no_location"


def ledger(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame([{**GOOD, **row} for row in rows], columns=list(GOOD))


def test_a_ledger_that_adds_up_has_no_fault() -> None:
    assert check_ledger(ledger({}, {"pull_id": 9})) == []


def test_an_empty_ledger_has_no_fault() -> None:
    assert check_ledger(ledger()) == []


DAMAGE: list[tuple[dict[str, int], list[tuple[str, str]]]] = [
    ({"read": 11}, [(READ, "11 against 10")]),
    ({"rejected": 0}, [(READ, "10 against 9")]),
    ({"new": 5}, [(READ, "10 against 11"), (STORED, "10 against 9")]),
    ({"changed": 4}, [(READ, "10 against 11"), (STORED, "10 against 9")]),
    ({"unchanged": 3}, [(READ, "10 against 11"), (STORED, "10 against 9")]),
    ({"located": 7}, [(STORED, "9 against 10")]),
    ({"outside": 1}, [(STORED, "9 against 8")]),
    ({"no_location": 0}, [(STORED, "9 against 8")]),
]


@pytest.mark.parametrize(("damage", "faults"), DAMAGE, ids=[next(iter(case[0])) for case in DAMAGE])
def test_a_wrong_count_is_reported_with_both_sums(
    damage: dict[str, int], faults: list[tuple[str, str]]
) -> None:
    reported = check_ledger(ledger({"pull_id": 7}, damage))
    assert reported == [IntegrityFault(identity, "pull 8 of qlue", figures) for identity, figures in faults]


COUNT = st.integers(0, 50)


@given(st.tuples(COUNT, COUNT, COUNT, COUNT), st.integers(-3, 3))
def test_a_ledger_is_at_fault_exactly_when_it_does_not_add_up(
    parts: tuple[int, int, int, int], off: int
) -> None:
    new, changed, unchanged, rejected = parts
    stored = new + changed + unchanged
    row = {
        "read": stored + rejected + off, "new": new, "changed": changed, "unchanged": unchanged,
        "rejected": rejected, "located": stored, "outside": 0, "no_location": 0,
    }  # fmt: skip
    assert bool(check_ledger(ledger(row))) is (off != 0)
