"""Rules over a source's status words: ``closed *`` matches every text that begins with these words."""

import re
from collections.abc import Mapping

from data.sources.values import normalize


class StatusRuleMatcher:
    """Our status codes by patterns of a source's words; the first match counts."""

    def __init__(self, rules: Mapping[str, str]) -> None:
        self._patterns = [(_compile_rule(rule), status_code) for rule, status_code in rules.items()]

    def match(self, status_word: str) -> str | None:
        """Return our status code; None if no rule matches."""
        spelling = normalize(status_word)
        return next(
            (status_code for pattern, status_code in self._patterns if pattern.fullmatch(spelling)), None
        )


def _compile_rule(rule: str) -> re.Pattern[str]:
    return re.compile(
        ".*".join(re.escape(normalize(part)) for part in rule.split("*")).replace(r"\ .*", ".*")
    )
