"""Detection of a file's format and encoding by its content, never by its name."""

import codecs
import zipfile
from typing import BinaryIO

import orjson

from data.core.config.table_config import TableFormat
from data.sources.base import FeedError

SAMPLE_SIZE = 64 * 1024
CHUNK_SIZE = 2**20
MAX_ZERO_SHARE = 0.1  # a stray zero byte is dropped; with more of them it is no text
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
OLE, ZIP, PDF = b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"%PDF"
HTML_PAGE_MESSAGE = (
    "is an HTML or XML page, not a table: is a sign-in needed? A Google sheet must be shared with "
    "'anyone with the link'; a page saved as .xls must be opened in Excel and saved as .xlsx"
)


def read_sample(stream: BinaryIO) -> bytes:
    """Return the first bytes; the stream is left at its beginning."""
    stream.seek(0)
    sample = stream.read(SAMPLE_SIZE)
    stream.seek(0)
    return sample


def detect_format(stream: BinaryIO, encoding: str | None) -> TableFormat:
    """Return the format of a decompressed file.

    :raises FeedError: empty, an HTML page, a PDF, a zip of something else, or binary data
    """
    sample = read_sample(stream)
    if not sample.strip():
        raise FeedError("the file is empty: taken for a fault of the feed, the last good data stays")
    if sample.startswith(OLE) or (sample.startswith(ZIP) and _is_workbook(stream)):
        return "excel"
    if sample.startswith((ZIP, PDF)):
        raise FeedError("not a table: a zip archive or a PDF; unpack it, or export the table itself")
    return _text_format(_decoded_sample(sample, encoding))


def _is_workbook(stream: BinaryIO) -> bool:
    try:
        names = zipfile.ZipFile(stream).namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeError) as error:
        raise FeedError(f"the workbook is broken: {error}") from error
    finally:
        stream.seek(0)
    return any(name.startswith("xl/") for name in names)


def _decoded_sample(sample: bytes, encoding: str | None) -> str:
    detected = encoding or _encoding_by_bom(sample)
    if detected is None and sample.count(0) > len(sample) * MAX_ZERO_SHARE:
        raise FeedError("not a table: binary data")
    return sample.decode(detected or "utf-8", "replace").lstrip("\ufeff \t\r\n\0")


def _text_format(head: str) -> TableFormat:
    if head.startswith("<"):
        raise FeedError(f"the file {HTML_PAGE_MESSAGE}")
    if head.startswith("["):
        return "json"
    if not head.startswith("{"):
        return "csv"
    first_line, _, remaining = head.partition("\n")
    return "jsonl" if remaining.strip() and _is_json(first_line) else "json"


def _is_json(line: str) -> bool:
    try:
        orjson.loads(line)
    except orjson.JSONDecodeError:
        return False
    return True


def detect_encoding(stream: BinaryIO, configured: str | None) -> str:
    """Return the configured encoding, else the first one that fits.

    In this order: a byte order mark or UTF-16's pattern of zeros; UTF-8 if the whole file is valid; Windows'
    cp1252 if the whole file is valid.

    :raises FeedError: the file does not decode as a whole
    """
    if configured:
        _require_encoding(stream, configured)
        return configured
    bom_encoding = _encoding_by_bom(read_sample(stream))
    for encoding in (bom_encoding,) if bom_encoding else ("utf-8", "cp1252"):
        if _decoding_error(stream, encoding) is None:
            return encoding
    raise FeedError(f"readable neither as {bom_encoding or 'utf-8 nor as cp1252'}: name its encoding")


def _encoding_by_bom(sample: bytes) -> str | None:
    for bom, name in BOMS:
        if sample.startswith(bom):
            return name
    start = sample[:4096]
    pairs = len(start) // 2 or 1
    for offset, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros, others = start[offset::2].count(0), start[1 - offset :: 2].count(0)
        if zeros > pairs / 2 and not others:
            return name
    return None


def _require_encoding(stream: BinaryIO, encoding: str) -> None:
    if reason := _decoding_error(stream, encoding):
        raise FeedError(f"not readable as {encoding}: {reason}")


def _decoding_error(stream: BinaryIO, encoding: str) -> str | None:
    """Return why the stream does not decode, None if it does; it is left at its beginning."""
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
        while chunk := stream.read(CHUNK_SIZE):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except (UnicodeError, LookupError, AttributeError, TypeError) as error:
        return str(error) or type(error).__name__
    finally:
        stream.seek(0)
    return None
