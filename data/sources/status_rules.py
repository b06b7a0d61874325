"""Rules over a source's status words: ``closed *`` matches every text that begins with these words."""

import re
from collections.abc import Mapping

from data.core.config.city import SourceBase, Sp4nSource
from data.core.status import STATUS_BY_CODE
from data.sources.values import normalize

DEFAULT_STATUS_WORDS = {"wait": "menunggu", "waiting": "menunggu", "process": "proses", "complete": "selesai",
         "completed": "selesai", "open": "menunggu", "closed": "selesai"}  # fmt: skip
SP4N_STATUS_RULES = {
    "ditutup*": "selesai", "selesai*": "selesai", "diarsipkan*": "ditolak", "ditolak*": "ditolak",
    "terverifikasi*": "koordinasi", "terdisposisi*": "disposisi", "didisposisikan*": "disposisi",
    "ditanggapi*": "proses", "diproses*": "proses", "proses*": "proses", "ditindaklanjuti*": "proses",
    "ditunda*": "koordinasi", "tertunda*": "koordinasi", "belum*": "menunggu", "menunggu*": "menunggu",
}  # fmt: skip


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


def status_rules_of(source: SourceBase) -> dict[str, str]:
    """Return the rules of a source; an export of SP4N has rules of its own after those of the city."""
    configured = dict(getattr(source, "status_rules", {}))  # first: the first match counts
    defaults = SP4N_STATUS_RULES if isinstance(source, Sp4nSource) else {}
    return configured | {rule: code for rule, code in defaults.items() if rule not in configured}


def known_status_words(source: SourceBase) -> dict[str, str]:
    """Return our status codes by every status word of a source, normalized."""
    code_by_word = {**{code: code for code in STATUS_BY_CODE}, **DEFAULT_STATUS_WORDS, **source.status_words}
    return {normalize(source_word): status_code for source_word, status_code in code_by_word.items()}
