"""Rules over a source's status words: ``closed *`` is the words before the star, then anything."""

import re
from collections.abc import Mapping

from data.sources.values import folded


class Rules:
    """Our words by patterns of theirs; the first that fits counts."""

    def __init__(self, rules: Mapping[str, str]) -> None:
        self._patterns = [(_pattern(rule), ours) for rule, ours in rules.items()]

    def meant(self, word: str) -> str | None:
        """Our word; None where no rule fits."""
        key = folded(word)
        return next((ours for pattern, ours in self._patterns if pattern.fullmatch(key)), None)


def _pattern(rule: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(folded(part)) for part in rule.split("*")).replace(r"\ .*", ".*"))
