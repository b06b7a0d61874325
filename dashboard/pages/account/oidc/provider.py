"""Client of the city's directory: discovery, authorization address, code exchange."""

import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from dashboard.pages.account.oidc.http import DirectoryError, fetch
from dashboard.pages.account.oidc.id_token import TokenError, validate_id_token
from dashboard.pages.account.oidc.login_state import PendingSignIn
from data.config.clock import Clock
from data.config.setting_types import is_protected_url
from data.config.settings import Settings

WELL_KNOWN = "/.well-known/openid-configuration"
METADATA_TTL_SECONDS = 300  # after which the directory's addresses are requested again
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True)
class ProviderMetadata:
    """The directory's metadata (OpenID Connect Discovery 1.0)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    secret_in_body: bool  # it takes the client's secret in the form only, not in a header


class DirectoryClient:
    """Client of one directory."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings, self._clock = settings, clock
        self._cached: tuple[float, ProviderMetadata] | None = None

    async def metadata(self) -> ProviderMetadata:
        """Return the directory's metadata, cached for five minutes.

        :raises DirectoryError: it is out of order, or not the one that the settings name
        """
        if self._cached is None or time.monotonic() - self._cached[0] > METADATA_TTL_SECONDS:
            status, document = await fetch("GET", self._settings.oidc_issuer.rstrip("/") + WELL_KNOWN)
            if status != 200:
                raise DirectoryError(f"discovery answers with status {status}")
            self._cached = time.monotonic(), _parse_metadata(document, self._settings.oidc_issuer)
        return self._cached[1]

    async def authorization_url(self, pending: PendingSignIn, redirect_uri: str) -> str:
        """Return the address where a browser signs in.

        :param redirect_uri: address of the board to which the directory redirects afterwards
        :raises DirectoryError: the directory is out of order
        """
        from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
        from authlib.oauth2.rfc7636 import create_s256_code_challenge

        provider = await self.metadata()
        url: str = prepare_grant_uri(
            provider.authorization_endpoint,
            client_id=self._settings.oidc_client_id,
            response_type="code",
            redirect_uri=redirect_uri,
            scope="openid profile",
            state=pending.state,
            nonce=pending.nonce,
            code_challenge=create_s256_code_challenge(pending.verifier),
            code_challenge_method="S256",
        )
        return url

    async def account_name(self, code: str, pending: PendingSignIn, redirect_uri: str) -> str:
        """Return the name of the account for the code that a browser brought back.

        :raises DirectoryError: the directory is out of order
        :raises TokenError: its ID token is not valid
        """
        provider, settings = await self.metadata(), self._settings
        token = await self._exchange_code(provider, code, pending.verifier, redirect_uri)
        status, keys = await fetch("GET", provider.jwks_uri)
        if status != 200:
            raise DirectoryError(f"keys answer with status {status}")
        now, client_id = self._clock.now(), settings.oidc_client_id
        claims = validate_id_token(token, keys, provider.issuer, client_id, pending.nonce, now)
        account = claims.get(settings.oidc_claim)
        if not isinstance(account, str) or not account:
            raise TokenError(settings.oidc_claim)
        return account

    async def _exchange_code(
        self, provider: ProviderMetadata, code: str, verifier: str, redirect_uri: str
    ) -> object:
        """Return the ID token for a code, not validated yet."""
        client_id, client_secret = self._settings.oidc_client_id, self._settings.oidc_client_secret
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
        }
        if provider.secret_in_body:
            form |= {"client_id": client_id, "client_secret": client_secret}
            credentials = None
        else:  # RFC 6749, 2.3.1: each half encoded as in a form, so that a colon stays part of it
            credentials = quote(client_id, safe=""), quote(client_secret, safe="")
        status, document = await fetch("POST", provider.token_endpoint, data=form, auth=credentials)
        if document.get("error") == "invalid_grant":
            raise TokenError("kode")
        if status != 200:
            raise DirectoryError(f"token answers with status {status}, {str(document.get('error'))[:60]!r}")
        return document.get("id_token")


def _parse_metadata(document: dict[str, Any], issuer: str) -> ProviderMetadata:
    stated_issuer = str(document.get("issuer"))
    if stated_issuer.rstrip("/") != issuer.rstrip("/"):
        raise DirectoryError(f"calls itself {stated_issuer[:200]!r}, the settings say {issuer!r}")
    endpoints = {name: str(document.get(name)) for name in ENDPOINTS}
    unprotected = [name for name, endpoint in endpoints.items() if not is_protected_url(endpoint)]
    if unprotected:
        raise DirectoryError(f"{', '.join(unprotected)}: not an https address")
    authorization_endpoint, token_endpoint, jwks_uri = endpoints.values()
    auth_methods = document.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return ProviderMetadata(
        stated_issuer,
        authorization_endpoint,
        token_endpoint,
        jwks_uri,
        secret_in_body="client_secret_basic" not in auth_methods,
    )
