"""The app's icon: a pin on a dark ground, drawn at every size that a phone or desktop asks for."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

SIZES = (180, 192, 512)
GROUND, PIN, HOLE = "#0e1a30", "#ffc857", "#0e1a30"
SMOOTH = 4  # drawn so many times larger, then made smaller


@cache
def icon(size: int, *, maskable: bool) -> bytes:
    """A PNG of ``size`` pixels each way; a maskable one fills its square, for the system to cut."""
    whole = size * SMOOTH
    made = Image.new("RGBA", (whole, whole), GROUND if maskable else (0, 0, 0, 0))
    pen = ImageDraw.Draw(made)
    if not maskable:
        pen.rounded_rectangle((0, 0, whole - 1, whole - 1), radius=whole // 5, fill=GROUND)
    _pin(pen, whole, 0.19 if maskable else 0.25)
    out = BytesIO()
    made.resize((size, size), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


def _pin(pen: ImageDraw.ImageDraw, whole: int, share: float) -> None:
    """A drop that points down, with a hole.

    :param share: radius of the drop's head as a share of the whole
    """
    middle, head, radius = whole / 2, whole * 0.42, whole * share
    pen.ellipse(_around(middle, head, radius), fill=PIN)
    foot = [(middle - radius * 0.92, head + radius * 0.4), (middle + radius * 0.92, head + radius * 0.4)]
    pen.polygon([*foot, (middle, head + radius * 2.1)], fill=PIN)
    pen.ellipse(_around(middle, head, radius * 0.42), fill=HOLE)


def _around(x: float, y: float, radius: float) -> tuple[float, float, float, float]:
    return x - radius, y - radius, x + radius, y + radius
