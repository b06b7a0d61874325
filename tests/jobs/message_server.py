"""A mail server and an HTTP gateway on loopback that receive the city's messages."""

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller

from bootstrap import AppContext
from data.services.auth.service import AuthService
from tests.personas import STAFF_PRINCIPALS
from tests.servers import free_port

CHANNELS = """
[[channel]]
name = "surel"
url = "mailto://127.0.0.1:{smtp}?from=pantau@kota.test&to={{alamat}}&mode=insecure"
audience = ["pelapor"]

[[channel]]
name = "gerbang"
url = "json://127.0.0.1:{http}/kirim"
audience = ["kecamatan:*", "operator", "pimpinan"]
"""


@dataclass
class FakeMailServer:
    """An SMTP server that stores messages; as mail servers do, it drops a second one of the same Message-ID.

    Attributes:
        refusals_left: how many messages it still refuses before it accepts one
    """

    refusals_left: int = 0
    messages: dict[str, Message] = field(default_factory=dict)
    received_count: int = 0

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (its name)
        """Handle the command DATA."""
        if self.refusals_left:
            self.refusals_left -= 1
            return "451 later"
        mail = message_from_bytes(envelope.content)
        self.received_count += 1
        self.messages.setdefault(str(mail["Message-ID"]), mail)
        return "250 OK"

    def message_texts(self) -> list[str]:
        """Return the mails as text, subject first."""
        return [f"{_subject(mail)}\n{_body(mail)}" for mail in self.messages.values()]


def _subject(mail: Message) -> str:
    return str(make_header(decode_header(mail["Subject"])))


def _body(mail: Message) -> str:
    part = next(part for part in mail.walk() if part.get_content_maintype() == "text")
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode()


@dataclass
class FakeGateway:
    """An HTTP endpoint that stores what is posted to it."""

    status: int = 200
    posted: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass
class MessageServers:
    """Both servers, and the channels that lead to them."""

    mailbox: FakeMailServer
    gateway: FakeGateway
    channels: str


class QuietHttpServer(ThreadingHTTPServer):
    """A server that ignores clients killed in the middle of a request."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report nothing."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def start_message_servers() -> Iterator[MessageServers]:
    """Run both servers until the block ends."""
    mailbox, gateway = FakeMailServer(), FakeGateway()
    mail = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    mail.start()
    web = QuietHttpServer(("127.0.0.1", 0), _gateway_handler(gateway))
    thread = threading.Thread(target=web.serve_forever)
    thread.start()
    try:
        text = CHANNELS.format(smtp=mail.port, http=web.server_address[1])
        yield MessageServers(mailbox, gateway, text)
    finally:
        web.shutdown()
        web.server_close()
        thread.join()
        mail.stop()


def _gateway_handler(gateway: FakeGateway) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            payload = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if gateway.status == 200:
                gateway.posted.setdefault(self.headers["Idempotency-Key"], payload)
            self.send_response(gateway.status)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Log nothing."""

    return Handler


def create_accounts(app_context: AppContext) -> AuthService:
    """Create an account for each persona of the staff; return the accounts."""
    auth = app_context.accounts
    auth.create_accounts(STAFF_PRINCIPALS, "kopi tubruk pagi hari", lambda _who: False)
    return auth
