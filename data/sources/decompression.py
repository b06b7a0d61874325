"""Incremental decompression of gzip, deflate and Zstandard, so that the caller can stop at a size limit."""

import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

import zstandard

from data.sources.base import FeedError

CHUNK_SIZE = 64 * 1024
MAGIC_BYTES = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}


class _Decompressor(Protocol):
    def chunks(self, compressed: bytes) -> Iterator[bytes]: ...
    def is_complete(self) -> bool: ...


class _ZlibDecompressor:
    """Decompress gzip, also of several members, and deflate with or without its header."""

    def __init__(self, window_bits: tuple[int, ...]) -> None:
        self._window_bits, self._decompressor = window_bits, zlib.decompressobj(window_bits[0])
        self._started = False

    def chunks(self, compressed: bytes) -> Iterator[bytes]:
        while compressed:
            if self._decompressor.eof:
                self._decompressor, self._started = zlib.decompressobj(self._window_bits[0]), False
            chunk, compressed = self._chunk(compressed)
            yield chunk
        while not self._decompressor.eof and (chunk := self._decompressor.decompress(b"", CHUNK_SIZE)):
            yield chunk  # zlib may hold back what did not fit into the last chunk

    def _chunk(self, compressed: bytes) -> tuple[bytes, bytes]:
        try:
            chunk = self._decompressor.decompress(compressed, CHUNK_SIZE)
        except zlib.error:
            if self._started or len(self._window_bits) == 1:
                raise
            self._window_bits = self._window_bits[1:]
            self._decompressor = zlib.decompressobj(self._window_bits[0])
            chunk = self._decompressor.decompress(compressed, CHUNK_SIZE)
        self._started = True
        return chunk, self._decompressor.unconsumed_tail or self._decompressor.unused_data.lstrip(b"\0")

    def is_complete(self) -> bool:
        return self._decompressor.eof


class _ZstdDecompressor:
    """Decompress Zstandard frames; the window is limited, or a frame could ask for gigabytes of memory."""

    def __init__(self) -> None:
        self._context = zstandard.ZstdDecompressor(max_window_size=2**27)
        self._decompressor = self._context.decompressobj(write_size=CHUNK_SIZE)

    def chunks(self, compressed: bytes) -> Iterator[bytes]:
        for start in range(0, len(compressed), 256):  # 256 bytes never become more than some 8 MiB
            yield from self._frames(compressed[start : start + 256])

    def _frames(self, compressed: bytes) -> Iterator[bytes]:
        while compressed:
            if self._decompressor.eof:
                self._decompressor = self._context.decompressobj(write_size=CHUNK_SIZE)
            yield self._decompressor.decompress(compressed)
            compressed = self._decompressor.unused_data if self._decompressor.eof else b""

    def is_complete(self) -> bool:
        return bool(self._decompressor.eof)


DECOMPRESSORS: dict[str, Callable[[], _Decompressor]] = {
    "gzip": lambda: _ZlibDecompressor((31,)),
    "x-gzip": lambda: _ZlibDecompressor((31,)),
    "deflate": lambda: _ZlibDecompressor((15, -15)),
    "zstd": _ZstdDecompressor,
}


def decompress(chunks: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """Decompress the chunks by an HTTP content coding; empty or ``identity``: return them as they are.

    :raises FeedError: an unknown coding, or content that is broken or ends early
    """
    name = coding.strip().lower()
    if name in ("", "identity"):
        return iter(chunks)
    if name not in DECOMPRESSORS:
        raise FeedError(f"the answer is packed as {coding[:40]!r}, which nobody asked for")
    return _decompress(chunks, DECOMPRESSORS[name](), name)


def _decompress(chunks: Iterable[bytes], decompressor: _Decompressor, name: str) -> Iterator[bytes]:
    has_content = False
    try:
        for compressed in chunks:
            has_content = has_content or bool(compressed)
            yield from decompressor.chunks(compressed)
    except (zlib.error, zstandard.ZstdError) as error:
        raise FeedError(f"the {name} packing is broken: {error}") from error
    if has_content and not decompressor.is_complete():
        raise FeedError(f"the {name} packing ends in the middle: the file is not whole")


def decompress_file(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Decompress a gzip or Zstandard *file*, known by its first bytes; return anything else as it is."""
    iterator = iter(chunks)
    head = b""
    while len(head) < 4 and (chunk := next(iterator, None)) is not None:
        head += chunk
    name = next((name for magic, name in MAGIC_BYTES.items() if head.startswith(magic)), "")
    return decompress(_with_head(head, iterator), name)


def _with_head(head: bytes, remaining: Iterator[Any]) -> Iterator[bytes]:
    if head:
        yield head
    yield from remaining
