"""The wall's five tiles: values, zeros, and unknown figures."""

from typing import Any

import pytest

from dashboard.pages.wall.sections.totals import UNKNOWN, total_tiles
from tests.dashboard.components import class_names, visible_text

BUSY_TOTALS: dict[str, Any] = {
    "open": 214, "overdue": 37, "very_late": 5, "approaching": 21, "no_target": 6, "new_today": 64,
    "closed_today": 58, "closed_today_on_time": 51, "usual_new_by_now": 57.6,
}  # fmt: skip
ZERO_TOTALS = {**dict.fromkeys(BUSY_TOTALS, 0), "usual_new_by_now": None}


def tile_texts(totals: dict[str, Any], *, has_data: bool = True) -> list[str]:
    return [visible_text(tile) for tile in total_tiles(totals, has_data=has_data)]


def test_the_late_tile_comes_first() -> None:
    assert tile_texts(BUSY_TOTALS) == [
        "Terlambat 5 sangat terlambat 37",
        "Mendekati batas 80 % terpakai 21",
        "Belum selesai 6 tanpa batas 214",
        "Masuk hari ini biasanya 58 64",
        "Selesai hari ini 51 tepat waktu 58",
    ]


def test_thousands_are_separated_by_dots() -> None:
    assert tile_texts({**BUSY_TOTALS, "open": 12_345})[2].endswith("12.345")


def test_a_measured_zero_is_shown_as_a_quiet_zero() -> None:
    assert tile_texts(ZERO_TOTALS)[0] == "Terlambat 0 sangat terlambat 0"
    assert "tile-value quiet" in class_names(total_tiles(ZERO_TOTALS, has_data=True)[0])
    assert "tile-value quiet" not in class_names(total_tiles(BUSY_TOTALS, has_data=True)[0])


def test_before_the_first_data_no_count_is_shown() -> None:
    text = " ".join(tile_texts(ZERO_TOTALS, has_data=False))
    assert text.count(UNKNOWN) == 8
    assert not any(letter.isdigit() for letter in text.replace("80 % terpakai", ""))


def test_without_deadlines_nothing_is_called_on_time() -> None:
    texts_of_tiles = tile_texts({**ZERO_TOTALS, "open": 9, "no_target": 9})
    assert texts_of_tiles[:3] == [
        f"Terlambat tanpa batas {UNKNOWN}",
        f"Mendekati batas tanpa batas {UNKNOWN}",
        "Belum selesai 9 tanpa batas 9",
    ]


@pytest.mark.parametrize(
    ("usual", "note"), [(None, "Masuk hari ini 64"), (0.4, "Masuk hari ini biasanya 0 64")]
)
def test_the_usual_count_is_shown_only_when_known(usual: float | None, note: str) -> None:
    assert tile_texts({**BUSY_TOTALS, "usual_new_by_now": usual})[3] == note
