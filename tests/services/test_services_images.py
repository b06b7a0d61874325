"""A picture is kept as pixels drawn anew; what is no picture, or no sane one, is refused with its reason."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from data.lib.images import LONGEST_SIDE, MOST_BYTES, PictureError, Reason, redrawn

RED, BLUE = (200, 30, 30), (30, 30, 200)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def photo(width: int = 400, height: int = 300, kind: str = "JPEG", **options: Any) -> bytes:
    """A picture, its upper half red and its lower half blue."""
    drawn = Image.new(options.pop("mode", "RGB"), (width, height), RED)
    drawn.paste(BLUE, (0, height // 2, width, height))
    out = BytesIO()
    drawn.save(out, kind, **options)
    return out.getvalue()


def with_place(orientation: int = 1) -> bytes:
    """A photo as a phone makes it: with where, when and whose, and perhaps lying on its side."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x9003] = orientation, "Kamera Maria", "2026:11:23 12:00:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (1.0, 29.0, 0.0), 3: "E", 4: (124.0, 50.0, 0.0)})
    return photo(exif=exif, icc_profile=b"profile of somebody's screen")


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size, of a hundred bytes."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = b"IDAT" + zlib.compress(b"\0" * 100)
    parts = [
        struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)) for part in (head, body)
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def animated(kind: str) -> bytes:
    """Two frames."""
    first, second = (Image.new("RGB", (100, 100), colour) for colour in (RED, BLUE))
    out = BytesIO()
    first.save(out, kind, save_all=True, append_images=[second])
    return out.getvalue()


def opened(body: bytes) -> Image.Image:
    found = redrawn(body, "report")
    drawn = Image.open(BytesIO(found.body))
    assert (drawn.format, drawn.size, found.media_type) == ("JPEG", (found.width, found.height), "image/jpeg")
    return drawn


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_of_a_known_kind_is_kept_as_jpeg(kind: str) -> None:
    assert opened(photo(kind=kind)).size == (400, 300)


@pytest.mark.parametrize("mode", ["L", "RGBA", "CMYK", "P", "1"])
def test_a_picture_in_any_colours_is_kept(mode: str) -> None:
    out = BytesIO()
    Image.new("RGB", (100, 80), RED).convert(mode).save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert opened(out.getvalue()).mode == "RGB"


def test_where_and_whose_a_picture_was_is_not_kept() -> None:
    sent = with_place()
    assert b"Kamera Maria" in sent
    drawn = opened(sent)
    assert dict(drawn.getexif()) == {}
    assert "icc_profile" not in drawn.info
    assert b"Maria" not in redrawn(sent, "report").body


@pytest.mark.parametrize(
    ("orientation", "size", "top_is_red"),
    [(1, (400, 300), True), (3, (400, 300), False), (6, (300, 400), None)],
)
def test_a_picture_is_kept_upright(orientation: int, size: tuple[int, int], top_is_red: bool | None) -> None:
    drawn = opened(with_place(orientation))
    assert drawn.size == size
    red, _green, blue = drawn.getpixel((drawn.width - 10, 10))  # type: ignore[misc]
    # turned a quarter to the right (6), the upper half lies on the right
    assert (red > blue) is (True if top_is_red is None else top_is_red)


def test_a_large_picture_is_kept_smaller() -> None:
    assert opened(photo(4_000, 2_000)).size == (LONGEST_SIDE, LONGEST_SIDE // 2)


@pytest.mark.parametrize("tail", [HTML, b"PK\x03\x04 and the rest of an archive", b"<?php system('id'); ?>"])
def test_what_hides_behind_a_picture_ends_here(tail: bytes) -> None:
    assert tail not in redrawn(photo() + tail, "report").body


def test_a_script_in_a_comment_of_a_picture_ends_here() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", HTML.decode())
    for sent in (photo(comment=HTML), photo(kind="PNG", pnginfo=info)):
        assert HTML in sent
        assert b"script" not in redrawn(sent, "report").body


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (b"", Reason.EMPTY),
        (SVG, Reason.NOT_A_PICTURE),
        (HTML, Reason.NOT_A_PICTURE),
        (b"%PDF-1.7", Reason.NOT_A_PICTURE),
        (b"GIF89a" + HTML, Reason.NOT_A_PICTURE),
        (photo(kind="GIF"), Reason.NOT_A_PICTURE),
        (photo(kind="BMP"), Reason.NOT_A_PICTURE),
        (photo()[:-900], Reason.DAMAGED),
        (photo(kind="PNG")[:-200], Reason.DAMAGED),
        (b"\xff\xd8\xff\xe0" + HTML, Reason.DAMAGED),
        (png_header(10_000, 10_000), Reason.TOO_MANY_PIXELS),
        (png_header(50_000, 50_000), Reason.TOO_MANY_PIXELS),
        (photo(10_000, 1), Reason.TOO_NARROW),
        (photo(63, 400), Reason.TOO_NARROW),
        (photo(1_100, 100), Reason.TOO_NARROW),
        (animated("PNG"), Reason.ANIMATED),
        (animated("WEBP"), Reason.ANIMATED),
        (photo() + bytes(MOST_BYTES), Reason.TOO_LARGE),
    ],
    ids=[
        "nothing", "svg with script", "html", "pdf", "gif and html", "gif", "bitmap", "cut jpeg", "cut png",
        "html that begins as a jpeg", "100 megapixels", "2500 megapixels", "10000 x 1", "too narrow",
        "too oblong", "animated png", "animated webp", "over 12 MB",
    ],
)  # fmt: skip
def test_what_is_no_sane_picture_is_refused_with_its_reason(sent: bytes, reason: Reason) -> None:
    with pytest.raises(PictureError) as refused:
        redrawn(sent, "report")
    assert refused.value.reason is reason


def test_a_jpeg_of_a_hundred_megapixels_is_refused_before_it_is_decoded() -> None:
    small = bytearray(photo())
    frame = small.index(b"\xff\xc0")  # its header says how large it is
    small[frame + 5 : frame + 9] = struct.pack(">HH", 10_000, 10_000)
    with pytest.raises(PictureError) as refused:
        redrawn(bytes(small), "report")
    assert refused.value.reason is Reason.TOO_MANY_PIXELS


SOUND = {kind: photo(120, 90, kind) for kind in ("JPEG", "PNG", "WEBP")} | {"EXIF": with_place(6)}


@given(kind=st.sampled_from(sorted(SOUND)), at=st.integers(0, 3_000), put=st.binary(min_size=1, max_size=8))
def test_a_damaged_picture_is_redrawn_or_refused_and_nothing_else(kind: str, at: int, put: bytes) -> None:
    sent = bytearray(SOUND[kind])
    at %= len(sent)
    sent[at : at + len(put)] = put
    try:
        found = redrawn(bytes(sent), "report")
    except PictureError:
        return
    assert found.body.startswith(b"\xff\xd8")
