"""Pictures as they are sent, drawn anew: what is kept is pixels, and nothing of the file that brought them.

The kind of a file is told by its content, never by its name. Whatever else a file carries (a place, a
camera's owner, a script behind the last pixel) ends here.
"""

import secrets
import struct
from enum import StrEnum
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from data.core.follow_up.records import Picture

MOST_BYTES = 12 * 1024 * 1024  # of one file
MOST_PICTURES = 3  # of one report, or of one move
LONGEST_SIDE = 1_600  # of what is kept: a number plate can be read, a report fits a poor connection
SHORTEST_SIDE, MOST_OBLONG = 64, 10
QUALITY = 82
# A JPEG is decoded at a fraction of its size; the others are held whole.
MOST_PIXELS = {"JPEG": 64_000_000, "MPO": 64_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
READ_AS = ("JPEG", "PNG", "WEBP")
ORIENTATION = 0x0112  # of EXIF
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What Pillow raises on damaged content, besides OSError.
DAMAGED = (OSError, SyntaxError, ValueError, TypeError, IndexError, KeyError, EOFError, struct.error)


class Reason(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"  # in bytes
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_NARROW = "too_narrow"
    NOT_A_PICTURE = "not_a_picture"  # of a kind that is taken
    DAMAGED = "damaged"
    ANIMATED = "animated"


class PictureError(Exception):
    """A file that is not taken; ``reason`` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def redrawn(body: bytes, purpose: str) -> Picture:
    """A picture for the store, of a file as it was sent: upright, without its metadata, JPEG.

    :param purpose: report, before or after
    :raises PictureError: it is none that is taken
    """
    if not body:
        raise PictureError(Reason.EMPTY)
    if len(body) > MOST_BYTES:
        raise PictureError(Reason.TOO_LARGE)
    with _opened(body) as found:
        _check(found)
        drawn = _drawn(found)
    out = BytesIO()
    drawn.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Picture(
        secrets.token_urlsafe(15), purpose, "image/jpeg", drawn.width, drawn.height, out.getvalue()
    )


def _opened(body: bytes) -> Image.Image:
    """:raises PictureError: the content is of no kind that is taken"""
    try:
        return Image.open(BytesIO(body), formats=READ_AS)
    except UnidentifiedImageError as error:
        raise PictureError(Reason.NOT_A_PICTURE) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureError(Reason.TOO_MANY_PIXELS) from error
    except DAMAGED as error:
        raise PictureError(Reason.DAMAGED) from error


def _check(found: Image.Image) -> None:
    """By the header alone, before a pixel is decoded.

    :raises PictureError: see :class:`Reason`
    """
    short, long = sorted(found.size)
    if short * long > MOST_PIXELS.get(found.format or "", 0):
        raise PictureError(Reason.TOO_MANY_PIXELS)
    if short < SHORTEST_SIDE or long > short * MOST_OBLONG:
        raise PictureError(Reason.TOO_NARROW)
    moving = getattr(found, "is_animated", False)
    if moving and found.format != "MPO":  # a phone's JPEG with a depth map is a still picture
        raise PictureError(Reason.ANIMATED)


def _drawn(found: Image.Image) -> Image.Image:
    """The pixels, made smaller first and then turned upright.

    :raises PictureError: the content ends early or contradicts itself
    """
    try:
        turn = TURNS.get(found.getexif().get(ORIENTATION, 1))
        found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        found.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        plain = _on_white(found)
    except DAMAGED as error:
        raise PictureError(Reason.DAMAGED) from error
    return plain.transpose(turn) if turn else plain


def _on_white(found: Image.Image) -> Image.Image:
    """The pixels alone, in a new picture: nothing in ``info`` goes along."""
    seen = found.convert("RGBA")
    plain = Image.new("RGB", seen.size, "white")
    plain.paste(seen, mask=seen.getchannel("A"))
    return plain
