"""Tokens of reports that get their id from the server later, so that a report keeps one id in our store."""

from collections.abc import Callable, Mapping
from typing import Any

from data.sources.base import PullContext


class TokenRegistry:
    """The ids of reports in our store. A report that was stored under its token keeps the token as its id.

    :param get_service_id: requests the id of a token from the server
    """

    def __init__(self, pull_context: PullContext, get_service_id: Callable[[str], str | None]) -> None:
        stored_state = pull_context.stored_state
        self._local_by_server_id: dict[str, str] = dict(stored_state.get("aliases", {}))
        self._pending_tokens: dict[str, None] = dict.fromkeys(stored_state.get("tokens", []))
        self._pull_context, self._get_service_id = pull_context, get_service_id
        self._save_state()

    def resolve_pending(self) -> None:
        """Request the ids that the server had not assigned yet."""
        for token in list(self._pending_tokens):
            if identity := self._get_service_id(token):
                self._link_token(identity, token)

    def local_id(self, identity: str | None, token: str | None) -> str | None:
        """Return the id of a report in our store; None if it has neither id nor token."""
        if identity is None and token is not None:
            return self._id_for_token(token)
        if identity is not None and token in self._pending_tokens:
            self._link_token(identity, str(token))
        return None if identity is None else self._local_by_server_id.get(identity, identity)

    def server_id(self, local_id: str) -> str | None:
        """Return the server's id of a stored report; None while the server has not assigned it."""
        if local_id in self._pending_tokens:
            return None
        return next(
            (server_id for server_id, known_id in self._local_by_server_id.items() if known_id == local_id),
            local_id,
        )

    def _id_for_token(self, token: str) -> str:
        if token in self._pending_tokens or token in self._local_by_server_id.values():
            return token
        identity = self._get_service_id(token)
        if identity is None:
            self._pending_tokens[token] = None
            self._save_state()
        return token if identity is None else self._local_by_server_id.get(identity, identity)

    def _link_token(self, identity: str, token: str) -> None:
        self._pending_tokens.pop(token, None)
        self._local_by_server_id[identity] = token
        self._save_state()

    def _save_state(self) -> None:
        """Store the state together with the rows that use it: a lost alias would show one report as two."""
        state: Mapping[str, Any] = {"aliases": self._local_by_server_id, "tokens": list(self._pending_tokens)}
        self._pull_context.state_with_rows.update(
            {name: value for name, value in state.items() if value or name in self._pull_context.stored_state}
        )
