"""What scripts show is translated with everything else, and each page holds the words of its own scripts."""

import json
import re

import pytest

from dashboard.web.script_messages import messages_of_scripts, script_messages
from dashboard.web.templates import render
from data.lib.translation import plural_forms, use_language
from tests.message_catalogues import extracted_catalog, messages_of
from tests.pseudo_language import installed_language

DATA = re.compile(r'<script type="application/json" id="messages">(.*?)</script>')


def built_messages() -> set[str | tuple[str, ...]]:
    messages = [message for script in messages_of_scripts().values() for message in script]
    return {message if isinstance(message, str) else tuple(message) for message in messages}


def test_the_built_list_holds_what_translators_get() -> None:
    extracted = {
        message.id
        for message in messages_of(extracted_catalog())
        if any(file.endswith(".js") for file, _line in message.locations)
    }
    assert built_messages() == extracted, "make assets messages"
    assert len(extracted) > 50


def test_a_page_gets_the_words_of_its_own_scripts_in_its_language() -> None:
    words = json.loads(script_messages(["push.js"]))
    assert words["This device will be notified."] == "Perangkat ini akan diberi tahu."
    assert "Cancel" not in words


def test_a_page_in_the_language_of_the_code_gets_none() -> None:
    with use_language("en"):
        assert script_messages(["push.js", "papan.js"]) == ""
        assert render("macros/script_messages.html", scripts=["push.js"]) == ""


def test_the_element_holds_the_words_as_they_are() -> None:
    html = render("macros/script_messages.html", scripts=["papan.js"])
    match = DATA.search(html)
    assert match and json.loads(match[1])["{count} day"] == {"other": "{count} hari"}


def test_a_word_cannot_end_the_element(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.web.script_messages.gettext", lambda _message: "</script><b>")
    words = script_messages(("push.js", "training.js"))  # a pair that no page has: nothing is kept of it
    assert "<" not in words
    assert set(json.loads(words).values()) == {"</script><b>"}


@pytest.mark.parametrize(("language", "categories"), [("id", {"other"}), ("en", {"one", "other"})])
def test_plural_forms_are_those_of_the_language(language: str, categories: set[str]) -> None:
    with use_language(language):
        assert set(plural_forms("{count} day", "{count} days")) == categories


def test_a_language_of_one_file_reaches_the_scripts(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("locale")
    with installed_language(folder) as language, use_language(language):
        assert "Cancel" not in json.loads(script_messages(["papan.js"]))["Cancel"]
