"""What part of a backlog is looked at: choices from a browser, which may send anything."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.core.backlog.filters import FIELDS, NO_AREA, SORTS, STATES, Picking, options
from tests.core.backlogs import backlog_of, report_due_in, report_rows
from tests.personas import ANGGREK, BARAT, BARITO

TOWN = [
    report_due_in(2, service_request_id="anggrek", area_code=ANGGREK, filed=30),
    report_due_in(-3, service_request_id="barito", area_code=BARITO, service_code="banjir"),
    report_due_in(None, service_request_id="nowhere", area_code=BARAT, agency_responsible="DLH"),
]


def picked(**said: Any) -> list[str]:
    return Picking.of(said).rows(backlog_of(*TOWN).rows)["service_request_id"].tolist()


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, ["anggrek", "barito", "nowhere"]),
        ({"area": ANGGREK}, ["anggrek"]),
        ({"category": "banjir"}, ["barito"]),
        ({"holder": "DLH"}, ["nowhere"]),
        ({"age": "1_to_3_days"}, ["anggrek"]),
        ({"state": "overdue"}, ["barito"]),
        ({"state": "savable"}, ["anggrek"]),
        ({"state": "no_target"}, ["nowhere"]),
        ({"state": "overdue", "area": ANGGREK}, []),
        ({"sort": "requested_datetime"}, ["anggrek", "barito", "nowhere"]),
        ({"sort": "requested_datetime", "falling": True}, ["barito", "nowhere", "anggrek"]),
        ({"sort": "expected_datetime", "falling": True}, ["anggrek", "barito", "nowhere"]),
    ],
)
def test_a_choice_leaves_what_it_names(said: dict[str, Any], found: list[str]) -> None:
    assert picked(**said) == found


@pytest.mark.parametrize(
    "said",
    [
        {"state": "DROP TABLE"}, {"sort": "reporter"}, {"area": ["a"]}, {"area": None}, {"area": ""},
        {"falling": "yes"}, {"limit": 5, "code": "x"},
    ],
)  # fmt: skip
def test_what_may_not_be_asked_for_is_as_if_it_had_not_been(said: dict[str, Any]) -> None:
    assert Picking.of(said) == Picking()
    assert not Picking.of(said).chosen


@settings(max_examples=15)
@given(
    rows=report_rows,
    said=st.dictionaries(
        st.sampled_from([*FIELDS, "state", "sort", "falling"]),
        st.sampled_from([*STATES, *SORTS, ANGGREK, NO_AREA, "sampah", True, 3]),
    ),
)
def test_no_choice_invents_or_doubles_a_report(rows: list[Any], said: dict[str, Any]) -> None:
    every = backlog_of(*rows).rows
    found = Picking.of(said).rows(every)
    assert found.index.is_unique
    assert set(found.index) <= set(every.index)
    if not Picking.of(said).chosen:
        assert len(found) == len(every)


@settings(max_examples=15)
@given(rows=report_rows)
def test_each_option_says_how_many_it_would_leave(rows: list[Any]) -> None:
    every = backlog_of(*rows).rows
    for name, values in options(every).items():
        for code, _, count in values:
            assert len(Picking.of({name: code}).rows(every)) == count
        if name != "state":
            assert sum(count for _, _, count in values) == len(every)


def test_choices_are_named_in_order_and_what_has_no_area_comes_last() -> None:
    rows = backlog_of(
        report_due_in(1, area_code=BARAT),
        report_due_in(2, area_code=BARITO),
        report_due_in(3, area_code=ANGGREK),
        report_due_in(4, area_code=BARITO),
    ).rows
    found = options(rows)["area"]
    assert [(name, count) for _code, name, count in found] == [("Anggrek", 1), ("Barito", 2), (NO_AREA, 1)]


def test_equal_ones_keep_the_order_of_the_backlog_rising_and_falling() -> None:
    rows = backlog_of(*[report_due_in(5, service_request_id=name) for name in "abc"]).rows
    for falling in (False, True):
        said = {"sort": "expected_datetime", "falling": falling}
        assert Picking.of(said).rows(rows)["service_request_id"].tolist() == ["a", "b", "c"]


def test_equal_ones_stand_in_the_order_of_their_keys() -> None:
    rows = [
        report_due_in(2, service_request_id=number, source=source) for source, number in ("qb", "qa", "pb")
    ]
    found = Picking(sort="service_name", falling=True).rows(backlog_of(*rows).rows)
    assert ["".join(key) for key in found[["source", "service_request_id"]].to_numpy()] == ["pb", "qa", "qb"]


def test_choices_stand_by_name_then_by_code_and_what_has_no_name_last() -> None:
    rows = pd.DataFrame(
        [("3", "Anggrek"), ("1", "Barito"), ("3", "Anggrek"), ("2", "Anggrek"), (None, None)],
        columns=["area_code", "area_name"],
    ).assign(service_code="sampah", service_name="Sampah", holder="DLH", age_band="", state="", turn="")
    found = options(rows.assign(stopped_at=pd.NaT))["area"]
    assert found == [("2", "Anggrek", 1), ("3", "Anggrek", 2), ("1", "Barito", 1), (NO_AREA, NO_AREA, 1)]
