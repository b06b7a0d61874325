"""Filters of a backlog, from a browser, which may send anything."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.backlog.filters import (
    FILTER_COLUMNS,
    NO_AREA,
    SORT_COLUMNS,
    STATE_FILTERS,
    BacklogFilter,
    count_options,
)
from tests.core.backlogs import backlog_of, report_due_in, report_rows
from tests.example_limits import limited_examples
from tests.personas import ANGGREK, BARAT, BARITO

OPEN_REPORTS = [
    report_due_in(2, service_request_id="anggrek", area_code=ANGGREK, filed=30),
    report_due_in(-3, service_request_id="barito", area_code=BARITO, service_code="banjir"),
    report_due_in(None, service_request_id="nowhere", area_code=BARAT, agency_responsible="DLH"),
]


def filtered_ids(**query: Any) -> list[str]:
    return BacklogFilter.parse(query).apply(backlog_of(*OPEN_REPORTS).rows)["service_request_id"].tolist()


@pytest.mark.parametrize(
    ("query", "expected_ids"),
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
def test_a_filter_keeps_the_matching_reports(query: dict[str, Any], expected_ids: list[str]) -> None:
    assert filtered_ids(**query) == expected_ids


@pytest.mark.parametrize(
    "query",
    [
        {"state": "DROP TABLE"}, {"sort": "reporter"}, {"area": ["a"]}, {"area": None}, {"area": ""},
        {"falling": "yes"}, {"limit": 5, "code": "x"},
    ],
)  # fmt: skip
def test_invalid_filter_values_are_ignored(query: dict[str, Any]) -> None:
    assert BacklogFilter.parse(query) == BacklogFilter()
    assert not BacklogFilter.parse(query).is_active


@limited_examples(15)
@given(
    rows=report_rows,
    query=st.dictionaries(
        st.sampled_from([*FILTER_COLUMNS, "state", "sort", "falling"]),
        st.sampled_from([*STATE_FILTERS, *SORT_COLUMNS, ANGGREK, NO_AREA, "sampah", True, 3]),
    ),
)
def test_a_filter_neither_adds_nor_duplicates_reports(rows: list[Any], query: dict[str, Any]) -> None:
    all_rows = backlog_of(*rows).rows
    filtered = BacklogFilter.parse(query).apply(all_rows)
    assert filtered.index.is_unique
    assert set(filtered.index) <= set(all_rows.index)
    if not BacklogFilter.parse(query).is_active:
        assert len(filtered) == len(all_rows)


@limited_examples(15)
@given(rows=report_rows)
def test_the_count_of_an_option_is_the_number_of_reports_it_matches(rows: list[Any]) -> None:
    all_rows = backlog_of(*rows).rows
    for name, values in count_options(all_rows).items():
        for code, _, count in values:
            assert len(BacklogFilter.parse({name: code}).apply(all_rows)) == count
        if name != "state":
            assert sum(count for _, _, count in values) == len(all_rows)


def test_area_options_are_ordered_by_name_and_no_area_comes_last() -> None:
    rows = backlog_of(
        report_due_in(1, area_code=BARAT),
        report_due_in(2, area_code=BARITO),
        report_due_in(3, area_code=ANGGREK),
        report_due_in(4, area_code=BARITO),
    ).rows
    area_options = count_options(rows)["area"]
    assert [(name, count) for _code, name, count in area_options] == [
        ("Anggrek", 1),
        ("Barito", 2),
        (NO_AREA, 1),
    ]


def test_equal_values_keep_the_backlog_order_ascending_and_descending() -> None:
    rows = backlog_of(*[report_due_in(5, service_request_id=name) for name in "abc"]).rows
    for descending in (False, True):
        query = {"sort": "expected_datetime", "falling": descending}
        assert BacklogFilter.parse(query).apply(rows)["service_request_id"].tolist() == ["a", "b", "c"]


def test_equal_values_are_ordered_by_source_and_id() -> None:
    rows = [
        report_due_in(2, service_request_id=number, source=source) for source, number in ("qb", "qa", "pb")
    ]
    sorted_rows = BacklogFilter(sort="service_name", descending=True).apply(backlog_of(*rows).rows)
    assert ["".join(key) for key in sorted_rows[["source", "service_request_id"]].to_numpy()] == [
        "pb",
        "qa",
        "qb",
    ]


def test_options_are_ordered_by_name_then_code_and_unnamed_come_last() -> None:
    rows = pd.DataFrame(
        [("3", "Anggrek"), ("1", "Barito"), ("3", "Anggrek"), ("2", "Anggrek"), (None, None)],
        columns=["area_code", "area_name"],
    ).assign(service_code="sampah", service_name="Sampah", holder="DLH", age_band="", state="", turn="")
    area_options = count_options(rows.assign(stopped_at=pd.NaT))["area"]
    assert area_options == [
        ("2", "Anggrek", 1),
        ("3", "Anggrek", 2),
        ("1", "Barito", 1),
        (NO_AREA, NO_AREA, 1),
    ]
