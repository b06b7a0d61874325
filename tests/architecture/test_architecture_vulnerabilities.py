"""`make vulnerabilities` says what is known of the pinned packages, or that it could not find out."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.source_code import ROOT
from tests.servers import free_port
from tests.vulnerabilities import NONE_KNOWN, NOT_FOUND_OUT, SOME_KNOWN, report

KNOWN = {
    "id": "PYSEC-1",
    "summary": "a fault",
    "affected": [
        {
            "package": {"name": "idna", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.1"}]}],
        }
    ],
}


@contextmanager
def start_database(vulnerable: str) -> Iterator[str]:
    """Serve a database of vulnerabilities that knows one of a package; yield its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            body = json.dumps({"vulns": [KNOWN]} if query["package"]["name"] == vulnerable else {}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1/query"
    server.shutdown()
    server.server_close()


def check(*arguments: str, **environ: str) -> tuple[int, list[str]]:
    """Return exit code and printed lines of the command."""
    command = [sys.executable, "-m", "tests.vulnerabilities", *arguments]
    environment = {**os.environ, **environ}
    completed = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    return completed.returncode, completed.stdout.splitlines()


def test_an_unreachable_database_is_said_with_an_exit_code_of_its_own(tmp_path: Path) -> None:
    """Kind: nothing was checked, and it looks as if nothing was found."""
    nowhere = f"http://127.0.0.1:{free_port()}"
    code, lines = check(f"--cache-dir={tmp_path}", HTTPS_PROXY=nowhere, https_proxy=nowhere)
    assert (code, len(lines)) == (NOT_FOUND_OUT, 1)
    assert lines[0].startswith("NOT CHECKED: the database of vulnerabilities could not be asked: ")


def test_all_packages_of_both_lists_are_asked_for(tmp_path: Path) -> None:
    with start_database("idna") as address:
        code, lines = check("--vulnerability-service=osv", f"--osv-url={address}", f"--cache-dir={tmp_path}")
    names = {
        line.split("==")[0]
        for file in ("requirements.txt", "requirements-test.txt")
        for line in (ROOT / file).read_text(encoding="utf-8").splitlines()
        if "==" in line and not line.startswith(" ")
    }
    assert (code, lines[0]) == (SOME_KNOWN, "idna 3.20: PYSEC-1, fixed in 99.1")
    assert int(lines[-1].split()[0]) >= len(names) > 150


@pytest.mark.parametrize(
    ("packages", "code"),
    [
        ([{"name": "a", "version": "1", "vulns": []}], NONE_KNOWN),
        ([{"name": "a", "version": "1", "vulns": []}, {"name": "b", "skip_reason": "b?"}], NOT_FOUND_OUT),
        ([], NOT_FOUND_OUT),
    ],
)
def test_a_package_that_the_database_does_not_know_is_not_safe(
    packages: list[dict[str, Any]], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Kind: pip-audit alone ends with 0 for packages that it could not check."""
    assert report(packages) == code
    assert "0 known vulnerabilities" in capsys.readouterr().out
