"""The figures of a backlog equal the board's: rows, states, cases, assignees and ages add up."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given

from data.core.backlog.backlog import (
    AGE_BAND_ORDER,
    COLUMNS,
    AgeBand,
    assignee_sort_key,
    backlogs_by_parent,
    load_by_assignee,
)
from data.core.clock.sla import OVERDUE_STATES, SlaState
from data.core.snapshot.snapshot import build_snapshot
from tests.builders import city
from tests.core.backlogs import HOUR, backlog_of, facts_of_reports, report_due_in, report_rows
from tests.example_limits import limited_examples
from tests.personas import ANGGREK, BARAT, CEMPAKA, IN_ANGGREK, MONDAY_NOON, TIMUR


@limited_examples(15)
@given(rows=report_rows)
def test_a_backlog_has_the_counts_that_the_wall_shows_for_its_kecamatan(rows: list[Any]) -> None:
    city_facts, test_city = facts_of_reports(rows), city()
    whole = build_snapshot(city_facts, test_city, MONDAY_NOON)
    for code, backlog in backlogs_by_parent(city_facts, test_city, MONDAY_NOON).items():
        wall_totals = build_snapshot(city_facts.for_area(code), test_city, MONDAY_NOON).totals
        state = backlog.rows["state"]
        assert len(backlog.rows) == wall_totals["open"]
        assert int(state.isin(OVERDUE_STATES).sum()) == wall_totals["overdue"]
        assert int((state == SlaState.APPROACHING).sum()) == wall_totals["approaching"]
        assert int((state == SlaState.NO_TARGET).sum()) == wall_totals["no_target"]
        in_kelurahan = sum(area["open"] for area in whole.areas if area["parent"] == code)
        assert in_kelurahan <= len(backlog.rows)
        (row,) = [row for row in whole.ranking if row["code"] == code]
        assert len(backlog.cases) == row["n"]


def test_a_report_of_which_only_the_kecamatan_is_known_is_in_its_backlog() -> None:
    rows = backlog_of(
        report_due_in(5, area_code=BARAT),
        report_due_in(6, area_code=ANGGREK),
        report_due_in(7, area_code=CEMPAKA),
    ).rows
    assert rows["area_code"].tolist() == [BARAT, ANGGREK]


@limited_examples(15)
@given(rows=report_rows)
def test_counts_by_assignee_and_by_age_add_up_to_the_backlog(rows: list[Any]) -> None:
    backlog_table = backlog_of(*rows).rows
    lines = load_by_assignee(backlog_table)
    assert sum(line.reports for line in lines) == len(backlog_table)
    assert sum(line.overdue for line in lines) == int(backlog_table["state"].isin(OVERDUE_STATES).sum())
    assert sum(int((backlog_table["age_band"] == band).sum()) for band in AGE_BAND_ORDER) == len(
        backlog_table
    )


def test_assignees_are_ordered_kecamatan_then_agencies_then_outside_parties() -> None:
    named = ["pelapor", "Satpol PP", "instansi luar", "kecamatan", "DLH"]
    order = ["kecamatan", "DLH", "Satpol PP", "instansi luar", "pelapor"]
    assert sorted(named, key=assignee_sort_key) == order


@pytest.mark.parametrize(
    ("hours", "band"),
    [
        (-3, AgeBand.DAY),  # filed "in the future"
        (0, AgeBand.DAY),
        (23.9, AgeBand.DAY),
        (24, AgeBand.FEW_DAYS),
        (71.9, AgeBand.FEW_DAYS),
        (72, AgeBand.WEEK),
        (167.9, AgeBand.WEEK),
        (168, AgeBand.MONTH),
        (719.9, AgeBand.MONTH),
        (720, AgeBand.OLDER),
    ],
)
def test_the_lower_bound_belongs_to_the_age_band(hours: float, band: AgeBand) -> None:
    row = backlog_of(report_due_in(None, filed=hours)).rows.iloc[0]
    assert row["age_band"] == band
    assert row["age"] == max(timedelta(0), timedelta(hours=hours))


def test_a_sensitive_report_keeps_its_kelurahan_and_loses_its_point() -> None:
    row = backlog_of(report_due_in(5, service_code="narkoba")).rows.iloc[0]
    assert (row["area_name"], row["sensitive"]) == ("Anggrek", True)
    assert row[["lat", "long"]].isna().all()


def test_a_confidential_report_loses_its_kelurahan_too_but_not_its_kecamatan() -> None:
    rows = backlog_of(report_due_in(5, service_code="rahasia")).rows
    assert len(rows) == 1
    assert rows[["area_code", "area_name", "lat", "long"]].isna().all(axis=None)
    assert backlog_of(report_due_in(5, service_code="rahasia"), code=TIMUR).rows.empty


def test_a_backlog_has_its_kecamatan_and_its_moment() -> None:
    backlog = backlog_of(report_due_in(5))
    assert (backlog.code, backlog.name, backlog.as_of) == (BARAT, "Barat", MONDAY_NOON)
    assert (backlog.rows.index.tolist(), list(backlog.rows.columns)) == ([0], list(COLUMNS))


def test_each_report_is_listed_with_its_category_and_point_and_a_sensitive_one_without_its_point() -> None:
    rows = backlog_of(
        report_due_in(5, service_code="banjir"), report_due_in(6, service_code="narkoba"), report_due_in(7)
    ).rows
    assert rows["service_name"].tolist() == ["Banjir", "Narkoba", "Sampah"]
    assert rows["lat"].isna().tolist() == rows["long"].isna().tolist() == [False, True, False]
    assert (rows["lat"][0], rows["long"][0]) == IN_ANGGREK


def test_reports_without_a_deadline_are_ordered_by_age() -> None:
    old, new = report_due_in(None, filed=30), report_due_in(None, filed=2)
    rows = backlog_of(new, old, report_due_in(5)).rows
    assert rows["pressing"].tolist() == [5 * HOUR, -30 * HOUR, -2 * HOUR]


def test_overdue_and_approaching_reports_are_counted_by_assignee() -> None:
    rows = backlog_of(
        report_due_in(-1, agency_responsible="DLH", status_description="disposisi"),
        report_due_in(1, filed=9, agency_responsible="DLH", status_description="disposisi"),
        report_due_in(90, filed=1),
    ).rows
    assert [(one.assignee, one.reports, one.overdue, one.approaching) for one in load_by_assignee(rows)] == [
        ("kecamatan", 1, 0, 0),
        ("DLH", 2, 1, 1),
    ]
