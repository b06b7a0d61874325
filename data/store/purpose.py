"""Whether a store is for practice or for real, settled when it is first opened: nothing mixes."""

from sqlalchemy import Connection, select

from data.store.schema import counter, service_request

PRACTICE_COUNTER = "practice"  # in the table of counters: 1 for a practice store, 0 for a real one


def matches_purpose(connection: Connection, *, practice: bool, simulated: frozenset[str]) -> bool:
    """Whether the store may be used so; one that was never asked is settled by what lies in it.

    :param simulated: the sources of a practice city
    """
    value = connection.execute(
        select(counter.c.value).where(counter.c.name == PRACTICE_COUNTER)
    ).scalar_one_or_none()
    if value is None:
        value = _infer_purpose(connection, practice=practice, simulated=simulated)
        connection.execute(counter.insert().values(name=PRACTICE_COUNTER, value=value))
    return bool(value) is practice


def _infer_purpose(connection: Connection, *, practice: bool, simulated: frozenset[str]) -> int:
    """An empty store is what it is opened for; one with reports of other sources is real."""
    other_sources = (
        select(service_request.c.source).where(service_request.c.source.not_in(simulated)).limit(1)
    )
    if not practice:
        return 0
    return int(connection.execute(other_sources).first() is None)
