"""A report's state by the source's words, by rules over words, or by whether it has a closing date."""

import re
from typing import Any

from data.core.city import TabularSource
from data.core.status import DONE, FIRST, UNKNOWN, Status, status_of
from data.source.guard import known_words
from data.source.values import folded, text_or_none


class Statuses:
    """Decides ``status_description`` where the table's own rules do; the guard reads the words as ever."""

    def __init__(self, source: TabularSource) -> None:
        self._rule, self._words = source.status_from, known_words(source)
        self._patterns = [(_pattern(rule), ours) for rule, ours in source.status_rules.items()]

    def __call__(self, values: dict[str, Any]) -> dict[str, Any]:
        """The row's values with its state settled."""
        word = text_or_none(values.get("status_description"))
        ours = self._meant(word)
        if ours != UNKNOWN:
            values["status_description"] = ours
        if self._rule == "words":
            return values
        closed = values.get("closed_datetime") is not None
        if self._rule == "either":
            closed = closed or status_of(ours) is Status.CLOSED
        return self._settled(values, word, ours, Status.CLOSED if closed else Status.OPEN)

    def _meant(self, word: str | None) -> str:
        """Our word for the source's: an exact one first, then the first rule that fits."""
        if word is None:
            return UNKNOWN
        key = folded(word)
        exact = self._words.get(key)
        return exact or next((ours for pattern, ours in self._patterns if pattern.fullmatch(key)), UNKNOWN)

    def _settled(self, values: dict[str, Any], word: str | None, ours: str, state: Status) -> dict[str, Any]:
        """The rule decides open or closed; the word stays where it agrees, and says more than the rule."""
        agrees = status_of(ours) is state and (ours != UNKNOWN or word is not None)
        return (
            values if agrees else {**values, "status_description": DONE if state is Status.CLOSED else FIRST}
        )


def _pattern(rule: str) -> re.Pattern[str]:
    """``ditutup *``: the words before the star, then anything."""
    return re.compile(".*".join(re.escape(folded(part)) for part in rule.split("*")).replace(r"\ .*", ".*"))
