"""Files that cost more than they weigh, or are not what they are called."""

import gzip
import io
import struct
import zlib
from functools import cache

from PIL import Image

SCAN = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"


@cache
def photo(width: int = 4000, height: int = 3000) -> bytes:
    """Return a photo as a phone makes it."""
    gradient = Image.linear_gradient("L").resize((width, height))
    image = Image.merge("RGB", (gradient, gradient.rotate(180), gradient.rotate(90).resize((width, height))))
    return _saved(image, "JPEG", quality=85)


@cache
def hostile_photos() -> tuple[tuple[str, bytes], ...]:
    """Return hostile photos by name."""
    return (
        ("scans.jpg", _with_scans(_plain(1600, "JPEG", progressive=True), 8_000)),
        ("progressive.jpg", _plain(7_900, "JPEG", progressive=True)),
        ("pixels.png", _png_header(30_000, 30_000)),
        ("text.png", _png_with(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(200_000_000), 9))),
        ("profile.png", _png_with(b"iCCP", b"p\0\0" + zlib.compress(bytes(200_000_000), 9))),
        ("frames.png", _png_with(b"acTL", struct.pack(">II", 100_000, 0))),
        ("large.webp", _plain(5_000, "WEBP", lossless=True)),
        ("frames.webp", _animation(60)),
        ("gif.jpg", _plain(2_000, "GIF")),
        ("bmp.jpg", _plain(500, "BMP")),
        ("tiff.jpg", _plain(500, "TIFF")),
        ("half.jpg", photo()[: len(photo()) // 2]),
        ("script.jpg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    )


@cache
def compressed_body() -> bytes:
    """Return 100 MB of JSON, compressed."""
    return gzip.compress(b"[" + b"[]," * 33_000_000 + b"[]]", 9)


def _saved(image: Image.Image, image_format: str, **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, image_format, **options)
    return target.getvalue()


def _plain(side: int, image_format: str, **options: object) -> bytes:
    return _saved(Image.new("RGB", (side, side), (9, 99, 9)), image_format, **options)


def _with_scans(jpeg: bytes, count: int) -> bytes:
    return jpeg[:-2] + SCAN * count + jpeg[-2:]


def _animation(frames: int) -> bytes:
    images = [Image.new("RGB", (800, 800), (shade, 0, 0)) for shade in range(frames)]
    target = io.BytesIO()
    images[0].save(target, "WEBP", save_all=True, append_images=images[1:])
    return target.getvalue()


def _png_header(width: int, height: int) -> bytes:
    small = _plain(8, "PNG")
    return small[:16] + struct.pack(">II", width, height) + small[24:]


def _png_with(name: bytes, content: bytes) -> bytes:
    """Return a small PNG with one more chunk behind its header."""
    small = _plain(8, "PNG")
    chunk = struct.pack(">I", len(content)) + name + content
    return small[:33] + chunk + struct.pack(">I", zlib.crc32(name + content)) + small[33:]
