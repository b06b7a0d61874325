"""The words of ``/cara-hitung``."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SECTIONS_PATH = Path(__file__).parent / "sections.toml"

TITLE = "Cara Angka Dihitung"
LEAD = (
    "Setiap angka di layar berasal dari satu rumus. Di halaman ini rumusnya ditulis dengan kata-kata, "
    "masing-masing dengan contoh yang diambil dari data yang sedang tampil."
)
LOADING = "Contoh sedang diambil dari data …"
EXAMPLE = "Contoh dari data"
CONTENTS = "Daftar rumus"


@dataclass(frozen=True)
class FormulaSection:
    """One figure: its anchor, its name, its formula in one line, and what must be known about it."""

    anchor: str
    title: str
    formula: str
    prose: tuple[str, ...]


@cache
def sections() -> tuple[FormulaSection, ...]:
    """The page's sections in order, from ``sections.toml``, where anybody can better the words."""
    entries = tomllib.loads(SECTIONS_PATH.read_text(encoding="utf-8"))["section"]
    return tuple(FormulaSection(**{**part, "prose": tuple(part["prose"])}) for part in entries)


WEEKDAY_LABELS = {
    "monday": "Senin", "tuesday": "Selasa", "wednesday": "Rabu", "thursday": "Kamis", "friday": "Jumat",
    "saturday": "Sabtu", "sunday": "Minggu",
}  # fmt: skip
