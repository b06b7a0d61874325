"""Limits of size and time of responses, compressed or not."""

import gzip
import zlib
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from data.sources.base import FeedError
from data.sources.decompression import DECOMPRESSORS, decompress, decompress_file
from data.sources.http_request import HttpRequest
from data.sources.transport import fetch
from tests.servers import HttpFeed

MIB = 2**20
COMPRESSORS: dict[str, Any] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "zstd": zstandard.ZstdCompressor().compress,
}


def read_body(feed: HttpFeed, **keys: Any) -> bytes:
    body = fetch(HttpRequest(feed.url, 20, attempts=1, **keys))
    assert body is not None
    return body.read()


@pytest.mark.parametrize("coding", COMPRESSORS)
def test_a_compressed_response_is_decompressed(feed: HttpFeed, coding: str) -> None:
    feed.body, feed.headers["Content-Encoding"] = COMPRESSORS[coding](b"[1, 2]" * 50_000), coding
    assert read_body(feed) == b"[1, 2]" * 50_000


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_a_compressed_file_is_decompressed_whatever_its_type(feed: HttpFeed, coding: str) -> None:
    feed.body, feed.headers["Content-Type"] = COMPRESSORS[coding](b"a,b\n1,2\n"), "application/octet-stream"
    assert read_body(feed) == b"a,b\n1,2\n"


def test_a_compressed_file_in_a_compressed_response_is_decompressed_twice(feed: HttpFeed) -> None:
    feed.body, feed.headers["Content-Encoding"] = gzip.compress(gzip.compress(b"[]", mtime=0)), "gzip"
    assert read_body(feed) == b"[]"


@pytest.mark.parametrize("coding", COMPRESSORS)
def test_a_decompression_bomb_is_refused(feed: HttpFeed, coding: str) -> None:
    """64 MiB of zeros are some 64 KiB in gzip, and some 2 KiB in Zstandard."""
    feed.body, feed.headers["Content-Encoding"] = COMPRESSORS[coding](bytes(64 * MIB)), coding
    with pytest.raises(FeedError, match="sends more than 1 MiB"):
        read_body(feed, max_bytes=MIB)


def test_a_nested_decompression_bomb_is_refused(feed: HttpFeed) -> None:
    feed.body = gzip.compress(gzip.compress(bytes(64 * MIB)))
    feed.headers["Content-Encoding"] = "gzip, gzip"
    with pytest.raises(FeedError, match="sends more than 1 MiB"):
        read_body(feed, max_bytes=MIB)


def test_a_content_length_beyond_the_limit_is_refused(feed: HttpFeed) -> None:
    """The server sends no content, so that waiting for it would block."""

    def announce(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(2 * 1024 * MIB))
        handler.end_headers()

    feed.answer = announce
    with pytest.raises(FeedError, match="sends more than 200 MiB"):
        read_body(feed)


def test_a_body_beyond_the_limit_is_refused_while_it_arrives(feed: HttpFeed) -> None:
    def send_on(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(64):
            handler.wfile.write(bytes(MIB // 8))

    feed.answer = send_on
    with pytest.raises(FeedError, match="sends more than 1 MiB"):
        read_body(feed, max_bytes=MIB)


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
def test_broken_compression_is_an_error(feed: HttpFeed, coding: str, body: bytes, reason: str) -> None:
    feed.body, feed.headers["Content-Encoding"] = body, coding
    with pytest.raises(FeedError, match=reason):
        read_body(feed)


chunks = st.lists(st.binary(max_size=300), max_size=5)


@given(st.binary(max_size=2_000), st.sampled_from(sorted(COMPRESSORS)), st.integers(1, 50))
def test_decompression_restores_the_content_for_any_chunk_size(
    content: bytes, coding: str, size: int
) -> None:
    compressed = COMPRESSORS[coding](content)
    parts = [compressed[start : start + size] for start in range(0, len(compressed), size)]
    assert b"".join(decompress(parts, coding)) == content


@given(
    st.lists(st.binary(min_size=1, max_size=200), min_size=1, max_size=4), st.sampled_from(["gzip", "zstd"])
)
def test_concatenated_members_are_one_file(parts: list[bytes], coding: str) -> None:
    assert b"".join(decompress_file([b"".join(map(COMPRESSORS[coding], parts))])) == b"".join(parts)


@given(
    chunks,
    st.sampled_from(sorted(DECOMPRESSORS)),
    st.sampled_from([b"", b"\x1f\x8b\x08\0", b"\x28\xb5\x2f\xfd"]),
)
def test_any_bytes_are_decompressed_or_a_feed_error(rest: list[bytes], coding: str, start: bytes) -> None:
    for read_all in (lambda: decompress([start, *rest], coding), lambda: decompress_file([start, *rest])):
        try:
            assert isinstance(b"".join(read_all()), bytes)
        except FeedError as fault:
            assert "packing" in str(fault)
