"""Every marked message is translated in every catalogue, and no catalogue holds what nothing uses."""

import string
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from data.lib.translation import CATALOGUES
from tests.message_catalogues import extracted_catalog, is_translated, messages_of


@pytest.fixture(scope="module")
def extracted() -> Catalog:
    return extracted_catalog()


def read_catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def placeholders(text: str) -> set[str]:
    return {name for _text, name, _format, _conversion in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("path", sorted(CATALOGUES.glob("*.po")), ids=lambda path: path.stem)
class TestCatalogue:
    def test_it_holds_exactly_the_messages_in_use(self, path: Path, extracted: Catalog) -> None:
        present = {message.id for message in messages_of(read_catalogue(path))}
        used = {message.id for message in messages_of(extracted)}
        assert used - present == set(), "run `make messages`, then translate"
        assert present - used == set(), "run `make messages`"

    def test_every_message_is_translated(self, path: Path) -> None:
        messages = list(messages_of(read_catalogue(path)))
        assert len(messages) > 40
        assert [message.id for message in messages if message.fuzzy or not is_translated(message)] == []

    def test_translations_fill_in_the_same_values(self, path: Path) -> None:
        wrong = []
        for message in messages_of(read_catalogue(path)):
            originals = message.id if isinstance(message.id, tuple) else (message.id,)
            texts = message.string if isinstance(message.string, tuple) else (message.string,)
            names = set().union(*map(placeholders, originals))
            wrong += [text for text in texts if placeholders(text) - names]
        assert wrong == []
