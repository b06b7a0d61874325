"""Spellings of names: the keys that all ways to write one name share."""

import re
import unicodedata

_PREFIXES = {"kel", "kelurahan", "kec", "kecamatan"}
_NUMBER_WORDS = ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_NUMERALS = {word: str(n) for words in (_NUMBER_WORDS, _ROMAN) for n, word in enumerate(words, start=1)}
# Words for a level that a name may have or lack: "Ward 3" is the area "3".
_LEVEL_WORDS = {
    *_PREFIXES, "desa", "ds", "kampung", "kp", "kampong", "nagari", "gampong", "kalurahan", "kapanewon",
    "ward", "district", "distrik", "neighborhood", "neighbourhood", "community", "area", "precinct", "zone",
    "borough", "barangay",
}  # fmt: skip
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_QUOTES = re.compile("['`\u00b4\u2018\u2019\u201b\u02bc\u2032]")
_WHOLE_NUMBER = re.compile(r"(\d+)\.0+")  # a spreadsheet's 3.0 is area 3
_ORDINAL = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b")

NUMERAL = rf"(?:\d+[a-z]?|{'|'.join(sorted(_NUMERALS, key=len, reverse=True))})"


def plain_text(text: str | None) -> str:
    """Return lower-case ASCII without quotes, with plain dashes and spaces."""
    dashed = _DASHES.sub("-", _QUOTES.sub("", text or ""))
    return unicodedata.normalize("NFKD", dashed).encode("ascii", "ignore").decode().lower().replace("_", " ")


def spelling_key(name: str | None) -> str:
    """Return the key that all spellings of a name share: ASCII letters and digits, no spaces, no prefix.

    Number words and Roman numerals become digits.
    """
    tokens = name_tokens(name)
    while tokens and tokens[0] in _PREFIXES:
        tokens.pop(0)
    return _join(tokens)


def bare_key(name: str | None) -> str:
    """Return the key of a name without any word for its level: "Ward 03" and "3rd Ward" are "3"."""
    tokens = name_tokens(_ORDINAL.sub(r"\1", plain_text(name)))
    while len(tokens) > 1 and tokens[0] in _LEVEL_WORDS:
        tokens.pop(0)
    while len(tokens) > 1 and tokens[-1] in _LEVEL_WORDS:
        tokens.pop()
    return _join(tokens)


def code_key(code: str | None) -> str:
    """Return the key that a code shares with its bare digits: 71.71.09.1003 is 7171091003."""
    return re.sub(r"[^a-z0-9]", "", _whole_number(plain_text(code)))


def name_tokens(name: str | None) -> list[str]:
    """Return the words and the numbers of a name."""
    return re.findall(r"[a-z]+|[0-9]+", _whole_number(plain_text(name)))


def _whole_number(text: str) -> str:
    match = _WHOLE_NUMBER.fullmatch(text.strip())
    return match[1] if match else text


def _join(tokens: list[str]) -> str:
    return "".join(_NUMERALS.get(token, token.lstrip("0") or token) for token in tokens)
