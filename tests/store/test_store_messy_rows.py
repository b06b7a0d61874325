"""Older files, blank cells, any order of rows and any repetition leave the store as it is without them.

Each at most adds an issue to a report. On both databases, by the same code that stores a pull's batches.
"""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bootstrap import AppContext
from data.core.findings import FindingCounter
from data.core.report.record import Place, Placement, ServiceRequest
from data.services.deadlines import targets_of
from data.store.engine import writer
from data.store.ingest import Arrival, PullAge, ingest
from data.store.ledger import begin_pull
from data.store.schema import event, service_request
from tests.example_limits import limited_examples
from tests.personas import ANGGREK, BARITO, local_time
from tests.pulls import clear_store

FILED = local_time("2026-11-16 08:00")
WORDS = ("menunggu", "proses", "disposisi", "selesai", "ditolak")
limited = limited_examples(8)

Rows = list[ServiceRequest]


def build_record(
    number: int, day: int, status: str, *, dated: bool, code: str = "sampah", **fields: Any
) -> ServiceRequest:
    """Return a report as its source gives it on a day; only a closed one has a closing date."""
    at = FILED + timedelta(days=day)
    values = {
        "updated_datetime": at if dated else None,
        "closed_datetime": at if status in ("selesai", "ditolak") else None,
        "expected_datetime": FILED + timedelta(days=3 + number),
        "area_name": "Anggrek",
        **fields,
    }
    return ServiceRequest(
        source="qlue", service_request_id=str(number), service_code=code, status_description=status,
        requested_datetime=FILED, **values,
    )  # fmt: skip


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Rows], bool]:
    """Draw the files of successive days, each with the whole state, and whether their rows are dated."""
    dated = draw(st.booleans())
    status = dict.fromkeys(range(1, 4), "menunggu")
    since = dict.fromkeys(status, 0)
    files = []
    for day in range(1, draw(st.integers(2, 4)) + 1):
        for number in draw(st.sets(st.sampled_from([1, 2, 3]), min_size=1)):
            status[number], since[number] = draw(st.sampled_from(WORDS)), day
        files.append([build_record(n, since[n], status[n], dated=dated) for n in status])
    return files, dated


def place_of(record: ServiceRequest) -> Place:
    """Return the place that a record names."""
    codes = {"Anggrek": ANGGREK, "Barito": BARITO}
    code = codes.get(record.area_name or "")
    return Place(placement=Placement.NAMED if code else Placement.NONE, area_code=code)


def store_file(
    context: AppContext, rows: Rows, at: datetime, *, older: bool = False, batch: int = 100
) -> None:
    """Store the rows of one file as a pull does, batch by batch."""
    with writer(context.engine).begin() as connection:
        pull_id = begin_pull(connection, "qlue", at, "file")
    targets = targets_of(rows, context.timekeeper)
    arrivals = [Arrival(row, place_of(row), target) for row, target in zip(rows, targets, strict=True)]
    for start in range(0, len(arrivals), batch):
        with writer(context.engine).begin() as connection:
            ingest(
                connection, pull_id, arrivals[start : start + batch], at, context.timekeeper,
                findings=FindingCounter(), pull_age=PullAge(is_older=older),
            )  # fmt: skip


def stored(context: AppContext) -> dict[str, dict[str, Any]]:
    """Return the state of each report without its issues, digests and change number."""
    with context.engine.connect() as connection:
        rows = [dict(row) for row in connection.execute(select(service_request)).mappings()]
    skipped = ("change", "fingerprint", "last_occurred_at", "first_learnt_at", "status_at")
    for row in rows:
        row["details"] = {k: v for k, v in row["details"].items() if k not in ("issues", "overtaken")}
        for name in skipped:
            row.pop(name)
    return {row["service_request_id"]: row for row in rows}


def event_count(context: AppContext) -> int:
    with context.engine.connect() as connection:
        return len(connection.execute(select(event.c.change)).all())


def day(number: int) -> datetime:
    return FILED + timedelta(days=number, hours=6)


def store_history(context: AppContext, files: list[Rows]) -> None:
    clear_store(context.engine)
    for number, rows in enumerate(files, start=1):
        store_file(context, rows, day(number))


@limited
@given(histories(), st.data())
def test_a_file_of_an_older_state_undoes_nothing(two_sources: AppContext, history, data) -> None:
    files, _dated = history
    store_history(two_sources, files)
    before, events = stored(two_sources), event_count(two_sources)
    older = data.draw(st.sampled_from(files[:-1]))
    store_file(two_sources, older, day(20), older=True)
    assert (stored(two_sources), event_count(two_sources)) == (before, events)


@limited
@given(histories(), st.data())
def test_blank_cells_erase_nothing(two_sources: AppContext, history, data) -> None:
    files, _dated = history
    store_history(two_sources, files)
    before = stored(two_sources)
    rows = [blanked(row, data.draw(st.sets(st.sampled_from(BLANKS)))) for row in files[-1]]
    store_file(two_sources, rows, day(20))
    assert stored(two_sources) == before


BLANKS = ("status_description", "service_code", "area_name", "expected_datetime", "closed_datetime")
DEFAULTS = {"status_description": "tidak_dikenal", "service_code": "lainnya"}


def blanked(record: ServiceRequest, names: set[str]) -> ServiceRequest:
    """Return a row as the validator gives it when some of its cells are blank."""
    values = {name: DEFAULTS.get(name) for name in names}
    return record.model_copy(update={**values, "blank": tuple(sorted(names & set(DEFAULTS)))})


@limited
@given(histories(), st.data())
def test_rows_of_one_file_give_the_same_state_in_any_order(two_sources: AppContext, history, data) -> None:
    files, _dated = history
    rows = [row for number in range(len(files)) for row in files[number]]
    shuffled = data.draw(st.permutations(rows))
    clear_store(two_sources.engine)
    store_file(two_sources, rows, day(20))
    expected = stored(two_sources)
    clear_store(two_sources.engine)
    store_file(two_sources, shuffled, day(20))
    assert stored(two_sources) == expected
    events = event_count(two_sources)
    store_file(two_sources, data.draw(st.permutations(rows)), day(21))
    assert (stored(two_sources), event_count(two_sources)) == (expected, events)


@pytest.mark.parametrize("is_closed_first", [True, False])
def test_two_rows_of_one_report_in_two_batches_are_one_history(two_sources, is_closed_first) -> None:
    opened = build_record(1, 0, "proses", dated=False)
    rows = [build_record(1, 5, "selesai", dated=False), opened]
    rows = rows if is_closed_first else rows[::-1]
    for at in (day(20), day(21), day(22)):
        store_file(two_sources, rows, at, batch=1)
        report = stored(two_sources)["1"]
        assert (report["status_description"], report["reopened"]) == ("selesai", 0)


ENDING = ("status", "status_description", "closed_datetime", "expected_datetime", "verdict", "area_code")


@limited
@given(histories(), st.data())
def test_files_of_dated_rows_give_the_same_ending_in_any_order(
    two_sources: AppContext, history, data
) -> None:
    """A file whose content ends before that of another is older, whenever it arrives."""
    files, _dated = history
    dated = [[_with_date(row) for row in rows] for rows in files]
    store_history(two_sources, dated)
    expected = endings(two_sources)
    order = data.draw(st.permutations(range(len(dated))))
    clear_store(two_sources.engine)
    latest = -1
    for arrival, number in enumerate(order):
        store_file(two_sources, dated[number], day(20 + arrival), older=number < latest)
        latest = max(latest, number)
    assert endings(two_sources) == expected


def _with_date(record: ServiceRequest) -> ServiceRequest:
    """Return a row that says when it changed; a closed one does so by its closing."""
    changed_at = record.updated_datetime or record.closed_datetime or record.requested_datetime
    return record.model_copy(update={"updated_datetime": changed_at})


def endings(context: AppContext) -> dict[str, tuple[Any, ...]]:
    return {number: tuple(row[name] for name in ENDING) for number, row in stored(context).items()}
