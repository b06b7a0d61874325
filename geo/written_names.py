"""What a text says of a place: its parts, and of which level each says that it is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from geo.spelling import NUMERAL, plain_text


class Level(StrEnum):
    """The level that a word such as *Kel.* states."""

    AREA = "area"
    PARENT = "parent"
    UPPER = "upper"  # a city, a province


@dataclass(frozen=True, slots=True)
class WrittenName:
    """One part of a text.

    :param whole: as written, with the word for its level: a name may begin with such a word
    :param name: without it
    :param level: None where the text states none
    """

    whole: str
    name: str
    level: Level | None = None


_AREA_WORDS = ("kelurahan", "kel", "kalurahan", "desa", "ds", "kampung", "kampong", "kp", "nagari", "gampong")
_PARENT_WORDS = ("kecamatan", "kec", "kapanewon", "kemantren", "distrik")
_UPPER_WORDS = ("kota", "kotamadya", "kabupaten", "kab", "provinsi", "propinsi", "prov")
# Only these may begin a part in the middle of a text: "Sario Kota Baru" is one name.
_INNER_WORDS = ("kelurahan", "kel", "desa", "ds", "kecamatan", "kec", "kabupaten", "kab", "provinsi", "prov")

_EITHER = re.compile(r"\b(?:kelurahan|kel|desa|ds)\.?\s*[/-]\s*(?:kelurahan|kel|desa|ds)\b")
_BELOW = re.compile(
    r"\b(?:lingkungan|lingk|lingkg|ling|link|lkg|lk|jaga|dusun|dsn|banjar)(?![a-z])[.:]?\s*(?:no\b\.?\s*)?"
    rf"(?:{NUMERAL}|[a-z])\b"
    rf"|\br\.?[tw]\.?(?![a-z])(?:[\s./:,-]*r\.?w\b\.?)?[\s.:/-]*(?:\d+(?:\s*/\s*\d+)?|{NUMERAL}\b)"
)
_CODE = re.compile(r"(?<![\w.])(\d[\d.]{2,}\d)(?![\w.])")
_SEPARATOR = re.compile(r"[,;/|()\[\]<>\n\r\t]+|\s-+\s")
_UPPER_TAIL = re.compile(rf"\s(?:{'|'.join(_UPPER_WORDS)})\b\.?\s.*$")


@dataclass(frozen=True, slots=True)
class LevelWords:
    """The words that state a level, the city's own ones included."""

    area: frozenset[str] = frozenset(_AREA_WORDS)
    parent: frozenset[str] = frozenset(_PARENT_WORDS)

    @classmethod
    def build(cls, level: str = "", parent_level: str = "") -> "LevelWords":
        """Add a city's names of its levels; one name for both states nothing."""
        area, parent = plain_text(level).strip(), plain_text(parent_level).strip()
        if area == parent or area in _PARENT_WORDS or parent in _AREA_WORDS or parent in _UPPER_WORDS:
            return cls()
        return cls(cls().area | {area} - {""}, cls().parent | {parent} - {""})

    def split(self, whole: str) -> tuple[Level | None, str]:
        """Return the level that the first words of a text state, and the text behind them."""
        for level, words in (
            (Level.AREA, self.area),
            (Level.PARENT, self.parent),
            (Level.UPPER, _UPPER_WORDS),
        ):
            match = re.match(rf"(?:{_any_of(words)})\b\s*[.:]?\s*", whole)
            if match:
                return level, whole[match.end() :].strip(" .-")
        return None, whole


def _any_of(alternatives: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(alternatives, key=len, reverse=True))


def written_names(text: str | None, level_words: LevelWords) -> list[WrittenName]:
    """Return the parts of a text, without what is below an area: Lingkungan, RT, RW.

    A number of four digits or more is a part of its own: a code, or a postal code.
    """
    without_below = _BELOW.sub(" , ", _EITHER.sub("kelurahan", plain_text(text)))
    separated = _SEPARATOR.split(_CODE.sub(r" , \1 , ", without_below))
    parts = (part for segment in separated for part in _split_before_words(segment))
    return [name for name in (_name(part, level_words) for part in parts) if name.name]


def without_upper_tail(name: str) -> str:
    """Return a name without the city or province behind it: "bahu kota manado" is "bahu"."""
    return _UPPER_TAIL.sub("", name)


def _split_before_words(segment: str) -> list[str]:
    return re.split(rf"\s(?=(?:{_any_of(_INNER_WORDS)})\b[.:]?\s*[a-z0-9])", segment)


def _name(part: str, level_words: LevelWords) -> WrittenName:
    whole = " ".join(part.strip(' .-"*').split())
    level, name = level_words.split(whole)
    return WrittenName(whole, name, level)
