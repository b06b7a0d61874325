"""``python -m data check`` finds what a source moved, made confidential or left out, wherever it stands."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Update, insert, select, update

from bootstrap import AppContext
from data.services.integrity import check_store
from data.store.engine import writer
from data.store.named_values import delete_value, load_value, save_value, value_names
from data.store.schema import event, pull, rejected_row, service_request
from jobs.area_reassignment import sync_layer
from tests.builders import open_test_context, qlue_row
from tests.personas import MONDAY_NOON
from tests.pulls import QLUE, pull_rows

MOVED, SECRET, PLAIN = "1", "2", "3"
TEXT = "tetangga saya menimbun bahan bakar"
FILED = {"post_date": "2026-11-20 08:00:00"}
DUE, LATER = ({"expected_datetime": f"2026-11-{day}T08:00:00+07:00"} for day in (21, 27))


@pytest.fixture
def store(tmp_path: Path, store_url: str) -> AppContext:
    """Return a city in which a source moved one deadline too late, and made another report confidential."""
    context = open_test_context(tmp_path, store_url, source=[QLUE])
    sync_layer(context)
    moved, secret, plain = (
        qlue_row(int(number), post_desc=TEXT, **FILED) for number in (MOVED, SECRET, PLAIN)
    )
    pull_rows(context, {**moved, **DUE}, secret, plain)
    pull_rows(context, {**moved, **LATER}, {**secret, "sifat": "Rahasia"}, plain, {"id": ""})
    return context


def identities(store: AppContext) -> set[str]:
    return {fault.identity for fault in check_store(store.engine, store.city, MONDAY_NOON)}


def test_nothing_is_wrong_before_the_store_is_damaged(store: AppContext) -> None:
    assert identities(store) == set()
    with store.engine.connect() as connection:
        kinds = set(connection.scalars(select(event.c.kind)))
        codes = set(connection.scalars(select(service_request.c.service_code)))
    assert ("rescheduled" in kinds, "rahasia" in codes) == (True, True)


def of_report(number: str) -> Update:
    return update(service_request).where(service_request.c.service_request_id == number)


def of_events(number: str) -> Update:
    return update(event).where(event.c.service_request_id == number)


RESCHEDULED = event.c.kind == "rescheduled"
KEEPS_FIRST, WAS_OWN = "a moved deadline keeps the first one", "the first deadline was the report's own"
HAD_PASSED = "a deadline is moved late only after it had passed"
WITHHELD = "a confidential report keeps none of its text"
OTHER_DAY = {"first_expected_datetime": "2020-01-01T00:00:00+00:00"}
FAR = MONDAY_NOON + timedelta(days=900)
DAMAGES: dict[str, tuple[Update, str]] = {
    "the first deadline is forgotten": (of_report(MOVED).values(details={}), KEEPS_FIRST),
    "the first deadline is another": (of_report(MOVED).values(details=OTHER_DAY), WAS_OWN),
    "one that never moved has a first deadline": (of_report(PLAIN).values(details=OTHER_DAY), WAS_OWN),
    "moved before it had passed": (
        of_events(MOVED).where(~RESCHEDULED).values(expected_datetime=FAR),
        HAD_PASSED,
    ),
    "a text in the details": (of_report(SECRET).values(details={"description": TEXT}), WITHHELD),
    "an address in the details": (of_report(SECRET).values(details={"address": TEXT}), WITHHELD),
    "an issue that quotes a value": (of_report(SECRET).values(details={"issues": [TEXT]}), WITHHELD),
    "a text in an event": (of_events(SECRET).values(amended={"description": TEXT}), WITHHELD),
    "a point in an event": (of_events(SECRET).values(lat=1.4, long=124.8), WITHHELD),
    "a reporter in an event": (of_events(SECRET).values(reporter="0" * 24), WITHHELD),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_report_is_found(store: AppContext, name: str) -> None:
    damage, identity = DAMAGES[name]
    with writer(store.engine).begin() as connection:
        connection.execute(damage)
    assert identity in identities(store)


def test_a_fault_of_a_confidential_report_does_not_quote_it(store: AppContext) -> None:
    with writer(store.engine).begin() as connection:
        connection.execute(DAMAGES["a text in the details"][0])
    assert TEXT not in str(check_store(store.engine, store.city, MONDAY_NOON))


def test_a_verdict_that_a_source_rewrote_is_found(store: AppContext) -> None:
    """The deadline of a closed report is moved: the first one judged it."""
    closed = {
        "status": "closed",
        "closed_datetime": MONDAY_NOON - timedelta(hours=3),
        "verdict": "closed_late",
    }
    with writer(store.engine).begin() as connection:
        connection.execute(of_events(MOVED).where(~RESCHEDULED).values(closed))
        connection.execute(
            of_events(MOVED).where(RESCHEDULED).values(**{**closed, "verdict": "closed_on_time"})
        )
    assert "a verdict that was given stays with its deadline" in identities(store)


def test_a_rejected_row_of_a_confidential_report_is_found(store: AppContext) -> None:
    with writer(store.engine).begin() as connection:
        connection.execute(
            insert(rejected_row).values(
                source="qlue", fingerprint="x", raw=TEXT, reason="", row_number=1, first_pull_id=1, times=1,
                first_seen_at=MONDAY_NOON, last_seen_at=MONDAY_NOON, fields={"service_request_id": SECRET},
            )
        )  # fmt: skip
    assert {WITHHELD, "rejected = seen in quarantine"} <= identities(store)


def test_a_rejected_row_that_is_gone_is_found(store: AppContext) -> None:
    with writer(store.engine).begin() as connection:
        connection.execute(rejected_row.delete())
    assert identities(store) == {"rejected = seen in quarantine"}


def moved_findings(connection: Connection) -> str:
    names = value_names(connection, "findings:")
    return next(name for name in names if "deadline_moved_late" in load_value(connection, name))


def test_a_moved_deadline_that_no_finding_counts_is_found(store: AppContext) -> None:
    with writer(store.engine).begin() as connection:
        name = moved_findings(connection)
        save_value(connection, name, {"row_older": {"status": [1, None]}})
    assert identities(store) == {"moved deadlines are counted"}


def test_findings_without_a_pull_or_a_count_are_found(store: AppContext) -> None:
    with writer(store.engine).begin() as connection:
        save_value(connection, "findings:qlue:000000000099", {"row_older": {"status": [1, None]}})
        name = moved_findings(connection)
        save_value(connection, name, {**load_value(connection, name), "row_older": {"status": [0, None]}})
    found = {"findings are those of a pull", "what was left out is counted by kind"}
    assert identities(store) == found
    with writer(store.engine).begin() as connection:
        delete_value(connection, "findings:qlue:000000000099")
        connection.execute(update(pull).values(source="lapor"))
    assert "findings are those of a pull" in identities(store)
