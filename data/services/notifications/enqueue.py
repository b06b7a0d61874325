"""Events into the outbox, within the transaction that stores them."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from sqlalchemy import Connection

from data.core.config.city import CONFIDENTIAL
from data.core.notifications import REPORTER, Key, Notice, Telling, Template, tellings
from data.services.submission import OWN
from data.store.ingest import Happened, Tell
from data.store.notifications import joined_with, keep_notices

ParentOf = Callable[[str], str]


def teller(parent_of: ParentOf) -> Tell:
    """Puts what is to be told of events into the outbox."""

    def tell(connection: Connection, happened: Happened) -> None:
        found = [telling for key, event in happened for telling in tellings(key, event, parent_of)]
        if found:
            keep(connection, found, happened[-1][1].learnt_at)

    return tell


def keep(connection: Connection, found: Iterable[Telling], now: datetime) -> None:
    """Keeps what is to be told; of a report with which others are counted, their reporters too."""
    every = list(found)
    heard = {telling.key for telling in every if telling.audience.startswith(REPORTER)}
    joined = joined_with(connection, heard) if heard else {}
    notices = [notice for telling in every for notice in _notices(telling, joined)]
    keep_notices(connection, now, notices)


def _notices(telling: Telling, joined: dict[Key, list[Key]]) -> Iterator[Notice]:
    """One notice; for reporters one each, of those who filed here: nobody knows the others."""
    if not telling.audience.startswith(REPORTER):
        yield _notice(telling, telling.audience, telling.once)
        return
    if telling.key[0] == OWN:
        yield _notice(telling, telling.audience, telling.once)
    if telling.template in (Template.RECEIVED, Template.JOINED):
        return
    for key in joined.get(telling.key, ()):
        audience = REPORTER + "/".join(key)
        yield _notice(telling, audience, f"{telling.once}|{audience}", key)


def _notice(telling: Telling, audience: str, once: str, key: Key | None = None) -> Notice:
    source, number = key or telling.key
    return Notice(once, audience, telling.template, _values(telling), source, number)


def _values(telling: Telling) -> dict[str, str | None]:
    """For the template: codes and moments, nothing that anybody wrote."""
    standing = telling.standing
    hidden = standing.service_code == CONFIDENTIAL
    due = standing.expected_datetime
    return {
        "service_code": standing.service_code,
        "area_code": None if hidden else standing.area_code,
        "agency": standing.agency_responsible,
        "due": due.isoformat() if due else None,
    }
