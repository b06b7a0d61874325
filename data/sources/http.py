"""Calls as a source's keys describe them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from data.core.config.source_config import HttpKeys
from data.sources.http_request import Body, Call
from data.sources.secrets import reveal_all
from data.sources.transport import fetch


@dataclass(frozen=True)
class Surroundings:
    """What a source's relative paths and secrets are looked up in.

    :param folder: where the city's TOML file lies
    """

    folder: Path = field(default_factory=Path)
    environ: Mapping[str, str] = field(default_factory=dict)


def ask(
    keys: HttpKeys,
    url: str,
    around: Surroundings,
    validators: Mapping[str, str | None] | None = None,
    session: httpx.Client | None = None,
) -> Body | None:
    """The answer behind ``url``; None if it is still the one that the validators name."""
    known = dict(validators or {})
    call = Call(
        url,
        keys.timeout_seconds,
        headers=keys.headers,
        secret_headers=reveal_all(keys.secret_headers, around.environ, around.folder),
        etag=known.get("etag"),
        last_modified=known.get("last_modified"),
        max_bytes=int(keys.max_mb * 2**20) if keys.max_mb else None,
        attempts=keys.attempts,
        any_content_type=keys.any_content_type,
        session=session,
    )
    return fetch(call)
