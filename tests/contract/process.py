"""Run the product as its users do: commands as processes, and the board as a server on loopback."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
START_SECONDS = 90.0  # a server that is not ready by then will never be
STOP_SECONDS = 20.0

# Runs many commands in one process, each as ``python -m`` runs it: a start for each would take minutes.
BATCH = """
import contextlib, io, json, os, runpy, sys, traceback
done = []
for run in json.load(sys.stdin):
    out, err = io.StringIO(), io.StringIO()
    os.environ.clear()
    os.environ.update(run["environ"])
    sys.argv = [run["module"], *run["arguments"]]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            runpy.run_module(run["module"], run_name="__main__", alter_sys=True)
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        except BaseException:
            traceback.print_exc()
            code = 1
    done.append({"code": code, "out": out.getvalue(), "err": err.getvalue()})
json.dump(done, sys.__stdout__)
"""


@dataclass(frozen=True)
class Run:
    """One command: ``python -m module arguments``."""

    module: str
    arguments: tuple[str, ...]
    environ: dict[str, str]


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """The whole environment of a command whose files lie in ``folder``; lines of help are never broken."""
    usual = {"PATH": os.environ["PATH"], "HOME": str(folder), "COLUMNS": "400", "PYTHONUTF8": "1"}
    return {**usual, "PANTAU_VAR": str(folder / "var"), **settings}


def run_one(run: Run) -> Outcome:
    """Run a command in a process of its own."""
    command = [sys.executable, "-m", run.module, *run.arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=run.environ, capture_output=True, text=True, check=False, timeout=120
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def run_batch(runs: Sequence[Run]) -> list[Outcome]:
    """Run commands one after the other in a single process."""
    done = subprocess.run(
        [sys.executable, "-c", BATCH], cwd=ROOT, input=json.dumps([asdict(run) for run in runs]),
        env=environment(ROOT), capture_output=True, text=True, check=False, timeout=150,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [Outcome(**outcome) for outcome in json.loads(done.stdout)]


@contextmanager
def serving(folder: Path, environ: Mapping[str, str], *options: str) -> Iterator[str]:
    """Serve a board until the block ends; yields its address once it holds a snapshot."""
    port = free_port()
    log = folder / "server.log"
    command = [sys.executable, "-m", "dashboard", *options]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**environ, "PORT": str(port)}, stdout=output, stderr=output
        )
        try:
            _wait_until_ready(f"http://127.0.0.1:{port}", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            _stop(process)


def free_port() -> int:
    """A port of loopback on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        with suppress(httpx.HTTPError):
            if httpx.get(f"{address}/readyz", timeout=5).is_success:
                return
        time.sleep(0.05)
    raise AssertionError(f"the board was not ready in time\n{log.read_text(encoding='utf-8')}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
