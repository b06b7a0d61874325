"""A small OpenID Connect provider on loopback, whose answers tests can change."""

import base64
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qs, urlencode

import uvicorn
from fastapi import FastAPI
from joserfc import jwt
from joserfc.jwk import Key, KeySet, RSAKey
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from tests.pulls import wait_until
from tests.servers import free_port

CLIENT_ID = "papan:pantau"  # the colon must not end the client's name in the Authorization header
CLIENT_SECRET = "rahasia papan di direktori kota"
LOGIN_PAGE = (
    '<!doctype html><title>Direktori</title><link rel="icon" href="data:,">'
    '<form method="post"><button>Lanjut</button></form>'
)
BASIC_AUTHORIZATION = (
    "Basic " + base64.b64encode(b"papan%3Apantau:rahasia%20papan%20di%20direktori%20kota").decode()
)


@dataclass
class FakeDirectory:
    """A directory with one signed-in account; its answers may be changed between requests.

    :param account_name: the account that it authenticates
    :param claims: claims of the ID token that differ from the right ones; None leaves one out
    :param metadata_overrides: parts of its metadata that differ
    :param route_overrides: responses that replace its own, by path
    """

    key: RSAKey
    url: str = ""
    account_name: str = "camat.barat"
    claims: dict[str, Any] = field(default_factory=dict)
    metadata_overrides: dict[str, Any] = field(default_factory=dict)
    signing_key: Key | None = None
    algorithm: str = "RS256"
    route_overrides: dict[str, Callable[[], Response]] = field(default_factory=dict)
    requested_paths: list[str] = field(default_factory=list)
    _issued_codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def reset(self) -> None:
        """Restore the initial answers."""
        vars(self).update(vars(FakeDirectory(self.key, self.url)))

    def metadata(self) -> dict[str, Any]:
        """Return its OpenID Connect metadata."""
        endpoints = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}
        endpoint_urls = {name: f"{self.url}/{path}" for name, path in endpoints.items()}
        return {"issuer": self.url, **endpoint_urls, **self.metadata_overrides}

    def authorize(self, query: dict[str, str]) -> str:
        """Return the address to which a signed-in browser is redirected."""
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        assert (query["client_id"], query["scope"]) == (CLIENT_ID, "openid profile")
        code = token_urlsafe(16)
        self._issued_codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """Return status and body for a code: the ID token, once, for the client that requested it."""
        by_form = (form.get("client_id"), form.get("client_secret")) == (CLIENT_ID, CLIENT_SECRET)
        if authorization != BASIC_AUTHORIZATION and not by_form:
            return 401, {"error": "invalid_client"}
        grant = self._issued_codes.pop(form["code"], None)
        challenge = base64.urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest()).decode()
        verified = grant is not None and grant["code_challenge"] == challenge.rstrip("=")
        if grant is None or not verified or grant["redirect_uri"] != form["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        return 200, {"token_type": "Bearer", "access_token": "a", "id_token": self.id_token(grant["nonce"])}

    def id_token(self, nonce: str) -> str:
        """Return the signed ID token of the account."""
        now = int(time.time())
        standard_claims = {
            "iss": self.url,
            "sub": "7",
            "aud": CLIENT_ID,
            "exp": now + 300,
            "iat": now,
            "nonce": nonce,
        }
        claims = {**standard_claims, "preferred_username": self.account_name, **self.claims}
        present_claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.algorithm, "kid": self.key.kid}
        return jwt.encode(header, present_claims, self.signing_key or self.key, [self.algorithm])


def _build_app(directory: FakeDirectory) -> FastAPI:
    app = FastAPI()

    @app.middleware("http")
    async def override_routes(request: Request, call_next: Callable[[Request], Any]) -> Response:
        directory.requested_paths.append(request.url.path)
        override = directory.route_overrides.get(request.url.path)
        response: Response = override() if override else await call_next(request)
        return response

    @app.get("/.well-known/openid-configuration")
    async def metadata() -> Response:
        return JSONResponse(directory.metadata())

    @app.get("/authorize")
    async def login() -> Response:
        return HTMLResponse(LOGIN_PAGE)

    @app.post("/authorize")
    async def authorize(request: Request) -> Response:
        return RedirectResponse(directory.authorize(dict(request.query_params)), status_code=303)

    @app.post("/token")
    async def token(request: Request) -> Response:
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        status, body = directory.token(form, request.headers.get("authorization", ""))
        return JSONResponse(body, status_code=status)

    @app.get("/jwks")
    async def keys() -> Response:
        return JSONResponse(KeySet([directory.key]).as_dict())

    return app


@contextmanager
def start_directory(key: RSAKey) -> Iterator[FakeDirectory]:
    """Serve a directory until the block ends."""
    port = free_port()
    directory = FakeDirectory(key, f"http://127.0.0.1:{port}")
    server = uvicorn.Server(uvicorn.Config(_build_app(directory), port=port, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    wait_until(lambda: server.started or not thread.is_alive())
    assert thread.is_alive(), "the directory did not start"
    try:
        yield directory
    finally:
        server.should_exit = True
        thread.join(timeout=20)
