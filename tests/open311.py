"""A GeoReport v2 server on loopback, as strict or as odd as a test wants it."""

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

Report = dict[str, Any]
KNOWN = {"jurisdiction_id", "api_key", "start_date", "end_date", "page", "page_size", "service_request_id",
         "updated_after", "cursor"}  # fmt: skip


def report(number: int, hours_ago: float = 1, **changed: Any) -> Report:
    """A report of rubbish in Anggrek, open, filed so many hours before Monday noon."""
    filed = (MONDAY_NOON - timedelta(hours=hours_ago)).strftime("%Y-%m-%dT%H:%M:%SZ")
    lat, long = IN_ANGGREK
    usual = {
        "service_request_id": f"R{number}", "status": "open", "service_code": "017",
        "service_name": "Sampah", "description": "menumpuk", "requested_datetime": filed,
        "updated_datetime": filed, "lat": lat, "long": long,
    }  # fmt: skip
    return {**usual, **changed}


class RefusedError(Exception):
    """The server's own error document."""

    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status, self.description = status, description


@dataclass
class GeoReport:
    """What the server holds and how it answers.

    :param pages: whether it knows ``page``; ``clamp`` gives the last page again instead of an empty one;
        ``link`` names the next page in a Link header, by a cursor that nobody can guess
    :param next_page: what the Link header says instead of the next page
    :param cap: the most reports of one answer, whatever ``page_size`` says
    :param newest_first: False: in an order that has nothing to do with time
    :param ids: how ``service_request_id=a,b`` is answered: by all it knows, by nothing (404) if it does not
        know one of them, by the first three, as if it had not been asked, or as an unknown parameter
    """

    reports: dict[str, Report] = field(default_factory=dict)
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
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def put(self, *reports: Report) -> None:
        """Adds reports, or changes those of the same id."""
        self.reports.update({item["service_request_id"]: item for item in reports})

    def change(self, identity: str, at: datetime, **values: Any) -> None:
        """Changes a report at a moment."""
        when = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.reports[identity] = {**self.reports[identity], "updated_datetime": when, **values}

    def answer(self, path: str, query: Mapping[str, str]) -> list[Any]:
        """The list behind a path such as ``requests`` or ``tokens/T1``."""
        if unknown := sorted(set(query) - KNOWN):
            raise RefusedError(400, f"unknown parameter {unknown[0]}")
        if self.jurisdiction and query.get("jurisdiction_id") != self.jurisdiction:
            raise RefusedError(404, "jurisdiction_id provided was not found")
        if self.key and query.get("api_key") != self.key:
            raise RefusedError(403, f"api_key {query.get('api_key')} is not valid")
        match path.strip("/").split("/"):
            case ["services"]:
                return list(self.services)
            case ["requests"]:
                return self._requests(query)
            case ["requests", identity] if identity in self.reports:
                return [self.reports[identity]]
            case ["tokens", token] if token in self.tokens:
                return [{"token": token, "service_request_id": self.tokens[token]}]
        raise RefusedError(404, "not found")

    def _requests(self, query: Mapping[str, str]) -> list[Report]:
        if "service_request_id" in query and self.ids != "ignored":
            return self._by_ids(query["service_request_id"].split(","))
        found = [item for item in self.reports.values() if self._within(item, query)]
        order = "requested_datetime" if self.newest_first else "description"
        found.sort(key=lambda item: (str(item[order]), str(item["service_request_id"])), reverse=True)
        size = min(int(query.get("page_size", 50)), self.cap)
        if self.pages == "no":
            return found[: self.cap]
        if self.pages == "link":
            start = int(query.get("cursor", 0))
            return found[start : start + size]
        number = int(query.get("page", 1)) - 1
        last = max(len(found) - 1, 0) // size
        number = min(number, last) if self.pages == "clamp" else number
        return found[number * size : (number + 1) * size]

    def _by_ids(self, ids: list[str]) -> list[Report]:
        if self.ids == "refused":
            raise RefusedError(400, "unknown parameter service_request_id")
        if self.ids == "strict" and not set(ids) <= set(self.reports):
            raise RefusedError(404, "service_request_id provided was not found")
        found = [self.reports[identity] for identity in ids if identity in self.reports]
        return found[:3] if self.ids == "three" else found

    def _within(self, item: Report, query: Mapping[str, str]) -> bool:
        if "updated_after" in query:
            if not self.updated_after:
                raise RefusedError(400, "unknown parameter updated_after")
            return bool(item["updated_datetime"] >= query["updated_after"])
        if not self.dates:
            return True
        end = datetime.fromisoformat(query.get("end_date", "2026-11-24T00:00:00Z"))
        start = (
            datetime.fromisoformat(query["start_date"]) if "start_date" in query else end - timedelta(days=90)
        )
        if end - start > timedelta(days=self.longest_days):
            raise RefusedError(400, f"no more than {self.longest_days} days")
        filed = str(item["requested_datetime"])
        moment = datetime.fromisoformat(filed)
        return start < (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) < end

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked.append(handler.path)
        parts = urlsplit(handler.path)
        path, _, form = parts.path.rpartition(".")
        query, links = {k: v[0] for k, v in parse_qs(parts.query).items()}, dict[str, str]()
        try:
            content: Any = self.answer(path, query)
            status, links = 200, self._links(parts.path, query, len(content))
        except RefusedError as refusal:
            content = [{"code": refusal.status, "description": refusal.description}]
            status = refusal.status
        send(
            handler, status, to_xml(content) if form == "xml" else json.dumps(content).encode(), form, **links
        )

    def _links(self, path: str, query: Mapping[str, str], count: int) -> dict[str, str]:
        """The header that leads from a full page to the next one."""
        if self.pages != "link" or count < min(int(query.get("page_size", 50)), self.cap):
            return {}
        on = urlencode({**query, "cursor": int(query.get("cursor", 0)) + count})
        return {"Link": f'<{self.next_page or f"{path}?{on}"}>; rel="next"'}


def send(
    handler: BaseHTTPRequestHandler, status: int, body: bytes, form: str = "json", **headers: str
) -> None:
    """Answers with a body."""
    handler.send_response(status)
    kind = {"xml": "text/xml", "html": "text/html"}.get(form, "application/json")
    named = {"Content-Type": kind, "Content-Length": str(len(body)), **headers}
    for name, value in named.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def to_xml(items: list[Mapping[str, Any]]) -> bytes:
    """A list as GeoReport v2 writes it; nothing is nil."""
    nil = '<{0} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>'
    rows = [
        "".join(nil.format(k) if v is None else f"<{k}>{escape(str(v))}</{k}>" for k, v in item.items())
        for item in items
    ]
    wrapped = "".join(f"<request>{row}</request>" for row in rows)
    return f'<?xml version="1.0" encoding="utf-8"?><service_requests>{wrapped}</service_requests>'.encode()


@contextmanager
def start_open311(**knobs: Any) -> Iterator[GeoReport]:
    """Serves a GeoReport v2 server until the block ends; its ``url`` is the endpoint."""
    with start_feed() as feed:
        server = GeoReport(**knobs)
        feed.answer, server.url = server, base(feed)
        yield server


def base(feed: HttpFeed) -> str:
    """The address of a feed without its path."""
    return feed.url.removesuffix("/feed")
