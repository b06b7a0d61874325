"""The five figures: a value, a true zero, nothing measured, nothing known."""

from typing import Any

import pytest

from dashboard.pages.wall.sections.totals import UNKNOWN, tiles
from tests.dashboard.components import classes, words

USUAL: dict[str, Any] = {
    "open": 214, "overdue": 37, "very_late": 5, "approaching": 21, "no_target": 6, "new_today": 64,
    "closed_today": 58, "closed_today_on_time": 51, "usual_new_by_now": 57.6,
}  # fmt: skip
NONE = {**dict.fromkeys(USUAL, 0), "usual_new_by_now": None}


def said(totals: dict[str, Any], *, known: bool = True) -> list[str]:
    return [words(tile) for tile in tiles(totals, known=known)]


def test_what_is_late_stands_first() -> None:
    assert said(USUAL) == [
        "Terlambat 5 sangat terlambat 37",
        "Mendekati batas 80 % terpakai 21",
        "Belum selesai 6 tanpa batas 214",
        "Masuk hari ini biasanya 58 64",
        "Selesai hari ini 51 tepat waktu 58",
    ]


def test_thousands_have_dots() -> None:
    assert said({**USUAL, "open": 12_345})[2].endswith("12.345")


def test_a_true_zero_is_a_zero_and_is_not_alarming() -> None:
    assert said(NONE)[0] == "Terlambat 0 sangat terlambat 0"
    assert "tile-value quiet" in classes(tiles(NONE, known=True)[0])
    assert "tile-value quiet" not in classes(tiles(USUAL, known=True)[0])


def test_before_the_first_data_no_figure_is_given_at_all() -> None:
    told = " ".join(said(NONE, known=False))
    assert told.count(UNKNOWN) == 8
    assert not any(letter.isdigit() for letter in told.replace("80 % terpakai", ""))


def test_where_nothing_has_a_deadline_nothing_is_called_punctual() -> None:
    told = said({**NONE, "open": 9, "no_target": 9})
    assert told[:3] == [
        f"Terlambat tanpa batas {UNKNOWN}",
        f"Mendekati batas tanpa batas {UNKNOWN}",
        "Belum selesai 9 tanpa batas 9",
    ]


@pytest.mark.parametrize(
    ("usual", "note"), [(None, "Masuk hari ini 64"), (0.4, "Masuk hari ini biasanya 0 64")]
)
def test_what_is_usual_is_told_only_where_it_is_known(usual: float | None, note: str) -> None:
    assert said({**USUAL, "usual_new_by_now": usual})[3] == note
