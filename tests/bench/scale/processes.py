"""The lines of a real process: at rest, from its start to a frame, and after every page was opened.

The floor is a bare interpreter with the same libraries.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from dashboard.app import create_app
from tests.bench.density.city import STORE_FILE, open_city
from tests.bench.pairs import result_line
from tests.bench.scale.board_process import START_SECONDS, ScaleProcess, start_board
from tests.bench.scale.boards import copy_store
from tests.bench.scale.targets import IMPORT_SECONDS, LIBRARY_MEGABYTES, POLL_SHARE, PROMISES
from tests.dashboard.sign_in import build_web_context
from tests.dashboard.visits import ENDLESS_PATHS, Address, Visitor, fill_path
from tests.personas import MONDAY_NOON
from tests.pulls import ROOT

IDLE_SECONDS = "PANTAU_BENCH_IDLE_SECONDS"
SETTLE_SECONDS = 20.0  # after the first frame: what a start postpones is done
DASH_PAGES = ("/layar", "/cara-hitung", "/rekap", "/tinjauan", "/sumber")


class BareProcess(NamedTuple):
    """What a bare interpreter took: processor seconds and megabytes to load, share of a core to ask."""

    seconds: float
    megabytes: float
    share: float


def measure_idle(per_day: int) -> dict[str, Any]:
    """Measure the share of a core that web and jobs take with nothing to do."""
    seconds = float(os.environ.get(IDLE_SECONDS, "60"))
    folder = copy_store(per_day)
    with start_board(folder, "--with-jobs") as board:
        board.wait_for_frame()
        time.sleep(SETTLE_SECONDS)
        before, began = board.cpu_seconds, time.monotonic()
        time.sleep(seconds)
        share = (board.cpu_seconds - before) / (time.monotonic() - began)
    bare = run_bare(folder / STORE_FILE, min(seconds, 20.0))
    floor = (
        f"a bare interpreter asking the store 4 times a second ({bare.share:.2%} of a core); "
        f"it took {share:.1%}"
    )
    bar = PROMISES["idle"].at(per_day) / POLL_SHARE
    return result_line(f"idle:{per_day}", share / bare.share, round(bar, 2), "lower", floor, per_day)


def measure_cold_start(per_day: int) -> dict[str, Any]:
    """Measure the processor time from the start of web and jobs to the first frame; not of a first start."""
    folder = copy_store(per_day)
    open_city(folder, MONDAY_NOON).engine.dispose()  # a first start counts the reports, and keeps that
    with start_board(folder, "--with-jobs") as board:
        began = time.monotonic()
        board.wait_for_frame()
        wall, taken = time.monotonic() - began, board.cpu_seconds
    bare = run_bare(folder / STORE_FILE)
    floor = (
        f"a bare interpreter loading the same libraries ({bare.seconds:.2f} s of processor); it took "
        f"{taken:.2f} s ({wall:.1f} s by the clock)"
    )
    bar = PROMISES["cold_start"].at(per_day) / IMPORT_SECONDS
    return result_line(f"cold_start:{per_day}", taken / bare.seconds, round(bar, 2), "lower", floor, per_day)


def measure_resident(per_day: int) -> dict[str, Any]:
    """Measure the memory of web and jobs in one process after every page was opened."""
    folder = copy_store(per_day)
    paths = _paths(folder)
    with start_board(folder, "--with-jobs") as board:
        board.wait_for_frame()
        opened = _open_everything(board, paths)
        megabytes = board.megabytes
    bare = run_bare(folder / STORE_FILE)
    floor = (
        f"a bare interpreter with the same libraries ({bare.megabytes:.0f} MB); it took "
        f"{megabytes:.0f} MB after {opened} answers"
    )
    bar = PROMISES["resident"].at(per_day) / LIBRARY_MEGABYTES
    return result_line(
        f"resident:{per_day}", megabytes / bare.megabytes, round(bar, 2), "lower", floor, per_day
    )


def run_bare(store: Path, seconds: float = 0.0) -> BareProcess:
    """Run the bare interpreter; it asks the store for so many seconds."""
    command = [sys.executable, "-m", "tests.bench.scale.bare_process", str(store), str(seconds)]
    completed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return BareProcess(*map(float, completed.stdout.split()))


def _paths(folder: Path) -> list[str]:
    """Return every address that can be requested, with values that exist."""
    app_context = open_city(folder, MONDAY_NOON)
    app = create_app(build_web_context(app_context, app_context.live_board))
    parent = str(app_context.layer.parents["code"].iloc[0])
    app_context.engine.dispose()
    values = {"source": "aplikasi", "number": "000000007", "kind": "json", "rest": parent, "name": "any-192"}
    routes = [route.path for route in app.server.state.routes.routes if route.method == "GET"]
    return [fill_path(path, values) for path in routes if path not in ENDLESS_PATHS]


def _open_everything(board: ScaleProcess, paths: list[str]) -> int:
    """Open every address and page as an operator; return how many were answered with what was asked for."""
    headers = {**board.operator_header(), "Origin": board.url}
    with httpx.Client(base_url=board.url, headers=headers, timeout=START_SECONDS) as client:
        visitor = Visitor(client)
        for path in paths:
            visitor.open_address(path)
        for page in DASH_PAGES:
            visitor.open_page(Address(page))
    return visitor.statuses[200]
