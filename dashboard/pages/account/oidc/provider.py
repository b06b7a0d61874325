"""The city's directory as a client sees it: where it is, what it is asked, whom it vouches for."""

import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from dashboard.pages.account.oidc.http import DirectoryError, fetch
from dashboard.pages.account.oidc.id_token import TokenError, checked
from dashboard.pages.account.oidc.login_state import Ticket
from data.config.clock import Clock
from data.config.settings import Settings, protected

WELL_KNOWN = "/.well-known/openid-configuration"
KEEP_SECONDS = 300  # how long the directory's addresses are believed before it is asked again
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True)
class Described:
    """What the directory says of itself (OpenID Connect Discovery 1.0)."""

    issuer: str
    authorize: str
    token: str
    keys: str
    secret_in_body: bool  # it takes the client's secret in the form only, not in a header


class Directory:
    """One board's client of one directory."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings, self._clock = settings, clock
        self._held: tuple[float, Described] | None = None

    async def described(self) -> Described:
        """Where its doors are.

        :raises DirectoryError: it is out of order, or not the one that the settings name
        """
        if self._held is None or time.monotonic() - self._held[0] > KEEP_SECONDS:
            status, said = await fetch("GET", self._settings.oidc_issuer.rstrip("/") + WELL_KNOWN)
            if status != 200:
                raise DirectoryError(f"discovery answers with status {status}")
            self._held = time.monotonic(), _described(said, self._settings.oidc_issuer)
        return self._held[1]

    async def address(self, ticket: Ticket, back: str) -> str:
        """Where a browser goes to sign in.

        :param back: the address of ours to which the directory sends it afterwards
        :raises DirectoryError: it is out of order
        """
        described = await self.described()
        challenge = create_s256_code_challenge(ticket.verifier)
        found: str = prepare_grant_uri(
            described.authorize, self._settings.oidc_client_id, "code", back, "openid profile", ticket.state,
            nonce=ticket.nonce, code_challenge=challenge, code_challenge_method="S256",
        )  # fmt: skip
        return found

    async def name(self, code: str, ticket: Ticket, back: str) -> str:
        """The name of the account that the directory vouches for, for the code that a browser brought.

        :raises DirectoryError: it is out of order
        :raises TokenError: what it says proves nothing
        """
        described, settings = await self.described(), self._settings
        token = await self._exchanged(described, code, ticket.verifier, back)
        status, keys = await fetch("GET", described.keys)
        if status != 200:
            raise DirectoryError(f"keys answer with status {status}")
        now, client = self._clock.now(), settings.oidc_client_id
        claims = checked(token, keys, described.issuer, client, ticket.nonce, now)
        found = claims.get(settings.oidc_claim)
        if not isinstance(found, str) or not found:
            raise TokenError(settings.oidc_claim)
        return found

    async def _exchanged(self, described: Described, code: str, verifier: str, back: str) -> object:
        """The ID token for a code, not looked at yet."""
        ours = self._settings.oidc_client_id, self._settings.oidc_client_secret
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": verifier,
        }
        if described.secret_in_body:
            sent = {"data": {**form, "client_id": ours[0], "client_secret": ours[1]}}
        else:  # RFC 6749, 2.3.1: each half encoded as in a form, so that a colon stays part of it
            sent = {"data": form, "auth": tuple(quote(half, safe="") for half in ours)}  # type: ignore[dict-item]
        status, said = await fetch("POST", described.token, **sent)
        if said.get("error") == "invalid_grant":
            raise TokenError("kode")
        if status != 200:
            raise DirectoryError(f"token answers with status {status}, {str(said.get('error'))[:60]!r}")
        return said.get("id_token")


def _described(said: dict[str, Any], issuer: str) -> Described:
    found = str(said.get("issuer"))
    if found.rstrip("/") != issuer.rstrip("/"):
        raise DirectoryError(f"calls itself {found[:200]!r}, the settings say {issuer!r}")
    doors = {name: str(said.get(name)) for name in ENDPOINTS}
    bad = [name for name, door in doors.items() if not protected(door)]
    if bad:
        raise DirectoryError(f"{', '.join(bad)}: not an https address")
    authorize, token, keys = doors.values()
    ways = said.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return Described(found, authorize, token, keys, secret_in_body="client_secret_basic" not in ways)
