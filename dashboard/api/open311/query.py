"""Query parameters of GeoReport v2, parsed and checked."""

import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

from dashboard.api.open311.responses import Open311Error
from dashboard.web.context import WebContext
from dashboard.web.query_values import parse_moment, parse_whole_number
from data.core.open311_query import ServiceRequestQuery
from data.core.report.key import ReportKey
from data.core.status import Status
from data.services.submission import OWN_SOURCE

MAX_PERIOD = timedelta(days=90)  # set by the specification
MAX_PAGE_SIZE, MAX_PAGE_SIZE_WITHOUT_KEY, DEFAULT_PAGE_SIZE = 1_000, 100, 100
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

    :param hidden: codes of categories that are never listed
    :param max_page_size: the largest page, and the one of a query that names none
    :raises Open311Error: a value is not valid
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
        DEFAULT_PAGE_SIZE if "page" in query or "page_size" in query else max_page_size,
        max_page_size,
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


def requested_keys(query: Mapping[str, str], max_page_size: int = MAX_PAGE_SIZE) -> list[ReportKey]:
    """Return the keys of the reports that a query names, at most one page of them."""
    return [parse_public_id(number) for number in _split_values(query, "service_request_id")[:max_page_size]]


def _split_values(query: Mapping[str, str], name: str) -> list[str]:
    return [part for part in (raw_part.strip() for raw_part in query.get(name, "").split(",")) if part]


def _parse_moment(query: Mapping[str, str], name: str) -> datetime | None:
    """:raises Open311Error: no time of ISO 8601"""
    value = query.get(name, "")
    if not value:
        return None
    try:
        return parse_moment(value.replace(" ", "+"), UTC)
    except ValueError:
        allowed = "a time such as 2026-11-24T08:00:00Z"
        raise Open311Error(400, f"{name} {value[:40]!r}: allowed is {allowed}") from None


def _parse_number(query: Mapping[str, str], name: str, default: int, limit: int) -> int:
    """:raises Open311Error: no whole number from 1"""
    value = query.get(name, "")
    if not value:
        return default
    try:
        return min(parse_whole_number(value, 1, sys.maxsize), limit)
    except ValueError:
        raise Open311Error(400, f"{name} {value[:40]!r}: allowed is a whole number from 1") from None
