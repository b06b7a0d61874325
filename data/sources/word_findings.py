"""Categories and status words of a source that the city does not know, counted with the closest known one."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from data.core.config.city import CONFIDENTIAL, OTHER_CATEGORY, City, SourceBase
from data.core.findings import MAX_SUBJECTS, FindingCounter, FindingKind
from data.core.report.record import RejectedRow, ServiceRequest
from data.core.status import UNKNOWN_STATUS
from data.sources.base import Row
from data.sources.status_rules import known_status_words
from data.sources.values import normalize, text_or_none

SIMILARITY = 0.75  # from 0 to 1; below it a word is another one
MAX_COMPARED = 60  # characters; longer texts are no names


class WordFindings:
    """Counts the unknown words in the rows of one source; those of confidential reports are not repeated."""

    def __init__(self, city: City, source: SourceBase) -> None:
        categories = {
            normalize(spelling): category.name
            for category in city.category
            for spelling in (category.code, category.name, *category.aliases)
        }
        other_name = city.get_category(OTHER_CATEGORY).name
        self._other_spellings = {normalize(OTHER_CATEGORY), normalize(other_name)} | {
            spelling for spelling, name in categories.items() if name == other_name
        }
        self._status_words = known_status_words(source)
        self._closest_category = _ClosestName(categories)
        self._closest_status = _ClosestName(self._status_words)

    def add(
        self, rows: Iterable[Row], outcomes: Iterable[ServiceRequest | RejectedRow], findings: FindingCounter
    ) -> None:
        """Count the unknown words of rows that became records."""
        for row, record in zip(rows, outcomes, strict=True):
            if isinstance(record, RejectedRow) or record.service_code == CONFIDENTIAL:
                continue
            if record.service_code == OTHER_CATEGORY and (name := self._category_of(row)):
                findings.add(FindingKind.CATEGORY_UNKNOWN, name, hint=self._closest_category.find(name))
            for word in self._unknown_statuses(row, record):
                findings.add(FindingKind.STATUS_UNKNOWN, word, hint=self._closest_status.find(word))

    def _category_of(self, row: Row) -> str | None:
        """Return the category as written: its name, else its code; None if it says that there is none."""
        names = (text_or_none(row.fields.get(field)) for field in ("service_name", "service_code"))
        name = next(filter(None, names), None)
        return None if name is None or normalize(name) in self._other_spellings else name

    def _unknown_statuses(self, row: Row, record: ServiceRequest) -> Iterator[str]:
        """Yield the status words without a meaning, of the row and of each step of its history."""
        word = text_or_none(row.fields.get("status_description"))
        if word and record.status_description == UNKNOWN_STATUS and self._is_unknown_status(word):
            yield word
        if any(step.status_description == UNKNOWN_STATUS for step in record.history):
            yield from filter(self._is_unknown_status, _history_words(row.fields.get("history")))

    def _is_unknown_status(self, status_word: str) -> bool:
        return normalize(status_word) not in self._status_words


def _history_words(history: Any) -> Iterator[str]:
    for step in history if isinstance(history, list) else ():
        word = text_or_none(step.get("status_description")) if isinstance(step, dict) else None
        if word:
            yield word


class _ClosestName:
    """Finds the known name that is closest to a spelling; for so many spellings as are counted by name.

    :param names: by their normalized spelling
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names, self._found = names, dict[str, str | None]()

    def find(self, text: str) -> str | None:
        """Return the closest name; None if none is close, or after too many spellings."""
        spelling = normalize(text)
        if spelling not in self._found and len(self._found) < MAX_SUBJECTS:
            matches = get_close_matches(spelling[:MAX_COMPARED], self._names, 1, SIMILARITY)
            self._found[spelling] = self._names[matches[0]] if matches else None
        return self._found.get(spelling)
