"""Reports that a server knows by a token first and gives an id later: one report under one id of ours."""

from collections.abc import Callable, Mapping
from typing import Any

from data.sources.base import PullContext


class TokenRegistry:
    """Which id of ours a report has. One that was stored under its token keeps the token as its id.

    :param service_id: asks the server for the id behind a token
    """

    def __init__(self, pull_context: PullContext, get_service_id: Callable[[str], str | None]) -> None:
        self._local_by_server_id: dict[str, str] = dict(
            pull_context.stored_state.get("aliases", {})
        )  # the server's id to ours
        self._pending_tokens: dict[str, None] = dict.fromkeys(pull_context.stored_state.get("tokens", []))
        self._pull_context, self._get_service_id = pull_context, get_service_id
        self._save_state()

    def resolve_pending(self) -> None:
        """Asks again for the ids that the server had not given yet."""
        for token in list(self._pending_tokens):
            if identity := self._get_service_id(token):
                self._link_token(identity, token)

    def local_id(self, identity: str | None, token: str | None) -> str | None:
        """The id under which the store holds a report, or is to hold it; None if it has neither."""
        if identity is None and token is not None:
            return self._id_for_token(token)
        if identity is not None and token in self._pending_tokens:
            self._link_token(identity, str(token))
        return None if identity is None else self._local_by_server_id.get(identity, identity)

    def server_id(self, local_id: str) -> str | None:
        """The id by which the server can be asked for a report of ours; None while there is none."""
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
        """Kept with the very rows that use it: a lost alias would show one report as two."""
        state: Mapping[str, Any] = {"aliases": self._local_by_server_id, "tokens": list(self._pending_tokens)}
        self._pull_context.state_with_rows.update(
            {name: value for name, value in state.items() if value or name in self._pull_context.stored_state}
        )
