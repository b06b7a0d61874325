"""The ways in which people write an area's name when no map does it for them."""

from collections.abc import Callable

from data.sources.simulated.random_draws import Dice

_ROMAN = {"Satu": "I", "Dua": "II", "Tiga": "III", "Empat": "IV"}
_ARABIC = {"Satu": "1", "Dua": "2", "Tiga": "3", "Empat": "4", "I": "1", "II": "2", "III": "3", "IV": "4"}


def misspelt(dice: Dice, name: str) -> str:
    """``name`` in one of these ways."""
    return dice.pick(_WAYS)(name)


def _numbered(name: str, numerals: dict[str, str]) -> str:
    return " ".join(numerals.get(word, word) for word in name.split())


_WAYS: tuple[Callable[[str], str], ...] = (
    str,
    str.upper,
    str.lower,
    lambda name: f"Kel. {_numbered(name, _ARABIC)}",
    lambda name: f"Kelurahan {name}",
    lambda name: f"KEL {_numbered(name, _ROMAN).upper()}",
)
