"""What a workbook would become in memory, found out before any library is let loose on it."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from data.sources.base import FeedError

FILE_LIMIT = 200 * 2**20
UNPACKED_LIMIT = 600 * 2**20
ENTRIES = 2_000
ENCRYPTED = 0x1
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
PIECE = 2**18
_DIMENSION = re.compile(rb"<dimension\b[^>]*/>")
_CELL = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')


def widest_sheet(stream: BinaryIO) -> int:
    """The cells of the largest box that a sheet's furthest cells span: what a dense table would hold.

    Counts what really comes out of the archive, whatever its directory promises.

    :raises FeedError: broken, or larger than 600 MiB unpacked
    """
    try:
        return _widest(stream)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, UnicodeError) as error:
        raise FeedError(f"the workbook is broken: {error}") from error


def _widest(stream: BinaryIO) -> int:
    size, most = 0, 0
    for name, pieces in _entries(stream):
        columns, rows, tail = 1, 1, b""
        for piece in pieces:
            size += len(piece)
            if size > UNPACKED_LIMIT:
                raise FeedError(f"the workbook swells to more than {UNPACKED_LIMIT // 2**20} MiB")
            if name.startswith("xl/worksheets/"):
                for letters, row in _CELL.findall(tail + piece):
                    columns, rows = max(columns, column_number(letters)), max(rows, int(row))
                tail = piece[-32:]
        most = max(most, columns * rows)
    return most


def without_dimensions(content: bytes) -> bytes:
    """The workbook without what its sheets say of their own size, which no reader needs."""
    page = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(page, "w") as new:
        for entry in old.infolist():
            part = old.read(entry)
            sheet = entry.filename.startswith("xl/worksheets/")
            new.writestr(entry.filename, _DIMENSION.sub(b"", part) if sheet else part)
    return page.getvalue()


def column_number(letters: bytes) -> int:
    """A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _entries(stream: BinaryIO) -> Iterator[tuple[str, Iterator[bytes]]]:
    with zipfile.ZipFile(stream) as archive:
        entries = archive.infolist()
        if len(entries) > ENTRIES:
            raise FeedError(f"the workbook has more than {ENTRIES:,} parts")
        for entry in entries:
            if entry.flag_bits & ENCRYPTED or entry.compress_type not in PACKINGS:
                raise FeedError("the workbook is locked, or packed in a way that Excel does not use")
            yield entry.filename, _unpacked(stream, entry)


def _unpacked(stream: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The entry's bytes by the compressed stream itself: zipfile stops where the directory says to."""
    stream.seek(entry.header_offset + 26)
    lengths = stream.read(4)
    stream.seek(int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little"), 1)
    unpacker = zlib.decompressobj(-15) if entry.compress_type == zipfile.ZIP_DEFLATED else None
    left = entry.compress_size
    while left > 0 and (packed := stream.read(min(PIECE, left))):
        left -= len(packed)
        if unpacker is None:
            yield packed
            continue
        while packed:
            yield unpacker.decompress(packed, PIECE * 4)
            packed = unpacker.unconsumed_tail
