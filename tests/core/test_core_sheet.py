"""What the review's page shows first, and that its balances are checked."""

import pytest

from data.core.board.sheet import headline
from tests.cast import BARAT, TIMUR, local
from tests.histories import told
from tests.readings import due, reading

SINCE, UNTIL = local("2026-11-23 00:00"), local("2026-11-24 00:00")  # the whole Monday


def test_each_kecamatan_and_the_city_balance_on_the_sheet() -> None:
    story = [
        ("1", "received", "2026-11-22 08:00"),
        ("2", "received", "2026-11-23 08:00"),
        ("1", "closed", "2026-11-23 09:00"),
        ("3", "received", "2026-11-23 10:00", {"area_code": None}),
    ]
    flows = reading(told(story), SINCE, UNTIL).sheet["flows"]
    assert [(row["code"], row["balances"], row["change"]) for row in flows] == [
        (BARAT, True, 0), (TIMUR, True, 0), ("", True, 1), (None, True, 1),
    ]  # fmt: skip


def test_the_headline_names_the_bands_and_the_largest_move() -> None:
    flows = [
        {"code": BARAT, "change": 3}, {"code": TIMUR, "change": -8}, {"code": "", "change": 50},
        {"code": None, "change": 45},
    ]  # fmt: skip
    ranked = [
        {"code": BARAT, "name": "Barat", "band": "above"}, {"code": TIMUR, "name": "Timur", "band": "same"},
    ]  # fmt: skip
    found = headline(flows, ranked, {"opening": 5, "closing": 50, "state:late": 2, "state:very_late": 1})
    assert (found["opening"], found["closing"], found["new"], found["overdue"]) == (5, 50, 0, 3)
    assert found["bands"] == {"above": ["Barat"], "same": ["Timur"]}
    assert found["most"] == {"code": TIMUR, "name": "Timur", "change": -8}


def test_an_empty_store_has_a_sheet_of_zeros_and_says_that_nothing_is_known_before_it() -> None:
    sheet = reading(told([]), SINCE, UNTIL).sheet
    assert (sheet["counts"], sheet["first"], sheet["oldest"], sheet["worst"]) == ({}, None, [], [])
    assert all(row["balances"] for row in sheet["flows"])


@pytest.mark.parametrize(("name", "first"), [("oldest", "1"), ("worst", "2")])
def test_the_oldest_and_the_worst_are_not_the_same_list(name: str, first: str) -> None:
    """1 was filed before 2, but has longer to go; 3 is not late at all."""
    story = [
        ("1", "received", "2026-11-23 01:00"),
        ("2", "received", "2026-11-23 02:00"),
        ("3", "received", "2026-11-23 03:00"),
    ]
    history = due(told(story))
    later = local("2026-11-23 20:00"), local("2026-11-23 10:00"), local("2026-11-25 10:00")
    history["expected_datetime"] = list(later)
    history = history.astype({"expected_datetime": "datetime64[us, UTC]"})
    rows = reading(history, SINCE, UNTIL).sheet[name]
    assert rows[0]["service_request_id"] == first
    assert len(rows) == (3 if name == "oldest" else 2)
