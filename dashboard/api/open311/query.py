"""What a program asks for, read and checked."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

from dashboard.api.open311.responses import AskedWrongError
from dashboard.web.context import Site
from data.core.open311_query import Wanted
from data.core.report.key import Key
from data.core.status import Status
from data.services.submission import OWN

LONGEST = timedelta(days=90)  # what the specification sets
MOST, USUAL = 1_000, 100
SEPARATOR = ":"  # between the source and the number of a report that was not filed here


def public_id(key: Key) -> str:
    """The number under which a report is given out: the plain one of what was filed here."""
    return key[1] if key[0] == OWN else SEPARATOR.join(key)


def key_of(number: str) -> Key:
    """The report of a number that was given out."""
    source, mark, identity = unquote(number).partition(SEPARATOR)
    return (source, identity) if mark else (OWN, source)


def check_jurisdiction(query: Mapping[str, str], site: Site) -> None:
    """:raises AskedWrongError: it is another city's"""
    given = query.get("jurisdiction_id")
    if given and given not in (site.city.code, site.settings.city_stem):
        raise AskedWrongError(404, f"jurisdiction_id {given[:80]!r} was not found")


def wanted_of(query: Mapping[str, str], site: Site, hidden: frozenset[str]) -> Wanted:
    """Which reports a query asks for: of the last 90 days, if it does not say.

    :raises AskedWrongError: a value that is none
    """
    now = site.live.clock.now()
    until = _moment(query, "end_date") or now
    since = _moment(query, "start_date") or until - LONGEST
    status = _several(query, "status")
    if unknown := [word for word in status if word not in (Status.OPEN, Status.CLOSED)]:
        raise AskedWrongError(400, f"status {unknown[0][:40]!r}: allowed is open, closed, or both")
    most = _number(query, "page_size", USUAL if "page" in query or "page_size" in query else MOST, MOST)
    page = _number(query, "page", 1, 10_000)
    return Wanted(
        since=max(since, until - LONGEST),
        until=until,
        status=status,
        service_codes=_several(query, "service_code"),
        hidden=hidden,
        most=most,
        skip=(page - 1) * most,
    )


def keys_in(query: Mapping[str, str]) -> list[Key]:
    """The reports that a query names; none where it names none."""
    return [key_of(number) for number in _several(query, "service_request_id")[:MOST]]


def _several(query: Mapping[str, str], name: str) -> list[str]:
    return [part for part in (piece.strip() for piece in query.get(name, "").split(",")) if part]


def _moment(query: Mapping[str, str], name: str) -> datetime | None:
    """:raises AskedWrongError: no time of ISO 8601"""
    given = query.get(name, "")
    if not given:
        return None
    try:
        found = datetime.fromisoformat(given.replace(" ", "+"))
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        allowed = "a time such as 2026-11-24T08:00:00Z"
        raise AskedWrongError(400, f"{name} {given[:40]!r}: allowed is {allowed}") from None


def _number(query: Mapping[str, str], name: str, usual: int, most: int) -> int:
    """:raises AskedWrongError: no whole number from 1 on"""
    given = query.get(name, "")
    if not given:
        return usual
    if not (given.isascii() and given.isdecimal() and int(given[:9]) > 0):
        raise AskedWrongError(400, f"{name} {given[:40]!r}: allowed is a whole number from 1")
    return min(int(given[:9]), most)
