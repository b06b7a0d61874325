"""Recaps of a kecamatan as plain text for WhatsApp, without reporters, descriptions and addresses.

Figures are those of the page at the same snapshot. Reports are named by category, kelurahan and number; a
sensitive one by its category alone.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from dash import html
from dash.development.base_component import Component

from dashboard.pages.kecamatan import labels
from dashboard.pages.kecamatan.sections.comparison import ranking_row
from dashboard.ui import labels as ui_labels
from dashboard.ui import report_labels, urls
from dashboard.ui.format import current_locale, format_moment, format_time, number, percent, span, zone_name
from dashboard.ui.report_labels import TREND_LABELS
from data.core.backlog.backlog import AssigneeLoad, TriageGroup, load_by_assignee
from data.core.clock.sla import OVERDUE_STATES, SlaState
from data.core.ranking.ranking import Band
from data.core.snapshot.snapshot import records
from data.lib.translation import gettext, ngettext
from data.services.backlog import KecamatanBacklog

LONGEST_LATE_LIMIT = 3


def morning_recap(live_backlog: KecamatanBacklog, zone: ZoneInfo) -> str:
    """Return the message for the morning: counts, the first five reports, and assignees."""
    rows = records(live_backlog.backlog.next_up)
    first_five = _numbered_lines(rows, live_backlog.backlog.as_of, zone)
    title = gettext("*Good morning. Reports of citizens, Kecamatan {name}*")
    return _join_paragraphs(
        [title.format(name=live_backlog.backlog.name), *_heading_lines(live_backlog, zone)],
        _count_lines(live_backlog),
        [gettext("*First five today*"), *first_five] if first_five else [],
        _assignee_lines(live_backlog),
    )


def review_recap(live_backlog: KecamatanBacklog, zone: ZoneInfo) -> str:
    """Return the message before a review: counts, rate with interval, comparison, longest late, assignees."""
    title = gettext("*Before the review: Kecamatan {name}*")
    return _join_paragraphs(
        [title.format(name=live_backlog.backlog.name), *_heading_lines(live_backlog, zone)],
        _count_lines(live_backlog),
        _rate_lines(live_backlog),
        _longest_late_lines(live_backlog, zone),
        _assignee_lines(live_backlog),
    )


def _join_paragraphs(*paragraphs: list[str]) -> str:
    return "\n\n".join("\n".join(part) for part in paragraphs if part)


def _heading_lines(live_backlog: KecamatanBacklog, zone: ZoneInfo) -> list[str]:
    """Return the moment of the figures, and warnings of practice data and of old data."""
    since = live_backlog.snapshot.data_as_of
    as_of = format_moment(live_backlog.backlog.as_of, zone)
    lines = [gettext("State as of {moment}").format(moment=as_of)]
    if live_backlog.snapshot.simulated:
        lines.insert(0, str(ui_labels.PRACTICE))
    if live_backlog.snapshot.stale:
        warning = gettext("ATTENTION: the data is not current; last updated: {moment}")
        lines.append(warning.format(moment=format_moment(since, zone) if since else gettext("never")))
    return lines


def _count_lines(live_backlog: KecamatanBacklog) -> list[str]:
    rows = live_backlog.backlog.rows
    if live_backlog.snapshot.data_as_of is None:
        return [f"{ui_labels.NO_DATA}."]
    if rows.empty:
        return [str(labels.NONE_OPEN)]
    late, approaching = rows["state"].isin(OVERDUE_STATES), rows["state"] == SlaState.APPROACHING
    return [
        gettext("Unresolved: {count}").format(count=number(len(rows))),
        gettext("Late: {count}").format(count=number(int(late.sum()))),
        gettext("Approaching: {count}").format(count=number(int(approaching.sum()))),
        gettext("Due within 24 hours: {count}").format(
            count=number(int((rows["turn"] == TriageGroup.SAVABLE).sum()))
        ),
    ]


def _numbered_lines(rows: list[dict[str, Any]], as_of: datetime, zone: ZoneInfo) -> list[str]:
    return [f"{i}. {_report_line(row, as_of, zone)}" for i, row in enumerate(rows, start=1)]


def _report_line(row: dict[str, Any], as_of: datetime, zone: ZoneInfo) -> str:
    if row["sensitive"]:
        return f"{row['service_name']}: {_deadline_text(row, as_of, zone)}"
    area = report_labels.area_label(row["area_name"], row["placement"])
    title, assignee = f"{row['service_name']}, {area}", report_labels.assignee_label(row["holder"])
    return gettext("{report}: {deadline}. {assignee}. No. {number}").format(
        report=title,
        deadline=_deadline_text(row, as_of, zone),
        assignee=assignee,
        number=row["service_request_id"],
    )


def _deadline_text(row: dict[str, Any], as_of: datetime, zone: ZoneInfo) -> str:
    if row["state"] == SlaState.NO_TARGET:
        return str(ui_labels.NO_TARGET)
    if row["state"] in OVERDUE_STATES:
        late_for = span(-row["left"].total_seconds() / 3600)
        return gettext("late by {duration}").format(duration=late_for)
    if row["turn"] == TriageGroup.PAUSED:
        return gettext("clock paused")
    due = row["expected_datetime"].to_pydatetime()
    if due.astimezone(zone).date() == as_of.astimezone(zone).date():
        time = f"{format_time(due, zone)} {zone_name(due, zone)}"
        return gettext("due today at {time}").format(time=time)
    due_text = format_datetime(due.astimezone(zone), "EEEE d MMM HH.mm", locale=current_locale())
    return gettext("due {time}").format(time=f"{due_text} {zone_name(due, zone)}")


def _rate_lines(live_backlog: KecamatanBacklog) -> list[str]:
    row = ranking_row(live_backlog)
    rule: Mapping[str, Any] = live_backlog.snapshot.ranking_rule
    heading = gettext("*On time, last {days} days*").format(days=rule["window_days"])
    if row is None or row["on_time"] is None:
        minimum = number(rule["minimum_sample"])
        return [heading, gettext("Too few reports (minimum {count})").format(count=minimum)]
    lines = [
        gettext("{rate} of {reports} (range {low} to {high})").format(
            rate=percent(row["on_time"]),
            reports=ngettext("{count} report", "{count} reports", row["n"]),
            low=percent(row["low"]),
            high=percent(row["high"]),
        ),
        gettext("City {rate}: {band}").format(
            rate=percent(rule["city_on_time"]), band=ui_labels.BANDS[Band(row["band"])]
        ),
    ]
    if row["previous_on_time"] is not None:
        trend = TREND_LABELS.get(row["trend"], "")
        line = gettext("Previous period {rate}: {trend}")
        lines.append(line.format(rate=percent(row["previous_on_time"]), trend=trend).rstrip(": "))
    return [heading, *lines]


def _longest_late_lines(live_backlog: KecamatanBacklog, zone: ZoneInfo) -> list[str]:
    rows = live_backlog.backlog.rows
    late = rows[rows["state"].isin(OVERDUE_STATES)].sort_values("left").head(LONGEST_LATE_LIMIT)
    lines = _numbered_lines(records(late), live_backlog.backlog.as_of, zone)
    return [gettext("*Late the longest*"), *lines] if lines else []


def _assignee_lines(live_backlog: KecamatanBacklog) -> list[str]:
    lines = [_assignee_line(load) for load in load_by_assignee(live_backlog.backlog.rows)]
    return [gettext("*By assignee*"), *lines] if lines else []


def _assignee_line(load: AssigneeLoad) -> str:
    line = gettext("{assignee}: {count} ({late} late)") if load.overdue else "{assignee}: {count}"
    assignee = report_labels.assignee_label(load.assignee)
    return line.format(assignee=assignee, count=number(load.reports), late=number(load.overdue))


def folded_message(message: str) -> list[Component]:
    """Return a folded message, with a link to WhatsApp and a button to copy it."""
    copy_attributes: dict[str, Any] = {"data-copy": ""}
    link_attributes: dict[str, Any] = {"target": "_blank", "rel": "noopener noreferrer"}
    return [
        html.Details([html.Summary(gettext("Show the text")), html.Pre(message, className="recap-text")]),
        html.Div(
            [
                html.A(
                    gettext("Send by WhatsApp"),
                    href=urls.whatsapp_url(message),
                    className="link-button first",
                    **link_attributes,
                ),
                html.Button(
                    gettext("Copy the text"), type="button", className="link-button", **copy_attributes
                ),
            ],
            className="buttons",
        ),
    ]
