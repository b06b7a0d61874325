"""One bad item never stops the others: rows, files, events, reminders, jobs; and each is tried again."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DataError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from structlog.testing import capture_logs

from bootstrap import AppContext, open_app_context
from data.config.clock import Clock
from data.core import notifications as rules
from data.core.faults import FaultKind
from data.services.notifications import enqueue as enqueue_module
from data.services.notifications import reminders as reminders_module
from data.services.submission import NewReport
from data.sources.validator import RowValidator
from data.store.schema_follow_ups import notice
from jobs import drop_folder as drop_folder_module
from jobs import pull as pull_module
from jobs import row_isolation
from jobs.area_reassignment import sync_layer
from jobs.drop_folder import scan_folder
from jobs.schedule import build_scheduler
from tests.builders import qlue_row, settings, write_city
from tests.personas import IN_ANGGREK, MONDAY_NOON
from tests.pulls import open_app_context_fed_by, pull_rows, reports
from tests.table_files import delimited

ROWS = [qlue_row(number) for number in range(1, 8)]
LAT, LONG = IN_ANGGREK


class MovedClock:
    """The city's time, which a test moves."""

    def __init__(self) -> None:
        self.seconds = MONDAY_NOON.timestamp()

    def __call__(self) -> float:
        return self.seconds


def fault_kinds(app_context: AppContext) -> list[tuple[str, str]]:
    return [(fault.kind, fault.item) for fault in app_context.faults.list_all(())]


def fail_for(monkeypatch: pytest.MonkeyPatch, owner: object, name: str, is_bad, error=None) -> None:
    """Let a function raise for some arguments."""
    original = getattr(owner, name)

    def function(*arguments, **options):
        if is_bad(*arguments):
            raise error or KeyError("a text that a person wrote")
        return original(*arguments, **options)

    monkeypatch.setattr(owner, name, function)


def test_a_row_that_the_validator_cannot_handle_is_rejected_alone(tmp_path, monkeypatch):
    """Kind: one bad item. Such a row ended every pull of its source, and hid all rows behind it."""
    app_context = open_app_context_fed_by(tmp_path, "http://127.0.0.1:9/")
    fail_for(monkeypatch, RowValidator, "check", lambda _self, row, _now: row.number == 3)
    line = pull_rows(app_context, *ROWS)
    assert (line["error"], line["new"], line["rejected"]) == (None, 6, 1)
    assert "3" not in reports(app_context.engine)


def test_a_row_that_cannot_be_stored_is_rejected_alone_and_accepted_later(tmp_path, monkeypatch):
    """Kind: one bad item: a fault while a batch is stored rolled the whole batch back, at every pull."""
    app_context = open_app_context_fed_by(tmp_path, "http://127.0.0.1:9/")
    with monkeypatch.context() as patched, capture_logs() as lines:
        fail_for(patched, pull_module, "build_arrivals", has_fifth)
        line = pull_rows(app_context, *ROWS)
    assert (line["error"], line["read"], line["new"], line["rejected"]) == (None, 7, 6, 1)
    [rejected] = app_context.live_board.rejected("qlue")
    assert "KeyError" in rejected.reason
    assert "wrote" not in rejected.reason
    assert len([log_line for log_line in lines if log_line["log_level"] == "error"]) == 1
    assert pull_rows(app_context, *ROWS)["new"] == 1
    assert app_context.live_board.rejected("qlue") == []


def has_fifth(_context, records) -> bool:
    return "5" in {record.service_request_id for record in records}


@pytest.mark.parametrize("kind", [DataError, IntegrityError])
def test_a_row_that_the_store_refuses_is_rejected_alone(kind, tmp_path, monkeypatch):
    """Kind: one bad item: a value that the database does not take ended every pull of its source."""
    app_context = open_app_context_fed_by(tmp_path, "http://127.0.0.1:9/")
    fail_for(monkeypatch, pull_module, "build_arrivals", has_fifth, kind("INSERT", {}, ValueError()))
    line = pull_rows(app_context, *ROWS)
    assert (line["error"], line["new"], line["rejected"]) == (None, 6, 1)


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("INSERT", {}, ValueError()),
        InterfaceError("INSERT", {}, ValueError()),
        NoConnectionError(),
    ],
)
def test_no_row_is_rejected_because_the_store_fails(error, tmp_path, monkeypatch):
    app_context = open_app_context_fed_by(tmp_path, "http://127.0.0.1:9/")
    fail_for(monkeypatch, pull_module, "build_arrivals", has_fifth, error)
    with pytest.raises(type(error)):
        pull_rows(app_context, *ROWS)
    assert app_context.live_board.rejected("qlue") == []


def test_when_every_row_fails_the_pull_fails(tmp_path, monkeypatch):
    """It is no fault of single items then, and the quarantine does not fill with a whole feed."""
    app_context = open_app_context_fed_by(tmp_path, "http://127.0.0.1:9/")
    monkeypatch.setattr(row_isolation, "MAX_FAULTY_ROWS", 2)
    fail_for(monkeypatch, pull_module, "build_arrivals", lambda *_arguments: True)
    with pytest.raises(KeyError):
        pull_rows(app_context, *ROWS)
    assert len(app_context.live_board.rejected("qlue")) == 2


def test_a_source_that_stays_out_of_reach_is_logged_once(tmp_path):
    """Kind: each fault is logged once, not at every turn."""
    app_context = open_app_context_fed_by(tmp_path, "http://127.0.0.1:9/")
    source = app_context.city.source[0]
    with capture_logs() as lines:
        for _turn in range(3):
            drop_folder_module.pull(app_context, source, drop_folder_module.open_feed(source, app_context))
    assert [line["event"] for line in lines] == ["pull failed"]


def test_a_file_that_fails_leaves_the_others_of_its_folder_imported(tmp_path, monkeypatch):
    """Kind: one bad item. The first file of a folder that could not be handled hid all others, for good."""
    fields = {"service_request_id": "Nomor", "requested_datetime": "Masuk", "status_description": "Status"}
    recap = {"name": "rekap", "kind": "csv", "fields": fields}
    folder = {"name": "kotak", "kind": "folder", "path": "masuk", "like": "rekap", "every_seconds": 60}
    write_city(tmp_path, source=[recap, folder])
    app_context = open_app_context(settings(tmp_path))
    sync_layer(app_context)
    (tmp_path / "masuk").mkdir()
    for name in ("a.csv", "b.csv"):
        body = delimited(["Nomor", "Masuk", "Status"], [name, "2026-11-23 09:00", "proses"])
        (tmp_path / "masuk" / name).write_bytes(body)
    source = app_context.city.get_source("kotak")
    scan_folder(app_context, source)
    with monkeypatch.context() as patched:
        fail_for(
            patched, drop_folder_module, "pull", lambda _context, _source, feed: feed._path.name == "a.csv"
        )
        scan_folder(app_context, source)
    assert list(reports(app_context.engine)) == ["b.csv"]
    assert fault_kinds(app_context) == [(FaultKind.FILE, "a.csv")]
    for _scan in range(2):
        scan_folder(app_context, source)
    assert set(reports(app_context.engine)) == {"a.csv", "b.csv"}
    assert fault_kinds(app_context) == []


def test_a_job_that_fails_is_noted_logged_once_and_forgotten_when_it_works(tmp_path, monkeypatch):
    app_context = open_app_context_fed_by(tmp_path, "http://127.0.0.1:9/")
    with monkeypatch.context() as patched, capture_logs() as lines:
        fail_for(patched, app_context.notifications, "enqueue_reminders", lambda *_arguments: True)
        job = build_scheduler(app_context).get_job("remind").func
        job()
        job()
    assert fault_kinds(app_context) == [(FaultKind.JOB, "remind")]
    assert [line["event"] for line in lines] == ["a job failed, it is tried again"]
    build_scheduler(app_context).get_job("remind").func()
    assert fault_kinds(app_context) == []


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def app_context(tmp_path: Path, clock: MovedClock) -> AppContext:
    write_city(tmp_path)
    app_context = open_app_context(settings(tmp_path), time=Clock(time_source=clock))
    sync_layer(app_context)
    return app_context


def submit(app_context: AppContext, name: str) -> str:
    report = NewReport(name, "warga", "sampah", "tumpukan", lat=LAT, long=LONG)
    return app_context.submissions.submit(report).service_request_id


def noticed(app_context: AppContext) -> set[str]:
    with app_context.engine.connect() as connection:
        return set(connection.scalars(select(notice.c.service_request_id)))


def test_an_event_that_notified_nobody_notifies_later(app_context, clock, monkeypatch):
    """Kind: one bad item is tried again: an event whose notification could not be made told nobody, ever."""
    with monkeypatch.context() as patched:
        fail_for(patched, enqueue_module, "notifications_for_event", lambda *_arguments: True)
        number = submit(app_context, "satu")
    assert fault_kinds(app_context) == [(FaultKind.EVENT, f"pantau/{number}")]
    app_context.notifications.enqueue_reminders()
    assert noticed(app_context) == set()
    clock.seconds += 301
    app_context.notifications.enqueue_reminders()
    assert noticed(app_context) == {number}
    assert fault_kinds(app_context) == []


def test_a_report_that_reminded_nobody_reminds_later_and_the_others_at_once(app_context, clock, monkeypatch):
    bad, good = submit(app_context, "satu"), submit(app_context, "dua")
    app_context.notifications.enqueue_reminders()
    due = app_context.follow_ups.get(("pantau", bad)).standing.expected_datetime
    clock.seconds = (due + timedelta(seconds=5)).timestamp()
    with monkeypatch.context() as patched, capture_logs() as lines:
        fail_for(patched, reminders_module, "reminders", lambda key, *_rest: key[1] == bad)
        assert app_context.notifications.enqueue_reminders() == 1
        clock.seconds += 301
        app_context.notifications.enqueue_reminders()
    assert len(lines) == 1
    clock.seconds += 301
    app_context.notifications.enqueue_reminders()
    with app_context.engine.connect() as connection:
        late = select(notice.c.service_request_id).where(notice.c.template == rules.NotificationTemplate.LATE)
        assert sorted(connection.scalars(late)) == sorted([bad, good])
    assert fault_kinds(app_context) == []
