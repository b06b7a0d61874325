"""What a page's scripts show, in the page's language: translations that the page holds as JSON.

``make assets`` lists the messages of every built script (``messages.json``). A page gets those of its own
scripts only, so that it stays small.
"""

import json
from collections.abc import Iterable
from functools import lru_cache

import orjson

from dashboard.web.assets import BUILD
from data.lib.translation import SOURCE_LANGUAGE, current_language, gettext, plural_forms

MESSAGES = BUILD / "messages.json"


def script_messages(scripts: Iterable[str]) -> str:
    """Return the JSON that a page's scripts find their words in; empty in the language of the code.

    :param scripts: their names, such as ``report_form.js``
    """
    return "" if current_language() == SOURCE_LANGUAGE else _encoded(tuple(scripts), current_language())


@lru_cache(maxsize=64)
def _encoded(scripts: tuple[str, ...], _language: str) -> str:
    catalogue: dict[str, str | dict[str, str]] = {}
    for message in [message for script in scripts for message in messages_of_scripts()[script]]:
        if isinstance(message, str):
            catalogue[message] = gettext(message)
        else:
            catalogue[message[0]] = plural_forms(*message)
    return orjson.dumps(catalogue).decode().replace("<", "\\u003c")  # no word ends the element


@lru_cache(maxsize=1)
def messages_of_scripts() -> dict[str, list[str | list[str]]]:
    """Return the messages of every built script, by its name; of a count those for one and for several."""
    messages: dict[str, list[str | list[str]]] = json.loads(MESSAGES.read_text(encoding="utf-8"))
    return messages
