"""Reports that a server knows by a token first and gives an id later: one report under one id of ours."""

from collections.abc import Callable, Mapping
from typing import Any

from data.sources.base import Visit


class Tokens:
    """Which id of ours a report has. One that was stored under its token keeps the token as its id.

    :param service_id: asks the server for the id behind a token
    """

    def __init__(self, visit: Visit, service_id: Callable[[str], str | None]) -> None:
        self._ours: dict[str, str] = dict(visit.kept.get("aliases", {}))  # the server's id to ours
        self._waiting: dict[str, None] = dict.fromkeys(visit.kept.get("tokens", []))
        self._visit, self._service_id = visit, service_id
        self._tell()

    def resolve(self) -> None:
        """Asks again for the ids that the server had not given yet."""
        for token in list(self._waiting):
            if identity := self._service_id(token):
                self._settle(identity, token)

    def ours(self, identity: str | None, token: str | None) -> str | None:
        """The id under which the store holds a report, or is to hold it; None if it has neither."""
        if identity is None and token is not None:
            return self._by_token(token)
        if identity is not None and token in self._waiting:
            self._settle(identity, str(token))
        return None if identity is None else self._ours.get(identity, identity)

    def theirs(self, ours: str) -> str | None:
        """The id by which the server can be asked for a report of ours; None while there is none."""
        if ours in self._waiting:
            return None
        return next((theirs for theirs, known in self._ours.items() if known == ours), ours)

    def _by_token(self, token: str) -> str:
        if token in self._waiting or token in self._ours.values():
            return token
        identity = self._service_id(token)
        if identity is None:
            self._waiting[token] = None
            self._tell()
        return token if identity is None else self._ours.get(identity, identity)

    def _settle(self, identity: str, token: str) -> None:
        self._waiting.pop(token, None)
        self._ours[identity] = token
        self._tell()

    def _tell(self) -> None:
        """Kept with the very rows that use it: a lost alias would show one report as two."""
        found: Mapping[str, Any] = {"aliases": self._ours, "tokens": list(self._waiting)}
        self._visit.learnt.update(
            {name: value for name, value in found.items() if value or name in self._visit.kept}
        )
