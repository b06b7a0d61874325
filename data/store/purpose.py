"""Whether a store is for practice or for real, settled when it is first opened: nothing mixes."""

from sqlalchemy import Connection, select

from data.store.schema import counter, service_request

PRACTICE = "practice"  # in the table of counters: 1 for a practice store, 0 for a real one


def settle(connection: Connection, *, practice: bool, simulated: frozenset[str]) -> bool:
    """Whether the store may be used so; one that was never asked is settled by what lies in it.

    :param simulated: the sources of a practice city
    """
    found = connection.execute(select(counter.c.value).where(counter.c.name == PRACTICE)).scalar_one_or_none()
    if found is None:
        found = _by_content(connection, practice=practice, simulated=simulated)
        connection.execute(counter.insert().values(name=PRACTICE, value=found))
    return bool(found) is practice


def _by_content(connection: Connection, *, practice: bool, simulated: frozenset[str]) -> int:
    """An empty store is what it is opened for; one with reports of other sources is real."""
    others = select(service_request.c.source).where(service_request.c.source.not_in(simulated)).limit(1)
    if not practice:
        return 0
    return int(connection.execute(others).first() is None)
