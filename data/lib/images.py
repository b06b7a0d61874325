"""Uploaded pictures re-encoded as JPEG, so that only their pixels are stored.

The content decides the format of a file, never its name. Everything else that a file carries (a place, the
owner of a camera, a script after the last pixel) is dropped.
"""

import secrets
import struct
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from data.core.follow_up.records import Picture
from data.lib.image_inspection import (
    MAX_PIXELS,
    PictureError,
    PictureProblem,
    check_size,
    inspect_image,
)

MAX_BYTES = 12 * 1024 * 1024  # of one file
MAX_PICTURES = 3  # of one report, or of one action
MAX_SIDE = 1_600  # pixels; a number plate stays readable, a report loads over a poor connection
JPEG_QUALITY = 82
ACCEPTED_FORMATS = ("JPEG", "PNG", "WEBP")
ORIENTATION = 0x0112  # of EXIF
ORIENTATION_TRANSPOSES = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What Pillow raises for damaged content.
DECODE_ERRORS = (OSError, SyntaxError, ValueError, TypeError, IndexError, KeyError, EOFError, struct.error)


def reencode(body: bytes, purpose: str) -> Picture:
    """Return an uploaded file as a picture for the store: upright, a JPEG, without its metadata.

    :param purpose: report, before or after
    :raises PictureError: the file is refused
    """
    if not body:
        raise PictureError(PictureProblem.EMPTY)
    if len(body) > MAX_BYTES:
        raise PictureError(PictureProblem.TOO_LARGE)
    inspect_image(body)
    with _open_image(body) as source_image:
        _check_size(source_image)
        image = _upright_pixels(source_image)
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return new_picture(purpose, image.width, image.height, buffer.getvalue())


def new_picture(purpose: str, width: int, height: int, content: bytes) -> Picture:
    """Return a JPEG under a new number that nobody can guess."""
    return Picture(secrets.token_urlsafe(15), purpose, "image/jpeg", width, height, content)


def _open_image(body: bytes) -> Image.Image:
    """Open an image without decoding its pixels.

    :raises PictureError: the format is not accepted, or the header is damaged
    """
    try:
        return Image.open(BytesIO(body), formats=ACCEPTED_FORMATS)
    except UnidentifiedImageError as error:
        raise PictureError(PictureProblem.NOT_A_PICTURE) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureError(PictureProblem.TOO_MANY_PIXELS) from error
    except DECODE_ERRORS as error:
        raise PictureError(PictureProblem.DAMAGED) from error


def _check_size(image: Image.Image) -> None:
    """Check an image as the decoder understands its header, before a pixel is decoded.

    :raises PictureError: it has too many pixels, is too narrow, or is animated
    """
    check_size(*image.size, MAX_PIXELS.get(image.format or "", 0))
    animated = getattr(image, "is_animated", False)
    if animated and image.format != "MPO":  # a phone's JPEG with a depth map is a still picture
        raise PictureError(PictureProblem.ANIMATED)


def _upright_pixels(image: Image.Image) -> Image.Image:
    """Return the pixels scaled down, then turned upright.

    :raises PictureError: the content ends early or contradicts itself
    """
    try:
        transpose = ORIENTATION_TRANSPOSES.get(image.getexif().get(ORIENTATION, 1))
        image.draft("RGB", (MAX_SIDE, MAX_SIDE))
        image.thumbnail((MAX_SIDE, MAX_SIDE))
        flattened = _flatten_on_white(image)
    except DECODE_ERRORS as error:
        raise PictureError(PictureProblem.DAMAGED) from error
    return flattened.transpose(transpose) if transpose else flattened


def _flatten_on_white(image: Image.Image) -> Image.Image:
    """Return the pixels in a new image on white, so that nothing of ``info`` is copied."""
    rgba = image.convert("RGBA")
    flattened = Image.new("RGB", rgba.size, "white")
    flattened.paste(rgba, mask=rgba.getchannel("A"))
    return flattened
