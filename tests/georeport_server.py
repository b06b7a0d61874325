"""Fake GeoReport v2 server on loopback with configurable limits and deviations."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any, Literal
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.sax.saxutils import escape

from tests.personas import IN_ANGGREK, MONDAY_NOON
from tests.servers import HttpFeed, start_feed

ReportItem = dict[str, Any]
KNOWN_PARAMETERS = {"jurisdiction_id", "api_key", "start_date", "end_date", "page", "page_size",
                    "service_request_id", "updated_after", "cursor"}  # fmt: skip


def make_report(number: int, hours_ago: float = 1, **changed: Any) -> ReportItem:
    """Return an open report of rubbish in Anggrek, filed so many hours before Monday noon."""
    filed_text = (MONDAY_NOON - timedelta(hours=hours_ago)).strftime("%Y-%m-%dT%H:%M:%SZ")
    lat, long = IN_ANGGREK
    defaults = {
        "service_request_id": f"R{number}", "status": "open", "service_code": "017",
        "service_name": "Sampah", "description": "menumpuk", "requested_datetime": filed_text,
        "updated_datetime": filed_text, "lat": lat, "long": long,
    }  # fmt: skip
    return {**defaults, **changed}


class GeoReportError(Exception):
    """The server answers with an error document."""

    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status, self.description = status, description


@dataclass
class FakeGeoReport:
    """The reports of the server, and how it answers.

    :param pages: whether it knows ``page``; ``clamp`` repeats the last page instead of an empty one;
        ``link`` names the next page in a Link header, by a cursor
    :param next_page: the link in the header instead of the next page
    :param cap: the maximum of reports in one response, whatever ``page_size`` says
    :param newest_first: False: in an order unrelated to time
    :param ids: the answer to ``service_request_id=a,b``: ``known``: those it knows; ``strict``: 404 if it
        does not know one of them; ``three``: the first three; ``ignored``: as without the parameter;
        ``refused``: 400, an unknown parameter
    """

    reports: dict[str, ReportItem] = field(default_factory=dict)
    services: list[Mapping[str, Any]] = field(default_factory=list)
    tokens: dict[str, str | None] = field(default_factory=dict)
    pages: Literal["yes", "clamp", "no", "link"] = "yes"
    next_page: str | None = None
    cap: int = 1_000
    newest_first: bool = True
    dates: bool = True
    longest_days: float = 90
    updated_after: bool = False
    ids: Literal["known", "strict", "three", "ignored", "refused"] = "known"
    jurisdiction: str | None = None
    key: str | None = None
    requested_paths: list[str] = field(default_factory=list)
    url: str = ""

    def put(self, *reports: ReportItem) -> None:
        """Add reports, or replace those of the same id."""
        self.reports.update({item["service_request_id"]: item for item in reports})

    def change(self, identity: str, at: datetime, **values: Any) -> None:
        """Change a report at a time."""
        timestamp = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.reports[identity] = {**self.reports[identity], "updated_datetime": timestamp, **values}

    def answer(self, path: str, query: Mapping[str, str]) -> list[Any]:
        """Return the list behind a path such as ``requests`` or ``tokens/T1``."""
        if unknown := sorted(set(query) - KNOWN_PARAMETERS):
            raise GeoReportError(400, f"unknown parameter {unknown[0]}")
        if self.jurisdiction and query.get("jurisdiction_id") != self.jurisdiction:
            raise GeoReportError(404, "jurisdiction_id provided was not found")
        if self.key and query.get("api_key") != self.key:
            raise GeoReportError(403, f"api_key {query.get('api_key')} is not valid")
        match path.strip("/").split("/"):
            case ["services"]:
                return list(self.services)
            case ["requests"]:
                return self._requests(query)
            case ["requests", identity] if identity in self.reports:
                return [self.reports[identity]]
            case ["tokens", token] if token in self.tokens:
                return [{"token": token, "service_request_id": self.tokens[token]}]
        raise GeoReportError(404, "not found")

    def _requests(self, query: Mapping[str, str]) -> list[ReportItem]:
        if "service_request_id" in query and self.ids != "ignored":
            return self._by_ids(query["service_request_id"].split(","))
        matches = [item for item in self.reports.values() if self._matches_query(item, query)]
        sort_field = "requested_datetime" if self.newest_first else "description"
        matches.sort(key=lambda item: (str(item[sort_field]), str(item["service_request_id"])), reverse=True)
        size = min(int(query.get("page_size", 50)), self.cap)
        if self.pages == "no":
            return matches[: self.cap]
        if self.pages == "link":
            start = int(query.get("cursor", 0))
            return matches[start : start + size]
        page_number = int(query.get("page", 1)) - 1
        last_page = max(len(matches) - 1, 0) // size
        page_number = min(page_number, last_page) if self.pages == "clamp" else page_number
        return matches[page_number * size : (page_number + 1) * size]

    def _by_ids(self, ids: list[str]) -> list[ReportItem]:
        if self.ids == "refused":
            raise GeoReportError(400, "unknown parameter service_request_id")
        if self.ids == "strict" and not set(ids) <= set(self.reports):
            raise GeoReportError(404, "service_request_id provided was not found")
        matches = [self.reports[identity] for identity in ids if identity in self.reports]
        return matches[:3] if self.ids == "three" else matches

    def _matches_query(self, item: ReportItem, query: Mapping[str, str]) -> bool:
        if "updated_after" in query:
            if not self.updated_after:
                raise GeoReportError(400, "unknown parameter updated_after")
            return bool(item["updated_datetime"] >= query["updated_after"])
        if not self.dates:
            return True
        end = datetime.fromisoformat(query.get("end_date", "2026-11-24T00:00:00Z"))
        start = (
            datetime.fromisoformat(query["start_date"]) if "start_date" in query else end - timedelta(days=90)
        )
        if end - start > timedelta(days=self.longest_days):
            raise GeoReportError(400, f"no more than {self.longest_days} days")
        filed_text = str(item["requested_datetime"])
        filed = datetime.fromisoformat(filed_text)
        return start < (filed if filed.tzinfo else filed.replace(tzinfo=UTC)) < end

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        self.requested_paths.append(handler.path)
        parts = urlsplit(handler.path)
        path, _, body_format = parts.path.rpartition(".")
        query, links = {k: v[0] for k, v in parse_qs(parts.query).items()}, dict[str, str]()
        try:
            content: Any = self.answer(path, query)
            status, links = 200, self._link_header(parts.path, query, len(content))
        except GeoReportError as error:
            content = [{"code": error.status, "description": error.description}]
            status = error.status
        send_response(
            handler,
            status,
            to_xml(content) if body_format == "xml" else json.dumps(content).encode(),
            body_format,
            **links,
        )

    def _link_header(self, path: str, query: Mapping[str, str], count: int) -> dict[str, str]:
        """Return the Link header from a full page to the next one."""
        if self.pages != "link" or count < min(int(query.get("page_size", 50)), self.cap):
            return {}
        next_query = urlencode({**query, "cursor": int(query.get("cursor", 0)) + count})
        return {"Link": f'<{self.next_page or f"{path}?{next_query}"}>; rel="next"'}


def send_response(
    handler: BaseHTTPRequestHandler, status: int, body: bytes, body_format: str = "json", **headers: str
) -> None:
    """Send a response with a body."""
    handler.send_response(status)
    content_type = {"xml": "text/xml", "html": "text/html"}.get(body_format, "application/json")
    all_headers = {"Content-Type": content_type, "Content-Length": str(len(body)), **headers}
    for name, value in all_headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def to_xml(items: list[Mapping[str, Any]]) -> bytes:
    """Return a list in the XML of GeoReport v2; None is nil."""
    nil = '<{0} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>'
    rows = [
        "".join(nil.format(k) if v is None else f"<{k}>{escape(str(v))}</{k}>" for k, v in item.items())
        for item in items
    ]
    wrapped = "".join(f"<request>{row}</request>" for row in rows)
    return f'<?xml version="1.0" encoding="utf-8"?><service_requests>{wrapped}</service_requests>'.encode()


@contextmanager
def start_georeport_server(**options: Any) -> Iterator[FakeGeoReport]:
    """Run a GeoReport v2 server until the block ends; its ``url`` is the endpoint."""
    with start_feed() as feed:
        server = FakeGeoReport(**options)
        feed.answer, server.url = server, base_url(feed)
        yield server


def base_url(feed: HttpFeed) -> str:
    """Return the URL of a feed without its path."""
    return feed.url.removesuffix("/feed")
