"""Every kind of attack, once each: all anonymous, over one connection.

Each returns the status it got, or how the connection ended. What holds a connection does so for seconds only,
so that the number of connections stays what the drill promises.
"""

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable
from functools import cache

from tests.drill.siege.hostile_files import compressed_body, hostile_photos
from tests.drill.siege.raw_http import FORM_TYPE, Target, multipart, request_head

HOLD_SECONDS = 20.0
JSON = "Content-Type: application/json"
SAME_ORIGIN = "Sec-Fetch-Site: same-origin"
URLENCODED = "Content-Type: application/x-www-form-urlencoded"
LARGE_BODY = 30 * 1024 * 1024
PHOTO_FORM_BYTES = 70 * 1024 * 1024
LARGE_FILE = "/lapor/peta.json"

Attack = Callable[[Target], Awaitable[str]]


def _form(photos: list[tuple[str, bytes]]) -> bytes:
    fields = {
        "submission": secrets.token_hex(16), "service_code": "sampah", "description": "menumpuk",
        "lat": "1.4748", "long": "124.8421",
    }  # fmt: skip
    return multipart(fields, photos)


def _form_head(path: str, length: int | None, *headers: str) -> bytes:
    return request_head("POST", path, f"Content-Type: {FORM_TYPE}", SAME_ORIGIN, *headers, length=length)


async def hostile_photo(target: Target) -> str:
    """File a report with a hostile photo."""
    body = _form([target.rng.choice(hostile_photos())])
    return await target.request(_form_head("/lapor", len(body)), body)


async def many_parts(target: Target) -> str:
    """Send a form of ten thousand parts."""
    body = _form([(f"{i}.jpg", b"x") for i in range(10_000)])
    return await target.request(_form_head("/lapor", len(body)), body)


async def large_form(target: Target) -> str:
    """Send the largest form that there is, to a page or to the interface for programs."""
    path = target.rng.choice(["/lapor", "/open311/v2/requests.json", "/open311/v2/requests.xml"])
    body = large_photo_form()
    return await target.request(_form_head(path, len(body)), body)


@cache
def large_photo_form() -> bytes:
    """Return a form that is as large as a form may be."""
    return _form([("foto.jpg", bytes(PHOTO_FORM_BYTES))])


async def large_json(target: Target) -> str:
    """Send JSON to where the framework reads it."""
    method = target.rng.choice(["GET", "POST", "PUT", "DELETE"])
    path = target.rng.choice(
        ["/", "/_dash-layout", "/_dash-dependencies", "/_dash-update-component", "/healthz"]
    )
    body = b"[]," * (LARGE_BODY // 3)
    return await target.request(request_head(method, path, JSON, SAME_ORIGIN, length=len(body)), body)


async def nested_json(target: Target) -> str:
    """Send as much JSON as a callback takes, nested deeply."""
    body = b"[" * 100_000 + b"]" * 100_000
    head = request_head("POST", "/_dash-update-component", JSON, SAME_ORIGIN, length=len(body))
    return await target.request(head, body)


async def compressed(target: Target) -> str:
    """Send a compressed body that grows a thousandfold."""
    path = target.rng.choice(["/_dash-update-component", "/lapor", "/masuk"])
    body = compressed_body()
    head = request_head("POST", path, JSON, SAME_ORIGIN, "Content-Encoding: gzip", length=len(body))
    return await target.request(head, body)


async def endless_chunks(target: Target) -> str:
    """Send a body in chunks that does not end."""
    path = target.rng.choice(["/lapor", "/_dash-update-component", "/masuk"])
    chunk = b"4000\r\n" + b"x" * 0x4000 + b"\r\n"
    head = _form_head(path, None, "Transfer-Encoding: chunked")
    return await target.request(head, chunk * 600)


async def invented_file(target: Target) -> str:
    """Ask for a file under a version that never was."""
    path = target.rng.choice(["/assets/wall.css", "/_dash-component-suites/dash/deps/react@18.3.1.min.js"])
    return await target.request(request_head("GET", f"{path}?v={secrets.token_hex(8)}"))


async def half_head(target: Target) -> str:
    """Send a head that does not end."""
    return await _hold(target, request_head("GET", "/layar")[:-2])


async def half_body(target: Target) -> str:
    """Send a form that does not end."""
    return await _hold(target, _form_head("/lapor", 1_000_000) + b"--batas\r\n")


async def unread_stream(target: Target) -> str:
    """Open an event stream and never read it."""
    return await _hold(target, request_head("GET", "/api/v1/wall/stream"))


async def unread_download(target: Target) -> str:
    """Ask for what is large and never read it."""
    path = target.rng.choice(["/api/v1/snapshot", "/open311/v2/requests.xml", LARGE_FILE, "/api/v1/wall"])
    return await _hold(target, request_head("GET", path))


async def slow_reader(target: Target) -> str:
    """Read a large response a few bytes at a time."""
    async with target.connect() as connection:
        await connection.send(request_head("GET", LARGE_FILE))
        for _ in range(int(HOLD_SECONDS)):
            if not await connection.reader.read(16):
                return "closed"
            await asyncio.sleep(1)
    return "held"


async def pipelined(target: Target) -> str:
    """Send thousands of requests at once and read no response."""
    path = target.rng.choice(["/healthz", "/api/v1/wall", "/lapor"])
    head = f"GET {path} HTTP/1.1\r\nHost: papan\r\n\r\n".encode()
    async with target.connect() as connection:
        await asyncio.wait_for(connection.send(head * 3_000), HOLD_SECONDS)
        await asyncio.sleep(HOLD_SECONDS / 2)
    return "held"


async def report_list(target: Target) -> str:
    """Ask for the list of reports, or for a thousand that there are none of."""
    ids = ",".join(str(target.rng.randrange(10**9)) for _ in range(1_000))
    query = target.rng.choice(["", "?status=open", f"?service_request_id={ids}", "?end_date=0001-01-01"])
    ending = target.rng.choice(["json", "xml"])
    return await target.request(request_head("GET", f"/open311/v2/requests.{ending}{query}"))


async def past_moment(target: Target) -> str:
    """Ask for the board of some past moment."""
    minutes = target.rng.randrange(27 * 24 * 60)
    at = f"2026-11-{minutes // 1440 + 1:02}T{minutes // 60 % 24:02}:{minutes % 60:02}"
    path = target.rng.choice(["/api/v1/wall", "/layar", "/api/v1/snapshot"])
    return await target.request(request_head("GET", f"{path}?pada={at}"))


async def password_guess(target: Target) -> str:
    """Guess a password."""
    name = target.rng.choice(["wakil.walikota", "operator.1", secrets.token_hex(4)])
    body = f"name={name}&password={secrets.token_hex(6)}".encode()
    return await target.request(
        request_head("POST", "/masuk", URLENCODED, SAME_ORIGIN, length=len(body)), body
    )


async def key_guess(target: Target) -> str:
    """Guess the key of a receipt, or subscribe to it."""
    number, key = f"W-{target.rng.randrange(10**6)}", secrets.token_hex(8)
    body = json.dumps({"endpoint": "http://127.0.0.1:22/", "keys": {"p256dh": "x", "auth": "x"}}).encode()
    path = target.rng.choice([f"/lacak/{number}/{key}", f"/lacak/{number}/{key}/langganan"])
    return await target.request(request_head("POST", path, JSON, SAME_ORIGIN, length=len(body)), body)


async def denied_path(target: Target) -> str:
    """Ask for what is not for anybody, under a long name, so that the refusal is recorded."""
    page = target.rng.choice(["tindak/lapor/", "kecamatan/", "laporan/lapor/", "rekap?q="])
    return await target.request(
        request_head("GET", f"/{page}{secrets.token_hex(target.rng.choice([20, 900, 3_000]))}")
    )


async def hostile_query(target: Target) -> str:
    """Send a query that is long or means too much."""
    query = target.rng.choice(
        [
            "q=" + "x" * 20_000,
            "langkah=0000010000",
            "a=%00",
            "pada=99999-01-01",
            "&".join("a=1" for _ in range(5_000)),
        ]
    )
    path = target.rng.choice(["/tinjauan", "/layar", "/api/v1/wall", "/lapor"])
    return await target.request(request_head("GET", f"{path}?{query}"))


async def many_headers(target: Target) -> str:
    """Send thousands of headers, or a very long one."""
    headers = target.rng.choice([[f"X-{i}: {i}" for i in range(5_000)], ["Cookie: " + "a=b; " * 50_000]])
    return await target.request(request_head("GET", "/lapor", *headers))


async def many_ranges(target: Target) -> str:
    """Ask for thousands of ranges of a file."""
    ranges = ",".join(f"{i}-{i}" for i in range(2_000))
    return await target.request(request_head("GET", LARGE_FILE, f"Range: bytes={ranges}"))


async def upgrade(target: Target) -> str:
    """Ask for a web socket."""
    path = target.rng.choice(["/", "/_dash-update-component", "/api/v1/wall/stream"])
    headers = (
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    )
    head = request_head("GET", path, *headers).replace(b"Connection: close", b"Connection: Upgrade")
    return await _hold(target, head) if path.endswith("stream") else await target.request(head)


async def no_http(target: Target) -> str:
    """Send what is no request, or two in one."""
    smuggled = (
        request_head("POST", "/masuk", "Transfer-Encoding: chunked", length=5) + b"0\r\n\r\nGET / HTTP/1.1"
    )
    two_lengths = request_head("POST", "/masuk", "Content-Length: 7", length=3)
    preface, handshake = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"\x16\x03\x01" + bytes(500)
    choices = [preface, handshake, b"GET\0/ HTTP/1.1\r\n\r\n", smuggled, two_lengths, b"x" * 200_000]
    return await target.request(target.rng.choice(choices))


async def duplicate_search(target: Target) -> str:
    """Search for duplicates of a report, as the form does while somebody writes."""
    body = b"service_code=sampah&lat=1.4748&long=124.8421&description=" + b"menumpuk+" * 200
    head = request_head("POST", "/lapor/serupa", URLENCODED, SAME_ORIGIN, length=len(body))
    return await target.request(head, body)


async def _hold(target: Target, start: bytes) -> str:
    """Send the start of something, and hold the connection without reading from it."""
    async with target.connect() as connection:
        await connection.send(start)
        await asyncio.sleep(HOLD_SECONDS)
    return "held"


ATTACKS: dict[str, Attack] = {
    attack.__name__: attack
    for attack in (
        hostile_photo, many_parts, large_form, large_json, nested_json, compressed, endless_chunks,
        invented_file, half_head, half_body, unread_stream, unread_download, slow_reader, pipelined,
        report_list, past_moment, password_guess, key_guess, denied_path, hostile_query, many_headers,
        many_ranges, upgrade, no_http, duplicate_search,
    )
}  # fmt: skip
