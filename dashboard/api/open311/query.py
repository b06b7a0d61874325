"""Query parameters of GeoReport v2, parsed and checked."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import unquote

from dashboard.api.open311.responses import Open311Error
from dashboard.web.context import WebContext
from dashboard.web.query_values import parse_moment, parse_whole_number
from data.core.open311_query import ServiceRequestQuery
from data.core.report.key import ReportKey
from data.core.status import Status
from data.services.submission import OWN_SOURCE

MAX_PERIOD = timedelta(days=90)  # set by the specification
PERIOD_TOLERANCE = timedelta(days=1)  # for whole days at both ends
END_OF_DAY, DAY_LENGTH = time(23, 59, 59), len("2026-11-24")
MAX_PAGE_SIZE, MAX_PAGE_SIZE_WITHOUT_KEY, DEFAULT_PAGE_SIZE = 1_000, 100, 100
MAX_PAGE = 10_000
FIRST_MOMENT = datetime(1990, 1, 1, tzinfo=UTC)  # no report was filed before
# Filters of other servers. To ignore one would answer with reports that were not asked for.
FOREIGN_FILTERS = ("q", "bbox", "lat", "long", "radius", "address", "agency_responsible", "limit", "offset")
SEPARATOR = ":"  # between source and number of a report that was not submitted here


def public_id(key: ReportKey) -> str:
    """Return a report's public number: the plain one if it was submitted here, else with its source."""
    return key[1] if key[0] == OWN_SOURCE else SEPARATOR.join(key)


def parse_public_id(number: str) -> ReportKey:
    """Return the report key of a public number."""
    source, separator, number_in_source = unquote(number).partition(SEPARATOR)
    return (source, number_in_source) if separator else (OWN_SOURCE, source)


def check_jurisdiction(query: Mapping[str, str], context: WebContext) -> None:
    """:raises Open311Error: the jurisdiction is another city's"""
    jurisdiction = query.get("jurisdiction_id")
    if jurisdiction and jurisdiction not in (context.city.code, context.settings.city_stem):
        raise Open311Error(404, f"jurisdiction_id {jurisdiction[:80]!r} was not found")


def parse_query(
    query: Mapping[str, str], context: WebContext, hidden: frozenset[str], max_page_size: int = MAX_PAGE_SIZE
) -> ServiceRequestQuery:
    """Return which reports a query selects: those of the last 90 days, if it names no dates.

    Its limit is the size of the page.

    :param hidden: codes of categories that are never listed
    :param max_page_size: the largest page, and the one of a query that names none
    :raises Open311Error: a value is not valid
    """
    if foreign := [name for name in FOREIGN_FILTERS if query.get(name)]:
        raise Open311Error(400, f"{foreign[0]}: this service has no such filter")
    updated_since, updated_until = _parse_updated_period(query, context)
    since, until = _parse_period(query, context, is_updated_query=updated_since is not None)
    status = _split_values(query, "status")
    if unknown := [value for value in status if value not in (Status.OPEN, Status.CLOSED)]:
        raise Open311Error(400, f"status {unknown[0][:40]!r}: allowed is open, closed, or both")
    page = parse_page(query, max_page_size)
    return ServiceRequestQuery(
        since=since,
        until=until,
        status=status,
        service_codes=_split_values(query, "service_code"),
        excluded_codes=hidden,
        limit=page.size,
        offset=page.offset,
        updated_since=updated_since,
        updated_until=updated_until,
    )


@dataclass(frozen=True)
class Page:
    """Which part of a list is asked for; pages are numbered from 1."""

    number: int
    size: int

    @property
    def offset(self) -> int:
        """Return how many reports the pages before it have."""
        return (self.number - 1) * self.size

    def next(self) -> "Page":
        """Return the page after it."""
        return Page(self.number + 1, self.size)

    def part_of(self, numbers: Sequence[str]) -> Sequence[str]:
        """Return what is on this page."""
        return numbers[self.offset : self.offset + self.size]


def parse_page(query: Mapping[str, str], max_page_size: int) -> Page:
    """Return the page of a query; a larger one than is allowed has the largest size that is.

    :raises Open311Error: a value is not valid
    """
    names_page = "page" in query or "page_size" in query
    default_size = min(DEFAULT_PAGE_SIZE, max_page_size) if names_page else max_page_size
    number = _parse_number(query, "page", 1)
    if number > MAX_PAGE:
        raise Open311Error(400, f"page {number}: allowed is a whole number from 1 to {MAX_PAGE:,}")
    return Page(number, min(_parse_number(query, "page_size", default_size), max_page_size))


def _parse_period(
    query: Mapping[str, str], context: WebContext, *, is_updated_query: bool
) -> tuple[datetime, datetime]:
    """Return the period of filing; a query for what changed lately has none unless it names one.

    :raises Open311Error: it is longer than a query may be; it is never cut off
    """
    until = _parse_moment(query, "end_date", context, END_OF_DAY) or context.live_board.clock.now()
    since = _parse_moment(query, "start_date", context)
    if since is None:
        return (FIRST_MOMENT if is_updated_query else until - MAX_PERIOD), until
    _check_period("start_date", since, "end_date", until)
    return since, until


def _parse_updated_period(
    query: Mapping[str, str], context: WebContext
) -> tuple[datetime | None, datetime | None]:
    """:raises Open311Error: it is longer than a query may be, or has no beginning"""
    until = _parse_moment(query, "updated_before", context, END_OF_DAY)
    since = _parse_moment(query, "updated_after", context)
    if since is None and until is not None:
        since = until - MAX_PERIOD
    if since is not None:
        _check_period("updated_after", since, "updated_before", until or context.live_board.clock.now())
    return since, until


def _check_period(start_name: str, since: datetime, end_name: str, until: datetime) -> None:
    if since > until:
        raise Open311Error(400, f"{start_name} lies after {end_name}, or after now")
    if until - since > MAX_PERIOD + PERIOD_TOLERANCE:
        raise Open311Error(
            400,
            f"the period from {start_name} to {end_name} (now, if missing) is longer than "
            f"{MAX_PERIOD.days} days: ask for several periods, one after the other",
        )


def requested_numbers(query: Mapping[str, str]) -> list[str]:
    """Return the numbers of the reports that a query names."""
    return _split_values(query, "service_request_id")


def _split_values(query: Mapping[str, str], name: str) -> list[str]:
    return [part for part in (raw_part.strip() for raw_part in query.get(name, "").split(",")) if part]


def _parse_moment(
    query: Mapping[str, str], name: str, context: WebContext, time_of_day: time = time()
) -> datetime | None:
    """Return a moment; of a day without a time of day the beginning or the end, in the city's zone.

    :raises Open311Error: no time of ISO 8601
    """
    value = query.get(name, "")
    if not value:
        return None
    try:
        moment = parse_moment(value.replace(" ", "+"), UTC)
        if len(value) > DAY_LENGTH:
            return moment
        day = date.fromisoformat(value)
        return datetime.combine(day, time_of_day, context.city.zone).astimezone(UTC)
    except (ValueError, OverflowError):
        allowed = "a time such as 2026-11-24T08:00:00Z"
        raise Open311Error(400, f"{name} {value[:40]!r}: allowed is {allowed}") from None


def _parse_number(query: Mapping[str, str], name: str, default: int) -> int:
    """:raises Open311Error: no whole number from 1"""
    value = query.get(name, "")
    if not value:
        return default
    try:
        return parse_whole_number(value, 1, sys.maxsize)
    except ValueError:
        raise Open311Error(400, f"{name} {value[:40]!r}: allowed is a whole number from 1") from None
