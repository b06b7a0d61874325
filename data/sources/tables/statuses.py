"""A report's state by the source's words, by rules over words, or by whether it has a closing date."""

from typing import Any

from data.core.config.city import TabularSource
from data.core.status import DONE, FIRST, Status, status_of
from data.sources.status_rules import Rules
from data.sources.validator import known_words
from data.sources.values import folded, text_or_none


class Statuses:
    """Adds ``status_code`` where the table's own rules decide; the guard reads the words as ever."""

    def __init__(self, source: TabularSource) -> None:
        self._rule, self._words = source.status_from, known_words(source)
        self._rules = Rules(source.status_rules)

    def __call__(self, values: dict[str, Any]) -> dict[str, Any]:
        """The row's values with its state settled."""
        word = text_or_none(values.get("status_description"))
        exact, ours = self._meant(word)
        if self._rule != "words":
            ours = self._settled(ours, word, self._state(ours, values))
        elif exact:
            return values
        return values if ours is None else {**values, "status_code": ours}

    def _meant(self, word: str | None) -> tuple[bool, str | None]:
        """Our word for the source's, an exact one (which the guard finds too) before the first rule."""
        if word is None:
            return False, None
        exact = self._words.get(folded(word))
        return (True, exact) if exact else (False, self._rules.meant(word))

    def _state(self, ours: str | None, values: dict[str, Any]) -> Status:
        closed = values.get("closed_datetime") is not None
        if self._rule == "either":
            closed = closed or (ours is not None and status_of(ours) is Status.CLOSED)
        return Status.CLOSED if closed else Status.OPEN

    def _settled(self, ours: str | None, word: str | None, state: Status) -> str | None:
        """The rule decides open or closed; the word stays where it agrees, and says more than the rule."""
        if ours is not None and status_of(ours) is state:
            return ours
        if ours is None and word is not None and state is Status.OPEN:
            return None  # an unknown word is open by itself
        return DONE if state is Status.CLOSED else FIRST
