"""Pushes to browsers: enciphered for one, to no machine of the office, and no more once it is gone."""

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

from bootstrap import World
from data.services.submission import Draft
from jobs import channel_adapters
from jobs.area_reassignment import sync_layer
from jobs.delivery import Round, deliver
from tests.builders import open_town
from tests.jobs.message_server import people_of
from tests.personas import CAMAT_BARAT, IN_ANGGREK

AUTH = b"sixteen bytes ok"


def text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


class PushService:
    """What browsers' makers run, on loopback: keeps what is pushed, as it is."""

    def __init__(self) -> None:
        self.pushed: list[bytes] = []
        self.status = 201
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                service.pushed.append(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(service.status)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Says nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/satu"


@pytest.fixture
def service() -> Iterator[PushService]:
    """A push service for as long as the test lasts."""
    made = PushService()
    thread = threading.Thread(target=made.server.serve_forever)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


@pytest.fixture
def browser() -> ec.EllipticCurvePrivateKey:
    """The key that a browser keeps to itself."""
    return ec.generate_private_key(ec.SECP256R1())


@pytest.fixture
def world(tmp_path: Path, service: PushService, browser: ec.EllipticCurvePrivateKey) -> World:
    """The town, whose camat of Barat has a browser; a report has just come in."""
    made = open_town(tmp_path)
    sync_layer(made)
    people_of(made)
    point = browser.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    keys = {"p256dh": text(point), "auth": text(AUTH)}
    assert made.post.subscribe(CAMAT_BARAT.name, {"endpoint": service.url, "keys": keys})
    lat, long = IN_ANGGREK
    made.filings.file(Draft("satu", "warga", "sampah", "menumpuk", lat=lat, long=long))
    return made


def test_no_machine_of_the_office_is_pushed_to(world: World, service: PushService) -> None:
    assert deliver(world) == Round(2, 0, 1)
    assert service.pushed == []


def test_only_the_browser_reads_what_is_pushed(
    world: World, service: PushService, browser: ec.EllipticCurvePrivateKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel_adapters, "_check_public", lambda _endpoint: None)
    assert deliver(world) == Round(2, 1, 0)
    (body,) = service.pushed
    assert b"Laporan" not in body
    told = orjson.loads(http_ece.decrypt(body, private_key=browser, auth_secret=AUTH, version="aes128gcm"))
    assert told["title"] == "Laporan baru"
    assert told["url"].startswith("/laporan/pantau/P261123-")


def test_a_browser_that_is_gone_is_forgotten(
    world: World, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel_adapters, "_check_public", lambda _endpoint: None)
    service.status = 410
    assert deliver(world) == Round(2, 1, 0)
    assert world.post.browser(1) is None


def test_a_push_service_that_fails_is_tried_again(
    world: World, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel_adapters, "_check_public", lambda _endpoint: None)
    service.status = 500
    assert deliver(world) == Round(2, 0, 1)
    assert world.post.browser(1) is not None
