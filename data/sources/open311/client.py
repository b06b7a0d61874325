"""Asking a GeoReport v2 server: its addresses, its parameters, its errors. One question, one list."""

import time
from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import quote

import httpx

from data.core.config.city import Open311Source
from data.sources.base import FeedError, Visit
from data.sources.http import Surroundings, ask
from data.sources.http_request import StatusError
from data.sources.open311.responses import MARKS, ServerError, items
from data.sources.redirects import check_redirect, same_server
from data.sources.secrets import reveal
from data.sources.values import text_or_none

LONGEST_ID = 200
MAX_QUESTIONS = 100_000  # a server that makes up reports with each answer must not hold a pull for ever


class Client:
    """The questions of one pull."""

    def __init__(
        self, source: Open311Source, around: Surroundings, visit: Visit, session: httpx.Client
    ) -> None:
        self._source, self._around, self._visit, self._session = source, around, visit, session
        self._asked = 0
        self._link: httpx.URL | None = None  # the next page of the last answer, whatever it was about
        self._next: httpx.URL | None = None  # the next page of reports

    def requests(self, **parameters: str) -> list[Any]:
        """One page or window of reports."""
        found = self._ask(self._source.requests_path, parameters, self._source.list_key)
        self._next = self._link
        return found

    def following(self) -> list[Any]:
        """The page that the page before names as its next one; an empty list if it names none."""
        if self._next is None:
            return []
        found = self._get(self._next, self._source.list_key)
        self._next = self._link
        return found

    def request(self, identity: str) -> list[Any]:
        """One report; an empty list if the server no longer has it."""
        try:
            return self._ask(
                f"{self._source.requests_path}/{quote(identity, safe='')}", {}, self._source.list_key
            )
        except MissingError:
            return []

    def service_id(self, token: str) -> str | None:
        """The id of a report that was filed under a token; None while the server has not given it one."""
        try:
            found = self._ask(f"{self._source.tokens_path}/{quote(token, safe='')}", {})
        except (MissingError, RefusedError, ServerError):
            return None
        names = (text_or_none(item.get("service_request_id")) for item in found if isinstance(item, Mapping))
        return next((name for name in names if name and len(name) <= LONGEST_ID), None)

    @cached_property
    def service_names(self) -> Mapping[str, str]:
        """Names of the server's services by their codes."""
        found = self._ask(self._source.services_path, {})
        pairs = (
            (text_or_none(item.get("service_code")), text_or_none(item.get("service_name")))
            for item in found
            if isinstance(item, Mapping)
        )
        return {code: name for code, name in pairs if code and name}

    def _ask(self, path: str, parameters: Mapping[str, str], list_key: str | None = None) -> list[Any]:
        source = self._source
        url = httpx.URL(f"{path if '://' in path else f'{self._base}/{path}'}{self._extension}")
        common = {source.jurisdiction_parameter: source.jurisdiction_id, source.api_key_parameter: self._key}
        known = {name: value for name, value in common.items() if value}
        return self._get(url.copy_merge_params({**known, **source.parameters, **parameters}), list_key)

    def _get(self, url: httpx.URL, list_key: str | None, marks: tuple[str, ...] = MARKS) -> list[Any]:
        """Any fault names the address without its parameters, and never the key."""
        try:
            return items(self._body(url), list_key, (*marks, *self._own_marks))
        except StatusError as error:
            raise self._explained(error) from error
        except ServerError as error:
            raise ServerError(f"{_shown(url)} says {self._safe(str(error))}") from error
        except FeedError as error:
            raise FeedError(self._safe(_placed(str(error), url))) from error

    def _explained(self, error: StatusError) -> FeedError:
        """The status, and the server's own words if it sent an error document."""
        words = _words(error.body)
        message = self._safe(f"{error}: {words}" if words else str(error))
        kind = MissingError if error.status in (404, 410) else RefusedError
        return kind(message) if 400 <= error.status < 500 else FeedError(message)

    def _body(self, url: httpx.URL) -> bytes:
        if self._asked and self._source.pause_seconds:
            time.sleep(self._source.pause_seconds)
        self._asked += 1
        if self._asked > MAX_QUESTIONS:
            raise FeedError(f"{MAX_QUESTIONS} questions and still no end of new reports")
        answer = ask(self._source, str(url), self._around, session=self._session)
        assert answer is not None
        self._visit.bytes_read += answer.received
        self._link = self._leads_on(url, answer.next) if answer.next else None
        return answer.read()

    def _leads_on(self, url: httpx.URL, link: str) -> httpx.URL | None:
        """Keys and secret headers go with every question: a page on another server is none of ours."""
        if self._source.paging != "link":
            return None
        target = url.join(link)
        if not same_server(url, target):
            raise FeedError(f"the next page lies on another server, {target.host}: refused")
        return target

    @property
    def _own_marks(self) -> tuple[str, ...]:
        """Where the server names its id and its filing time otherwise, they too mark a report."""
        names = (self._source.fields.get(ours) for ours in ("service_request_id", "requested_datetime"))
        return tuple(name.split(".")[0] for name in names if name)

    def _safe(self, words: str) -> str:
        """A server's words without our key, should it repeat it."""
        return words.replace(self._key, "***") if self._key else words

    @cached_property
    def _key(self) -> str | None:
        secret = self._source.api_key
        return reveal(secret, self._around.environ, self._around.folder) if secret else None

    @property
    def _base(self) -> str:
        return (self._source.url or self._endpoint["url"]).rstrip("/")

    @property
    def _extension(self) -> str:
        source = self._source
        if source.extension is not None:
            return source.extension
        return f".{source.format or ('json' if source.url else self._endpoint['format'])}"

    @cached_property
    def _endpoint(self) -> Mapping[str, str]:
        """What the discovery document says of the endpoint of the configured type."""
        asked = httpx.URL(str(self._source.discovery))
        chosen = _chosen(self._get(asked, None, ("specification",)), self._source.endpoint_type)
        address = text_or_none(chosen.get("url"))
        if address is None:
            raise FeedError(f"{_shown(asked)} gives no address for {self._source.endpoint_type}")
        check_redirect(asked, httpx.URL(address))
        json = "json" in str(chosen.get("formats") or "json").lower()
        return {"url": address, "format": "json" if json else "xml"}


class MissingError(FeedError):
    """404: the server has nothing under that address."""


class RefusedError(FeedError):
    """Another 4xx: the server does not take the question."""


def _words(body: bytes) -> str | None:
    try:
        items(body)
    except ServerError as said:
        return str(said)
    except FeedError:
        return None
    return None


def _chosen(found: list[Any], kind: str) -> Mapping[str, Any]:
    """The endpoint of that type, one of GeoReport v2 if the document tells."""
    fitting = [item for item in found if isinstance(item, Mapping) and str(item.get("type")).lower() == kind]
    newest = [item for item in fitting if "v2" in str(item.get("specification")).lower()]
    return next(iter(newest or fitting), {})


def _placed(message: str, url: httpx.URL) -> str:
    shown = _shown(url)
    return message if shown in message else f"{shown}: {message}"


def _shown(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.host}{url.path}"
