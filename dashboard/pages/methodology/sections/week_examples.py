"""Worked examples from the last seven whole days: flow, assignees, reopenings, indicators."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from dashboard.pages.methodology.sections.worked_example import (
    ExampleLine,
    ExamplePart,
    WeekData,
    WeekExample,
    calculation,
    no_example,
    sentence,
)
from dashboard.ui import report_labels
from dashboard.ui.format import format_long_date, number
from data.core.history.counts import day_start
from data.core.history.replay import FLOW_COLUMNS
from data.core.ranking.rate_change import COMPONENTS
from data.core.review.drilldown import AGE_BANDS
from data.core.review.pack import configuration_digest
from data.core.review.review import Review
from data.core.review.rows import IndicatorRow
from data.core.review.stock_flow import WEEKS
from data.lib.translation import gettext, ngettext
from data.services.live_board import LiveBoard

PERIOD_DAYS = 7
ASSIGNEE_LIMIT = 5


class LastWeek:
    """The review of the seven days before today, read once a day, since past days hardly change."""

    def __init__(self, live: LiveBoard) -> None:
        self._live = live

    def current(self) -> WeekData | None:
        """Return the week's data; None before the first snapshot."""
        live_snapshot = self._live.current()
        if live_snapshot is None:
            return None
        city = self._live.city
        until = day_start(live_snapshot.snapshot.as_of, city.zone)
        figures = self._live.reviews.load_past(until - timedelta(days=PERIOD_DAYS), until)
        return WeekData(figures.review, city, figures.report)


def flow(week: WeekData) -> list[ExampleLine]:
    """Return stock and flow of the city, and of the kecamatan that changed most."""
    return [
        _period_sentence(week),
        sentence(gettext("{city} as a whole:"), city=week.city.name),
        _balance(week.review.flow),
        *_largest_change(week.review, week.city.areas.parent_level),
    ]


def _largest_change(review: Review, level: str) -> list[ExampleLine]:
    rows = [row for row in review.parents if row["code"]]
    if not rows:
        return []
    row = max(rows, key=lambda row: (abs(row["closing"] - row["opening"]), row["new"]))
    change = row["closing"] - row["opening"]
    text = gettext("{level} {name}, unchanged:")
    if change > 0:
        text = gettext("{level} {name}, backlog up by {change}:")
    elif change < 0:
        text = gettext("{level} {name}, backlog down by {change}:")
    return [sentence(text, level=level, name=row["name"], change=number(abs(change))), _balance(row)]


def _balance(row: Mapping[str, Any]) -> ExampleLine:
    gained = " + ".join(f"{{{name}}}" for name in ("opening", "new", "reopened", "moved_in"))
    lost = "".join(f" \N{MINUS SIGN} {{{name}}}" for name in ("closed", "withdrawn", "moved_out"))
    figures = {name: number(row[name]) for name in FLOW_COLUMNS}
    return calculation(f"{gained}{lost} = {{closing}}", **figures)


def assignees(week: WeekData) -> list[ExampleLine]:
    """Return the assignees with the most hours, and the sum of all."""
    rows = week.review.holders
    if not rows:
        return [_period_sentence(week), *no_example()]
    total_hours = sum(row["hours"] for row in rows)
    lines = [
        calculation(
            gettext("{holder}: {hours} hours ({share} %), {reports} reports"),
            holder=report_labels.assignee_label(row["holder"]),
            hours=number(row["hours"]),
            share=number(100 * row["hours"] / total_hours, 1),
            reports=number(row["reports"]),
        )
        for row in rows[:ASSIGNEE_LIMIT]
    ]
    other_hours = sum(row["hours"] for row in rows[ASSIGNEE_LIMIT:])
    if other_hours:
        lines.append(
            calculation(
                gettext("{count} other assignees: {hours} hours"),
                count=number(len(rows) - ASSIGNEE_LIMIT),
                hours=number(other_hours),
            )
        )
    return [
        _period_sentence(week),
        *lines,
        sentence(gettext("The sum is {whole} hours: all time of open reports."), whole=number(total_hours)),
    ]


def reopened(week: WeekData) -> list[ExampleLine]:
    """Return closings and reopenings."""
    figures = _closing_figures(week)
    evidence = gettext(
        "Evidence of the work: {with_evidence} with evidence, {without_evidence} without evidence, "
        "{evidence_unknown} not known."
    )
    return [
        _period_sentence(week),
        sentence(gettext("Reports were resolved {closed} times and reopened {reopened} times."), **figures),
        sentence(evidence, **figures),
    ]


def _closing_figures(week: WeekData) -> dict[str, str]:
    closings: Mapping[str, Any] = week.review.closings
    return {name: number(value) for name, value in closings.items()}


def indicators(week: WeekData) -> list[ExampleLine]:
    """Return how many reports have each indicator, or that it is unknown."""
    rule = week.review.signs_rule
    return [
        _period_sentence(week),
        ExampleLine([], entries=tuple(_indicator_parts(row) for row in week.review.signs)),
        sentence(
            gettext(
                "Thresholds now: resolved within {quick} minutes; at least {least} resolved within "
                "{window} minutes and {factor} times more than usual; reopened within {days} days; "
                "{day} reports a day from one reporter."
            ),
            quick=number(rule["quick_minutes"]),
            least=number(rule["burst_minimum"]),
            window=number(rule["burst_minutes"]),
            factor=f"{rule['burst_factor']:g}",
            days=number(rule["reopened_days"]),
            day=number(rule["reports_a_day"]),
        ),
    ]


def _indicator_parts(row: IndicatorRow) -> list[ExamplePart]:
    label, count = report_labels.INDICATOR_LABELS[row["sign"]], row["count"]
    known = gettext("not known") if count is None else ngettext("{count} report", "{count} reports", count)
    return [ExamplePart(f"{label}: "), ExamplePart(known, is_figure=True)]


def _period_sentence(week: WeekData) -> ExampleLine:
    zone = week.city.zone
    return sentence(
        gettext("From {since} to {until}, at 00.00 each."),
        since=format_long_date(week.review.since, zone),
        until=format_long_date(week.review.until, zone),
    )


def rate_change(week: WeekData) -> list[ExampleLine]:
    """Return the parts of the rate change of the kecamatan whose rate changed most."""
    explained = {
        code: row for code, row in week.review_report.get("why", {}).items() if row["mix"] is not None
    }
    if not explained:
        return no_example()
    code, row = max(explained.items(), key=lambda pair: abs(pair[1]["now"] - pair[1]["before"]))
    names = {parent["code"]: parent["name"] for parent in week.review_report["parents"]}
    points = {part: number(100 * row[part], 1) for part in COMPONENTS}
    return [
        _period_sentence(week),
        sentence(
            gettext("{level} {name}: {before} % to {now} %, of {n_before} and {n_now} judged reports."),
            level=week.city.areas.parent_level,
            name=names[code],
            before=number(100 * row["before"], 1),
            now=number(100 * row["now"], 1),
            n_before=number(row["n_before"]),
            n_now=number(row["n_now"]),
        ),
        calculation(
            gettext("{change} points = {mix} + {city} + {own}"),
            change=number(100 * (row["now"] - row["before"]), 1),
            **points,
        ),
    ]


def ages(week: WeekData) -> list[ExampleLine]:
    """Return the ages of the city's open reports; the bands add up to the stock."""
    counts = week.review_report.get("counts", {})
    if not counts.get("closing"):
        return no_example()
    bands = [number(counts.get(f"age:{band}", 0)) for band in AGE_BANDS]
    total = number(counts["closing"])
    return [
        _period_sentence(week),
        calculation(gettext("{bands} = {total} unresolved"), bands=" + ".join(bands), total=total),
    ]


def weekly(week: WeekData) -> list[ExampleLine]:
    """Return the last two weeks of the city."""
    counts = week.review_report.get("counts")
    if counts is None:
        return no_example()
    lines = [
        calculation(
            gettext("week {week}: {new} received, {closed} resolved, {open} unresolved at its end"),
            week=number(index + 1),
            new=number(counts.get(f"week_new:{index}", 0)),
            closed=number(counts.get(f"week_closed:{index}", 0)),
            open=number(counts.get(f"week_open:{index}", 0)),
        )
        for index in (WEEKS - 2, WEEKS - 1)
    ]
    return [_period_sentence(week), *lines]


def evidence(week: WeekData) -> list[ExampleLine]:
    """Return the closings of the week, with, without and with unknown evidence."""
    figures = _closing_figures(week)
    return [
        _period_sentence(week),
        calculation("{closed} = {with_evidence} + {without_evidence} + {evidence_unknown}", **figures),
    ]


def meeting_pack(week: WeekData) -> list[ExampleLine]:
    """Return what a pack of this week would hold."""
    if not week.review_report:
        return no_example()
    return [
        sentence(
            gettext(
                "A pack of this week holds {count} counts, version {formula} of the formulas, "
                "configuration {digest}."
            ),
            count=number(len(week.review_report["counts"])),
            formula=week.review_report["formula"],
            digest=configuration_digest(week.city)[:12],
        )
    ]


EXAMPLES: dict[str, WeekExample] = {
    "arus": flow,
    "pemegang": assignees,
    "dibuka-kembali": reopened,
    "tanda": indicators,
    "mengapa": rate_change,
    "umur": ages,
    "mingguan": weekly,
    "bukti": evidence,
    "paket": meeting_pack,
}
