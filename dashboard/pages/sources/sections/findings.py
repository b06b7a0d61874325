"""What the latest pull of a source did not take as it stands: by kind, with the names that it met most."""

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from dashboard.pages.sources.sections import finding_labels as labels
from dashboard.ui.format import format_moment, number
from data.core.findings import Finding, FindingKind
from data.services.pull_findings import PullFindings

MAX_LISTED = 10  # names of one kind
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d")


def findings_section(pull: PullFindings | None, zone: ZoneInfo) -> list[Component]:
    """Return the findings of a pull, folded; nothing for none."""
    if pull is None or not pull.findings:
        return []
    kinds = [(kind, list(found)) for kind, found in groupby(pull.findings, key=lambda each: each.kind)]
    origin = labels.FILE.format(file=pull.file) if pull.file else labels.PULL
    moment = format_moment(pull.started_at, zone)
    title = html.Summary(labels.TITLE.format(origin=origin, moment=moment, count=number(len(kinds))))
    return [html.Details([title, html.Ul([_kind_item(*kind, zone) for kind in kinds])], className="findings")]


def _kind_item(kind: FindingKind, findings: Sequence[Finding], zone: ZoneInfo) -> Component:
    count = number(sum(finding.count for finding in findings))
    names = [finding for finding in findings if finding.subject]
    lines = [html.Li(_line(finding, zone)) for finding in names[:MAX_LISTED]]
    rest = len(names) - MAX_LISTED
    more = [html.Li(labels.MORE.format(count=number(rest)))] if rest > 0 else []
    heading: list[str | Component] = [f"{kind_label(kind)}: ", html.B(count)]
    return html.Li([html.Span(heading), *([html.Ul([*lines, *more])] if lines else [])])


def kind_label(kind: FindingKind) -> str:
    """Return the label of a kind."""
    return labels.KINDS.get(kind.value, labels.OTHER_KIND)


def _line(finding: Finding, zone: ZoneInfo) -> str:
    times = f" ({number(finding.count)} kali)" if finding.count > 1 else ""
    hint = f": {_hint_text(finding.kind, finding.hint, zone)}" if finding.hint else ""
    return f"{_moment_text(labels.SUBJECTS.get(finding.subject, finding.subject), zone)}{times}{hint}"


def _hint_text(kind: FindingKind, hint: str, zone: ZoneInfo) -> str:
    if kind.value in labels.KINDS_WITH_NAMES:
        return labels.MEANT.format(name=hint)
    for pattern, replacement in labels.HINTS:
        if re.fullmatch(pattern, hint):
            return re.sub(pattern, replacement, hint)
    return _moment_text(hint, zone)


def _moment_text(text: str, zone: ZoneInfo) -> str:
    """Return a moment as it is written on screens; any other text as it is."""
    if not _MOMENT.fullmatch(text):
        return text
    return format_moment(datetime.fromisoformat(text), zone)
