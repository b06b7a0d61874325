"""Stems of Indonesian words: "perbaikan" and "memperbaiki" are both about "baik"."""

import re
from functools import lru_cache

import snowballstemmer

_WORDS = re.compile(r"\w+")
_DISTINCT = 100_000  # words of many reports that are remembered: a stemmer takes as long as twenty look-ups


@lru_cache(maxsize=1)
def _stemmer() -> snowballstemmer.indonesian_stemmer.IndonesianStemmer:
    return snowballstemmer.stemmer("indonesian")


@lru_cache(maxsize=_DISTINCT)
def stem(term: str) -> str:
    """Return the stem of a word in lower case."""
    return str(_stemmer().stemWord(term))


def stems_of(text: str) -> list[str]:
    """Return the stems of a text's words, where they differ from the words."""
    return [found for word in _WORDS.findall(text.lower()) if (found := stem(word)) != word]
