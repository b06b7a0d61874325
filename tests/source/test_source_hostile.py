"""Whatever JSON stands in a field, the row becomes a report or a rejection with a reason."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bootstrap import World
from data.core.config.city import CsvSource, QlueSource
from data.core.report.record import Rejection, ServiceRequest
from data.services.integrity import check_store
from data.sources.base import FeedError
from data.sources.qlue import FLAT
from data.store.schema import rejected_row, service_request
from jobs.area_reassignment import sync_layer
from tests.builders import open_town, qlue_row
from tests.personas import MONDAY_NOON
from tests.pulls import QLUE, TOLD, TWO_SOURCES, adds_up, empty, guard, guarded, plain_row, pull_body, rows_of

SOURCE = QlueSource.model_validate(QLUE)
COLUMNS = sorted({*FLAT.values(), *TOLD.values()})

texts = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["\ud800", "a\0b", "'; DROP TABLE event; --", "=cmd()", "NaN", "-0", "1e999", "9" * 5_000]
    ),
    st.sampled_from(
        ["9999-12-31", "0001-01-01T00:00:00+14:00", "2026-11-23T24:00:00", "2026-11-23T09:00:00+23:59"]
    ),
)
leaves = st.one_of(
    st.none(), st.booleans(), st.integers(), st.integers(-(10**30), 10**30), st.floats(), texts,
    st.sampled_from([0, -1, 91, 181, 1e308, 10**400]),
)  # fmt: skip
anything = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
spoilt = st.dictionaries(st.sampled_from(COLUMNS), anything, min_size=1, max_size=4)


@pytest.fixture
def hostile_town(tmp_path: Path, store_url: str) -> World:
    town = open_town(tmp_path, store_url, source=TWO_SOURCES)
    sync_layer(town)
    return town


@settings(max_examples=120, deadline=None)
@given(fields=st.dictionaries(st.sampled_from(sorted(ServiceRequest.model_fields)), anything, max_size=6))
def test_the_guard_never_fails_and_never_rejects_without_a_reason(fields):
    found = guard(SOURCE).check(plain_row(1, **fields), MONDAY_NOON)
    assert isinstance(found, ServiceRequest) or (isinstance(found, Rejection) and found.reason)


@settings(max_examples=150, deadline=None)
@given(column=st.sampled_from(COLUMNS), value=anything)
def test_one_spoilt_column_costs_the_report_only_if_it_says_who_or_when_or_too_much(column, value):
    """Only an id, a filing time or a text beyond all measure can cost a report."""
    row = qlue_row(1, **{column: value})
    named = {**FLAT, **TOLD}
    found = guard(SOURCE).check(
        plain_row(1, **{ours: row.get(theirs) for ours, theirs in named.items()}), MONDAY_NOON
    )
    if column not in ("post_id", "post_date"):
        assert isinstance(found, ServiceRequest)


@settings(
    max_examples=12, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(changes=st.lists(spoilt, min_size=1, max_size=5))
def test_hostile_rows_end_in_the_store_or_in_quarantine_on_each_database(hostile_town: World, changes):
    engine = hostile_town.engine
    empty(engine)
    rows = [qlue_row(number, **change) for number, change in enumerate(changes)]
    body = json.dumps(rows).encode()
    line = pull_body(hostile_town, body)
    assert line["error"] is None
    assert adds_up(line)
    assert line["read"] == len(rows)
    assert len(rows_of(engine, service_request)) == line["new"]
    assert sum(row["times"] for row in rows_of(engine, rejected_row)) == line["rejected"]
    assert all(row["reason"] for row in rows_of(engine, rejected_row))
    assert check_store(engine, hostile_town.city, MONDAY_NOON) == []
    again = pull_body(hostile_town, body)
    assert (again["new"], again["rejected"]) == (0, line["rejected"])


@settings(max_examples=150, deadline=None)
@given(
    body=st.binary(max_size=200)
    | st.text(max_size=200).map(lambda words: words.encode("utf-8", "surrogatepass"))
)
def test_any_bytes_are_rows_or_an_error_that_an_operator_can_read(tmp_path_factory, body):
    scratch = tmp_path_factory.getbasetemp()
    table = CsvSource(name="rekap", kind="csv", fields={"service_request_id": "id"})
    for source in (SOURCE, table):
        try:
            assert guarded(body, source, folder=scratch) != []
        except FeedError as error:
            assert str(error)
