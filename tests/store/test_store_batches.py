"""How many rows are stored at once changes nothing: n rows leave the store as n batches of one row do."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bootstrap import AppContext
from data.core.config.city import CONFIDENTIAL
from data.core.report.record import ServiceRequest
from data.store.schema import event, pull, revision_step, service_request, standing_span
from tests.example_limits import limited_examples
from tests.pulls import clear_store
from tests.store.test_store_messy_rows import WORDS, Rows, build_record, day, store_file

CODES = ("sampah", "banjir", "lainnya", CONFIDENTIAL)
AREAS = ("Anggrek", "Barito", "Antah", None)


def draw_record(draw: st.DrawFn, number: int, last_day: int) -> ServiceRequest:
    """Draw one report as its source gives it up to a day, of which many stay as they were."""
    fields: dict[str, Any] = {
        "area_name": draw(st.sampled_from(AREAS)),
        "description": draw(st.sampled_from(("menumpuk", "sudah \u00e9, \U0001f600", None))),
        "date_only": draw(st.sampled_from(((), ("requested_datetime",)))),
        "blank": draw(st.sampled_from(((), ("service_code",)))),
        "reporter": draw(st.sampled_from((None, "a" * 32))),
    }
    status, code = draw(st.sampled_from(WORDS)), draw(st.sampled_from(CODES))
    changed_on = draw(st.integers(0, last_day))
    return build_record(number, changed_on, status, dated=draw(st.booleans()), code=code, **fields)


@st.composite
def histories(draw: st.DrawFn) -> list[Rows]:
    """Draw the files of successive days; about half of a file's rows are those of the file before."""
    files = list[Rows]()
    for last_day in range(1, 4):
        known = {record.service_request_id: record for record in (files[-1] if files else [])}
        rows = [
            known[str(number)] if str(number) in known and draw(st.booleans())
            else draw_record(draw, number, last_day)
            for number in range(1, 6)
        ]  # fmt: skip
        files.append(rows)
    return files


def whole_store(context: AppContext) -> dict[str, list[dict[str, Any]]]:
    """Return every row that importing writes, without the numbers and times of the pulls themselves."""
    tables = (service_request, event, standing_span, revision_step, pull)
    with context.engine.connect() as connection:
        rows = {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in tables
        }
    for row in (*rows["event"], *rows["pull"]):
        row.pop("pull_id")
    return {name: sorted(found, key=repr) for name, found in rows.items()}


def store_all(context: AppContext, files: list[Rows], batch: int) -> dict[str, list[dict[str, Any]]]:
    clear_store(context.engine)
    for number, rows in enumerate(files, start=1):
        store_file(context, rows, day(number), batch=batch)
    return whole_store(context)


@limited_examples(6)
@given(histories())
def test_a_batch_of_rows_leaves_what_as_many_batches_of_one_leave(
    two_sources: AppContext, files: list[Rows]
) -> None:
    assert store_all(two_sources, files, batch=100) == store_all(two_sources, files, batch=1)
