"""The purpose of a store, practice or real, fixed when it is first opened, so that nothing mixes."""

from sqlalchemy import Connection, select

from data.store.schema import counter, service_request

PRACTICE_COUNTER = "practice"  # in the table of counters: 1 for a practice store, 0 for a real one


def matches_purpose(connection: Connection, *, practice: bool, simulated: frozenset[str]) -> bool:
    """Return whether the store serves this purpose; the first call fixes it by the store's content.

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
    """Return 1 for practice: if requested, and the store has no report of another source."""
    other_sources = (
        select(service_request.c.source).where(service_request.c.source.not_in(simulated)).limit(1)
    )
    if not practice:
        return 0
    return int(connection.execute(other_sources).first() is None)
