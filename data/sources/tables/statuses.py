"""Status of a table's report by the source's words, by rules, or by its closing date."""

from typing import Any

from data.core.config.city import TabularSource
from data.core.status import INITIAL_STATUS, RESOLVED_STATUS, Status, status_of
from data.sources.status_rules import StatusRuleMatcher, known_status_words
from data.sources.values import normalize, text_or_none


class StatusResolver:
    """Adds ``status_code`` where the table's rules decide; the row validator maps the other words."""

    def __init__(self, source: TabularSource) -> None:
        self._status_from, self._code_by_word = source.status_from, known_status_words(source)
        self._rule_matcher = StatusRuleMatcher(source.status_rules)

    def __call__(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return the row's values with its status code, if the rules decide it."""
        source_word = text_or_none(values.get("status_description"))
        is_exact, status_code = self._match_word(source_word)
        if self._status_from != "words":
            status_code = self._reconcile(status_code, source_word, self._open_or_closed(status_code, values))
        elif is_exact:
            return values
        return values if status_code is None else {**values, "status_code": status_code}

    def _match_word(self, source_word: str | None) -> tuple[bool, str | None]:
        """Return whether the word matches exactly (as in the row validator), and its code, else by a rule."""
        if source_word is None:
            return False, None
        exact_code = self._code_by_word.get(normalize(source_word))
        return (True, exact_code) if exact_code else (False, self._rule_matcher.match(source_word))

    def _open_or_closed(self, status_code: str | None, values: dict[str, Any]) -> Status:
        is_closed = values.get("closed_datetime") is not None
        if self._status_from == "either":
            is_closed = is_closed or (status_code is not None and status_of(status_code) is Status.CLOSED)
        return Status.CLOSED if is_closed else Status.OPEN

    def _reconcile(self, status_code: str | None, source_word: str | None, state: Status) -> str | None:
        """Return the code of the given state: the word's own code, which is finer, where it agrees."""
        if status_code is not None and status_of(status_code) is state:
            return status_code
        if status_code is None and source_word is not None and state is Status.OPEN:
            return None  # an unknown word is open by itself
        return RESOLVED_STATUS if state is Status.CLOSED else INITIAL_STATUS
