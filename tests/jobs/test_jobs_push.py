"""Web Push: encrypted for one browser, never to a private address, and ended with the subscription."""

import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import http_ece
import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bootstrap import AppContext
from data.services.submission import NewReport
from jobs import channel_adapters
from jobs.area_reassignment import sync_layer
from jobs.delivery import DeliveryRound, deliver
from tests.builders import open_test_context
from tests.jobs.message_server import create_accounts
from tests.personas import CAMAT_BARAT, IN_ANGGREK

AUTH = b"sixteen bytes ok"


def base64url(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


class FakePushService:
    """A push service on loopback that stores requests as they are."""

    def __init__(self) -> None:
        self.received: list[bytes] = []
        self.status = 201
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                service.received.append(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(service.status)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Log nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/satu"


@pytest.fixture
def push_service() -> Iterator[FakePushService]:
    """Run a push service."""
    push_service = FakePushService()
    thread = threading.Thread(target=push_service.server.serve_forever)
    thread.start()
    yield push_service
    push_service.server.shutdown()
    push_service.server.server_close()
    thread.join()


@pytest.fixture
def browser_key() -> ec.EllipticCurvePrivateKey:
    """Return the private key of a browser."""
    return ec.generate_private_key(ec.SECP256R1())


@pytest.fixture
def app_context(
    tmp_path: Path, push_service: FakePushService, browser_key: ec.EllipticCurvePrivateKey
) -> AppContext:
    """Open the city with a browser of the camat of Barat, and a new report."""
    app_context = open_test_context(tmp_path)
    sync_layer(app_context)
    create_accounts(app_context)
    point = browser_key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    keys = {"p256dh": base64url(point), "auth": base64url(AUTH)}
    assert app_context.notifications.subscribe(CAMAT_BARAT.name, {"endpoint": push_service.url, "keys": keys})
    lat, long = IN_ANGGREK
    app_context.submissions.submit(NewReport("satu", "warga", "sampah", "menumpuk", lat=lat, long=long))
    return app_context


def test_pushes_to_private_addresses_are_refused(
    app_context: AppContext, push_service: FakePushService
) -> None:
    assert deliver(app_context) == DeliveryRound(2, 0, 1)
    assert push_service.received == []


def test_a_push_is_encrypted_for_its_browser(
    app_context: AppContext,
    push_service: FakePushService,
    browser_key: ec.EllipticCurvePrivateKey,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(channel_adapters, "_check_public", lambda _endpoint: None)
    assert deliver(app_context) == DeliveryRound(2, 1, 0)
    (body,) = push_service.received
    assert b"Laporan" not in body
    payload = orjson.loads(
        http_ece.decrypt(body, private_key=browser_key, auth_secret=AUTH, version="aes128gcm")
    )
    assert payload["title"] == "Laporan baru"
    assert payload["url"].startswith("/laporan/pantau/P261123-")


def test_an_expired_push_subscription_is_deleted(
    app_context: AppContext, push_service: FakePushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel_adapters, "_check_public", lambda _endpoint: None)
    push_service.status = 410
    assert deliver(app_context) == DeliveryRound(2, 1, 0)
    assert app_context.notifications.get_subscription(1) is None


def test_a_failed_push_keeps_the_subscription_for_a_retry(
    app_context: AppContext, push_service: FakePushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel_adapters, "_check_public", lambda _endpoint: None)
    push_service.status = 500
    assert deliver(app_context) == DeliveryRound(2, 0, 1)
    assert app_context.notifications.get_subscription(1) is not None
