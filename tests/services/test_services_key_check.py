"""A key that is missing or does not fit is said at the start, with what is lost; the board goes on."""

from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bootstrap import AppContext, open_app_context
from data.config.secret_files import REPORTER_KEY_FILE
from data.lib.crypto import cipher
from data.services.notifications.vapid import PUSH_KEY_FILE, load_push_key
from data.services.submission import NewReport
from data.store import subscriptions
from data.store.engine import writer
from jobs.area_reassignment import sync_layer
from tests.builders import qlue_row, settings, write_city
from tests.personas import IN_ANGGREK, MONDAY_NOON
from tests.pulls import TWO_SOURCES, pull_rows

UNFIT, MADE_ANEW = (
    "the reporter key does not fit the store",
    "the reporter key was missing, a new one is made",
)
PUSH_MADE_ANEW = "the push key was missing, a new one is made"
COUNTS = ("receipts", "contacts", "browsers")


def start(folder: Path, key: str = "") -> tuple[AppContext, list[dict[str, Any]]]:
    """Start the board of a folder; return it with the errors that it logs."""
    with capture_logs() as logs:
        app_context = open_app_context(settings(folder, PANTAU_REPORTER_KEY=key))
        app_context.warn_of_lost_keys()
    return app_context, [line for line in logs if line["log_level"] == "error"]


def submit(app_context: AppContext, number: int, contact: str | None = "mailto:maria@contoh.id") -> None:
    lat, long = IN_ANGGREK
    app_context.submissions.submit(
        NewReport(f"kirim-{number}", "warga", "sampah", "uji", lat=lat, long=long, contact=contact)
    )


def subscribe(app_context: AppContext, folder: Path) -> None:
    key = (folder / "var" / REPORTER_KEY_FILE).read_bytes().strip()
    body = cipher(key, "push").encrypt(b"{}").decode()
    with writer(app_context.engine).begin() as connection:
        subscriptions.add(connection, "operator.1", "https://push.contoh.id/1", body, MONDAY_NOON)


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """Fill a store with two receipts, one of them with a contact, and a subscribed browser."""
    write_city(tmp_path, source=TWO_SOURCES)
    app_context, _ = start(tmp_path)
    sync_layer(app_context)
    submit(app_context, 1)
    submit(app_context, 2, contact=None)
    subscribe(app_context, tmp_path)
    load_push_key(tmp_path / "var")
    return tmp_path


def test_a_key_that_fits_is_not_mentioned(filled: Path) -> None:
    assert start(filled)[1] == []


def test_a_missing_key_beside_a_filled_store_is_said_with_what_is_lost(filled: Path) -> None:
    """Kind: made anew in silence, and nobody knows why no message arrives any more."""
    (filled / "var" / REPORTER_KEY_FILE).unlink()
    app_context, errors = start(filled)
    assert [error["event"] for error in errors] == [MADE_ANEW]
    assert [errors[0][name] for name in COUNTS] == [2, 1, 1]
    assert REPORTER_KEY_FILE in errors[0]["remedy"]
    submit(app_context, 3)  # the board goes on


def test_another_key_is_said_at_every_start(filled: Path) -> None:
    """Kind: a store restored without its key, which another start had made meanwhile."""
    (filled / "var" / REPORTER_KEY_FILE).write_text("k" * 64)
    submit(start(filled)[0], 3)
    errors = start(filled)[1]
    assert [(error["event"], error["receipts"]) for error in errors] == [(UNFIT, 2)]
    assert [error["event"] for error in start(filled, key="kunci lain dari pengaturan, panjang")[1]] == [
        UNFIT
    ]


def test_the_right_key_put_back_is_found_to_be_wrong_only_for_what_came_between(filled: Path) -> None:
    key = filled / "var" / REPORTER_KEY_FILE
    original = key.read_bytes()
    key.write_text("k" * 64)
    submit(start(filled)[0], 3)
    key.write_bytes(original)
    assert [[error[name] for name in COUNTS] for error in start(filled)[1]] == [[1, 1, 0]]


def test_a_missing_push_key_is_said_where_browsers_have_subscribed(filled: Path) -> None:
    (filled / "var" / PUSH_KEY_FILE).unlink()
    assert [error["event"] for error in start(filled)[1]] == [PUSH_MADE_ANEW]


def test_a_missing_key_is_said_where_only_reporters_were_hashed_under_it(tmp_path: Path) -> None:
    write_city(tmp_path, source=TWO_SOURCES)
    app_context, _ = start(tmp_path)
    sync_layer(app_context)
    pull_rows(app_context, qlue_row(1))
    (tmp_path / "var" / REPORTER_KEY_FILE).unlink()
    assert [(error["event"], error["receipts"]) for error in start(tmp_path)[1]] == [(MADE_ANEW, 0)]


def test_nothing_is_said_of_new_keys_for_a_store_that_holds_nothing(tmp_path: Path) -> None:
    write_city(tmp_path)
    assert start(tmp_path)[1] == []
    (tmp_path / "var" / REPORTER_KEY_FILE).unlink()
    assert start(tmp_path)[1] == []
