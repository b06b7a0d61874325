"""Spellings of an area's name as people type them."""

from collections.abc import Callable

from data.sources.simulated.random_draws import RandomDraws

_ROMAN = {"Satu": "I", "Dua": "II", "Tiga": "III", "Empat": "IV"}
_ARABIC = {"Satu": "1", "Dua": "2", "Tiga": "3", "Empat": "4", "I": "1", "II": "2", "III": "3", "IV": "4"}


def misspell(draws: RandomDraws, name: str) -> str:
    """Draw a spelling of ``name``."""
    return draws.pick(_SPELLINGS)(name)


def _replace_numerals(name: str, numerals: dict[str, str]) -> str:
    return " ".join(numerals.get(word, word) for word in name.split())


_SPELLINGS: tuple[Callable[[str], str], ...] = (
    str,
    str.upper,
    str.lower,
    lambda name: f"Kel. {_replace_numerals(name, _ARABIC)}",
    lambda name: f"Kelurahan {name}",
    lambda name: f"KEL {_replace_numerals(name, _ROMAN).upper()}",
)
