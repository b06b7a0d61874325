"""Real servers on loopback: PostgreSQL, and an HTTP feed with scripted responses."""

import getpass
import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from uuid import uuid4

import httpx
import psycopg


def free_port() -> int:
    """Return a free port of loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def responds(url: str) -> bool:
    """Return whether an address answers with a success status."""
    with suppress(httpx.HTTPError):
        return httpx.get(url, timeout=2).is_success
    return False


@dataclass(frozen=True)
class Postgres:
    """A running PostgreSQL server."""

    port: int
    folder: Path

    def new_database(self) -> str:
        """Create an empty database; return its URL."""
        name = self._create("DATABASE")
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{name}"

    def new_store(self) -> str:
        """Create an empty schema; return its URL. As good as a database, in a tenth of the time."""
        name = self._create("SCHEMA")
        server = f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres"
        return f"{server}?options=-csearch_path%3D{name}&application_name={name}"

    def end_connections(self, store_url: str) -> None:
        """End the connections that a test has left to its store: the server takes a hundred."""
        name = store_url.rpartition("application_name=")[2]
        query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(query, (name,))

    def control(self, action: str) -> None:
        """Stop the server as a power cut would, or start it again.

        :param action: ``stop`` or ``start``
        """
        command = [_binaries() / "pg_ctl", "--pgdata", self.folder / "data", "--wait", "--silent"]
        arguments = ["--mode", "immediate", "stop"] if action == "stop" else self._start()
        _run([*command, *arguments])

    def _start(self) -> list[str | Path]:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        return ["--options", options, "--log", self.folder / "log", "start"]

    def _create(self, object_type: str) -> str:
        name = f"uji_{uuid4().hex}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE {object_type} {name}".encode())
        return name

    def _address(self, name: str) -> str:
        return f"host=127.0.0.1 port={self.port} user=postgres dbname={name}"


@contextmanager
def start_postgres(folder: Path) -> Iterator[Postgres]:
    """Run a server in ``folder`` until the block ends; it refuses root, so root runs it as ``postgres``."""
    binaries, files = _binaries(), folder / "data"
    if getpass.getuser() == "root":
        _make_traversable(folder)
        shutil.chown(folder, "postgres")
    _run([binaries / "initdb", "--pgdata", files, "--username=postgres", "--auth=trust", "--no-sync"])
    server = Postgres(free_port(), folder)
    server.control("start")
    try:
        yield server
    finally:
        server.control("stop")


def _binaries() -> Path:
    initdb_paths = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    assert initdb_paths, "the tests need a PostgreSQL server: apt-get install postgresql"
    return initdb_paths[-1].parent


def _make_traversable(folder: Path) -> None:
    """Let other users pass through a temporary folder: the server runs as one of them."""
    for parent in [folder, *list(folder.parents)[:2]]:
        parent.chmod(parent.stat().st_mode | 0o011)


def _run(command: list[str | Path]) -> None:
    arguments = [str(word) for word in command]
    if os.getuid() == 0:
        arguments = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *arguments]
    completed = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert completed.returncode == 0, f"{' '.join(arguments)}\n{completed.stdout}{completed.stderr}"


@dataclass
class HttpFeed:
    """A feed on loopback.

    Attributes:
        answer: handles a request in place of body, status and headers; may be changed between requests
        requested_paths: the paths requested so far
    """

    url: str
    body: bytes = b"[]"
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    requested_paths: list[str] = field(default_factory=list)
    answer: Callable[[BaseHTTPRequestHandler], None] | None = None


@contextmanager
def start_feed() -> Iterator[HttpFeed]:
    """Serve a feed until the block ends."""
    feed = HttpFeed("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            feed.requested_paths.append(self.path)
            if feed.answer:
                return feed.answer(self)
            self.send_response(feed.status)
            for name, value in {**feed.headers, "Content-Length": str(len(feed.body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(feed.body)

        def log_message(self, *_: object) -> None:
            """Log nothing: tests read ``requested_paths``."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    feed.url = f"http://127.0.0.1:{server.server_port}/feed"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield feed
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
