"""A third language made of one file: every message in letters that no other word has, and 40 % longer.

A word in plain letters on a page in this language is data, or a message that was not marked.
"""

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from babel.messages.catalog import Catalog, Message

from data.lib import translation
from tests.message_catalogues import extracted_catalog, file_content, messages_of

PSEUDO_LANGUAGE = "zxx"  # ISO 639-3: no linguistic content
LONGER_BY = 0.4
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ACCENTED = "áƀćđéƒğĥíĵķĺɱñóþɋŕšţúṽŵẋýžÁƁĆĐÉƑĞĤÍĴĶĹṀÑÓÞɊŔŠŢÚṼŴẊÝŽ"
LETTERS = str.maketrans(PLAIN, ACCENTED)
VALUES_AND_WORDS = re.compile(r"(\{[^}]*\}|%\(\w+\)s)|([^\W\d_]+)")
PLAIN_WORDS = re.compile(r"(?<![^\W\d_])[A-Za-z]{3,}(?![^\W\d_])")


def pseudo_text(message: str) -> str:
    """Return a message in the pseudo-language; the names of its values stay."""
    return VALUES_AND_WORDS.sub(lambda match: match[1] or _longer(match[2]), message)


def _longer(word: str) -> str:
    """Return a word in other letters, its last letter repeated."""
    changed = word.translate(LETTERS)
    return changed + changed[-1].lower() * math.ceil(len(word) * LONGER_BY)


def plain_words(text: str) -> list[str]:
    """Return the words of three letters or more that are no message in the pseudo-language."""
    return PLAIN_WORDS.findall(text)


@contextmanager
def installed_language(folder: Path) -> Iterator[str]:
    """Make a catalogue of the pseudo-language beside the others until the block ends; yield its code."""
    for path in translation.CATALOGUES.glob("*.po"):
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / f"{PSEUDO_LANGUAGE}.po").write_bytes(file_content(_pseudo_catalog()))
    with mock.patch.object(translation, "CATALOGUES", folder):
        _forget_languages()
        yield PSEUDO_LANGUAGE
    _forget_languages()


def _forget_languages() -> None:
    translation.languages.cache_clear()
    translation._translations.cache_clear()


def _pseudo_catalog() -> Catalog:
    catalog = Catalog(locale=None)
    for message in messages_of(extracted_catalog()):
        catalog.add(message.id, _pseudo_string(message), context=message.context)
    return catalog


def _pseudo_string(message: Message) -> str | tuple[str, ...]:
    if isinstance(message.id, str):
        return pseudo_text(message.id)
    return tuple(map(pseudo_text, message.id))
