"""What a person types into a search box, as terms that all have to be found."""

import re
from dataclasses import dataclass

from data.core.report_list.query import MOST_WORDS

_TERMS = re.compile(r'"([^"]*)"?|(\S+)')
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True)
class TextTerm:
    """Words that stand together.

    :param words: lower case, without punctuation
    :param is_prefix: the last word may go on: it is still being typed
    """

    words: tuple[str, ...]
    is_prefix: bool = False

    @property
    def text(self) -> str:
        """Return the words as one text."""
        return " ".join(self.words)


def text_terms(text: str) -> tuple[TextTerm, ...]:
    """Return the terms of a text: words, and phrases in quotes; what is joined by punctuation is a phrase.

    Words beyond ``MOST_WORDS`` are left out: they would select less, never other reports.
    """
    terms = list[TextTerm]()
    for phrase, word in _TERMS.findall(text.casefold()):
        words = tuple(_WORDS.findall(phrase or word))
        if words:
            terms.append(TextTerm(words[:MOST_WORDS], is_prefix=not phrase and len(words[-1]) > 2))
    return tuple(terms[:MOST_WORDS])
