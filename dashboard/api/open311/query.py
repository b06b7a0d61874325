"""What a program asks for, read and checked."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

from dashboard.api.open311.responses import Open311Error
from dashboard.web.context import WebContext
from data.core.open311_query import ServiceRequestQuery
from data.core.report.key import ReportKey
from data.core.status import Status
from data.services.submission import OWN_SOURCE

MAX_PERIOD = timedelta(days=90)  # what the specification sets
MAX_PAGE_SIZE, DEFAULT_PAGE_SIZE = 1_000, 100
SEPARATOR = ":"  # between the source and the number of a report that was not filed here


def public_id(key: ReportKey) -> str:
    """The number under which a report is given out: the plain one of what was filed here."""
    return key[1] if key[0] == OWN_SOURCE else SEPARATOR.join(key)


def parse_public_id(number: str) -> ReportKey:
    """The report of a number that was given out."""
    source, separator, number_in_source = unquote(number).partition(SEPARATOR)
    return (source, number_in_source) if separator else (OWN_SOURCE, source)


def check_jurisdiction(query: Mapping[str, str], context: WebContext) -> None:
    """:raises AskedWrongError: it is another city's"""
    jurisdiction = query.get("jurisdiction_id")
    if jurisdiction and jurisdiction not in (context.city.code, context.settings.city_stem):
        raise Open311Error(404, f"jurisdiction_id {jurisdiction[:80]!r} was not found")


def parse_query(query: Mapping[str, str], context: WebContext, hidden: frozenset[str]) -> ServiceRequestQuery:
    """Which reports a query asks for: of the last 90 days, if it does not say.

    :raises AskedWrongError: a value that is none
    """
    now = context.live_board.clock.now()
    until = _parse_moment(query, "end_date") or now
    since = _parse_moment(query, "start_date") or until - MAX_PERIOD
    status = _split_values(query, "status")
    if unknown := [value for value in status if value not in (Status.OPEN, Status.CLOSED)]:
        raise Open311Error(400, f"status {unknown[0][:40]!r}: allowed is open, closed, or both")
    page_size = _parse_number(
        query,
        "page_size",
        DEFAULT_PAGE_SIZE if "page" in query or "page_size" in query else MAX_PAGE_SIZE,
        MAX_PAGE_SIZE,
    )
    page = _parse_number(query, "page", 1, 10_000)
    return ServiceRequestQuery(
        since=max(since, until - MAX_PERIOD),
        until=until,
        status=status,
        service_codes=_split_values(query, "service_code"),
        excluded_codes=hidden,
        limit=page_size,
        offset=(page - 1) * page_size,
    )


def requested_keys(query: Mapping[str, str]) -> list[ReportKey]:
    """The reports that a query names; none where it names none."""
    return [parse_public_id(number) for number in _split_values(query, "service_request_id")[:MAX_PAGE_SIZE]]


def _split_values(query: Mapping[str, str], name: str) -> list[str]:
    return [part for part in (raw_part.strip() for raw_part in query.get(name, "").split(",")) if part]


def _parse_moment(query: Mapping[str, str], name: str) -> datetime | None:
    """:raises AskedWrongError: no time of ISO 8601"""
    value = query.get(name, "")
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value.replace(" ", "+"))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        allowed = "a time such as 2026-11-24T08:00:00Z"
        raise Open311Error(400, f"{name} {value[:40]!r}: allowed is {allowed}") from None


def _parse_number(query: Mapping[str, str], name: str, default: int, limit: int) -> int:
    """:raises AskedWrongError: no whole number from 1 on"""
    value = query.get(name, "")
    if not value:
        return default
    if not (value.isascii() and value.isdecimal() and int(value[:9]) > 0):
        raise Open311Error(400, f"{name} {value[:40]!r}: allowed is a whole number from 1")
    return min(int(value[:9]), limit)
