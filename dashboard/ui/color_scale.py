"""Colour classes of counts: more open reports stand out more, so that the eye goes where work is."""

from dataclasses import dataclass

# One hue of rising or falling lightness (tokens.css): distinct in print and for every kind of colour vision.
CLASSES = 7
FILLS = tuple(f"var(--count-{number})" for number in range(CLASSES))
SMALL_SCALE_TOP = 7
CLASS_SHARES = (0.0, 0.02, 0.12, 0.25, 0.42, 0.65, 1.0)


@dataclass(frozen=True)
class ColorScale:
    """Classes of counts; ``lower_bounds[i]`` is the smallest count of class ``i``; class 0 is just zero."""

    lower_bounds: tuple[int, ...]

    def class_of(self, count: int) -> int:
        """Return the class of a count."""
        return max(i for i, low in enumerate(self.lower_bounds) if count >= low)

    def labels(self) -> list[str]:
        """Return the range of each class: ``0``, ``1``, ``2-3`` ... ``9+``."""
        upper_bounds = [low - 1 for low in self.lower_bounds[1:]]
        ranges = [_range_label(low, end) for low, end in zip(self.lower_bounds, upper_bounds, strict=False)]
        return [*ranges, f"{self.lower_bounds[-1]}+"]


def _range_label(low: int, end: int) -> str:
    return str(low) if low >= end else f"{low}–{end}"  # noqa: RUF001 (an en dash is how ranges are written)


def scale_for(largest: int) -> ColorScale:
    """Return seven classes up to ``largest``; small counts get a class each, which a quiet city needs."""
    if largest <= SMALL_SCALE_TOP:
        return ColorScale((0, 1, 2, 3, 4, 5, 7))
    lower_bounds = [0, 1]
    for share in CLASS_SHARES[2:]:
        lower_bounds.append(max(lower_bounds[-1] + 1, round(largest * share * 0.8)))
    return ColorScale(tuple(lower_bounds))
