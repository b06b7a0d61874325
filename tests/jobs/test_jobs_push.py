"""Web Push: encrypted for one browser, never to a private address, and ended with the subscription."""

import socket
import ssl
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import sleep
from typing import Any

import http_ece
import httpcore
import orjson
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID

from bootstrap import AppContext
from data.services.notifications.push_endpoint import InvalidEndpointError, parse_endpoint
from data.services.submission import NewReport
from jobs import push_transport
from jobs.area_reassignment import sync_layer
from jobs.delivery import DeliveryRound, deliver
from tests.builders import open_test_context
from tests.jobs.message_server import create_accounts
from tests.personas import CAMAT_BARAT, IN_ANGGREK
from tests.servers import HttpFeed

HOST, PUBLIC = "dorong.contoh.test", "93.184.215.14"
AUTH = b"sixteen bytes ok"


def base64url(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


class FakePushService:
    """A push service on loopback, with a certificate for its public name."""

    def __init__(self, certificate: Path) -> None:
        self.received: list[bytes] = []
        self.connections: list[tuple[str, int]] = []
        self.hosts: list[str] = []
        self.status, self.headers, self.chunk, self.never_begins = 201, dict[str, str](), b"", False
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                service.received.append(self.rfile.read(int(self.headers["Content-Length"])))
                service.hosts.append(self.headers["Host"])
                with suppress(OSError):
                    while service.never_begins:
                        self.wfile.write(b"H")
                        sleep(0.1)
                self.send_response(service.status)
                for name, value in service.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                with suppress(OSError):  # until the sender has left
                    while service.chunk:
                        self.wfile.write(service.chunk)

            def log_message(self, *_: Any) -> None:
                """Log nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)


def write_certificate(path: Path) -> None:
    """Write key and certificate of the push service's name, signed by itself."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)]),
    )
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    today = datetime.now(UTC)
    builder = builder.not_valid_before(today - timedelta(days=1)).not_valid_after(today + timedelta(days=1))
    certificate = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(pem + certificate.sign(key, SHA256()).public_bytes(Encoding.PEM))


@pytest.fixture
def push_service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakePushService]:
    """Run a push service, reached wherever a connection to port 443 goes."""
    certificate = tmp_path / "dorong.pem"
    write_certificate(certificate)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    push_service = FakePushService(certificate)
    connect = httpcore.SyncBackend.connect_tcp

    def connect_tcp(self: httpcore.SyncBackend, host: str, port: int, *rest: Any) -> httpcore.NetworkStream:
        push_service.connections.append((host, port))
        return connect(self, "127.0.0.1", push_service.server.server_port, *rest)

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect_tcp)
    thread = threading.Thread(target=push_service.server.serve_forever, args=(0.05,))
    thread.start()
    yield push_service
    push_service.server.shutdown()
    push_service.server.server_close()
    thread.join()


class FakeResolver:
    """Answers for the push service's name, one after the other; the last one stays."""

    def __init__(self) -> None:
        self.answers: list[list[str]] = [[PUBLIC]]
        self.queries = 0
        self.resolve = socket.getaddrinfo

    def getaddrinfo(self, host: Any, port: Any, *rest: Any, **options: Any) -> list[Any]:
        if host != HOST:
            return self.resolve(host, port, *rest, **options)
        self.queries += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answer]


@pytest.fixture(autouse=True)
def resolver(monkeypatch: pytest.MonkeyPatch) -> FakeResolver:
    """Answer for the push service's name with a public address."""
    resolver = FakeResolver()
    monkeypatch.setattr(socket, "getaddrinfo", resolver.getaddrinfo)
    return resolver


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
    assert app_context.notifications.subscribe(
        CAMAT_BARAT.name, {"endpoint": f"https://{HOST}/satu", "keys": keys}
    )
    lat, long = IN_ANGGREK
    app_context.submissions.submit(NewReport("satu", "warga", "sampah", "menumpuk", lat=lat, long=long))
    return app_context


def test_a_push_is_encrypted_for_its_browser(
    app_context: AppContext, push_service: FakePushService, browser_key: ec.EllipticCurvePrivateKey
) -> None:
    assert deliver(app_context) == DeliveryRound(2, 1, 0)
    (body,) = push_service.received
    assert b"Laporan" not in body
    payload = orjson.loads(
        http_ece.decrypt(body, private_key=browser_key, auth_secret=AUTH, version="aes128gcm")
    )
    assert payload["title"] == "Laporan baru"
    assert payload["url"].startswith("/laporan/pantau/P261123-")


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["10.0.0.1"],
        ["169.254.169.254"],
        ["::1"],
        ["::ffff:127.0.0.1"],
        [PUBLIC, "192.168.0.1"],
    ],
    ids=" ".join,
)
def test_pushes_to_private_addresses_are_refused(
    app_context: AppContext, push_service: FakePushService, resolver: FakeResolver, addresses: list[str]
) -> None:
    resolver.answers = [addresses]
    assert deliver(app_context) == DeliveryRound(2, 0, 1)
    assert (push_service.connections, push_service.received) == ([], [])


def test_the_address_that_was_checked_is_connected_to(
    app_context: AppContext, push_service: FakePushService, resolver: FakeResolver
) -> None:
    """Kind: a name is resolved once to check it and once more to use it."""
    resolver.answers = [[PUBLIC], ["127.0.0.1"]]
    assert deliver(app_context) == DeliveryRound(2, 1, 0)
    assert resolver.queries == 1
    assert push_service.connections == [(PUBLIC, 443)]
    assert push_service.hosts == [HOST]  # the certificate is checked for the name too


def test_an_unknown_certificate_is_refused(
    app_context: AppContext, push_service: FakePushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    assert deliver(app_context) == DeliveryRound(2, 0, 1)
    assert push_service.received == []


@pytest.mark.parametrize("status", [302, 307])
def test_redirects_are_not_followed(
    app_context: AppContext, push_service: FakePushService, feed: HttpFeed, status: int
) -> None:
    """Kind: a public server sends the board's requests into the office's own network."""
    push_service.status, push_service.headers = status, {"Location": f"{feed.url}/admin/delete?all=1"}
    assert deliver(app_context) == DeliveryRound(2, 0, 1)
    assert push_service.connections == [(PUBLIC, 443)]
    assert feed.requested_paths == []


def test_an_endless_response_is_not_read(app_context: AppContext, push_service: FakePushService) -> None:
    """Kind: memory by what a stranger's server sends."""
    push_service.chunk = bytes(65_536)
    assert deliver(app_context) == DeliveryRound(2, 1, 0)


def test_a_response_that_never_begins_ends_at_the_deadline(
    app_context: AppContext, push_service: FakePushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kind: a server that sends a byte now and then holds a sender for ever."""
    monkeypatch.setattr(push_transport, "DEADLINE_SECONDS", 1.0)
    push_service.never_begins = True
    assert deliver(app_context) == DeliveryRound(2, 0, 1)


@pytest.mark.parametrize(
    "endpoint",
    [
        f"http://{HOST}/1", f"https://{HOST}:8443/1", f"https://{HOST}:22/", f"https://a:b@{HOST}/", "https:///1",
        f"https://{HOST}:x/", f"https://{HOST}/ 1", f"https://{HOST}/\n", f"https://{HOST}/{'x' * 1_024}",
        "https://dor\u014dng.contoh.test/", f"file://{HOST}/etc/passwd",
    ],
)  # fmt: skip
def test_endpoints_are_plain_https_on_port_443(endpoint: str) -> None:
    """Kind: a stranger chooses scheme, port or length of what this server calls."""
    with pytest.raises(InvalidEndpointError):
        parse_endpoint(endpoint)


def test_a_stored_endpoint_is_checked_again(app_context: AppContext, push_service: FakePushService) -> None:
    """Kind: what an earlier version stored."""
    stored = app_context.notifications.get_subscription(1)
    assert stored is not None
    app_context.notifications.delete_subscription(1)
    assert app_context.notifications.subscribe(
        CAMAT_BARAT.name, {**stored, "endpoint": f"https://{HOST}:8443/"}
    )
    assert deliver(app_context) == DeliveryRound(2, 0, 1)
    assert push_service.connections == []


def test_browsers_of_a_receipt_are_limited_and_may_renew(app_context: AppContext) -> None:
    """Kind: one anonymous report makes as many deliveries as its sender likes."""

    def subscribe(number: int) -> bool:
        endpoint = f"https://{HOST}/{number}"
        return app_context.notifications.subscribe("pelapor:pantau/satu", {"endpoint": endpoint, "keys": {}})

    assert [subscribe(number) for number in (1, 2, 3, 4, 1)] == [True] * 3 + [False, True]


def test_an_expired_push_subscription_is_deleted(
    app_context: AppContext, push_service: FakePushService
) -> None:
    push_service.status = 410
    assert deliver(app_context) == DeliveryRound(2, 1, 0)
    assert app_context.notifications.get_subscription(1) is None


def test_a_failed_push_keeps_the_subscription_for_a_retry(
    app_context: AppContext, push_service: FakePushService
) -> None:
    push_service.status = 500
    assert deliver(app_context) == DeliveryRound(2, 0, 1)
    assert app_context.notifications.get_subscription(1) is not None
