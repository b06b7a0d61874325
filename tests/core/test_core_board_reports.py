"""Reports changed a few at a time: what is current, and that no value changes once it is made."""

from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.columns import board_reports, key_index
from data.core.columns.board_reports import BoardReports, RowChange
from data.core.columns.frames import columns_from_frame, frame_of
from data.store.reports import active_since
from tests.builders import standings
from tests.example_limits import limited_examples
from tests.personas import MONDAY_NOON

ROW = st.fixed_dictionaries(
    {
        "source": st.sampled_from(["qlue", "lapor"]),
        "service_request_id": st.sampled_from(["1", "2", "3", "a long number of a report"]),
        "service_code": st.sampled_from(["sampah", "banjir", "jalan"]),
        "status_description": st.sampled_from(["menunggu", "selesai"]),
        "requested_datetime": st.integers(0, 9).map(lambda day: MONDAY_NOON - timedelta(days=day)),
        "closed_datetime": st.none() | st.just(MONDAY_NOON),
    }
)
BATCHES = st.lists(st.lists(ROW, max_size=4), max_size=6)


def frame(rows: list[dict[str, Any]], first: int) -> pd.DataFrame:
    table = standings(*rows)
    return table.assign(change=np.arange(first, first + len(table)))


def merged(batches: list[list[dict[str, Any]]]) -> list[tuple[BoardReports, pd.DataFrame]]:
    """Return the reports after each batch, and the same by frames."""
    reports, table, states = BoardReports.of(columns_from_frame(frame([], 1))), frame([], 1), []
    for number, rows in enumerate(batches):
        batch = frame(rows, 10 * number)
        reports = reports.merge(columns_from_frame(batch))
        table = joined(table, batch)
        states.append((reports, table))
    return states


def joined(table: pd.DataFrame, batch: pd.DataFrame) -> pd.DataFrame:
    both = pd.concat([table, batch]) if len(table) else batch
    return both.drop_duplicates(["source", "service_request_id"], keep="last", ignore_index=True)


def assert_same(reports: BoardReports, table: pd.DataFrame) -> None:
    names = list(frame_of(reports.columns))
    pd.testing.assert_frame_equal(frame_of(reports.columns), table[names].reset_index(drop=True))


@limited_examples(10)
@given(BATCHES)
def test_the_last_row_of_each_report_is_current(batches: list[list[dict[str, Any]]]) -> None:
    for reports, table in merged(batches):
        assert_same(reports, table)


@limited_examples(10)
@given(BATCHES)
def test_keys_with_equal_digests_are_told_apart(batches: list[list[dict[str, Any]]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(key_index, "digests_of", lambda columns: np.zeros(len(columns), dtype=np.int64))
        for reports, table in merged(batches):
            assert_same(reports, table)


@limited_examples(10)
@given(BATCHES, st.lists(ROW, min_size=1, max_size=3), st.lists(ROW, min_size=1, max_size=3))
def test_two_changes_of_one_value_do_not_see_each_other(
    batches: list[list[dict[str, Any]]], rows: list[dict[str, Any]], others: list[dict[str, Any]]
) -> None:
    base, table = merged([*batches, []])[-1]
    for part in (rows, others):
        assert_same(base.merge(columns_from_frame(frame(part, 99))), joined(table, frame(part, 99)))


@limited_examples(10)
@given(BATCHES, st.integers(0, 9))
def test_the_active_reports_are_those_of_the_store(batches: list[list[dict[str, Any]]], days: int) -> None:
    since = MONDAY_NOON - timedelta(days=days)
    for reports, table in merged(batches):
        assert_same(reports.active_since(since), active_since(table, since))


class CountOfCategory:
    """A derivation: the number of reports by category."""

    def count(self, reports: BoardReports) -> dict[int, int]:
        return self.change({}, reports, RowChange(np.arange(0), reports.rows))

    def change(self, value: dict[int, int], reports: BoardReports, change: RowChange) -> dict[int, int]:
        counts, codes = dict(value), reports.table.service_code.codes
        for rows, step in ((change.added, 1), (change.removed, -1)):
            for code in codes[rows].tolist():
                counts[code] = counts.get(code, 0) + step
        return {code: count for code, count in counts.items() if count}


@limited_examples(10)
@given(BATCHES, st.sets(st.integers(0, 5)), st.integers(0, 9))
def test_what_is_derived_follows_every_change(
    batches: list[list[dict[str, Any]]], derived_at: set[int], days: int
) -> None:
    """Whether it was derived after each change or only after some of them."""
    derivation, reports = CountOfCategory(), BoardReports.of(columns_from_frame(frame([], 1)))
    for number, rows in enumerate(batches):
        reports = reports.merge(columns_from_frame(frame(rows, 10 * number)))
        reports = reports.active_since(MONDAY_NOON - timedelta(days=days))
        if number in derived_at:
            reports.derive(derivation)
    assert reports.derive(derivation) == CountOfCategory().count(reports)


def test_rows_that_are_not_current_are_dropped_when_they_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board_reports, "FEW_ROWS", 3)
    reports = BoardReports.of(columns_from_frame(frame([{}], 1)))
    row = columns_from_frame(frame([{"service_request_id": "1"}], 2))
    lengths = []
    for _ in range(9):
        reports = reports.merge(row)
        lengths.append(len(reports.table))
        assert len(reports) == 1
    assert lengths == [2, 3, 4, 1, 2, 3, 4, 1, 2]
