"""A table's bytes as a seekable stream, decompressed from gzip or Zstandard if needed."""

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
CHUNK_SIZE = 2**20
GZIP_MAGIC, ZSTD_MAGIC = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"


@contextmanager
def open_content(content: Path | bytes) -> Iterator[BinaryIO]:
    """Open the content, decompressed to a temporary file if needed; a file is never read into memory.

    :raises FeedError: unreadable, broken, or larger than 2 GiB when decompressed
    """
    with _open_raw(content) as stream:
        magic = stream.read(4)
        stream.seek(0)
        if not magic.startswith((GZIP_MAGIC, ZSTD_MAGIC)):
            yield stream
            return
        with tempfile.TemporaryFile() as target:
            _decompress_into(stream, magic, target)
            target.seek(0)
            yield cast(BinaryIO, target)


@contextmanager
def open_unpacked(path: Path) -> Iterator[tuple[BinaryIO, bool]]:
    """Open a file as a stream that unpacks what is read and no more, and whether it is packed.

    :raises FeedError: unreadable; or, within the context, broken
    """
    with _open_raw(path) as stream:
        magic = stream.read(4)
        stream.seek(0)
        is_packed = magic.startswith((GZIP_MAGIC, ZSTD_MAGIC))
        with _errors_of_packing():
            yield (_decompressing_reader(stream, magic) if is_packed else stream), is_packed


@contextmanager
def _errors_of_packing() -> Iterator[None]:
    """:raises FeedError: the packed content is broken"""
    try:
        yield
    except (OSError, EOFError, zlib.error, zstandard.ZstdError) as error:
        raise FeedError(f"the packed file is broken: {error}") from error


@contextmanager
def _open_raw(content: Path | bytes) -> Iterator[BinaryIO]:
    if isinstance(content, bytes):
        yield io.BytesIO(content)
        return
    try:
        stream = content.open("rb")
    except OSError as error:
        raise FeedError(f"cannot read {content}: {error.strerror}") from error
    with stream:
        yield stream


def _decompress_into(
    stream: BinaryIO, magic: bytes, target: BinaryIO | tempfile._TemporaryFileWrapper
) -> None:
    with _errors_of_packing():
        for chunk in _chunks(_decompressing_reader(stream, magic)):
            target.write(chunk)


def _decompressing_reader(stream: BinaryIO, magic: bytes) -> BinaryIO:
    if magic.startswith(GZIP_MAGIC):
        return cast(BinaryIO, gzip.GzipFile(fileobj=stream))
    reader = zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(stream, read_across_frames=True)
    return cast(BinaryIO, reader)


def _chunks(reader: BinaryIO) -> Iterator[bytes]:
    size = 0
    while chunk := reader.read(CHUNK_SIZE):
        size += len(chunk)
        if size > UNPACKED_LIMIT:
            raise FeedError(f"the packed file swells to more than {UNPACKED_LIMIT // 2**20} MiB")
        yield chunk
