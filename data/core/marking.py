"""Markings: what an item of a source says of its own secrecy, in the name or in a value of any column.

A column whose name says so (*Rahasia*, *Tipe Laporan (Anonim/Rahasia)*) is decisive: any answer but a no
marks the item. In every other column a value marks it if it says so as a label: the word itself, or a few
words with it. Within running text only a clause that is a label counts (*RAHASIA - pungutan di pasar*), so
that *sudah menjadi rahasia umum* marks nothing. A denial (*tidak rahasia*, *Rahasia: Tidak*) marks nothing.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any

from data.core.marking_text import Phrase, ascii_letters, forbids_publication, is_no, squeeze, tokens_of

CONFIDENTIAL_WORDS = ("rahasia", "dirahasiakan", "rahasiakan")
ANONYMOUS_WORDS = ("anonim", "anonymous", "anonimus")
CONFIDENTIAL_LABEL, ANONYMOUS_LABEL = 5, 3  # words of a value that is a label, not running text
QUESTIONS = frozenset((
    "tipe", "type", "jenis", "sifat", "klasifikasi", "classification", "kerahasiaan", "privasi", "privacy",
    "akses", "access", "visibilitas", "visibility", "keamanan", "publikasi", "anonim", "anonimitas",
))  # fmt: skip
LABEL_KEYS = ("name", "label", "key", "nama", "code", "kode", "field", "attribute", "question", "pertanyaan",
              "title", "judul", "description")  # fmt: skip
ANSWER_KEYS = ("value", "values", "val", "nilai", "jawaban", "answer", "isian", "selected", "checked")
MAX_LABEL_KEY_WORDS = 10
MAX_NAMES = 8  # of nested objects around a value
JSON_LIMIT = 64_000

Leaf = tuple[tuple[str, ...], Any]  # the names around a value, and the value


class Marking(StrEnum):
    """What an item says of its own secrecy."""

    NONE = "none"
    ANONYMOUS = "anonymous"  # its reporter is not to be known
    CONFIDENTIAL = "confidential"  # its text is not to be known


@dataclass(frozen=True)
class MarkingRule:
    """The rule by which items are marked.

    :param city_words: further words or phrases of the city that say the same as *rahasia*
    :param categories: spellings of the city's own categories, in lower case without punctuation; a value that
        is one of them is a category
    """

    city_words: tuple[str, ...] = ()
    categories: frozenset[str] = frozenset()

    def marking_of(self, item: Any) -> Marking:
        """Return the marking of an item: an object with its columns, a list of cells, or a text."""
        is_anonymous = False
        for names, value in leaves(item):
            if self._is_confidential(names, value):
                return Marking.CONFIDENTIAL
            is_anonymous = is_anonymous or self._is_anonymous(names, value)
        return Marking.ANONYMOUS if is_anonymous else Marking.NONE

    def may_mark(self, text: str) -> bool:
        """Return whether a text has any of the words at all; most rows have none, and need no other look."""
        letters = ascii_letters(text)
        for stem in self._stems:  # noqa: SIM110  (every row comes here, and a generator is as slow as all else)
            if stem in letters:
                return True
        return False

    def names_secrecy(self, column: str) -> bool:
        """Return whether a column's name asks for confidential or anonymous reports."""
        return self._confidential.is_named(column) or self._anonymous.is_named(column)

    def asks(self, column: str) -> bool:
        """Return whether a column's name asks of what type something is."""
        return _asks((column,))

    def _is_confidential(self, names: tuple[str, ...], value: Any) -> bool:
        if self._is_category(value):
            return False
        phrase, column = self._confidential, next(filter(self._confidential.is_named, names), None)
        if column is None:
            return isinstance(value, str) and phrase.is_stated(value, CONFIDENTIAL_LABEL, _asks(names))
        if isinstance(value, str) and phrase.is_stated(value, CONFIDENTIAL_LABEL, is_asked=True):
            return True
        if phrase.is_denied_by(column) or phrase.spans(tokens_of(str(value))):
            return False  # a no, or the word with a denial
        if is_no(value):
            return forbids_publication(value)
        return not (self._anonymous.is_named(column) and self._anonymous.is_whole(value))

    def _is_anonymous(self, names: tuple[str, ...], value: Any) -> bool:
        phrase, column = self._anonymous, next(filter(self._anonymous.is_named, names), None)
        if isinstance(value, str) and phrase.is_stated(value, ANONYMOUS_LABEL, _asks(names)):
            return True
        return column is not None and not phrase.is_denied_by(column) and not is_no(value)

    def _is_category(self, value: Any) -> bool:
        return isinstance(value, str) and " ".join(tokens_of(value, split_case=False)) in self.categories

    @cached_property
    def _confidential(self) -> Phrase:
        return Phrase((*CONFIDENTIAL_WORDS, *self.city_words), within_names=CONFIDENTIAL_WORDS[:1])

    @cached_property
    def _anonymous(self) -> Phrase:
        return Phrase(ANONYMOUS_WORDS, within_names=ANONYMOUS_WORDS[:2])

    @cached_property
    def _stems(self) -> tuple[bytes, ...]:
        """Return what the letters of any marking must contain; nothing of a word without plain letters."""
        return tuple({
            ascii_letters(squeeze(spelling))
            for spelling in (CONFIDENTIAL_WORDS[0], *ANONYMOUS_WORDS, *self.city_words)
        })  # fmt: skip


@lru_cache(maxsize=4_096)
def _asks(names: tuple[str, ...]) -> bool:
    """Return whether a column asks of what type something is, so that a longer answer is one all the same."""
    return any(not QUESTIONS.isdisjoint(tokens_of(name)) for name in names)


def leaves(item: Any) -> Iterator[Leaf]:
    """Yield every single value of an item with the names around it, however deep it lies."""
    stack: list[tuple[tuple[str, ...], Any, bool]] = [((), item, False)]
    while stack:
        names, value, is_nested = stack.pop()
        parsed = _parse_nested(value)
        if isinstance(parsed, Mapping):
            stack.extend((*pair, True) for pair in _members(names, parsed, is_nested=is_nested))
        elif isinstance(parsed, list | tuple):
            stack.extend((names, part, True) for part in parsed)
        else:
            yield names, value


def _parse_nested(value: Any) -> Any:
    """Return the object or list that a text holds as JSON; any other value as it is."""
    if not isinstance(value, str) or value[:1] not in ("{", "[") or len(value) > JSON_LIMIT:
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def _members(names: tuple[str, ...], item: Mapping[Any, Any], *, is_nested: bool) -> Iterator[Leaf]:
    """Yield the members of an object; where it is a question and its answer, the answer by the question."""
    labels = tuple(_labels(item)) if is_nested and not set(ANSWER_KEYS).isdisjoint(item) else ()
    for key, value in item.items():
        if key in LABEL_KEYS and value in labels and squeeze(CONFIDENTIAL_WORDS[0]) in squeeze(value):
            continue  # the question, not an answer
        around = labels if key in ANSWER_KEYS else ()
        yield (*names[-MAX_NAMES:], *around, str(key)), value


def _labels(item: Mapping[Any, Any]) -> Iterator[str]:
    for key in LABEL_KEYS:
        value = item.get(key)
        if isinstance(value, str) and len(value.split()) <= MAX_LABEL_KEY_WORDS:
            yield value
