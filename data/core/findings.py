"""What a pull noticed and did not take as it stood, counted by kind and subject."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

MAX_SUBJECTS = 200  # of one kind in one pull; those beyond are counted without their subject
SUBJECT_LIMIT = 200  # characters


class FindingKind(StrEnum):
    """Kinds of findings; the subject of each is named behind it."""

    SHEET_LEFT_OUT = "sheet_left_out"  # the sheet's name
    COLUMN_LEFT_OUT = "column_left_out"  # the column's name
    ROW_LEFT_OUT = "row_left_out"  # why: blank, a total, a repeated header
    PAGE_LEFT_OUT = "page_left_out"  # why
    AREA_UNKNOWN = "area_unknown"  # the name as written; the hint is the closest known one
    CATEGORY_UNKNOWN = "category_unknown"  # the name as written
    STATUS_UNKNOWN = "status_unknown"  # the word as written
    VALUE_BLANK = "value_blank"  # the field of which a known value was not erased
    ROW_OLDER = "row_older"  # the field that an older row would have changed
    TIME_IMPOSSIBLE = "time_impossible"  # the field: before the filing, after now
    POINT_PLACEHOLDER = "point_placeholder"  # the point
    DEADLINE_MOVED_LATE = "deadline_moved_late"  # moved by the source after it had passed
    VERDICT_KEPT = "verdict_kept"  # the field that a source changed after the closing
    MISSING = "missing"  # no longer in the source
    IMPORT_OLDER = "import_older"  # the content ends before that of the last good import
    IMPLAUSIBLE = "implausible"  # what is implausible about the result


@dataclass(frozen=True, slots=True)
class Finding:
    """How often something was noticed; ``hint`` says what may be meant."""

    kind: FindingKind
    subject: str
    count: int = 1
    hint: str | None = None


@dataclass
class FindingCounter:
    """Counts findings; what a source invents cannot fill the memory."""

    _counts: dict[tuple[FindingKind, str], int] = field(default_factory=dict)
    _hints: dict[tuple[FindingKind, str], str] = field(default_factory=dict)
    _subjects: Counter[FindingKind] = field(default_factory=Counter)

    def add(self, kind: FindingKind, subject: str = "", count: int = 1, hint: str | None = None) -> None:
        """Count a finding."""
        key = kind, subject[:SUBJECT_LIMIT]
        if key not in self._counts:
            key = key if self._subjects[kind] < MAX_SUBJECTS else (kind, "")
            self._subjects[kind] += key not in self._counts
        self._counts[key] = self._counts.get(key, 0) + count
        if hint:
            self._hints[key] = hint[:SUBJECT_LIMIT]

    def take(self) -> list[Finding]:
        """Return what was counted, and start anew."""
        findings = [
            Finding(kind, subject, count, self._hints.get((kind, subject)))
            for (kind, subject), count in self._counts.items()
        ]
        self._counts, self._hints, self._subjects = {}, {}, Counter()
        return findings


def counts_by_kind(findings: Iterable[Finding]) -> Mapping[str, int]:
    """Return the sum of each kind that was found, in the order of :class:`FindingKind`."""
    totals = dict.fromkeys(FindingKind, 0)
    for finding in findings:
        totals[finding.kind] += finding.count
    return {kind.value: total for kind, total in totals.items() if total}
