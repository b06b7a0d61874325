"""Facts are frames of known types, also when empty, and can be reduced to one area."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.history.facts import EVENT_COLUMNS, STANDING_COLUMNS, typed_frame
from data.core.history.places import is_in_area
from data.core.report.standing import EventKind
from tests.builders import areas, event, events, facts, standings
from tests.personas import ANGGREK, BARAT, BARITO, CEMPAKA, DELIMA, MONDAY_NOON, TIMUR

INSIDE = [
    ("the kelurahan itself", ANGGREK, ANGGREK, True),
    ("a kelurahan of the kecamatan", ANGGREK, BARAT, True),
    ("a kelurahan of another kecamatan", CEMPAKA, BARAT, False),
    ("the kecamatan in its kelurahan", BARAT, ANGGREK, False),
    ("a code that only begins alike", "31.01.012", "31.01.01", False),
    ("an unknown area", None, ANGGREK, False),
]


@pytest.mark.parametrize(
    ("code", "area", "inside"), [row[1:] for row in INSIDE], ids=[row[0] for row in INSIDE]
)
def test_an_area_code_lies_in_itself_and_in_its_parent(code: str | None, area: str, inside: bool) -> None:
    assert is_in_area(pd.Series([code], dtype="str"), area, areas()).tolist() == [inside]


EVERYWHERE = [{"area_code": code} for code in (ANGGREK, BARITO, CEMPAKA, DELIMA)] + [
    {"area_code": None, "placement": "none"}
]


@pytest.mark.parametrize(
    ("area", "expected_codes"),
    [(ANGGREK, [ANGGREK]), (BARAT, [ANGGREK, BARITO]), (TIMUR, [CEMPAKA, DELIMA]), ("99", [])],
)
def test_facts_of_an_area_have_only_its_reports_events_and_areas(
    area: str, expected_codes: list[str]
) -> None:
    event_table = events(
        *(event(EventKind.RECEIVED, MONDAY_NOON, str(n), **row) for n, row in enumerate(EVERYWHERE))
    )
    before = standings(*EVERYWHERE[::-1])
    whole = facts(standings=standings(*EVERYWHERE), events=event_table, previous=before, revision=9)
    part = whole.for_area(area)
    assert part.standings["area_code"].tolist() == expected_codes
    assert part.previous is not None
    assert part.previous["area_code"].tolist() == expected_codes[::-1]
    assert part.events["area_code"].tolist() == expected_codes
    assert part.areas["code"].tolist() == expected_codes
    assert (part.sources, part.revision) == (whole.sources, 9)


def test_areas_are_matched_by_their_parent_and_not_by_a_code_prefix() -> None:
    table = pd.DataFrame(
        [("A", "Satu", "X", "Utara"), ("B", "Dua", "Y", "Selatan")],
        columns=["code", "name", "parent", "parent_name"],
    )
    assert facts(areas=table).for_area("X").areas["code"].tolist() == ["A"]


def test_a_missing_previous_period_stays_missing_in_an_area() -> None:
    assert facts().for_area(ANGGREK).previous is None


def test_narrowing_to_an_area_does_not_change_the_facts() -> None:
    whole = facts(standings=standings(*EVERYWHERE))
    whole.for_area(ANGGREK)
    assert len(whole.standings) == len(EVERYWHERE)


@pytest.mark.parametrize("columns", [STANDING_COLUMNS, EVENT_COLUMNS], ids=["standings", "events"])
def test_an_empty_frame_has_the_columns_and_types_of_a_full_one(columns: tuple[str, ...]) -> None:
    empty, full = {
        STANDING_COLUMNS: (standings(), standings({})),
        EVENT_COLUMNS: (events(), events(event(EventKind.RECEIVED, MONDAY_NOON))),
    }[columns]
    assert tuple(empty.columns) == columns
    pd.testing.assert_series_equal(empty.dtypes, full.dtypes)


TYPES = {
    "requested_datetime": "datetime64[us, UTC]", "occurred_at": "datetime64[us, UTC]", "lat": "float64",
    "reopened": "int64", "change": "int64", "evidence": "bool", "source": "str",
}  # fmt: skip


def test_each_column_has_its_own_type() -> None:
    full = (MONDAY_NOON, MONDAY_NOON, 1, 2, 3, True, "qlue")
    table = typed_frame([full, (None, None, None, 0, 4, False, None)], tuple(TYPES))
    assert {name: str(dtype) for name, dtype in table.dtypes.items()} == TYPES
    assert table.isna().sum().tolist() == [1, 1, 1, 0, 0, 0, 1]
    assert table.loc[0].tolist() == [MONDAY_NOON, MONDAY_NOON, 1.0, 2, 3, True, "qlue"]


def test_a_number_in_a_text_column_becomes_text() -> None:
    assert typed_frame([(1,), (None,)], ("source",))["source"].tolist()[0] == "1"


def test_times_of_another_zone_are_the_same_moments_in_utc() -> None:
    table = typed_frame([(MONDAY_NOON.astimezone(),), ("2026-11-23T12:00:00+08:00",)], ("received_at",))
    assert table["received_at"].tolist() == [MONDAY_NOON, MONDAY_NOON]


@given(st.lists(st.tuples(st.text(), st.none() | st.floats(-90, 90)), max_size=6))
def test_values_come_through_a_frame_unchanged(rows: list[tuple[str, float | None]]) -> None:
    table = typed_frame(rows, ("source", "lat"))
    assert table["source"].tolist() == [text for text, _ in rows]
    assert [None if pd.isna(lat) else lat for lat in table["lat"]] == [lat for _, lat in rows]


def test_facts_of_categories_have_only_their_reports_and_events_and_all_areas() -> None:
    rows = [{"service_code": code} for code in ("sampah", "banjir", "usul")]
    event_table = events(
        event(EventKind.RECEIVED, MONDAY_NOON, "1"), event(EventKind.RECEIVED, MONDAY_NOON, "2", **rows[1])
    )
    whole = facts(standings=standings(*rows), previous=standings(*rows[:2]), events=event_table)
    narrowed = whole.for_categories(("banjir", "usul"))
    assert narrowed.standings["service_code"].tolist() == ["banjir", "usul"]
    assert narrowed.events["service_request_id"].tolist() == ["2"]
    assert narrowed.previous is not None
    assert narrowed.previous["service_code"].tolist() == ["banjir"]
    assert len(narrowed.areas) == len(areas())
    assert len(whole.standings) == 3
    assert facts(standings=standings(*rows)).for_categories(("usul",)).previous is None
