"""Reading again what the store holds as open: GeoReport v2 shows no change to an old report otherwise."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from data.core.config.city import Open311Source
from data.sources.base import FeedError, OpenReport
from data.sources.open311.client import Client, MissingError, RefusedError
from data.sources.open311.reader import Reader
from data.sources.open311.tokens import Tokens

PROBES = 3
Items = list[Any]


class Sweep:
    """One sweep. ``fell_through`` says that the server cannot be asked by ids, or was not to be."""

    def __init__(self, client: Client, reader: Reader, source: Open311Source, tokens: Tokens) -> None:
        self._client, self._reader, self._source, self._tokens = client, reader, source, tokens
        self._answers = False
        self._singly = False
        self.fell_through = source.sweep == "windows"

    def by_ids(self, open_reports: Sequence[OpenReport]) -> Iterator[Items]:
        """What the server says of the open reports that this pull has not read yet.

        :raises FeedError: where the configuration demands ids and the server does not know the parameter
        """
        if self.fell_through:
            return
        wanted = [theirs for ours, _ in open_reports if (theirs := self._unread(ours))]
        size = self._source.ids_per_request
        for start in range(0, len(wanted), size):
            yield from self._batch(wanted[start : start + size])
            if self.fell_through:
                break
        if self.fell_through and self._source.sweep == "ids":
            raise FeedError(
                f"the server does not answer by {self._source.ids_parameter}: set sweep to windows"
            )

    def unread(self, open_reports: Sequence[OpenReport]) -> list[datetime]:
        """When those reports were filed that this pull has still not read."""
        return [filed for ours, filed in open_reports if self._unread(ours)]

    def _unread(self, ours: str) -> str | None:
        theirs = self._tokens.theirs(ours)
        return None if theirs is None or theirs in self._reader.ids else theirs

    def _batch(self, ids: list[str]) -> Iterator[Items]:
        """The reports of some ids. Those that a server leaves out are asked for again in smaller numbers."""
        found, refused = self._asked(ids)
        answered = self._names(found)
        yield self._reader.news(found)
        if answered - set(ids):
            self.fell_through = True  # it answers with whatever it likes
        elif answered:
            self._answers = True
            yield from self._missing([i for i in ids if i not in answered], len(answered))
        elif not self._answers:
            self.fell_through = not self._probed(ids)
            yield from () if self.fell_through else self._missing(ids, (len(ids) + 1) // 2 if refused else 1)
        elif refused and len(ids) > 1:  # there is one that it does not know, and it refuses them all
            yield from self._missing(ids, (len(ids) + 1) // 2)

    def _missing(self, ids: list[str], size: int) -> Iterator[Items]:
        for start in range(0, len(ids), size):
            yield from self._batch(ids[start : start + size])

    def _asked(self, ids: list[str]) -> tuple[Items, bool]:
        """The answer, and whether the question was refused."""
        if self._singly or any("," in identity for identity in ids):
            return [item for identity in ids for item in self._client.request(identity)], False
        try:
            return self._client.requests(**{self._source.ids_parameter: ",".join(ids)}), False
        except (MissingError, RefusedError):
            return [], True

    def _probed(self, ids: list[str]) -> bool:
        """Whether the server knows a report by its id after all: alone, or by an address of its own."""
        for identity in ids[:PROBES]:
            found, _ = self._asked([identity]) if len(ids) > 1 else ([], True)
            self._singly = not self._names(found) and bool(self._client.request(identity))
            self._answers = self._answers or identity in self._names(found) or self._singly
            if self._answers:
                return True
        return False

    def _names(self, found: Items) -> set[str]:
        return {name for item in found if (name := self._reader.identity(item))}
