"""HTTP requests with the options of a configured source."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from data.core.config.source_config import HttpOptions
from data.sources.http_request import HttpRequest, HttpResponse
from data.sources.secrets import resolve_secrets
from data.sources.transport import fetch


@dataclass(frozen=True)
class SourceContext:
    """Where a source's relative paths and secrets are looked up.

    :param folder: the folder of the city's TOML file
    """

    folder: Path = field(default_factory=Path)
    environ: Mapping[str, str] = field(default_factory=dict)


def fetch_source(
    keys: HttpOptions,
    url: str,
    source_context: SourceContext,
    validators: Mapping[str, str | None] | None = None,
    client: httpx.Client | None = None,
) -> HttpResponse | None:
    """Fetch ``url``; None if the response is still the one that the validators name."""
    sent_validators = dict(validators or {})
    request = HttpRequest(
        url,
        keys.timeout_seconds,
        headers=keys.headers,
        secret_headers=resolve_secrets(keys.secret_headers, source_context.environ, source_context.folder),
        etag=sent_validators.get("etag"),
        last_modified=sent_validators.get("last_modified"),
        max_bytes=int(keys.max_mb * 2**20) if keys.max_mb else None,
        attempts=keys.attempts,
        any_content_type=keys.any_content_type,
        client=client,
    )
    return fetch(request)
