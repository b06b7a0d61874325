"""The latest end and the latest watermarks of all pulls, without reading all of them again each time.

A source that is pulled every minute has half a million pulls a year, and the board asks four times a second.
"""

from datetime import datetime

from sqlalchemy import BigInteger, Connection, Row, bindparam, case, func, or_, select

from data.store.schema import pull

Key = tuple[str, str]  # a column, and the source
COLUMNS = ("finished_at", "watermark")
NEW_PULLS = select(pull.c.pull_id, pull.c.source, *[pull.c[name] for name in COLUMNS]).where(
    or_(
        pull.c.pull_id > bindparam("last_pull", type_=BigInteger),
        pull.c.pull_id.in_(bindparam("running", expanding=True)),
    )
)


class PullMaxima:
    """The largest times of the pulls of one store; for one thread. Ended pulls never change."""

    def __init__(self) -> None:
        self._floor: datetime | None = None
        self._forget()

    def _forget(self) -> None:
        self._version = object()
        self._last_pull = 0
        self._running: set[int] = set()
        self._largest: dict[Key, datetime] = {}  # up to the floor
        self._later: dict[Key, set[datetime]] = {}  # after it

    def read(self, connection: Connection, floor: datetime) -> None:
        """Read the pulls that are new, or have ended.

        :param floor: no later moment is asked for times up to an earlier one, unless it is read again
        """
        if self._floor is None or floor < self._floor:
            self._forget()
            self._read_all(connection, floor)
        self._floor = floor
        values = {"last_pull": self._last_pull, "running": sorted(self._running)}
        for row in connection.execute(NEW_PULLS, values):
            self._add(row)
        self._raise_floor(floor)

    def latest_pull(self, until: datetime) -> tuple[int, datetime | None]:
        """Return the highest id of all pulls, and the latest end up to a moment."""
        sources = {source for _column, source in (*self._largest, *self._later)}
        ends = [end for source in sources if (end := self._up_to(("finished_at", source), until))]
        return self._last_pull, max(ends, default=None)

    def state(self, until: datetime) -> tuple[object, int]:
        """Return what stays the same as long as the pulls that ended up to a moment do.

        It changes with each pull that is new or ends, and when the time of a wrong clock comes to pass.
        """
        later = sum(moment > until for moments in self._later.values() for moment in moments)
        return self._version, later

    def watermark(self, source: str, until: datetime) -> datetime | None:
        """Return the latest time in any row of a source, up to a moment."""
        return self._up_to(("watermark", source), until)

    def _up_to(self, key: Key, until: datetime) -> datetime | None:
        later = [moment for moment in self._later.get(key, ()) if moment <= until]
        return max(later, default=self._largest.get(key))

    def _read_all(self, connection: Connection, floor: datetime) -> None:
        """Read the largest times up to the floor of all pulls, and note those that have later ones or run."""
        table = pull.c
        largest = [func.max(case((table[name] <= floor, table[name]))) for name in COLUMNS]
        query = select(table.source, func.max(table.pull_id), *largest).group_by(table.source)
        for source, last_pull, *moments in connection.execute(query):
            self._last_pull = max(self._last_pull, last_pull)
            keys = [(name, source) for name in COLUMNS]
            self._largest |= {key: moment for key, moment in zip(keys, moments, strict=True) if moment}
        is_later = (table.finished_at.is_(None), *[table[name] > floor for name in COLUMNS])
        self._running = set(connection.execute(select(table.pull_id).where(or_(*is_later))).scalars())

    def _add(self, row: Row[tuple[int, str, datetime | None, datetime | None]]) -> None:
        if row.pull_id > self._last_pull or row.finished_at is not None:
            self._version = object()
        self._last_pull = max(self._last_pull, row.pull_id)
        self._running.discard(row.pull_id)
        if row.finished_at is None:
            self._running.add(row.pull_id)
        for name in COLUMNS:
            if moment := getattr(row, name):
                self._later.setdefault((name, row.source), set()).add(moment)

    def _raise_floor(self, floor: datetime) -> None:
        for key, moments in self._later.items():
            past = {moment for moment in moments if moment <= floor}
            if past:
                self._largest[key] = max(past | {self._largest.get(key, min(past))})
                moments -= past
