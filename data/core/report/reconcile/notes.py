"""What of a row is not taken as it stands: counted for the pull, and an issue on the report."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from data.core.findings import FindingCounter, FindingKind

# The beginnings of the issues that reconciliation adds; those of the row itself are other texts.
BLANK_ISSUE = "blank, the known value stays: "
UNKNOWN_ISSUE = "not a known word, the known value stays: "
VERDICT_ISSUE = "changed by the source after the closing, the verdict stays: "
DEADLINE_ISSUE = "the source moved the deadline after it had passed"
IMPOSSIBLE_ISSUE = "lies before the filing: "
_OWN_ISSUES = (BLANK_ISSUE, UNKNOWN_ISSUE, VERDICT_ISSUE, DEADLINE_ISSUE, IMPOSSIBLE_ISSUE)


def is_own_issue(issue: str) -> bool:
    """Return whether an issue is one that reconciliation adds: it names a field, and quotes no value."""
    return issue.startswith(_OWN_ISSUES)


@dataclass
class RowNotes:
    """What is noticed while one row is applied."""

    _findings: list[tuple[FindingKind, str]] = field(default_factory=list)
    _issues: set[str] = field(default_factory=set)

    def blank(self, name: str) -> None:
        """Note that a row leaves a known value blank."""
        self._add(FindingKind.VALUE_BLANK, name, f"{BLANK_ISSUE}{name}")

    def unknown(self, name: str) -> None:
        """Note that a row has an unknown word for a known value; the row validator counts the word."""
        self._issues.add(f"{UNKNOWN_ISSUE}{name}")

    def impossible(self, name: str) -> None:
        """Note a time before the filing."""
        self._add(FindingKind.TIME_IMPOSSIBLE, name, f"{IMPOSSIBLE_ISSUE}{name}")

    def older(self, name: str) -> None:
        """Count a field that an older row would have changed: that is no fault of the report."""
        self._findings.append((FindingKind.ROW_OLDER, name))

    @property
    def is_older(self) -> bool:
        """Whether the row is older than what is known, and differs from it."""
        return any(kind is FindingKind.ROW_OLDER for kind, _subject in self._findings)

    def verdict_stays(self, name: str) -> None:
        """Note a change after the closing that would give another verdict."""
        self._add(FindingKind.VERDICT_KEPT, name, f"{VERDICT_ISSUE}{name}")

    def deadline_moved_late(self) -> None:
        """Note a deadline that the source moved after it had passed."""
        self._add(FindingKind.DEADLINE_MOVED_LATE, "expected_datetime", DEADLINE_ISSUE)

    def _add(self, kind: FindingKind, name: str, issue: str) -> None:
        self._findings.append((kind, name))
        self._issues.add(issue)

    def count(self, findings: FindingCounter) -> None:
        """Count what was noticed."""
        for kind, subject in self._findings:
            findings.add(kind, subject)

    def issues(self, row_issues: Iterable[str], details: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the issues of a report: of its row, or of an earlier one, then those noted so far."""
        known: tuple[str, ...] = details.get("issues", ())
        own = {issue for issue in known if is_own_issue(issue)} | self._issues
        of_rows = tuple(row_issues) or tuple(issue for issue in known if issue not in own)
        return (*of_rows, *sorted(own))
