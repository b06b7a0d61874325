"""Labels and formulas of ``/cara-hitung``, in formal Bahasa Indonesia."""

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
    """One figure: anchor, title, formula in one line, and explanations."""

    anchor: str
    title: str
    formula: str
    prose: tuple[str, ...]


@cache
def sections() -> tuple[FormulaSection, ...]:
    """Return the sections of the page in order, from ``sections.toml``."""
    entries = tomllib.loads(SECTIONS_PATH.read_text(encoding="utf-8"))["section"]
    return tuple(FormulaSection(**{**part, "prose": tuple(part["prose"])}) for part in entries)


WEEKDAY_LABELS = {
    "monday": "Senin",
    "tuesday": "Selasa",
    "wednesday": "Rabu",
    "thursday": "Kamis",
    "friday": "Jumat",
    "saturday": "Sabtu",
    "sunday": "Minggu",
}
