"""A table's bytes as a seekable stream, out of gz or zst if it is packed in one of them."""

import gzip
import io
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import zstandard

from data.sources.base import FeedError

UNPACKED_LIMIT = 2 * 2**30
PIECE = 2**20
GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"


@contextmanager
def opened(content: Path | bytes) -> Iterator[BinaryIO]:
    """The content, unpacked; a file is streamed from its disk and never held whole.

    :raises FeedError: unreadable, or a packing that is broken or swells beyond 2 GiB
    """
    with _raw(content) as stream:
        mark = stream.read(4)
        stream.seek(0)
        if not mark.startswith((GZIP, ZSTD)):
            yield stream
            return
        with tempfile.TemporaryFile() as unpacked:
            _unpack(stream, mark, unpacked)
            unpacked.seek(0)
            yield cast(BinaryIO, unpacked)


@contextmanager
def _raw(content: Path | bytes) -> Iterator[BinaryIO]:
    if isinstance(content, bytes):
        yield io.BytesIO(content)
        return
    try:
        stream = content.open("rb")
    except OSError as error:
        raise FeedError(f"cannot read {content}: {error.strerror}") from error
    with stream:
        yield stream


def _unpack(stream: BinaryIO, mark: bytes, into: BinaryIO | tempfile._TemporaryFileWrapper) -> None:
    try:
        for piece in _pieces(_unpacker(stream, mark)):
            into.write(piece)
    except (OSError, EOFError, zlib.error, zstandard.ZstdError) as error:
        raise FeedError(f"the packed file is broken: {error}") from error


def _unpacker(stream: BinaryIO, mark: bytes) -> BinaryIO:
    if mark.startswith(GZIP):
        return cast(BinaryIO, gzip.GzipFile(fileobj=stream))
    reader = zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(stream, read_across_frames=True)
    return cast(BinaryIO, reader)


def _pieces(unpacker: BinaryIO) -> Iterator[bytes]:
    size = 0
    while piece := unpacker.read(PIECE):
        size += len(piece)
        if size > UNPACKED_LIMIT:
            raise FeedError(f"the packed file swells to more than {UNPACKED_LIMIT // 2**20} MiB")
        yield piece
