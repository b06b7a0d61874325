"""Findings as plain sentences, for the output of commands."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from data.core.findings import Finding, FindingKind

MAX_NAMES = 5  # of one kind in a sentence

# Behind the count: one of them, several of them, and what became of them.
_PHRASES: dict[FindingKind, tuple[str, str, str]] = {
    FindingKind.SHEET_LEFT_OUT: ("sheet", "sheets", "not read"),
    FindingKind.COLUMN_LEFT_OUT: ("column", "columns", "taken by no field"),
    FindingKind.ROW_LEFT_OUT: ("row", "rows", "no report and not read"),
    FindingKind.PAGE_LEFT_OUT: ("sign", "signs", "of pages that are not read"),
    FindingKind.AREA_UNKNOWN: ("report", "reports", "of areas that are not known"),
    FindingKind.CATEGORY_UNKNOWN: ("report", "reports", "of categories that are not known"),
    FindingKind.STATUS_UNKNOWN: ("status", "statuses", "not known and taken as open"),
    FindingKind.VALUE_BLANK: ("value", "values", "left blank by the source and kept"),
    FindingKind.ROW_OLDER: ("row", "rows", "older than what is known, which stays"),
    FindingKind.TIME_IMPOSSIBLE: ("time", "times", "impossible and not used"),
    FindingKind.POINT_PLACEHOLDER: ("report", "reports", "at a placeholder point"),
    FindingKind.DEADLINE_MOVED_LATE: ("deadline", "deadlines", "moved after it had passed"),
    FindingKind.VERDICT_KEPT: ("change", "changes", "after the closing that does not change a verdict"),
    FindingKind.MISSING: ("report", "reports", "no longer in the source"),
    FindingKind.IMPORT_OLDER: ("import", "imports", "of which the content ends before the last good one"),
    FindingKind.IMPLAUSIBLE: ("result", "results", "implausible"),
}


def finding_sentences(findings: Iterable[Finding]) -> list[str]:
    """Return a sentence for each kind, with the names of the most frequent ones and what may be meant."""
    by_kind = defaultdict[FindingKind, list[Finding]](list)
    for finding in findings:
        by_kind[finding.kind].append(finding)
    return [_sentence(kind, by_kind[kind]) for kind in FindingKind if kind in by_kind]


def _sentence(kind: FindingKind, findings: Sequence[Finding]) -> str:
    count = sum(finding.count for finding in findings)
    default = kind.value.replace("_", " ")
    one, several, result = _PHRASES.get(kind, (f"times {default}", f"times {default}", ""))
    names = [_name(finding) for finding in sorted(findings, key=lambda each: -each.count) if finding.subject]
    more = [f"and {len(names) - MAX_NAMES} more"] if len(names) > MAX_NAMES else []
    text = f"{count:,} {one if count == 1 else several} {result}".strip()
    return f"{text}: {', '.join(names[:MAX_NAMES] + more)}" if names else text


def _name(finding: Finding) -> str:
    times = f"{finding.count:,} x " if finding.count > 1 else ""
    hint = f" ({finding.hint})" if finding.hint else ""
    return f"{times}{finding.subject}{hint}"
