"""Stock and flow of every area at once, between any two moments."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

import pandas as pd
from hypothesis import given

from data.core.history.places import is_in_area
from data.core.history.replay import FLOW_COLUMNS, WITHOUT_EVIDENCE, Flow, flow, flow_table
from tests.builders import areas
from tests.event_histories import build_history, event_histories, periods
from tests.example_limits import limited_examples
from tests.personas import ANGGREK, AREAS, BARAT, CEMPAKA, TIMUR, local_time

SINCE, UNTIL = local_time("2026-11-23 00:00"), local_time("2026-11-24 00:00")  # the whole Monday

STORY = [
    ("1", "received", "2026-11-22 08:00", {"area_code": ANGGREK}),
    ("1", "moved", "2026-11-23 09:00", {"area_code": CEMPAKA}),
    ("2", "received", "2026-11-23 09:00", {"area_code": ANGGREK}),
    ("2", "closed", "2026-11-23 10:00", {"evidence": True}),
    ("2", "reopened", "2026-11-23 11:00"),
    ("2", "closed", "2026-11-23 12:00", {"evidence": False}),
    ("3", "received", "2026-11-23 13:00", {"area_code": None}),
    ("4", "received", "2026-11-22 13:00", {"area_code": CEMPAKA}),
    ("4", "withdrawn", "2026-11-23 13:00"),
]


def nonzero_row(story: list[Any], place: str) -> dict[str, int]:
    """Return one parent's figures of that Monday without zeros."""
    figures = flow_table(build_history(story), areas(), SINCE, UNTIL).loc[place]
    return {str(name): int(value) for name, value in figures.items() if value}


def test_a_move_leaves_one_kecamatan_and_enters_another() -> None:
    """Counted by hand from the events above."""
    assert nonzero_row(STORY, BARAT) == {
        "opening": 1, "new": 1, "reopened": 1, "closed": 2, "moved_out": 1, WITHOUT_EVIDENCE: 1,
    }  # fmt: skip
    assert nonzero_row(STORY, TIMUR) == {"opening": 1, "moved_in": 1, "withdrawn": 1, "closing": 1}
    assert nonzero_row(STORY, "") == {"new": 1, "closing": 1}


def test_evidence_handed_in_later_counts_while_the_report_stays_closed() -> None:
    """The photo came an hour after the closing."""
    story = [
        ("1", "received", "2026-11-23 08:00"),
        ("1", "closed", "2026-11-23 09:00"),
        ("1", "amended", "2026-11-23 10:00", {"evidence": True}),
    ]
    assert nonzero_row(story, BARAT) == {"new": 1, "closed": 1}


def test_evidence_after_a_reopening_does_not_count_for_the_closing_before() -> None:
    """Only the second closing has evidence."""
    story = [
        ("1", "received", "2026-11-23 08:00"),
        ("1", "closed", "2026-11-23 09:00"),
        ("1", "reopened", "2026-11-23 10:00"),
        ("1", "closed", "2026-11-23 11:00", {"evidence": True}),
    ]
    assert nonzero_row(story, BARAT)[WITHOUT_EVIDENCE] == 1


def test_a_closing_at_the_end_of_the_period_has_its_evidence() -> None:
    """The end of the period is part of it."""
    history = build_history([("1", "received", "2026-11-23 08:00"),
                    ("1", "closed", "2026-11-23 12:00", {"evidence": True})])  # fmt: skip
    table = flow_table(history, areas(), local_time("2026-11-23 00:00"), local_time("2026-11-23 12:00"))
    assert (table.loc[BARAT, "closed"], table.loc[BARAT, "closed_without_evidence"]) == (1, 0)


def test_evidence_after_the_end_of_the_period_does_not_count() -> None:
    """The review of Monday does not change later."""
    story = [
        ("1", "received", "2026-11-23 08:00"),
        ("1", "closed", "2026-11-23 09:00"),
        ("1", "amended", "2026-11-24 10:00", {"evidence": True}),
    ]
    assert nonzero_row(story, BARAT)[WITHOUT_EVIDENCE] == 1


def test_places_without_a_report_are_true_zeros() -> None:
    """Every area of the layer has a row, and those outside of it share one more."""
    table = flow_table(build_history([]), areas(), SINCE, UNTIL, by="code")
    assert list(table.index) == [area[0] for area in AREAS] + [""]
    assert table.to_numpy().sum() == 0


@limited_examples(40)
@given(event_histories(), periods())
def test_every_row_is_the_flow_of_its_place_and_balances(
    history: pd.DataFrame, period: tuple[datetime, datetime]
) -> None:
    """The row of an area equals its own flow; reports in no area are the last row."""
    since, until = period
    whole = flow(history, since, until)
    for by in ("parent", "code"):
        table = flow_table(history, areas(), since, until, by)
        for place, row_figures in table.iterrows():
            figures = Flow(*(int(row_figures[name]) for name in FLOW_COLUMNS))
            assert figures.balances()
            if place:
                in_area = is_in_area(history["area_code"], str(place), areas())
                assert figures == flow(history, since, until, in_area)
        without_moves = [name for name in FLOW_COLUMNS if not name.startswith("moved")]
        assert {name: int(table[name].sum()) for name in without_moves} == {
            n: asdict(whole)[n] for n in without_moves
        }
        assert (table[WITHOUT_EVIDENCE] <= table["closed"]).all()
