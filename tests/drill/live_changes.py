"""Changes that are committed on a schedule: new reports, and steps of open ones."""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count, cycle

from sqlalchemy import func, select

from bootstrap import AppContext
from data.core.report.key import ReportKey
from data.core.report.standing import Event, EventKind, KnownReport, Standing
from data.core.status import Status
from data.store.engine import writer
from data.store.events import write_events
from data.store.report_states import TrackedReport, load_reports, write_states
from data.store.schema import service_request
from tests.builders import standing

SOURCE = "aplikasi"
POOL = 20_000  # open reports that are stepped in turn


class ChangeWriter:
    """Commits the same number of changes again and again; half of them are new reports.

    :ivar commits: when each commit was complete, ``time.monotonic()``, with the open reports since then
    :ivar most_behind: how many commits were due and not yet begun, at most
    """

    def __init__(self, app_context: AppContext, shift: float, changes: int) -> None:
        self._app_context, self._shift, self._changes = app_context, shift, changes
        self._numbers = count(1)
        self.commits: list[tuple[float, int]] = []
        self.most_behind = 0.0
        self._open, keys = self._read_open()
        self._keys = cycle(keys)
        self._seconds = 1.0

    @property
    def changes_per_second(self) -> float:
        """Return how many changes a second were committed."""
        return len(self.commits) * self._changes / self._seconds

    def run(self, seconds: float, commits_per_second: int) -> None:
        """Commit for so long."""
        start = time.monotonic()
        for number in range(int(seconds * commits_per_second)):
            wait = start + number / commits_per_second - time.monotonic()
            self.most_behind = max(self.most_behind, -wait * commits_per_second)
            if wait > 0:
                time.sleep(wait)
            if time.monotonic() - start > 2 * seconds:
                break
            self._commit()
        self._seconds = time.monotonic() - start

    def _read_open(self) -> tuple[int, Sequence[ReportKey]]:
        table = service_request.c
        is_open = table.status == Status.OPEN
        with self._app_context.engine.connect() as connection:
            number = connection.scalar(select(func.count()).select_from(service_request).where(is_open))
            keys = connection.execute(
                select(table.source, table.service_request_id).where(is_open).limit(POOL)
            ).all()
        return int(number or 0), [(row[0], row[1]) for row in keys]

    def _commit(self) -> None:
        moment = datetime.fromtimestamp(time.time() + self._shift, UTC)
        new = {key: self._new_report(moment) for key in self._new_keys()}
        known_keys = [next(self._keys) for _ in range(self._changes - len(new))]
        with writer(self._app_context.engine).begin() as connection:
            known = load_reports(connection, known_keys, moment)
            stepped = {key: _stepped(report, moment) for key, report in known.items()}
            events = [(key, _event(EventKind.RECEIVED, report, moment)) for key, report in new.items()]
            events += [(key, _event(EventKind.STATUS, report, moment)) for key, report in stepped.items()]
            write_states(connection, new | stepped, write_events(connection, events, pull_id=1))
        self._open += len(new)
        self.commits.append((time.monotonic(), self._open))

    def _new_keys(self) -> list[ReportKey]:
        return [(SOURCE, f"L-{next(self._numbers)}") for _ in range(self._changes // 2)]

    def _new_report(self, moment: datetime) -> TrackedReport:
        category = self._app_context.city.category[0].code
        area = next(iter(self._app_context.layer.codes))
        state = standing(
            service_code=category, area_code=area, requested_datetime=moment, expected_datetime=None,
            placement="named", lat=None, long=None,
        )  # fmt: skip
        return TrackedReport(KnownReport(state, {}, moment, moment, "L"), moment)


def _stepped(report: TrackedReport, moment: datetime) -> TrackedReport:
    assert report.known is not None
    state = report.known.standing.copy_with(agency_responsible=f"Dinas {moment.microsecond % 7}")
    return replace(report, known=replace(report.known, standing=state, last_occurred_at=moment))


def _event(kind: EventKind, report: TrackedReport, moment: datetime) -> Event:
    assert report.known is not None
    state: Standing = report.known.standing
    return Event(kind, moment, moment, state)
