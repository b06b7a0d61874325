"""Size of a workbook in memory, measured before a library opens it."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from data.sources.base import FeedError

FILE_LIMIT = 200 * 2**20
UNPACKED_LIMIT = 600 * 2**20
MAX_ENTRIES = 2_000
ENCRYPTED_FLAG = 0x1
COMPRESSION_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
CHUNK_SIZE = 2**18
_DIMENSION = re.compile(rb"<dimension\b[^>]*/>")
_CELL = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')


def largest_sheet_cells(stream: BinaryIO) -> int:
    """Return the number of cells of the largest sheet as a dense table, up to its furthest row and column.

    Counts what the archive really contains, whatever its directory says.

    :raises FeedError: broken, or larger than 600 MiB unpacked
    """
    try:
        return _largest_sheet(stream)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, UnicodeError) as error:
        raise FeedError(f"the workbook is broken: {error}") from error


def _largest_sheet(stream: BinaryIO) -> int:
    size, max_cells = 0, 0
    for name, chunks in _entries(stream):
        columns, rows, tail = 1, 1, b""
        for chunk in chunks:
            size += len(chunk)
            if size > UNPACKED_LIMIT:
                raise FeedError(f"the workbook swells to more than {UNPACKED_LIMIT // 2**20} MiB")
            if name.startswith("xl/worksheets/"):
                for letters, row in _CELL.findall(tail + chunk):
                    columns, rows = max(columns, column_number(letters)), max(rows, int(row))
                tail = chunk[-32:]
        max_cells = max(max_cells, columns * rows)
    return max_cells


def without_dimensions(content: bytes) -> bytes:
    """Return the workbook without the dimensions of its sheets, which no reader needs."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w") as target:
        for entry in source.infolist():
            part = source.read(entry)
            is_sheet = entry.filename.startswith("xl/worksheets/")
            target.writestr(entry.filename, _DIMENSION.sub(b"", part) if is_sheet else part)
    return buffer.getvalue()


def column_number(letters: bytes) -> int:
    """Return the number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _entries(stream: BinaryIO) -> Iterator[tuple[str, Iterator[bytes]]]:
    with zipfile.ZipFile(stream) as archive:
        entries = archive.infolist()
        if len(entries) > MAX_ENTRIES:
            raise FeedError(f"the workbook has more than {MAX_ENTRIES:,} parts")
        for entry in entries:
            if entry.flag_bits & ENCRYPTED_FLAG or entry.compress_type not in COMPRESSION_METHODS:
                raise FeedError("the workbook is locked, or packed in a way that Excel does not use")
            yield entry.filename, _decompress_entry(stream, entry)


def _decompress_entry(stream: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the entry's bytes by the compressed stream itself: zipfile trusts the size in the directory."""
    stream.seek(entry.header_offset + 26)
    lengths = stream.read(4)
    stream.seek(int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little"), 1)
    decompressor = zlib.decompressobj(-15) if entry.compress_type == zipfile.ZIP_DEFLATED else None
    remaining = entry.compress_size
    while remaining > 0 and (compressed := stream.read(min(CHUNK_SIZE, remaining))):
        remaining -= len(compressed)
        if decompressor is None:
            yield compressed
            continue
        while compressed:
            yield decompressor.decompress(compressed, CHUNK_SIZE * 4)
            compressed = decompressor.unconsumed_tail
