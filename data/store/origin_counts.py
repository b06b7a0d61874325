"""How many reports are stored by source, category and policy: counted once, then followed by change.

Each start compares them with the city's file. Those of an earlier start are kept under a name with the last
change number then: only reports that changed since are read, as they are and as their events say they were.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select

from data.store.named_values import delete_value, load_value, save_value
from data.store.reports import revision
from data.store.schema import event, service_request

NAME = "start:origins"
MAX_CHANGES = 50_000  # after the kept ones; with more, all reports are counted anew and kept
COLUMNS = ("source", "service_code", "policy")

Origin = tuple[str, str, str | None]


@dataclass(frozen=True)
class OriginCounts:
    """The numbers of stored reports by source, by category and by policy, each in order.

    :param change: the last change number that they know
    :param is_dear: all reports of a large store were counted, so that it is better to keep them
    """

    reports: Counter[Origin] = field(default_factory=Counter)
    change: int = 0
    is_dear: bool = False

    @property
    def sources(self) -> dict[str, int]:
        """Return the number of reports of each source."""
        return self._by(0)

    @property
    def categories(self) -> dict[str, int]:
        """Return the number of reports of each category."""
        return self._by(1)

    @property
    def policies(self) -> dict[str, int]:
        """Return the number of reports that each policy judged."""
        return self._by(2)

    def _by(self, position: int) -> dict[str, int]:
        tally = Counter[str]()
        for origin, number in self.reports.items():
            if number and (value := origin[position]) is not None:
                tally[value] += number
        return dict(sorted(tally.items()))


def load_counts(connection: Connection) -> OriginCounts:
    """Return the counts as of now; the price follows what changed since they were kept."""
    now, kept = revision(connection), load_value(connection, NAME)
    if kept is None or not 0 <= now - kept["change"] <= MAX_CHANGES:
        return OriginCounts(_count_all(connection), now, is_dear=now > MAX_CHANGES)
    reports = _tally((*origin, number) for *origin, number in kept["reports"])
    if now != kept["change"]:
        reports.update(_present(connection, kept["change"]))
        reports.subtract(_earlier(connection, kept["change"]))
    return OriginCounts(reports, now)


def keep_counts(connection: Connection, counts: OriginCounts) -> None:
    """Keep counts for the next start."""
    rows = [[*origin, number] for origin, number in counts.reports.items() if number]
    save_value(connection, NAME, {"change": counts.change, "reports": rows})


def forget_counts(connection: Connection) -> None:
    """Forget the kept counts, since a name changes in what is stored and no event says so."""
    delete_value(connection, NAME)


def _count_all(connection: Connection) -> Counter[Origin]:
    columns = [service_request.c[name] for name in COLUMNS]
    return _tally(connection.execute(select(*columns, func.count()).group_by(*columns)))


def _present(connection: Connection, change: int) -> Counter[Origin]:
    """Return the counts of the reports that changed after a change number, as they are now."""
    columns = [service_request.c[name] for name in COLUMNS]
    query = select(*columns, func.count()).where(service_request.c.change > change)
    return _tally(connection.execute(query.group_by(*columns)))


def _earlier(connection: Connection, change: int) -> Counter[Origin]:
    """Return the counts of the same reports, as they were at that change number; new ones were not."""
    state, at = service_request.c, event.c
    same = (at.source == state.source) & (at.service_request_id == state.service_request_id)
    is_earlier = (state.change > change) & (at.change <= change)
    last = select(func.max(at.change)).join_from(service_request, event, same).where(is_earlier)
    last = last.group_by(state.source, state.service_request_id)
    columns = [at[name] for name in COLUMNS]
    query = select(*columns, func.count()).where(at.change.in_(last)).group_by(*columns)
    return _tally(connection.execute(query))


def _tally(rows: Iterable[Iterable[object]]) -> Counter[Origin]:
    tally = Counter[Origin]()
    for row in rows:
        source, category, policy, number = row
        policy_id = None if policy is None else str(policy)
        tally[str(source), str(category), policy_id] += int(str(number))
    return tally
