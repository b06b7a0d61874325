"""Stores of each scale, kept between runs, and a board over a copy of one, with a clock that can be moved."""

import atexit
import hashlib
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from sqlalchemy import select

from bootstrap import AppContext
from data.config.clock import Clock
from data.core.report.key import ReportKey
from data.core.report.standing import Event, EventKind
from data.core.status import Status
from data.services.live_board import LiveBoard
from data.store.engine import writer
from data.store.events import write_events
from data.store.report_states import load_reports, write_states
from data.store.schema import service_request
from tests.bench.density.city import CITY_FILE, open_city, write_city
from tests.bench.density.fill import Density, fill_density
from tests.personas import MONDAY_NOON

SCALES = (150, 1_000, 10_000)  # reports a day
DAYS, AREAS = 120, 280
STORES = "PANTAU_BENCH_STORES"  # a folder in which stores are kept; by default one for temporary files
SMALL_SCALE = 150  # has Manado's own areas, all others a grid


@dataclass
class ScaleBoard:
    """A city of one scale with its live board.

    :param moment: what its clock shows
    """

    per_day: int
    folder: Path
    app_context: AppContext
    moment: datetime = MONDAY_NOON
    changed: int = 0
    live: LiveBoard = field(init=False)

    def __post_init__(self) -> None:
        self.app_context = replace(self.app_context, clock=Clock(time_source=lambda: self.moment.timestamp()))
        self.live = self.app_context.live_board

    def change_reports(self, count: int) -> None:
        """Let another agency take so many open reports, a little later than before."""
        self.moment += timedelta(milliseconds=20)
        keys = self._open_keys(count)
        self.changed += count
        with writer(self.app_context.engine).begin() as connection:
            reports = load_reports(connection, keys, self.moment)
            changed = {
                key: replace(
                    report,
                    known=replace(
                        report.known,
                        standing=report.known.standing.copy_with(agency_responsible=f"Dinas {self.changed}"),
                        last_occurred_at=self.moment,
                    ),
                )
                for key, report in reports.items()
                if report.known
            }
            events = [
                (key, Event(EventKind.STATUS, self.moment, self.moment, report.known.standing))
                for key, report in changed.items()
                if report.known
            ]
            write_states(connection, changed, write_events(connection, events, pull_id=1))

    def _open_keys(self, count: int) -> Sequence[ReportKey]:
        table = service_request.c
        query = select(table.source, table.service_request_id).where(
            table.status == Status.OPEN, table.last_occurred_at <= self.moment
        )
        with self.app_context.engine.connect() as connection:
            rows = connection.execute(query.order_by(table.change).limit(count)).all()
        return [(row[0], row[1]) for row in rows]


@lru_cache(maxsize=1)
def open_scale(per_day: int) -> ScaleBoard:
    """Open a copy of the store of a scale, its board refreshed once; lines of one scale share it."""
    folder = copy_store(per_day)
    board = ScaleBoard(per_day, folder, open_city(folder, MONDAY_NOON))
    board.live.refresh()
    return board


def copy_store(per_day: int, days: int = DAYS) -> Path:
    """Return a folder with a copy of the store of a scale, deleted at the end of the process."""
    folder = TemporaryDirectory(prefix="pantau-bench-")
    atexit.register(folder.cleanup)
    return Path(shutil.copytree(kept_store(per_day, days), Path(folder.name) / "city"))


def kept_store(per_day: int, days: int = DAYS) -> Path:
    """Return the folder of a scale's store, which is written when it is missing."""
    folder = _stores_folder() / f"{per_day}-{days}"
    if not folder.exists():
        unfinished = folder.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        write_city(unfinished, None if per_day <= SMALL_SCALE else AREAS)
        app_context = open_city(unfinished, MONDAY_NOON)
        fill_density(app_context, Density(per_day, days, MONDAY_NOON))
        app_context.engine.dispose()
        unfinished.rename(folder)
    assert (folder / CITY_FILE).exists()
    return folder


def _stores_folder() -> Path:
    """Return where stores are kept: with the digest of what writes them in its name."""
    if given := os.environ.get(STORES):
        return Path(given)
    sources = sorted(Path(__file__).parents[1].glob("density/*.py"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]
    return Path(gettempdir()) / f"pantau-bench-stores-{digest}"
