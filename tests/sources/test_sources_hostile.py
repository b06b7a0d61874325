"""Rows with arbitrary JSON in their fields become reports or rejections with a reason."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bootstrap import AppContext
from data.core.config.city import CsvSource, QlueSource
from data.core.report.record import RejectedRow, ServiceRequest
from data.services.integrity import check_store
from data.sources.base import FeedError
from data.sources.qlue import FLAT_FIELDS
from data.store.schema import rejected_row, service_request
from jobs.area_reassignment import sync_layer
from tests.builders import open_test_context, qlue_row
from tests.example_limits import limited_examples
from tests.personas import MONDAY_NOON
from tests.pulls import (
    EXTRA_FIELDS,
    QLUE,
    TWO_SOURCES,
    build_validator,
    clear_store,
    ledger_balances,
    plain_row,
    pull_body,
    rows_of,
    validated_rows,
)

SOURCE = QlueSource.model_validate(QLUE)
COLUMNS = sorted({*FLAT_FIELDS.values(), *EXTRA_FIELDS.values()})

hostile_texts = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["\ud800", "a\0b", "'; DROP TABLE event; --", "=cmd()", "NaN", "-0", "1e999", "9" * 5_000]
    ),
    st.sampled_from(
        ["9999-12-31", "0001-01-01T00:00:00+14:00", "2026-11-23T24:00:00", "2026-11-23T09:00:00+23:59"]
    ),
)
hostile_scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.integers(-(10**30), 10**30), st.floats(), hostile_texts,
    st.sampled_from([0, -1, 91, 181, 1e308, 10**400]),
)  # fmt: skip
any_value = st.recursive(
    hostile_scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(hostile_texts, inner, max_size=3),
    max_leaves=6,
)
hostile_fields = st.dictionaries(st.sampled_from(COLUMNS), any_value, min_size=1, max_size=4)


@pytest.fixture
def hostile_context(tmp_path: Path, store_url: str) -> AppContext:
    app_context = open_test_context(tmp_path, store_url, source=TWO_SOURCES)
    sync_layer(app_context)
    return app_context


@limited_examples(120)
@given(fields=st.dictionaries(st.sampled_from(sorted(ServiceRequest.model_fields)), any_value, max_size=6))
def test_the_validator_never_raises_and_never_rejects_without_a_reason(fields):
    outcome = build_validator(SOURCE).check(plain_row(1, **fields), MONDAY_NOON)
    assert isinstance(outcome, ServiceRequest) or (isinstance(outcome, RejectedRow) and outcome.reason)


@limited_examples(150)
@given(column=st.sampled_from(COLUMNS), value=any_value)
def test_one_hostile_column_rejects_the_row_only_if_it_is_the_id_or_the_filing_time(column, value):
    """A text beyond the maximum length also rejects the row."""
    row = qlue_row(1, **{column: value})
    column_by_field = {**FLAT_FIELDS, **EXTRA_FIELDS}
    outcome = build_validator(SOURCE).check(
        plain_row(
            1, **{field_name: row.get(source_column) for field_name, source_column in column_by_field.items()}
        ),
        MONDAY_NOON,
    )
    if column not in ("post_id", "post_date"):
        assert isinstance(outcome, ServiceRequest)


@limited_examples(12)
@given(changes=st.lists(hostile_fields, min_size=1, max_size=5))
def test_hostile_rows_end_in_the_store_or_in_quarantine_on_each_database(
    hostile_context: AppContext, changes
):
    engine = hostile_context.engine
    clear_store(engine)
    rows = [qlue_row(number, **change) for number, change in enumerate(changes)]
    body = json.dumps(rows).encode()
    line = pull_body(hostile_context, body)
    assert line["error"] is None
    assert ledger_balances(line)
    assert line["read"] == len(rows)
    assert len(rows_of(engine, service_request)) == line["new"]
    assert sum(row["times"] for row in rows_of(engine, rejected_row)) == line["rejected"]
    assert all(row["reason"] for row in rows_of(engine, rejected_row))
    assert check_store(engine, hostile_context.city, MONDAY_NOON) == []
    again = pull_body(hostile_context, body)
    assert (again["new"], again["rejected"]) == (0, line["rejected"])


@limited_examples(150)
@given(
    body=st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
def test_any_bytes_are_rows_or_a_readable_error(tmp_path_factory, body):
    scratch = tmp_path_factory.getbasetemp()
    table = CsvSource(name="rekap", kind="csv", fields={"service_request_id": "id"})
    for source in (SOURCE, table):
        try:
            assert validated_rows(body, source, folder=scratch) != []
        except FeedError as error:
            assert str(error)
