"""A PostgreSQL server of a test's own on loopback, asked by its own client programs."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .process import free_port

USER = "postgres"  # the server refuses root, so root runs it as this user
SCHEMA = """
SELECT json_build_object(
  'version', (SELECT version_num FROM alembic_version),
  'columns', (SELECT json_object_agg(table_name || '.' || column_name, data_type
      || CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END)
    FROM information_schema.columns WHERE table_schema = 'public'),
  'indexes', (SELECT json_object_agg(indexname, indexdef) FROM pg_indexes WHERE schemaname = 'public'),
  'triggers', (SELECT json_object_agg(trigger_name || ' ' || event_manipulation, event_object_table)
    FROM information_schema.triggers WHERE trigger_schema = 'public'))
"""


@dataclass(frozen=True)
class Server:
    """A running server with one empty database."""

    port: int

    @property
    def url(self) -> str:
        """The database as the product is given it."""
        return f"postgresql+psycopg://{USER}@127.0.0.1:{self.port}/{USER}"

    def load(self, file: Path) -> None:
        """Put the store of a file in the place of what there is."""
        empty = f"DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION {USER}"
        self._client("--command", empty, "--file", str(file))

    def schema(self) -> Any:
        """The version of a store with its columns, indexes and triggers."""
        return json.loads(self._client("--command", SCHEMA))

    def _client(self, *arguments: str) -> str:
        where = ["--host", "127.0.0.1", "--port", str(self.port), "--username", USER]
        how = ["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"]
        return _run([_binaries() / "psql", *where, *how, *arguments])


@contextmanager
def running() -> Iterator[Server]:
    """Run a server until the block ends; its data is thrown away, so it need not be durable."""
    with TemporaryDirectory(prefix="pantau-contract-") as name:
        folder, server = Path(name), Server(free_port())
        if os.getuid() == 0:
            shutil.chown(folder, USER)
        data = str(folder / "data")
        _run_as_user(["initdb", "--pgdata", data, f"--username={USER}", "--auth=trust", "--no-sync"])
        options = f"-p {server.port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        control = ["pg_ctl", "--pgdata", data, "--wait", "--silent"]
        _run_as_user([*control, "--options", options, "--log", str(folder / "log"), "start"])
        try:
            yield server
        finally:
            _run_as_user([*control, "--mode", "immediate", "stop"])


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    assert found, "the tests need a PostgreSQL server: apt-get install postgresql"
    return found[-1]


def _run_as_user(words: list[str]) -> None:
    other = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--init-groups"] if os.getuid() == 0 else []
    _run([*other, _binaries() / words[0], *words[1:]])


def _run(words: list[str | Path]) -> str:
    """Files take the output: a server that goes on would hold a pipe open."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        with out.open("wb") as output:
            done = subprocess.run([str(word) for word in words], stdout=output, stderr=output, check=False)
        text = out.read_text(encoding="utf-8")
    assert done.returncode == 0, text
    return text
