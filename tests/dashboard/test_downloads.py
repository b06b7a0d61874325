"""Downloads that nobody reads: they hold no connection of the store, and few files are made at once.

Kind: a connection is never held while somebody reads.
"""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit

import httpx
import pandas as pd
import pytest
from starlette.exceptions import HTTPException

from bootstrap import AppContext
from dashboard.app import create_app
from dashboard.pages.recap.exports import csv
from dashboard.web.context import WebContext
from dashboard.web.downloads import Downloads
from dashboard.web.work_queue import QueueLimits
from data.core.access import Principal, Role
from data.services import recap
from data.store.engine import PoolSize, open_engine
from tests.dashboard.asgi_client import run_in_own_loop
from tests.dashboard.office_pages import get_as, open_city_at_work, serve_app
from tests.dashboard.sign_in import PASSWORD, accounts_of, session_cookie, with_changes
from tests.dashboard.web_contexts import feed_row, pull_reports
from tests.personas import IN_CEMPAKA, OPERATOR
from tests.pulls import wait_until

UNREAD_DOWNLOADS = 20
COPIES, TEXT = 50, "x" * 8_000  # of each listed report: 2 MB, more than buffers on the way to the reader hold
SOCKET_BUFFER = 4_096
LIST_PATH = "/rekap/laporan.csv"


@dataclass(frozen=True)
class ServedCity:
    """A served city whose pages have two connections."""

    app_context: AppContext
    web_context: WebContext
    url: str

    def cookie(self, principal: Principal = OPERATOR) -> str:
        return "; ".join(f"{k}={v}" for k, v in session_cookie(self.web_context.accounts, principal).items())


@pytest.fixture
def large_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each listed report be there many times, and the server have small buffers."""
    list_rows = recap.recap_report_rows

    def long_list(*given: Any) -> pd.DataFrame:
        return pd.concat([list_rows(*given).assign(description=TEXT)] * COPIES, ignore_index=True)

    monkeypatch.setattr(recap, "recap_report_rows", long_list)
    monkeypatch.setattr(csv, "ROWS_PER_CHUNK", 10)
    create_server = socket.create_server

    def small_buffers(address: tuple[str, int]) -> socket.socket:
        listener = create_server(address)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SOCKET_BUFFER)
        return listener

    monkeypatch.setattr(socket, "create_server", small_buffers)


@pytest.fixture
def served_city(tmp_path: Path, large_lists: None) -> Iterator[ServedCity]:
    """Serve the city at work with a small pool for its pages."""
    opened = open_city_at_work(tmp_path)
    app_context = replace(opened, engine=open_engine(opened.engine.url, PoolSize(2, 0, wait_seconds=2)))
    accounts = accounts_of(replace(app_context, engine=app_context.accounts_engine))
    web_context = with_changes(WebContext(app_context), accounts=accounts)
    with serve_app(create_app(web_context)) as url:
        wait_until(lambda: web_context.live_board.current() is not None)
        yield ServedCity(app_context, web_context, url)


@contextmanager
def unread_download(city: ServedCity, number: int) -> Iterator[socket.socket]:
    """Request the list as an account of its own, and read no more than the response's first bytes."""
    address = urlsplit(city.url)
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SOCKET_BUFFER)
    reader.settimeout(60)
    with reader:
        reader.connect((address.hostname, address.port))
        cookie = city.cookie(Principal(f"operator.{number + 10}", Role.OPERATOR))
        reader.sendall(f"GET {LIST_PATH} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n".encode())
        assert reader.recv(12) == b"HTTP/1.1 200"
        yield reader


def test_unread_downloads_stop_nobody(served_city: ServedCity, tmp_path: Path) -> None:
    """The board refreshes, somebody signs in, and signed-in people read their pages."""
    city = served_city
    cookie = city.cookie()
    with ExitStack() as readers, httpx.Client(base_url=city.url, timeout=30) as client:
        for number in range(UNREAD_DOWNLOADS):
            readers.enter_context(unread_download(city, number))
        assert client.get("/pemberitahuan", headers={"Cookie": cookie}).status_code == 200
        form = {"name": OPERATOR.name, "password": PASSWORD}
        assert client.post("/masuk", data=form, headers={"Origin": city.url}).status_code == 303
        known = city.web_context.live_board.current()
        assert known is not None
        assert pull_reports(city.app_context, tmp_path, [feed_row(99, 1, "Banjir", IN_CEMPAKA)])["new"] == 1
        wait_until(lambda: revision_of(city) > known.snapshot.revision)
        assert city.app_context.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def revision_of(city: ServedCity) -> int:
    current = city.web_context.live_board.current()
    return current.snapshot.revision if current else 0


def test_a_reader_who_leaves_takes_the_file_along(served_city: ServedCity) -> None:
    downloads = served_city.web_context.downloads
    with unread_download(served_city, 0):
        assert downloads.kept_bytes > 0
    wait_until(lambda: downloads.kept_bytes == 0)


def test_few_files_are_made_at_once_and_one_for_each_account() -> None:
    """Others get 503 with a word and a time to come back."""
    downloads, begun, end = Downloads(QueueLimits(1, 1, 1, wait_seconds=0.05)), Event(), Event()

    def write() -> list[bytes]:
        begun.set()
        end.wait(30)
        return [b"x"]

    first = Thread(target=lambda: run_in_own_loop(downloads.make("a", write)))
    first.start()
    assert begun.wait(30)
    try:
        for account in ("a", "b", "c"):  # has one; waits too long; finds the queue as before
            with pytest.raises(HTTPException) as refused:
                run_in_own_loop(downloads.make(account, write))
            assert (refused.value.status_code, "Retry-After" in (refused.value.headers or {})) == (503, True)
            assert "Tunggu" in refused.value.detail
    finally:
        end.set()
        first.join()
    assert run_in_own_loop(downloads.make("b", write)).size == 1


def test_files_that_nobody_reads_are_bounded_in_bytes() -> None:
    downloads = Downloads(max_kept_bytes=10)
    kept = run_in_own_loop(downloads.make("a", lambda: [b"x" * 10]))
    with pytest.raises(HTTPException):
        run_in_own_loop(downloads.make("b", lambda: [b"x"]))
    kept.close()
    assert run_in_own_loop(downloads.make("b", lambda: [b"x"])).size == 1


def test_file_whose_download_cannot_be_noted_is_deleted(
    shared_context: WebContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kind: bytes that count for ever, since an error came between a file and its response."""
    app, downloads, made = create_app(shared_context), shared_context.downloads, list[int]()

    def fail(*_given: Any) -> None:
        made.append(downloads.kept_bytes)
        raise OSError

    monkeypatch.setattr(shared_context.authorizer, "audit", fail)
    with pytest.raises(OSError):
        get_as(app, LIST_PATH)
    assert made[0] > 0
    assert downloads.kept_bytes == 0


@pytest.mark.parametrize("path", [LIST_PATH, "/rekap.xlsx", "/rekap.pdf", "/sumber/ditolak.csv"])
def test_every_download_takes_its_turn(shared_context: WebContext, path: str, monkeypatch: Any) -> None:
    turns: list[str] = []
    make = Downloads.make

    async def counted(self: Downloads, account: str, write: Any) -> Any:
        turns.append(account)
        return await make(self, account, write)

    monkeypatch.setattr(Downloads, "make", counted)
    assert get_as(create_app(shared_context), path).status_code == 200
    assert turns == [OPERATOR.name]
