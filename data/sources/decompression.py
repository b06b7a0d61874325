"""Unpacking gzip, deflate and Zstandard piece by piece, so that a bomb is refused before it goes off."""

import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

import zstandard

from data.sources.base import FeedError

PIECE = 64 * 1024
MAGIC = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}


class _Unpacker(Protocol):
    def pieces(self, packed: bytes) -> Iterator[bytes]: ...
    def finished(self) -> bool: ...


class _Zlib:
    """gzip, also of several members after one another, and deflate with or without its header."""

    def __init__(self, bits: tuple[int, ...]) -> None:
        self._bits, self._object = bits, zlib.decompressobj(bits[0])
        self._begun = False

    def pieces(self, packed: bytes) -> Iterator[bytes]:
        while packed:
            if self._object.eof:
                self._object, self._begun = zlib.decompressobj(self._bits[0]), False
            piece, packed = self._piece(packed)
            yield piece
        while not self._object.eof and (piece := self._object.decompress(b"", PIECE)):
            yield piece  # zlib may hold back what did not fit into the last piece

    def _piece(self, packed: bytes) -> tuple[bytes, bytes]:
        try:
            piece = self._object.decompress(packed, PIECE)
        except zlib.error:
            if self._begun or len(self._bits) == 1:
                raise
            self._bits = self._bits[1:]
            self._object = zlib.decompressobj(self._bits[0])
            piece = self._object.decompress(packed, PIECE)
        self._begun = True
        return piece, self._object.unconsumed_tail or self._object.unused_data.lstrip(b"\0")

    def finished(self) -> bool:
        return self._object.eof


class _Zstd:
    """Zstandard: one frame after another. Its windows are limited, or a frame could ask for gigabytes."""

    def __init__(self) -> None:
        self._context = zstandard.ZstdDecompressor(max_window_size=2**27)
        self._object = self._context.decompressobj(write_size=PIECE)
        self._whole = False

    def pieces(self, packed: bytes) -> Iterator[bytes]:
        for start in range(0, len(packed), 256):  # 256 bytes never become more than some 8 MiB
            yield from self._frames(packed[start : start + 256])

    def _frames(self, packed: bytes) -> Iterator[bytes]:
        while packed:
            if self._object.eof:
                self._object = self._context.decompressobj(write_size=PIECE)
            yield self._object.decompress(packed)
            packed = self._object.unused_data if self._object.eof else b""

    def finished(self) -> bool:
        return bool(self._object.eof)


UNPACKERS: dict[str, Callable[[], _Unpacker]] = {
    "gzip": lambda: _Zlib((31,)),
    "x-gzip": lambda: _Zlib((31,)),
    "deflate": lambda: _Zlib((15, -15)),
    "zstd": _Zstd,
}


def unpacked(pieces: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """The pieces without the packing that ``coding`` names (HTTP's names; empty or identity: as they are).

    :raises FeedError: an unknown packing, one that is broken, or one that ends in the middle
    """
    name = coding.strip().lower()
    if name in ("", "identity"):
        return iter(pieces)
    if name not in UNPACKERS:
        raise FeedError(f"the answer is packed as {coding[:40]!r}, which nobody asked for")
    return _unpacked(pieces, UNPACKERS[name](), name)


def _unpacked(pieces: Iterable[bytes], unpacker: _Unpacker, name: str) -> Iterator[bytes]:
    anything = False
    try:
        for packed in pieces:
            anything = anything or bool(packed)
            yield from unpacker.pieces(packed)
    except (zlib.error, zstandard.ZstdError) as error:
        raise FeedError(f"the {name} packing is broken: {error}") from error
    if anything and not unpacker.finished():
        raise FeedError(f"the {name} packing ends in the middle: the file is not whole")


def sniffed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The content of a gzip or Zstandard *file*, known by its first bytes; anything else as it is."""
    walking = iter(pieces)
    head = b""
    while len(head) < 4 and (piece := next(walking, None)) is not None:
        head += piece
    name = next((name for magic, name in MAGIC.items() if head.startswith(magic)), "")
    return unpacked(_again(head, walking), name)


def _again(head: bytes, rest: Iterator[Any]) -> Iterator[bytes]:
    if head:
        yield head
    yield from rest
