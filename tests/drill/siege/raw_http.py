"""HTTP as bytes on a socket: what no client library would send."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

TIMEOUT_SECONDS = 20.0
MAX_RESPONSE_BYTES = 4 * 1024 * 1024
CHUNK_BYTES = 64 * 1024
FORM_BOUNDARY = "batas"
FORM_TYPE = f"multipart/form-data; boundary={FORM_BOUNDARY}"


@dataclass
class Connection:
    """One connection to the board."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, body: bytes) -> None:
        """Send bytes in pieces, as far as the server takes them."""
        for start in range(0, len(body), CHUNK_BYTES):
            self.writer.write(body[start : start + CHUNK_BYTES])
            await self.writer.drain()

    async def status(self) -> str:
        """Return the status of the next response, ``closed`` if there is none; its body is read too."""
        line = await self.reader.readline()
        if not line.startswith(b"HTTP/1"):
            return "closed"
        for _ in range(MAX_RESPONSE_BYTES // CHUNK_BYTES):
            if not await self.reader.read(CHUNK_BYTES):
                break
        return line.split()[1].decode()


@dataclass(frozen=True)
class Target:
    """A board, and the local addresses that its callers use."""

    port: int
    addresses: tuple[str, ...]
    rng: random.Random

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[Connection]:
        """Connect from one of the addresses."""
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", self.port, local_addr=(self.rng.choice(self.addresses), 0)
        )
        try:
            yield Connection(reader, writer)
        finally:
            writer.transport.abort()

    async def request(self, head: bytes, body: bytes = b"") -> str:
        """Send one request; return its status, or how it ended."""
        async with self.connect() as connection:
            with contextlib.suppress(ConnectionError):  # an early response ends the sending
                await connection.send(head + body)
            return await connection.status()


def request_head(method: str, path: str, *headers: str, length: int | None = 0) -> bytes:
    """Return a request's head; ``Connection: close`` ends its response."""
    lines = [f"{method} {path} HTTP/1.1", "Host: papan", "Connection: close", *headers]
    if length is not None:
        lines.append(f"Content-Length: {length}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def multipart(fields: dict[str, str], files: list[tuple[str, bytes]]) -> bytes:
    """Return the body of a form with photos, given by file name and content."""
    parts = [_part(f'name="{name}"', value.encode()) for name, value in fields.items()]
    parts += [_part(f'name="photo"; filename="{name}"', content) for name, content in files]
    return b"".join(parts) + f"--{FORM_BOUNDARY}--\r\n".encode()


def _part(disposition: str, content: bytes) -> bytes:
    head = f"--{FORM_BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n".encode()
    return head + content + b"\r\n"


@contextmanager
def how_it_ended(counts: dict[str, int]) -> Iterator[list[str]]:
    """Count how an attack ended: by a status that the block leaves, or by an error of the connection."""
    statuses: list[str] = []
    try:
        yield statuses
    except (ConnectionError, asyncio.IncompleteReadError, ValueError):
        statuses.append("closed")
    except TimeoutError:
        statuses.append("timeout")
    except OSError as error:
        statuses.append(f"error {error.errno}")
    for status in statuses:
        counts[status] = counts.get(status, 0) + 1
