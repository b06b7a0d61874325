"""The app's icon, a pin on a dark background, drawn in every size that phones and desktops request."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

SIZES = (180, 192, 512)
BACKGROUND, PIN, HOLE = "#0e1a30", "#ffc857", "#0e1a30"
SUPERSAMPLING = 4  # drawn so many times larger, then scaled down, which smooths the edges


@cache
def icon(size: int, *, maskable: bool) -> bytes:
    """Return a square PNG of ``size`` pixels; a maskable one fills its square, for the system to crop."""
    canvas_size = size * SUPERSAMPLING
    image = Image.new("RGBA", (canvas_size, canvas_size), BACKGROUND if maskable else (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    if not maskable:
        draw.rounded_rectangle(
            (0, 0, canvas_size - 1, canvas_size - 1), radius=canvas_size // 5, fill=BACKGROUND
        )
    _draw_pin(draw, canvas_size, 0.19 if maskable else 0.25)
    output = BytesIO()
    image.resize((size, size), Image.Resampling.LANCZOS).save(output, "PNG", optimize=True)
    return output.getvalue()


def _draw_pin(draw: ImageDraw.ImageDraw, canvas_size: int, radius_share: float) -> None:
    """Draw a drop that points down, with a hole.

    :param radius_share: radius of the drop's head as a share of the canvas
    """
    center_x, head_y, radius = canvas_size / 2, canvas_size * 0.42, canvas_size * radius_share
    draw.ellipse(_bounding_box(center_x, head_y, radius), fill=PIN)
    base = [
        (center_x - radius * 0.92, head_y + radius * 0.4),
        (center_x + radius * 0.92, head_y + radius * 0.4),
    ]
    draw.polygon([*base, (center_x, head_y + radius * 2.1)], fill=PIN)
    draw.ellipse(_bounding_box(center_x, head_y, radius * 0.42), fill=HOLE)


def _bounding_box(x: float, y: float, radius: float) -> tuple[float, float, float, float]:
    return x - radius, y - radius, x + radius, y + radius
