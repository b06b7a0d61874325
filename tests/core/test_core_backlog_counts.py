"""A backlog's figures are the board's: rows, states, cases, holders and ages all add up to them."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from data.core.backlog.backlog import AGES, COLUMNS, Age, backlogs, by_holder, holder_order
from data.core.clock.sla import OVERDUE_STATES, SlaState
from data.core.snapshot.snapshot import build
from tests.builders import city
from tests.core.backlogs import HOUR, backlog_of, facts_of_reports, report_due_in, report_rows
from tests.personas import ANGGREK, BARAT, CEMPAKA, IN_ANGGREK, MONDAY_NOON, TIMUR


@settings(max_examples=15)
@given(rows=report_rows)
def test_a_backlog_holds_what_the_wall_counts_for_its_kecamatan(rows: list[Any]) -> None:
    found, town = facts_of_reports(rows), city()
    whole = build(found, town, MONDAY_NOON)
    for code, made in backlogs(found, town, MONDAY_NOON).items():
        here = build(found.within(code), town, MONDAY_NOON).totals
        state = made.rows["state"]
        assert len(made.rows) == here["open"]
        assert int(state.isin(OVERDUE_STATES).sum()) == here["overdue"]
        assert int((state == SlaState.APPROACHING).sum()) == here["approaching"]
        assert int((state == SlaState.NO_TARGET).sum()) == here["no_target"]
        in_kelurahan = sum(area["open"] for area in whole.areas if area["parent"] == code)
        assert in_kelurahan <= len(made.rows)
        (row,) = [row for row in whole.ranking if row["code"] == code]
        assert len(made.cases) == row["n"]


def test_a_report_of_which_only_the_kecamatan_is_known_is_in_its_backlog() -> None:
    rows = backlog_of(
        report_due_in(5, area_code=BARAT),
        report_due_in(6, area_code=ANGGREK),
        report_due_in(7, area_code=CEMPAKA),
    ).rows
    assert rows["area_code"].tolist() == [BARAT, ANGGREK]


@settings(max_examples=15)
@given(rows=report_rows)
def test_holders_and_ages_each_add_up_to_the_backlog(rows: list[Any]) -> None:
    made = backlog_of(*rows).rows
    lines = by_holder(made)
    assert sum(line.reports for line in lines) == len(made)
    assert sum(line.overdue for line in lines) == int(made["state"].isin(OVERDUE_STATES).sum())
    assert sum(int((made["age_band"] == band).sum()) for band in AGES) == len(made)


def test_the_kecamatan_is_named_before_agencies_and_those_outside_after_them() -> None:
    named = ["pelapor", "Satpol PP", "instansi luar", "kecamatan", "DLH"]
    order = ["kecamatan", "DLH", "Satpol PP", "instansi luar", "pelapor"]
    assert sorted(named, key=holder_order) == order


@pytest.mark.parametrize(
    ("hours", "band"),
    [
        (-3, Age.DAY),  # filed "in the future"
        (0, Age.DAY),
        (23.9, Age.DAY),
        (24, Age.FEW_DAYS),
        (71.9, Age.FEW_DAYS),
        (72, Age.WEEK),
        (167.9, Age.WEEK),
        (168, Age.MONTH),
        (719.9, Age.MONTH),
        (720, Age.OLDER),
    ],
)
def test_the_lower_bound_belongs_to_the_band(hours: float, band: Age) -> None:
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


def test_a_backlog_says_whose_it_is_and_for_when() -> None:
    made = backlog_of(report_due_in(5))
    assert (made.code, made.name, made.as_of) == (BARAT, "Barat", MONDAY_NOON)
    assert (made.rows.index.tolist(), list(made.rows.columns)) == ([0], list(COLUMNS))


def test_each_report_is_listed_with_its_category_and_point_and_a_sensitive_one_without_its_point() -> None:
    rows = backlog_of(
        report_due_in(5, service_code="banjir"), report_due_in(6, service_code="narkoba"), report_due_in(7)
    ).rows
    assert rows["service_name"].tolist() == ["Banjir", "Narkoba", "Sampah"]
    assert rows["lat"].isna().tolist() == rows["long"].isna().tolist() == [False, True, False]
    assert (rows["lat"][0], rows["long"][0]) == IN_ANGGREK


def test_what_has_no_deadline_is_pressing_by_its_age() -> None:
    old, new = report_due_in(None, filed=30), report_due_in(None, filed=2)
    rows = backlog_of(new, old, report_due_in(5)).rows
    assert rows["pressing"].tolist() == [5 * HOUR, -30 * HOUR, -2 * HOUR]


def test_late_and_nearly_late_are_counted_by_who_holds_them() -> None:
    rows = backlog_of(
        report_due_in(-1, agency_responsible="DLH", status_description="disposisi"),
        report_due_in(1, filed=9, agency_responsible="DLH", status_description="disposisi"),
        report_due_in(90, filed=1),
    ).rows
    assert [(one.holder, one.reports, one.overdue, one.approaching) for one in by_holder(rows)] == [
        ("kecamatan", 1, 0, 0),
        ("DLH", 2, 1, 1),
    ]
