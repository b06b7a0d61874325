"""Codes that a row does not state: it has no word for them, or one that is not known."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from data.core.config.city import OTHER_CATEGORY, SourceBase
from data.core.status import STATUS_BY_CODE, UNKNOWN_STATUS, Status, status_of
from data.sources.status_rules import StatusRuleMatcher, status_rules_of


class StatusReader:
    """Tells what a source's status word states, beside what a closing date says."""

    def __init__(self, source: SourceBase, code_by_word: Any) -> None:
        """:param code_by_word: returns our code of a word; the unknown status for a word without mapping"""
        self._code_by_word = code_by_word
        self._matcher = StatusRuleMatcher(status_rules_of(source))

    def unstated(self, source_word: str | None, status_code: str) -> str | None:
        """Return why a row does not state its status: ``blank``, ``unknown``, or None if it does.

        :param status_code: what the row would give a new report; a rule may have derived it from a date
        """
        if source_word is None:
            return "blank"
        word_code = self._word_code(source_word)
        if word_code == UNKNOWN_STATUS:
            return "unknown"
        is_doubtful = status_of(word_code) is Status.CLOSED and status_of(status_code) is Status.OPEN
        return "blank" if is_doubtful else None

    def _word_code(self, source_word: str) -> str:
        code = str(self._code_by_word(source_word))
        if code != UNKNOWN_STATUS:
            return code
        matched = self._matcher.match(source_word)
        return matched if matched in STATUS_BY_CODE else UNKNOWN_STATUS


def unstated_category(service_code: str, names: list[str], codes: list[str | None]) -> str | None:
    """Return why a row does not state its category: ``blank``, ``unknown``, or None if it does.

    :param names: the code and the name that the row gives, without missing ones
    :param codes: our code of each of them, None without a mapping
    """
    if service_code != OTHER_CATEGORY or OTHER_CATEGORY in codes:
        return None
    return "unknown" if names else "blank"


@cache  # of few reasons and two fields
def as_fields(**reasons: str | None) -> Mapping[str, tuple[str, ...]]:
    """Return the names of fields by reason, as a record has them."""
    return {
        reason: tuple(sorted(name for name, value in reasons.items() if value == reason))
        for reason in ("blank", "unknown")
    }
