"""What a picture would cost is read from its headers, and refused before any decoder sees it.

Kind: work bounded by the bytes of a file, not by what decoding them costs.
"""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from data.lib import images
from data.lib.image_inspection import (
    MAX_BUFFERED_PIXELS,
    MAX_CHUNKS,
    MAX_METADATA_BYTES,
    MAX_SCANS,
    MAX_SEGMENTS,
    inspect_image,
)
from data.lib.images import PictureError, PictureProblem, reencode

SIZE = (200, 160)


def encoded(kind: str, mode: str = "RGB", size: tuple[int, int] = SIZE, **options: Any) -> bytes:
    buffer = BytesIO()
    Image.effect_noise(size, 40).convert(mode).save(buffer, kind, **options)
    return buffer.getvalue()


def with_jpeg_size(body: bytes, width: int, height: int) -> bytes:
    """Return a JPEG whose frame header claims another size."""
    frame = next(at for marker in (b"\xff\xc0", b"\xff\xc2") if (at := body.find(marker)) > 0)
    return body[: frame + 5] + struct.pack(">HH", height, width) + body[frame + 9 :]


def with_scans(body: bytes, extra: int) -> bytes:
    """Return a progressive JPEG whose last scan stands there more often."""
    scan = body[body.rindex(b"\xff\xda") : -2]
    return body[:-2] + scan * extra + body[-2:]


def chunk(name: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)


def with_chunk(body: bytes, *chunks: bytes) -> bytes:
    """Return a PNG with chunks after its header."""
    return body[:33] + b"".join(chunks) + body[33:]


def webp(*chunks: tuple[bytes, bytes]) -> bytes:
    content = b"".join(
        name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2) for name, body in chunks
    )
    return b"RIFF" + struct.pack("<I", len(content) + 4) + b"WEBP" + content


def canvas(width: int, height: int) -> bytes:
    return b"\x10\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")


PROGRESSIVE = encoded("JPEG", progressive=True)
PNG, LARGE = encoded("PNG"), 6_000
LOSSY_FRAME = b"\x10\0\0\x9d\x01\x2a" + struct.pack("<HH", LARGE, LARGE) + b"\0" * 10
LOSSLESS_FRAME = b"\x2f" + struct.pack("<I", (LARGE - 1) | (LARGE - 1) << 14) + b"\0" * 10
FRAME = b"\xff\xc0\0\x0b\x08\0\xa0\0\xc8\1\1\x11\0"
TEXT = b"Comment\0" + b"x" * (MAX_METADATA_BYTES // 3)

COSTLY = {
    "scans": (with_scans(PROGRESSIVE, MAX_SCANS), PictureProblem.DAMAGED),
    "a thousand scans": (with_scans(PROGRESSIVE, 1_000), PictureProblem.DAMAGED),
    "progressive pixels": (with_jpeg_size(PROGRESSIVE, 4_100, 4_000), PictureProblem.TOO_MANY_PIXELS),
    "segments": (
        b"\xff\xd8" + b"\xff\xe1\0\x02" * MAX_SEGMENTS + encoded("JPEG")[2:],
        PictureProblem.DAMAGED,
    ),
    "two frames": (b"\xff\xd8" + FRAME + encoded("JPEG")[2:], PictureProblem.DAMAGED),
    "segment without a length": (b"\xff\xd8\xff\xe1\0\0" + encoded("JPEG")[2:], PictureProblem.DAMAGED),
    "png profile": (with_chunk(PNG, chunk(b"iCCP", bytes(MAX_METADATA_BYTES + 1))), PictureProblem.DAMAGED),
    "png texts": (with_chunk(PNG, *[chunk(b"tEXt", TEXT)] * 4), PictureProblem.DAMAGED),
    "png chunks": (with_chunk(PNG, chunk(b"prVt", b"") * MAX_CHUNKS), PictureProblem.DAMAGED),
    "png frames": (with_chunk(PNG, chunk(b"acTL", struct.pack(">II", 2, 0))), PictureProblem.ANIMATED),
    "png without header": (PNG[:8] + PNG[33:], PictureProblem.DAMAGED),
    "webp, lossy": (webp((b"VP8 ", LOSSY_FRAME)), PictureProblem.TOO_MANY_PIXELS),
    "webp, lossless": (webp((b"VP8L", LOSSLESS_FRAME)), PictureProblem.TOO_MANY_PIXELS),
    "webp, canvas": (webp((b"VP8X", canvas(LARGE, LARGE))), PictureProblem.TOO_MANY_PIXELS),
    "webp, picture larger than its canvas": (
        webp((b"VP8X", canvas(*SIZE)), (b"VP8 ", LOSSY_FRAME)),
        PictureProblem.TOO_MANY_PIXELS,
    ),
    "webp, frames": (
        webp((b"VP8X", canvas(*SIZE)), (b"ANIM", b"\0" * 6), *[(b"ANMF", b"\0" * 24)] * 2),
        PictureProblem.ANIMATED,
    ),
    "webp without a picture": (webp((b"VP8 ", b""))[:12] + b"VP8?\0\0\0\0", PictureProblem.DAMAGED),
}


@pytest.mark.parametrize(("body", "reason"), COSTLY.values(), ids=COSTLY)
def test_costly_picture_is_refused_before_a_decoder_opens_it(
    monkeypatch: pytest.MonkeyPatch, body: bytes, reason: PictureProblem
) -> None:
    """Kind: cost. The decoder must not even be asked for the header."""
    monkeypatch.setattr(images.Image, "open", lambda *_args, **_options: pytest.fail("a decoder was used"))
    with pytest.raises(PictureError) as error:
        reencode(body, "report")
    assert error.value.reason is reason


def text_chunks() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "x" * 200_000)
    info.add_text("XML:com.adobe.xmp", "y" * 200_000, zip=True)
    return info


HONEST = {
    "progressive": with_scans(PROGRESSIVE, 5),
    "progressive with restarts": encoded("JPEG", progressive=True, restart_marker_blocks=2),
    "grey": encoded("JPEG", "L", progressive=True),
    "cmyk": encoded("JPEG", "CMYK"),
    "with a thumbnail": encoded("JPEG", exif=b"Exif\0\0" + b"MM\0*\0\0\0\x08\0\0\0\0\0\0" + PROGRESSIVE * 3),
    "with a film behind it": encoded("JPEG") + b"\xff\xda\0\x08" * 10_000,
    "png with texts": encoded("PNG", pnginfo=text_chunks()),
    "png, one bit": encoded("PNG", "1"),
    "webp, lossless": encoded("WEBP", "RGBA", lossless=True),
    "webp, lossy with a profile": encoded("WEBP", "RGB", icc_profile=b"profile"),
    "webp with something behind it": encoded("WEBP") + webp((b"ANMF", b"\0" * 24)) * 2,
}


@pytest.mark.parametrize("body", HONEST.values(), ids=HONEST)
def test_honest_picture_keeps_its_outcome(body: bytes) -> None:
    header = inspect_image(body)
    assert (header.width, header.height) == SIZE
    assert (reencode(body, "report").width, reencode(body, "report").height) == SIZE


def test_the_limit_for_progressive_pictures_spares_the_others() -> None:
    width, height = 5_000, 4_000
    assert width * height > MAX_BUFFERED_PIXELS
    assert inspect_image(with_jpeg_size(encoded("JPEG"), width, height)).width == width
