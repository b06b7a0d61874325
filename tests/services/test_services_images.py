"""Pictures are re-encoded; a file that is not an acceptable picture is refused with its reason."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from data.lib.images import MAX_BYTES, MAX_SIDE, PictureError, PictureProblem, reencode

RED, BLUE = (200, 30, 30), (30, 30, 200)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def photo(width: int = 400, height: int = 300, kind: str = "JPEG", **options: Any) -> bytes:
    """Return a picture, its upper half red and its lower half blue."""
    image = Image.new(options.pop("mode", "RGB"), (width, height), RED)
    image.paste(BLUE, (0, height // 2, width, height))
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def photo_with_metadata(orientation: int = 1) -> bytes:
    """Return a photo as phones store it: with place, device and time, and optionally rotated."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x9003] = orientation, "Kamera Maria", "2026:11:23 12:00:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (1.0, 29.0, 0.0), 3: "E", 4: (124.0, 50.0, 0.0)})
    return photo(exif=exif, icc_profile=b"profile of somebody's screen")


def png_header(width: int, height: int) -> bytes:
    """Return a PNG of a hundred bytes that claims a size."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = b"IDAT" + zlib.compress(b"\0" * 100)
    parts = [
        struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)) for part in (head, body)
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def animated_image(kind: str) -> bytes:
    """Return a picture of two frames."""
    first, second = (Image.new("RGB", (100, 100), colour) for colour in (RED, BLUE))
    buffer = BytesIO()
    first.save(buffer, kind, save_all=True, append_images=[second])
    return buffer.getvalue()


def reencoded_image(body: bytes) -> Image.Image:
    picture = reencode(body, "report")
    image = Image.open(BytesIO(picture.body))
    assert (image.format, image.size, picture.media_type) == (
        "JPEG",
        (picture.width, picture.height),
        "image/jpeg",
    )
    return image


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_of_a_known_kind_is_kept_as_jpeg(kind: str) -> None:
    assert reencoded_image(photo(kind=kind)).size == (400, 300)


@pytest.mark.parametrize("mode", ["L", "RGBA", "CMYK", "P", "1"])
def test_pictures_in_any_color_mode_are_accepted(mode: str) -> None:
    buffer = BytesIO()
    Image.new("RGB", (100, 80), RED).convert(mode).save(buffer, "JPEG" if mode == "CMYK" else "PNG")
    assert reencoded_image(buffer.getvalue()).mode == "RGB"


def test_location_and_owner_metadata_are_removed() -> None:
    original = photo_with_metadata()
    assert b"Kamera Maria" in original
    image = reencoded_image(original)
    assert dict(image.getexif()) == {}
    assert "icc_profile" not in image.info
    assert b"Maria" not in reencode(original, "report").body


@pytest.mark.parametrize(
    ("orientation", "size", "top_is_red"),
    [(1, (400, 300), True), (3, (400, 300), False), (6, (300, 400), None)],
)
def test_a_rotated_picture_is_stored_upright(
    orientation: int, size: tuple[int, int], top_is_red: bool | None
) -> None:
    image = reencoded_image(photo_with_metadata(orientation))
    assert image.size == size
    red, _green, blue = image.getpixel((image.width - 10, 10))  # type: ignore[misc]
    # Orientation 6 is a quarter turn to the right, after which the upper half is on the right.
    assert (red > blue) is (True if top_is_red is None else top_is_red)


def test_a_large_picture_is_scaled_down() -> None:
    assert reencoded_image(photo(4_000, 2_000)).size == (MAX_SIDE, MAX_SIDE // 2)


@pytest.mark.parametrize("tail", [HTML, b"PK\x03\x04 and the rest of an archive", b"<?php system('id'); ?>"])
def test_data_appended_to_a_picture_is_removed(tail: bytes) -> None:
    assert tail not in reencode(photo() + tail, "report").body


def test_a_script_in_a_picture_comment_is_removed() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", HTML.decode())
    for original in (photo(comment=HTML), photo(kind="PNG", pnginfo=info)):
        assert HTML in original
        assert b"script" not in reencode(original, "report").body


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", PictureProblem.EMPTY),
        (SVG, PictureProblem.NOT_A_PICTURE),
        (HTML, PictureProblem.NOT_A_PICTURE),
        (b"%PDF-1.7", PictureProblem.NOT_A_PICTURE),
        (b"GIF89a" + HTML, PictureProblem.NOT_A_PICTURE),
        (photo(kind="GIF"), PictureProblem.NOT_A_PICTURE),
        (photo(kind="BMP"), PictureProblem.NOT_A_PICTURE),
        (photo()[:-900], PictureProblem.DAMAGED),
        (photo(kind="PNG")[:-200], PictureProblem.DAMAGED),
        (b"\xff\xd8\xff\xe0" + HTML, PictureProblem.DAMAGED),
        (png_header(10_000, 10_000), PictureProblem.TOO_MANY_PIXELS),
        (png_header(50_000, 50_000), PictureProblem.TOO_MANY_PIXELS),
        (photo(10_000, 1), PictureProblem.TOO_NARROW),
        (photo(63, 400), PictureProblem.TOO_NARROW),
        (photo(1_100, 100), PictureProblem.TOO_NARROW),
        (animated_image("PNG"), PictureProblem.ANIMATED),
        (animated_image("WEBP"), PictureProblem.ANIMATED),
        (photo() + bytes(MAX_BYTES), PictureProblem.TOO_LARGE),
    ],
    ids=[
        "nothing", "svg with script", "html", "pdf", "gif and html", "gif", "bitmap", "cut jpeg", "cut png",
        "html that begins as a jpeg", "100 megapixels", "2500 megapixels", "10000 x 1", "too narrow",
        "too oblong", "animated png", "animated webp", "over 12 MB",
    ],
)  # fmt: skip
def test_an_unusable_picture_is_refused_with_its_reason(body: bytes, reason: PictureProblem) -> None:
    with pytest.raises(PictureError) as error:
        reencode(body, "report")
    assert error.value.reason is reason


def test_a_jpeg_of_a_hundred_megapixels_is_refused_before_it_is_decoded() -> None:
    small = bytearray(photo())
    frame = small.index(b"\xff\xc0")  # its header holds the size
    small[frame + 5 : frame + 9] = struct.pack(">HH", 10_000, 10_000)
    with pytest.raises(PictureError) as error:
        reencode(bytes(small), "report")
    assert error.value.reason is PictureProblem.TOO_MANY_PIXELS


VALID_PICTURES = {kind: photo(120, 90, kind) for kind in ("JPEG", "PNG", "WEBP")} | {
    "EXIF": photo_with_metadata(6)
}


@given(
    kind=st.sampled_from(sorted(VALID_PICTURES)),
    at=st.integers(0, 3_000),
    garbage=st.binary(min_size=1, max_size=8),
)
def test_a_damaged_picture_is_reencoded_or_refused(kind: str, at: int, garbage: bytes) -> None:
    damaged = bytearray(VALID_PICTURES[kind])
    at %= len(damaged)
    damaged[at : at + len(garbage)] = garbage
    try:
        picture = reencode(bytes(damaged), "report")
    except PictureError:
        return
    assert picture.body.startswith(b"\xff\xd8")
