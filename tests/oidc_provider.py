"""A small city directory on loopback: a real OpenID Connect provider that vouches as the tests tell it."""

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

from tests.servers import free_port

CLIENT, SECRET = "papan:pantau", "rahasia papan di direktori kota"  # a colon must not end the client's name
LOGIN = (
    '<!doctype html><title>Direktori</title><link rel="icon" href="data:,">'
    '<form method="post"><button>Lanjut</button></form>'
)
BASIC = "Basic " + base64.b64encode(b"papan%3Apantau:rahasia%20papan%20di%20direktori%20kota").decode()


@dataclass
class Directory:
    """A directory in which somebody is signed in. What it says may be changed between requests.

    :param name: of the account that it vouches for
    :param claims: of the ID token that differ from the right ones; None leaves one out
    :param description: parts of what it says of itself that differ
    :param answers: instead of its own, by path
    """

    key: RSAKey
    url: str = ""
    name: str = "camat.barat"
    claims: dict[str, Any] = field(default_factory=dict)
    description: dict[str, Any] = field(default_factory=dict)
    signing: Key | None = None
    algorithm: str = "RS256"
    answers: dict[str, Callable[[], Response]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    _given: dict[str, dict[str, str]] = field(default_factory=dict)

    def forget(self) -> None:
        """Is again as it was at the start."""
        vars(self).update(vars(Directory(self.key, self.url)))

    def describe(self) -> dict[str, Any]:
        """What it says of itself."""
        doors = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}
        said = {name: f"{self.url}/{path}" for name, path in doors.items()}
        return {"issuer": self.url, **said, **self.description}

    def allow(self, asked: dict[str, str]) -> str:
        """Where it sends a browser whose person has signed in."""
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert (asked["client_id"], asked["scope"]) == (CLIENT, "openid profile")
        code = token_urlsafe(16)
        self._given[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, sent: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """The ID token for a code, once, for the client that asked for it."""
        by_form = (sent.get("client_id"), sent.get("client_secret")) == (CLIENT, SECRET)
        if authorization != BASIC and not by_form:
            return 401, {"error": "invalid_client"}
        asked = self._given.pop(sent["code"], None)
        challenge = base64.urlsafe_b64encode(sha256(sent["code_verifier"].encode()).digest()).decode()
        right = asked is not None and asked["code_challenge"] == challenge.rstrip("=")
        if asked is None or not right or asked["redirect_uri"] != sent["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        return 200, {"token_type": "Bearer", "access_token": "a", "id_token": self.id_token(asked["nonce"])}

    def id_token(self, nonce: str) -> str:
        """What it says about the account, signed."""
        now = int(time.time())
        right = {"iss": self.url, "sub": "7", "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": nonce}
        claims = {**right, "preferred_username": self.name, **self.claims}
        said = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.algorithm, "kid": self.key.kid}
        return jwt.encode(header, said, self.signing or self.key, [self.algorithm])


def _app(directory: Directory) -> FastAPI:
    app = FastAPI()

    @app.middleware("http")
    async def instead(request: Request, go_on: Callable[[Request], Any]) -> Response:
        directory.asked.append(request.url.path)
        other = directory.answers.get(request.url.path)
        found: Response = other() if other else await go_on(request)
        return found

    @app.get("/.well-known/openid-configuration")
    async def describe() -> Response:
        return JSONResponse(directory.describe())

    @app.get("/authorize")
    async def login() -> Response:
        return HTMLResponse(LOGIN)

    @app.post("/authorize")
    async def allow(request: Request) -> Response:
        return RedirectResponse(directory.allow(dict(request.query_params)), status_code=303)

    @app.post("/token")
    async def token(request: Request) -> Response:
        sent = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        status, said = directory.token(sent, request.headers.get("authorization", ""))
        return JSONResponse(said, status_code=status)

    @app.get("/jwks")
    async def keys() -> Response:
        return JSONResponse(KeySet([directory.key]).as_dict())

    return app


@contextmanager
def start_directory(key: RSAKey) -> Iterator[Directory]:
    """Serves a directory until the block ends."""
    port = free_port()
    directory = Directory(key, f"http://127.0.0.1:{port}")
    server = uvicorn.Server(uvicorn.Config(_app(directory), port=port, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the directory did not start"
        time.sleep(0.01)
    try:
        yield directory
    finally:
        server.should_exit = True
        thread.join(timeout=20)
