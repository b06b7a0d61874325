"""The city's codes for the words of rows, remembered for words that rows repeat."""

from typing import Any

from data.core.config.city import CONFIDENTIAL, OTHER_CATEGORY, City, SourceBase
from data.core.status import STATUS_BY_CODE, UNKNOWN_STATUS
from data.sources.status_rules import known_status_words
from data.sources.unstated_codes import StatusReader, unstated_category
from data.sources.values import REPEATED_LENGTH, normalize, text_or_none

MAX_REMEMBERED = 4_096  # words of one kind; a column of texts would have as many as rows

CodeAndReason = tuple[str, str | None]


class RowCodes:
    """Codes of categories and states, each with why a row does not state it; None if it does."""

    def __init__(self, city: City, source: SourceBase) -> None:
        self._status_by_word = known_status_words(source)
        self._status_reader = StatusReader(source, self.status_code)
        self._category_by_spelling = {
            normalize(spelling): category.code
            for category in city.category
            for spelling in (category.code, category.name, *category.aliases)
        }
        self._categories = dict[tuple[Any, str | None], CodeAndReason]()
        self._states = dict[tuple[str | None, str | None], CodeAndReason]()

    def category(self, code: Any, name: str | None) -> CodeAndReason:
        """Return the category of a row by the code and the name that it gives."""
        if not (_is_name(code) and _is_name(name)):
            return self._category(code, name)
        found = self._categories.get((code, name))
        if found is None:
            found = self._category(code, name)
            if len(self._categories) < MAX_REMEMBERED:
                self._categories[code, name] = found
        return found

    def status(self, status_word: str | None, decided_code: str | None) -> CodeAndReason:
        """Return the status of a row.

        :param decided_code: our code where the feed has already decided it
        """
        if not _is_name(status_word):
            return self._status(status_word, decided_code)
        found = self._states.get((status_word, decided_code))
        if found is None:
            found = self._status(status_word, decided_code)
            if len(self._states) < MAX_REMEMBERED:
                self._states[status_word, decided_code] = found
        return found

    def status_code(self, status_word: str | None) -> str:
        """Return our code for the source's word; unknown, and so not closed, for a word without mapping."""
        if status_word is None:
            return UNKNOWN_STATUS
        return self._status_by_word.get(normalize(status_word), UNKNOWN_STATUS)

    def knows_status(self, status_word: str) -> bool:
        """Return whether the city knows a status word."""
        return normalize(status_word) in self._status_by_word

    def _status(self, status_word: str | None, decided_code: str | None) -> CodeAndReason:
        status_code = decided_code or self.status_code(status_word)
        return status_code, self._status_reader.unstated(status_word, status_code)

    def _category(self, code: Any, name: str | None) -> CodeAndReason:
        spellings = [normalize(text) for text in map(text_or_none, (code, name)) if text is not None]
        codes = [self._category_by_spelling.get(spelling) for spelling in spellings]
        known = next(filter(None, codes), OTHER_CATEGORY)
        service_code = CONFIDENTIAL if code == CONFIDENTIAL else known
        return service_code, unstated_category(service_code, spellings, codes)


def decided_status(status_code: Any) -> str | None:
    """Return our status code where the feed has already decided it; None where the word has to be mapped."""
    return status_code if isinstance(status_code, str) and status_code in STATUS_BY_CODE else None


def _is_name(value: Any) -> bool:
    """Return whether a value is a short text or none: other types may be equal and mean something else."""
    return value is None or (type(value) is str and len(value) <= REPEATED_LENGTH)
