"""Repeated reading of reports that are open in the store: GeoReport v2 has no list of changed reports."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from data.core.config.city import Open311Source
from data.sources.base import FeedError, OpenReport
from data.sources.open311.client import GeoReportClient, RequestRejectedError, ResourceNotFoundError
from data.sources.open311.reader import ReportReader
from data.sources.open311.tokens import TokenRegistry

PROBES = 3
Items = list[Any]


class Sweep:
    """One sweep. ``needs_windows`` is set if the server cannot be asked by ids, or must not be."""

    def __init__(
        self, client: GeoReportClient, reader: ReportReader, source: Open311Source, tokens: TokenRegistry
    ) -> None:
        self._client, self._reader, self._source, self._tokens = client, reader, source, tokens
        self._ids_answered = False
        self._one_by_one = False
        self.needs_windows = source.sweep == "windows"

    def read_by_ids(self, open_reports: Sequence[OpenReport]) -> Iterator[Items]:
        """Yield the open reports that this pull has not read yet.

        :raises FeedError: the configuration demands ids and the server does not know the parameter
        """
        if self.needs_windows:
            return
        server_ids = [
            server_id for local_id, _ in open_reports if (server_id := self._unread_server_id(local_id))
        ]
        size = self._source.ids_per_request
        for start in range(0, len(server_ids), size):
            yield from self._read_batch(server_ids[start : start + size])
            if self.needs_windows:
                break
        if self.needs_windows and self._source.sweep == "ids":
            raise FeedError(
                f"the server does not answer by {self._source.ids_parameter}: set sweep to windows"
            )

    def unread_filing_times(self, open_reports: Sequence[OpenReport]) -> list[datetime]:
        """Return the filing times of the reports that this pull has still not read."""
        return [filing_time for local_id, filing_time in open_reports if self._unread_server_id(local_id)]

    def has_asked_for_all(self, window_days: float) -> bool:
        """Return whether every open report was asked for: by its id, or by the days of its filing."""
        return not self.needs_windows or window_days > 0

    def without_server_id(self, open_reports: Sequence[OpenReport]) -> set[str]:
        """Return the open reports whose id on the server is not known: they could not be asked for."""
        return {local_id for local_id, _ in open_reports if self._tokens.server_id(local_id) is None}

    def _unread_server_id(self, local_id: str) -> str | None:
        server_id = self._tokens.server_id(local_id)
        return None if server_id is None or server_id in self._reader.ids else server_id

    def _read_batch(self, ids: list[str]) -> Iterator[Items]:
        """Yield the reports of some ids; request those that the server leaves out in smaller batches."""
        reports, was_rejected = self._request_ids(ids)
        answered_ids = self._server_ids(reports)
        yield self._reader.new_items(reports)
        if answered_ids - set(ids):
            self.needs_windows = True  # the server ignores the parameter
        elif answered_ids:
            self._ids_answered = True
            yield from self._read_missing([i for i in ids if i not in answered_ids], len(answered_ids))
        elif not self._ids_answered:
            self.needs_windows = not self._probe(ids)
            yield from (
                ()
                if self.needs_windows
                else self._read_missing(ids, (len(ids) + 1) // 2 if was_rejected else 1)
            )
        elif was_rejected and len(ids) > 1:  # one unknown id makes the server reject the whole batch
            yield from self._read_missing(ids, (len(ids) + 1) // 2)

    def _read_missing(self, ids: list[str], size: int) -> Iterator[Items]:
        for start in range(0, len(ids), size):
            yield from self._read_batch(ids[start : start + size])

    def _request_ids(self, ids: list[str]) -> tuple[Items, bool]:
        """Return the reports, and whether the server rejected the request."""
        if self._one_by_one or any("," in identity for identity in ids):
            return [item for identity in ids for item in self._client.get_request(identity)], False
        try:
            return self._client.get_requests(**{self._source.ids_parameter: ",".join(ids)}), False
        except (ResourceNotFoundError, RequestRejectedError):
            return [], True

    def _probe(self, ids: list[str]) -> bool:
        """Return whether the server knows a report by its id: requested alone, or by its own URL."""
        for identity in ids[:PROBES]:
            reports, _ = self._request_ids([identity]) if len(ids) > 1 else ([], True)
            self._one_by_one = not self._server_ids(reports) and bool(self._client.get_request(identity))
            self._ids_answered = (
                self._ids_answered or identity in self._server_ids(reports) or self._one_by_one
            )
            if self._ids_answered:
                return True
        return False

    def _server_ids(self, reports: Items) -> set[str]:
        return {server_id for item in reports if (server_id := self._reader.server_id(item))}
