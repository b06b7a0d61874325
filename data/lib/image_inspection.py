"""The cost of decoding an uploaded picture, read from its headers: no pixel is decoded here.

A few bytes can ask for hours of work or gigabytes: scans of a JPEG, pixels of a header, frames, compressed
texts. What asks for too much is refused before any decoder sees it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

MIN_SIDE, MAX_ASPECT_RATIO = 64, 10
# A JPEG is decoded at a fraction of its size; the others need memory for all their pixels.
MAX_PIXELS = {"JPEG": 64_000_000, "MPO": 64_000_000, "PNG": 16_000_000, "WEBP": 12_500_000}
BYTES_PER_PIXEL = {"PNG": 10, "WEBP": 16}  # that decoding takes: measured, rounded up
BUFFERED_BYTES_PER_PIXEL, MIN_DECODING_BYTES = 9, 80_000_000
# A JPEG in several scans needs memory for all its coefficients, and a whole picture's time for each scan.
MAX_SCANS, MAX_BUFFERED_PIXELS = 20, 16_000_000  # cameras and encoders write 10 scans or so
MAX_SEGMENTS = 2_000  # of a JPEG; 12 MB of segments of 64 kB are 190
MAX_CHUNKS = 20_000  # of a PNG or WebP; 12 MB in chunks of 1 kB are 12,000
MAX_METADATA_BYTES = 2**21  # texts, profiles and EXIF of one PNG, as stored
# Bytes after a marker's FF: neither stuffing, fill, nor a restart, which stand among the pixels.
JPEG_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
JPEG_SOF_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # DHT, JPG and DAC are no frames
JPEG_PROGRESSIVE = {0xC2, 0xC6, 0xCA, 0xCE}
JPEG_FIRST_PARAMETERS, JPEG_SOI, JPEG_EOI, JPEG_SOS = 0xC0, 0xD8, 0xD9, 0xDA
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_METADATA = {b"tEXt", b"zTXt", b"iTXt", b"iCCP", b"eXIf"}


class PictureProblem(StrEnum):
    """Why a file is refused."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"  # in bytes
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_NARROW = "too_narrow"
    NOT_A_PICTURE = "not_a_picture"  # or of a format that is not accepted
    DAMAGED = "damaged"
    ANIMATED = "animated"


class PictureError(Exception):
    """A file is refused; ``reason`` gives the cause."""

    def __init__(self, reason: PictureProblem) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class ImageHeader:
    """What a file says of itself: its format and its size in pixels."""

    format_name: str
    width: int
    height: int
    max_pixels: int
    bytes_per_pixel: int = 0

    @property
    def decoding_bytes(self) -> int:
        """Return how much memory decoding may take besides the decoder itself."""
        return max(MIN_DECODING_BYTES, self.width * self.height * self.bytes_per_pixel)


def inspect_image(body: bytes) -> ImageHeader:
    """Return the header of a file that is cheap enough to decode.

    :raises PictureError: it is of no accepted format, contradicts itself, or would cost too much
    """
    for signature, inspect in INSPECTORS.items():
        if signature.match(body):
            header = inspect(body)
            check_size(header.width, header.height, header.max_pixels)
            return header
    raise PictureError(PictureProblem.NOT_A_PICTURE)


def check_size(width: int, height: int, max_pixels: int) -> None:
    """:raises PictureError: there are too many pixels, or the picture is too narrow"""
    short_side, long_side = sorted((width, height))
    if short_side * long_side > max_pixels:
        raise PictureError(PictureProblem.TOO_MANY_PIXELS)
    if short_side < MIN_SIDE or long_side > short_side * MAX_ASPECT_RATIO:
        raise PictureError(PictureProblem.TOO_NARROW)


def _inspect_jpeg(body: bytes) -> ImageHeader:
    frames: list[tuple[int, bytes]] = []
    scans: list[bytes] = []
    for marker, parameters in _jpeg_segments(body):
        if marker in JPEG_SOF_MARKERS:
            frames.append((marker, parameters))
        elif marker == JPEG_SOS:
            scans.append(parameters)
        if len(scans) > MAX_SCANS or len(frames) > 1:
            raise PictureError(PictureProblem.DAMAGED)
    if not frames or not scans or len(frames[0][1]) < 6:
        raise PictureError(PictureProblem.DAMAGED)
    (marker, frame), (first_scan, *_) = frames[0], scans
    buffered = marker in JPEG_PROGRESSIVE or len(scans) > 1 or first_scan[:1] != frame[5:6]
    height, width = _big_endian(frame[1:3]), _big_endian(frame[3:5])
    if buffered:
        return ImageHeader("JPEG", width, height, MAX_BUFFERED_PIXELS, BUFFERED_BYTES_PER_PIXEL)
    return ImageHeader("JPEG", width, height, MAX_PIXELS["JPEG"])


def _jpeg_segments(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield marker and parameters of each segment as a decoder finds them, up to the end of the image.

    :raises PictureError: a segment has no length, or there are too many
    """
    position = len(b"\xff\xd8")
    for _ in range(MAX_SEGMENTS):
        match = JPEG_MARKER.search(body, position)
        if match is None or body[match.end() - 1] == JPEG_EOI:
            return
        marker, position = body[match.end() - 1], match.end()
        if marker < JPEG_FIRST_PARAMETERS or marker == JPEG_SOI:
            continue
        length = _big_endian(body[position : position + 2])
        if length < 2:
            raise PictureError(PictureProblem.DAMAGED)
        yield marker, body[position + 2 : position + length]
        position += length
    raise PictureError(PictureProblem.DAMAGED)


def _inspect_png(body: bytes) -> ImageHeader:
    """:raises PictureError: it has no header, is animated, or carries too much besides its pixels"""
    chunks = _chunks(body, len(PNG_SIGNATURE), "big", trailer=4)
    first_name, header = next(chunks, (b"", b""))
    if first_name != b"IHDR" or len(header) < 8:
        raise PictureError(PictureProblem.DAMAGED)
    metadata_bytes, pixels_began = 0, False
    for name, content in chunks:
        pixels_began = pixels_began or name == b"IDAT"
        metadata_bytes += len(content) if name in PNG_METADATA else 0
        if name == b"IHDR" or metadata_bytes > MAX_METADATA_BYTES:
            raise PictureError(PictureProblem.DAMAGED)
        if name == b"acTL" and not pixels_began and _big_endian(content[:4]) > 1:
            raise PictureError(PictureProblem.ANIMATED)
        if name == b"IEND":
            break
    width, height = _big_endian(header[:4]), _big_endian(header[4:8])
    return ImageHeader("PNG", width, height, MAX_PIXELS["PNG"], BYTES_PER_PIXEL["PNG"])


def _inspect_webp(body: bytes) -> ImageHeader:
    """:raises PictureError: it holds no picture, more than one, or one larger than its canvas says"""
    sizes, frames, end = [], 0, 8 + _little_endian(body[4:8])
    for name, content in _chunks(body[:end], len(b"RIFF    WEBP"), "little", padded=True):
        frames += name == b"ANMF"
        if name in WEBP_SIZES:
            sizes.append(WEBP_SIZES[name](content))
        if frames > 1:
            raise PictureError(PictureProblem.ANIMATED)
    if not sizes:
        raise PictureError(PictureProblem.DAMAGED)
    for width, height in sizes[1:]:
        if width * height > MAX_PIXELS["WEBP"]:
            raise PictureError(PictureProblem.TOO_MANY_PIXELS)
    return ImageHeader("WEBP", *sizes[0], MAX_PIXELS["WEBP"], BYTES_PER_PIXEL["WEBP"])


def _chunks(
    body: bytes, position: int, order: str, *, trailer: int = 0, padded: bool = False
) -> Iterator[tuple[bytes, bytes]]:
    """Yield name and content of each chunk of a PNG (length first) or a RIFF file (name first).

    :raises PictureError: there are too many
    """
    for _ in range(MAX_CHUNKS):
        head = body[position : position + 8]
        if len(head) < 8:
            return
        name, size = (
            (head[4:], _big_endian(head[:4])) if order == "big" else (head[:4], _little_endian(head[4:]))
        )
        yield name, body[position + 8 : position + 8 + size]
        position += 8 + size + trailer + (size % 2 if padded else 0)
    raise PictureError(PictureProblem.DAMAGED)


def _lossy_size(content: bytes) -> tuple[int, int]:
    return _little_endian(content[6:8]) & 0x3FFF, _little_endian(content[8:10]) & 0x3FFF


def _lossless_size(content: bytes) -> tuple[int, int]:
    bits = _little_endian(content[1:5])
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


def _canvas_size(content: bytes) -> tuple[int, int]:
    return _little_endian(content[4:7]) + 1, _little_endian(content[7:10]) + 1


def _frame_size(content: bytes) -> tuple[int, int]:
    return _little_endian(content[6:9]) + 1, _little_endian(content[9:12]) + 1


def _big_endian(content: bytes) -> int:
    return int.from_bytes(content, "big")


def _little_endian(content: bytes) -> int:
    return int.from_bytes(content, "little")


WEBP_SIZES: Mapping[bytes, Callable[[bytes], tuple[int, int]]] = MappingProxyType(
    {b"VP8 ": _lossy_size, b"VP8L": _lossless_size, b"VP8X": _canvas_size, b"ANMF": _frame_size}
)
INSPECTORS: Mapping[re.Pattern[bytes], Callable[[bytes], ImageHeader]] = MappingProxyType(
    {
        re.compile(rb"\xff\xd8\xff"): _inspect_jpeg,
        re.compile(re.escape(PNG_SIGNATURE)): _inspect_png,
        re.compile(rb"RIFF.{4}WEBPVP8", re.DOTALL): _inspect_webp,
    }
)
