"""What the latest pull of a source did not take as it stands: by kind, with the names that it met most."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from dashboard.pages.sources.sections import finding_labels as labels
from dashboard.ui.format import format_moment
from data.core.findings import Finding, FindingKind
from data.lib.translation import Text, gettext
from data.services.pull_findings import PullFindings

MAX_LISTED = 10  # names of one kind
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d")


@dataclass(frozen=True)
class FindingLine:
    """A name that a pull met: how often, and what may be meant or why it was left out."""

    name: str
    count: int
    hint: str


@dataclass(frozen=True)
class FindingGroup:
    """The findings of one kind.

    :param rest: how many names are not listed
    """

    kind: Text
    count: int
    lines: tuple[FindingLine, ...]
    rest: int


def finding_groups(pull: PullFindings | None, zone: ZoneInfo) -> tuple[FindingGroup, ...]:
    """Return the findings of a pull by kind."""
    found = groupby(pull.findings if pull else (), key=lambda each: each.kind)
    return tuple(_group(kind, list(findings), zone) for kind, findings in found)


def _group(kind: FindingKind, findings: Sequence[Finding], zone: ZoneInfo) -> FindingGroup:
    named = [finding for finding in findings if finding.subject]
    lines = tuple(_line(finding, zone) for finding in named[:MAX_LISTED])
    count = sum(finding.count for finding in findings)
    return FindingGroup(kind_label(kind), count, lines, max(0, len(named) - MAX_LISTED))


def kind_label(kind: FindingKind) -> Text:
    """Return the label of a kind."""
    return labels.KINDS.get(kind.value, labels.OTHER_KIND)


def _line(finding: Finding, zone: ZoneInfo) -> FindingLine:
    subject = str(labels.SUBJECTS.get(finding.subject, finding.subject))
    hint = _hint_text(finding.kind, finding.hint, zone) if finding.hint else ""
    return FindingLine(_moment_text(subject, zone), finding.count, hint)


def _hint_text(kind: FindingKind, hint: str, zone: ZoneInfo) -> str:
    if kind.value in labels.KINDS_WITH_NAMES:
        return gettext("perhaps {name} is meant").format(name=hint)
    for pattern, message in labels.HINTS:
        if match := re.fullmatch(pattern, hint):
            return str(message).format(**match.groupdict())
    return _moment_text(hint, zone)


def _moment_text(text: str, zone: ZoneInfo) -> str:
    """Return a moment as it is written on screens; any other text as it is."""
    if not _MOMENT.fullmatch(text):
        return text
    return format_moment(datetime.fromisoformat(text), zone)
