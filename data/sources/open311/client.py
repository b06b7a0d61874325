"""Client of a GeoReport v2 server: its addresses, parameters and errors."""

import time
from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import quote

import httpx

from data.core.config.city import Open311Source
from data.sources.base import FeedError, PullContext
from data.sources.http import SourceContext, fetch_source
from data.sources.http_request import HttpStatusError
from data.sources.open311.responses import ITEM_KEYS, ErrorDocumentError, parse_items
from data.sources.redirects import check_redirect, same_server
from data.sources.secrets import resolve_secret
from data.sources.values import text_or_none

MAX_ID_LENGTH = 200
MAX_REQUESTS = 100_000  # a server that invents reports with each response must not block a pull for ever


class GeoReportClient:
    """The requests of one pull, each answered with a list."""

    def __init__(
        self,
        source: Open311Source,
        source_context: SourceContext,
        pull_context: PullContext,
        http_client: httpx.Client,
    ) -> None:
        self._source, self._source_context = source, source_context
        self._pull_context, self._http_client = pull_context, http_client
        self._request_count = 0
        self._last_link: httpx.URL | None = None  # the next page of the last response of any kind
        self._next_page: httpx.URL | None = None  # the next page of reports
        self.has_unread_page = False  # a response links to a page, and the source says that it has none

    def get_requests(self, **parameters: str) -> list[Any]:
        """Return one page or time window of reports."""
        reports = self._get_list(self._source.requests_path, parameters, self._source.list_key)
        self._next_page = self._last_link
        return reports

    def get_next_page(self) -> list[Any]:
        """Return the page that the last one links to; an empty list if it links to none."""
        if self._next_page is None:
            return []
        reports = self._get_items(self._next_page, self._source.list_key)
        self._next_page = self._last_link
        return reports

    def get_request(self, identity: str) -> list[Any]:
        """Return one report as a list; an empty list if the server no longer has it."""
        path = f"{self._source.requests_path}/{quote(identity, safe='')}"
        try:
            return self._get_list(path, {}, self._source.list_key)
        except ResourceNotFoundError:
            return []

    def get_service_id(self, token: str) -> str | None:
        """Return the id of a report filed under a token; None while the server has not assigned it."""
        try:
            answers = self._get_list(f"{self._source.tokens_path}/{quote(token, safe='')}", {})
        except (ResourceNotFoundError, RequestRejectedError, ErrorDocumentError):
            return None
        ids = (text_or_none(item.get("service_request_id")) for item in answers if isinstance(item, Mapping))
        return next((server_id for server_id in ids if server_id and len(server_id) <= MAX_ID_LENGTH), None)

    @cached_property
    def service_names(self) -> Mapping[str, str]:
        """Return the names of the server's services by their codes."""
        services = self._get_list(self._source.services_path, {})
        pairs = (
            (text_or_none(item.get("service_code")), text_or_none(item.get("service_name")))
            for item in services
            if isinstance(item, Mapping)
        )
        return {code: name for code, name in pairs if code and name}

    def _get_list(self, path: str, parameters: Mapping[str, str], list_key: str | None = None) -> list[Any]:
        source = self._source
        url = httpx.URL(f"{path if '://' in path else f'{self._base}/{path}'}{self._extension}")
        common = {
            source.jurisdiction_parameter: source.jurisdiction_id,
            source.api_key_parameter: self._api_key,
        }
        non_empty = {name: value for name, value in common.items() if value}
        return self._get_items(
            url.copy_merge_params({**non_empty, **source.parameters, **parameters}), list_key
        )

    def _get_items(
        self, url: httpx.URL, list_key: str | None, item_keys: tuple[str, ...] = ITEM_KEYS
    ) -> list[Any]:
        """Return the items of a URL; errors name it without its parameters, and never the API key."""
        try:
            return parse_items(self._get_body(url), list_key, (*item_keys, *self._own_item_keys))
        except HttpStatusError as error:
            raise self._status_error(error) from error
        except ErrorDocumentError as error:
            raise ErrorDocumentError(f"{_safe_url(url)} says {self._without_key(str(error))}") from error
        except FeedError as error:
            raise FeedError(self._without_key(_with_url(str(error), url))) from error

    def _status_error(self, error: HttpStatusError) -> FeedError:
        """Return an error with the status, and with the server's message if it sent an error document."""
        server_message = _error_in_body(error.body)
        message = self._without_key(f"{error}: {server_message}" if server_message else str(error))
        error_class = ResourceNotFoundError if error.status in (404, 410) else RequestRejectedError
        return error_class(message) if 400 <= error.status < 500 else FeedError(message)

    def _get_body(self, url: httpx.URL) -> bytes:
        if self._request_count and self._source.pause_seconds:
            time.sleep(self._source.pause_seconds)
        self._request_count += 1
        if self._request_count > MAX_REQUESTS:
            raise FeedError(f"{MAX_REQUESTS} questions and still no end of new reports")
        response = fetch_source(self._source, str(url), self._source_context, client=self._http_client)
        assert response is not None
        self._pull_context.bytes_read += response.bytes_received
        self._last_link = self._next_page_url(url, response.next_url) if response.next_url else None
        self.has_unread_page |= bool(response.next_url) and self._source.paging == "none"
        return response.read()

    def _next_page_url(self, url: httpx.URL, link: str) -> httpx.URL | None:
        """Return the linked page, on the same server only: every request has API key and secret headers."""
        if self._source.paging != "link":
            return None
        target = url.join(link)
        if not same_server(url, target):
            raise FeedError(f"the next page lies on another server, {target.host}: refused")
        return target

    @property
    def _own_item_keys(self) -> tuple[str, ...]:
        """Return the server's own names of id and filing time, which also identify an item as a report."""
        names = (
            self._source.fields.get(field_name) for field_name in ("service_request_id", "requested_datetime")
        )
        return tuple(name.split(".")[0] for name in names if name)

    def _without_key(self, message: str) -> str:
        """Return a server's message without our API key, in case it repeats the key."""
        return message.replace(self._api_key, "***") if self._api_key else message

    @cached_property
    def _api_key(self) -> str | None:
        secret, context = self._source.api_key, self._source_context
        return resolve_secret(secret, context.environ, context.folder) if secret else None

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
        """Return address and format of the configured endpoint type from the discovery document."""
        discovery_url = httpx.URL(str(self._source.discovery))
        endpoint = _choose_endpoint(
            self._get_items(discovery_url, None, ("specification",)), self._source.endpoint_type
        )
        address = text_or_none(endpoint.get("url"))
        if address is None:
            raise FeedError(f"{_safe_url(discovery_url)} gives no address for {self._source.endpoint_type}")
        check_redirect(discovery_url, httpx.URL(address))
        offers_json = "json" in str(endpoint.get("formats") or "json").lower()
        return {"url": address, "format": "json" if offers_json else "xml"}


class ResourceNotFoundError(FeedError):
    """404 or 410: the server has nothing under that address."""


class RequestRejectedError(FeedError):
    """Another 4xx: the server does not accept the request."""


def _error_in_body(body: bytes) -> str | None:
    try:
        parse_items(body)
    except ErrorDocumentError as error:
        return str(error)
    except FeedError:
        return None
    return None


def _choose_endpoint(endpoints: list[Any], endpoint_type: str) -> Mapping[str, Any]:
    """Return the endpoint of a type, preferring one of GeoReport v2 if the document tells."""
    matches = [
        item
        for item in endpoints
        if isinstance(item, Mapping) and str(item.get("type")).lower() == endpoint_type
    ]
    v2_endpoints = [item for item in matches if "v2" in str(item.get("specification")).lower()]
    return next(iter(v2_endpoints or matches), {})


def _with_url(message: str, url: httpx.URL) -> str:
    safe_url = _safe_url(url)
    return message if safe_url in message else f"{safe_url}: {message}"


def _safe_url(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.host}{url.path}"
