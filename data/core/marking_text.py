"""Words and phrases within single texts, whatever their case, spacing, punctuation and accents."""

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from data.core.marking_vocabulary import DENIALS, FILLERS, INLINE_NO, LABEL_PARTS, NO, PUBLIC, YES

CLAUSE_END = re.compile(
    r"[,;/|)\]\[{}\n\r!.\"\u201c\u201d&+]+|\s[-\u2013\u2014]+\s"
    r"|\b(?:dan|tapi|tetapi|namun|melainkan|serta)\b",
    re.IGNORECASE,
)
ANSWER_FOLLOWS = re.compile(r"[:=?(]+")
WORD = re.compile(r"[^\W_]+")
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
JSON_ESCAPES = (rb"\n", rb"\r", rb"\t")
NO_LETTERS = bytes(set(range(128)) - set(b"abcdefghijklmnopqrstuvwxyz0123456789"))
EMPTY_MARKS = re.compile(r"[\s\-\u2010-\u2015\u2212_.,/\\'\"`~*()\[\]\u2610\u25a1\u2717\u2718\u274c]*")


def fold(text: str) -> str:
    """Return a text without accents, invisible characters and other forms of letters."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if unicodedata.category(letter) not in ("Mn", "Cf"))


def tokens_of(text: str, split_case: bool = True) -> tuple[str, ...]:
    """Return the words of a text in lower case.

    :param split_case: ``LaporanRahasia`` is two words
    """
    plain = fold(text)
    return tuple(WORD.findall((CAMEL.sub(" ", plain) if split_case else plain).casefold()))


def squeeze(text: str) -> str:
    """Return the letters and digits of a text in lower case, without anything between them."""
    return "".join(WORD.findall(fold(text).casefold()))


def ascii_letters(text: str) -> bytes:
    """Return the plain letters of a text in lower case; fast, and with a few more than :func:`squeeze`."""
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text)
    encoded = plain.encode("ascii", "ignore").lower()
    for escaped in JSON_ESCAPES if b"\\" in encoded else ():
        encoded = encoded.replace(escaped, b"")
    return encoded.translate(None, NO_LETTERS)


def is_no(value: Any) -> bool:
    """Return whether an answer is a no, or none at all: blank, 0, *tidak*, *-*, or *terbuka*."""
    if value is None or isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value == 0 or (isinstance(value, float) and math.isnan(value))
    text = str(value)
    if EMPTY_MARKS.fullmatch(text):
        return True
    tokens = tokens_of(text)
    if set(tokens) <= {"0", "00", "000"}:
        return bool(tokens)
    return bool(tokens) and tokens[0] in NO and not any(map(str.isdigit, tokens[1:]))


def forbids_publication(value: Any) -> bool:
    """Return whether an answer begins with a no to the public: *tidak untuk umum*, but not *tidak, umum*."""
    first_part = ANSWER_FOLLOWS.split(CLAUSE_END.split(str(value).strip(), maxsplit=1)[0], maxsplit=1)[0]
    tokens = tokens_of(first_part)
    return bool(tokens) and tokens[0] in DENIALS and not PUBLIC.isdisjoint(tokens)


@dataclass(frozen=True)
class Phrase:
    """Words or phrases that mean the same.

    :param spellings: each counts where it stands as a word or as several
    :param within_names: those that count in the name of a column even as a part of a word
    """

    spellings: tuple[str, ...]
    within_names: tuple[str, ...] = ()

    def is_named(self, column: str) -> bool:
        """Return whether the name of a column has one of the words."""
        return _is_named(self, column)

    def is_denied_by(self, column: str) -> bool:
        """Return whether the name of a column asks for the opposite: *Bukan Rahasia*."""
        parts = [part for clause in CLAUSE_END.split(column) for part in ANSWER_FOLLOWS.split(clause)]
        naming = [tokens_of(part) for part in parts if self.is_named(part)]
        return bool(naming) and all(map(self._is_denied_name, naming))

    def is_stated(self, text: str, label_words: int, is_asked: bool) -> bool:
        """Return whether a value says one of the words of its item.

        :param label_words: a value of at most so many words is a label; a longer one is running text
        :param is_asked: the column asks for such words, so that a long value is an answer too
        """
        letters = squeeze(text)
        if letters in self._stems:
            return True
        if not self._stem_pattern.search(letters):
            return False
        is_enough = is_asked or len(tokens_of(text)) <= label_words
        return any(self._is_stated_in(clause, is_enough=is_enough) for clause in CLAUSE_END.split(fold(text)))

    def is_whole(self, value: Any) -> bool:
        """Return whether a value is nothing but one of the words."""
        tokens = tokens_of(str(value))
        remaining = set(tokens) - LABEL_PARTS - FILLERS
        return bool(tokens) and bool(self.spans(tokens)) and remaining <= {squeeze(s) for s in self.spellings}

    def _is_stated_in(self, clause: str, *, is_enough: bool) -> bool:
        parts = ANSWER_FOLLOWS.split(clause)
        for part, answer in zip(parts, [*parts[1:], ""], strict=True):
            is_denied = bool(answer.strip()) and is_no(answer)
            if not is_denied and self._stands_in(tokens_of(part), is_enough=is_enough):
                return True
        return False

    def _stands_in(self, tokens: Sequence[str], *, is_enough: bool) -> bool:
        others = [] if is_enough else [i for i, token in enumerate(tokens) if token not in LABEL_PARTS]
        first, last = (others[0], others[-1]) if others else (len(tokens), -1)
        return any(
            start <= first and last < end and not _is_denied(tokens, start, end)
            for start, end in self.spans(tokens)
        )

    def _is_denied_name(self, tokens: Sequence[str]) -> bool:
        spans = self.spans(tokens)
        if spans:
            return all(_is_denied_before(tokens, start) for start, _end in spans)
        return any(denial + part in "".join(tokens) for denial in DENIALS for part in self.within_names)

    def spans(self, tokens: Sequence[str]) -> list[tuple[int, int]]:
        """Return where one of the words stands, also in several pieces: *R A H A S I A*."""
        ends = ((start, _end_of(tokens, start, stem)) for start in range(len(tokens)) for stem in self._stems)
        return [(start, end) for start, end in ends if end is not None]

    @cached_property
    def _stems(self) -> tuple[str, ...]:
        return tuple(filter(None, map(squeeze, self.spellings)))

    @cached_property
    def _stem_pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, self._stems)))


@lru_cache(maxsize=4_096)  # the same few columns in every row
def _is_named(phrase: Phrase, column: str) -> bool:
    letters = squeeze(column)
    return any(part in letters for part in phrase.within_names) or bool(phrase.spans(tokens_of(column)))


def _end_of(tokens: Sequence[str], start: int, stem: str) -> int | None:
    """Return where a word ends that begins with a token; None if it does not stand there."""
    letters = ""
    for end in range(start, len(tokens)):
        letters += tokens[end]
        if letters == stem:
            return end + 1
        if not stem.startswith(letters):
            return None
    return None


def _is_denied(tokens: Sequence[str], start: int, end: int) -> bool:
    """Return whether a word is denied before or behind it, or is only a figure of speech."""
    following = tokens[end] if end < len(tokens) else ""
    if following in YES:
        return False
    is_figure_of_speech = following == "umum" and len(tokens) > end - start + 1
    return is_figure_of_speech or following in INLINE_NO or _is_denied_before(tokens, start)


def _is_denied_before(tokens: Sequence[str], start: int) -> bool:
    index = start - 1
    while index >= 0 and tokens[index] in FILLERS:
        index -= 1
    return index >= 0 and tokens[index] in DENIALS
