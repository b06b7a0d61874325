"""The same facts give the same bytes, in any order of the store's rows."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import orjson
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from data.core.history.facts import Facts
from data.core.report.standing import EventKind
from data.core.snapshot.snapshot import build_snapshot
from tests.builders import city, event, events, facts, standings
from tests.example_limits import limited_examples
from tests.personas import ANGGREK, BARITO, DELIMA, local_time

NOON = local_time("2026-11-25 12:00")  # Wednesday

# Few values, so that many rows are equal in all but their id.
ROW = st.fixed_dictionaries(
    {
        "source": st.sampled_from(["qlue", "lapor"]),
        "service_code": st.sampled_from(["sampah", "banjir", "narkoba", "usul"]),
        "status_description": st.sampled_from(["menunggu", "proses", "selesai", "duplikat"]),
        "requested_datetime": st.integers(0, 3).map(lambda day: NOON - timedelta(days=day + 1)),
        "expected_datetime": st.none() | st.integers(-2, 2).map(lambda day: NOON + timedelta(days=day)),
        "closed_datetime": st.none() | st.just(NOON - timedelta(hours=1)),
        "area_code": st.sampled_from([ANGGREK, BARITO, DELIMA]),
        "placement": st.sampled_from(["point", "named"]),
        "lat": st.sampled_from([1.401, 1.402]),
    }
)
EVENT_TABLE = events(*(event(EventKind.RECEIVED, NOON - timedelta(hours=n % 3), str(n)) for n in range(5)))


def closing_only_if_closed(row: dict[str, Any]) -> dict[str, Any]:
    return row if row["status_description"] in ("selesai", "duplikat") else {**row, "closed_datetime": None}


def facts_of_rows(rows: list[dict[str, Any]]) -> Facts:
    return facts(standings=standings(*map(closing_only_if_closed, rows)), events=EVENT_TABLE)


def snapshot_bytes(board_facts: Facts) -> bytes:
    return orjson.dumps(
        build_snapshot(board_facts, city(), NOON).as_dict(), option=orjson.OPT_SERIALIZE_NUMPY
    )


def shuffled(table: pd.DataFrame, seed: int) -> pd.DataFrame:
    order = np.random.default_rng(seed).permutation(len(table))
    return table.iloc[order].reset_index(drop=True)


@limited_examples(15)
@given(st.lists(ROW, max_size=8))
def test_equal_facts_give_equal_bytes(rows: list[dict[str, Any]]) -> None:
    assert snapshot_bytes(facts_of_rows(rows)) == snapshot_bytes(facts_of_rows(rows))


@limited_examples(15)
@given(st.lists(ROW, min_size=2, max_size=12), st.integers(0, 2**32))
def test_the_order_of_the_rows_changes_nothing(rows: list[dict[str, Any]], seed: int) -> None:
    board_facts = facts_of_rows(rows)
    assert snapshot_bytes(
        replace(board_facts, standings=shuffled(board_facts.standings, seed))
    ) == snapshot_bytes(board_facts)


@limited_examples(15)
@given(st.lists(ROW, max_size=8))
def test_building_leaves_the_facts_as_they_were(rows: list[dict[str, Any]]) -> None:
    board_facts = facts_of_rows(rows)
    before = board_facts.standings.copy(), board_facts.events.copy(), board_facts.areas.copy()
    build_snapshot(board_facts, city(), NOON)
    for table, copy in zip(
        (board_facts.standings, board_facts.events, board_facts.areas), before, strict=True
    ):
        pd.testing.assert_frame_equal(table, copy)
