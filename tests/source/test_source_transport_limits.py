"""No answer, however packed, takes more memory, disk or time than it may."""

import gzip
import zlib
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from data.sources.base import FeedError
from data.sources.decompression import UNPACKERS, sniffed, unpacked
from data.sources.http_request import Call
from data.sources.transport import fetch
from tests.servers import HttpFeed

MB = 2**20
PACKERS: dict[str, Any] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "zstd": zstandard.ZstdCompressor().compress,
}


def read(feed: HttpFeed, **keys: Any) -> bytes:
    body = fetch(Call(feed.url, 20, attempts=1, **keys))
    assert body is not None
    return body.read()


@pytest.mark.parametrize("coding", PACKERS)
def test_an_answer_is_unpacked(feed: HttpFeed, coding: str) -> None:
    feed.body, feed.headers["Content-Encoding"] = PACKERS[coding](b"[1, 2]" * 50_000), coding
    assert read(feed) == b"[1, 2]" * 50_000


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_a_packed_file_is_unpacked_whatever_its_type(feed: HttpFeed, coding: str) -> None:
    feed.body, feed.headers["Content-Type"] = PACKERS[coding](b"a,b\n1,2\n"), "application/octet-stream"
    assert read(feed) == b"a,b\n1,2\n"


def test_a_packed_file_in_a_packed_answer_is_unpacked_twice(feed: HttpFeed) -> None:
    feed.body, feed.headers["Content-Encoding"] = gzip.compress(gzip.compress(b"[]", mtime=0)), "gzip"
    assert read(feed) == b"[]"


@pytest.mark.parametrize("coding", PACKERS)
def test_a_bomb_is_refused(feed: HttpFeed, coding: str) -> None:
    """64 MiB of zeros are some 64 KiB in gzip, and some 2 KiB in Zstandard."""
    feed.body, feed.headers["Content-Encoding"] = PACKERS[coding](bytes(64 * MB)), coding
    with pytest.raises(FeedError, match="sends more than 1 MiB"):
        read(feed, max_bytes=MB)


def test_a_bomb_in_a_bomb_is_refused(feed: HttpFeed) -> None:
    feed.body = gzip.compress(gzip.compress(bytes(64 * MB)))
    feed.headers["Content-Encoding"] = "gzip, gzip"
    with pytest.raises(FeedError, match="sends more than 1 MiB"):
        read(feed, max_bytes=MB)


def test_two_gigabytes_are_refused_by_their_announcement(feed: HttpFeed) -> None:
    """Not one byte of the content is waited for: the server sends none."""

    def announce(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(2 * 1024 * MB))
        handler.end_headers()

    feed.answer = announce
    with pytest.raises(FeedError, match="sends more than 200 MiB"):
        read(feed)


def test_more_than_announced_is_refused_while_it_comes(feed: HttpFeed) -> None:
    def send_on(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(64):
            handler.wfile.write(bytes(MB // 8))

    feed.answer = send_on
    with pytest.raises(FeedError, match="sends more than 1 MiB"):
        read(feed, max_bytes=MB)


@pytest.mark.parametrize(
    ("coding", "body", "reason"),
    [
        ("gzip", gzip.compress(b"[1]", mtime=0)[:-3], "ends in the middle"),
        ("zstd", zstandard.ZstdCompressor().compress(b"[1]" * 99)[:-3], "ends in the middle"),
        ("gzip", b"[1]", "packing is broken"),
        ("gzip", gzip.compress(b"[1]", mtime=0) + b"rest", "packing is broken"),
        ("br", b"x", "packed as 'br', which nobody asked for"),
    ],
)
def test_a_broken_packing_is_a_fault(feed: HttpFeed, coding: str, body: bytes, reason: str) -> None:
    feed.body, feed.headers["Content-Encoding"] = body, coding
    with pytest.raises(FeedError, match=reason):
        read(feed)


pieces = st.lists(st.binary(max_size=300), max_size=5)


@given(st.binary(max_size=2_000), st.sampled_from(sorted(PACKERS)), st.integers(1, 50))
def test_unpacking_gives_back_what_was_packed_however_it_is_cut(
    content: bytes, coding: str, size: int
) -> None:
    packed = PACKERS[coding](content)
    cut = [packed[start : start + size] for start in range(0, len(packed), size)]
    assert b"".join(unpacked(cut, coding)) == content


@given(
    st.lists(st.binary(min_size=1, max_size=200), min_size=1, max_size=4), st.sampled_from(["gzip", "zstd"])
)
def test_members_after_one_another_are_one_file(parts: list[bytes], coding: str) -> None:
    assert b"".join(sniffed([b"".join(map(PACKERS[coding], parts))])) == b"".join(parts)


@given(
    pieces, st.sampled_from(sorted(UNPACKERS)), st.sampled_from([b"", b"\x1f\x8b\x08\0", b"\x28\xb5\x2f\xfd"])
)
def test_any_bytes_are_unpacked_or_a_fault(rest: list[bytes], coding: str, start: bytes) -> None:
    for found in (lambda: unpacked([start, *rest], coding), lambda: sniffed([start, *rest])):
        try:
            assert isinstance(b"".join(found()), bytes)
        except FeedError as fault:
            assert "packing" in str(fault)
