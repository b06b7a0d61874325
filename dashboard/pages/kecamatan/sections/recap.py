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
from data.core.backlog.backlog import TriageGroup, load_by_assignee
from data.core.clock.sla import OVERDUE_STATES, SlaState
from data.core.ranking.ranking import Band
from data.core.snapshot.snapshot import records
from data.services.backlog import KecamatanBacklog

LONGEST_LATE_LIMIT = 3


def morning_recap(live_backlog: KecamatanBacklog, zone: ZoneInfo) -> str:
    """Return the message for the morning: counts, the first five reports, and assignees."""
    rows = records(live_backlog.backlog.next_up)
    first_five = _numbered_lines(rows, live_backlog.backlog.as_of, zone)
    title = f"*Selamat pagi. Laporan warga Kecamatan {live_backlog.backlog.name}*"
    return _join_paragraphs(
        [title, *_heading_lines(live_backlog, zone)],
        _count_lines(live_backlog),
        ["*Lima pertama hari ini*", *first_five] if first_five else [],
        _assignee_lines(live_backlog),
    )


def review_recap(live_backlog: KecamatanBacklog, zone: ZoneInfo) -> str:
    """Return the message before a review: counts, rate with interval, comparison, longest late, assignees."""
    return _join_paragraphs(
        [f"*Persiapan tinjauan Kecamatan {live_backlog.backlog.name}*", *_heading_lines(live_backlog, zone)],
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
    lines = [f"Keadaan per {format_moment(live_backlog.backlog.as_of, zone)}"]
    if live_backlog.snapshot.simulated:
        lines.insert(0, str(ui_labels.PRACTICE))
    if live_backlog.snapshot.stale:
        last_update = format_moment(since, zone) if since else "belum pernah"
        lines.append(f"PERHATIAN: data tidak mutakhir, terakhir diperbarui {last_update}")
    return lines


def _count_lines(live_backlog: KecamatanBacklog) -> list[str]:
    rows = live_backlog.backlog.rows
    if live_backlog.snapshot.data_as_of is None:
        return [f"{ui_labels.NO_DATA}."]
    if rows.empty:
        return [labels.NONE_OPEN]
    late, approaching = rows["state"].isin(OVERDUE_STATES), rows["state"] == SlaState.APPROACHING
    return [
        f"Belum selesai: {number(len(rows))}",
        f"Terlambat: {number(int(late.sum()))}",
        f"Mendekati batas: {number(int(approaching.sum()))}",
        f"Jatuh batas dalam 24 jam: {number(int((rows['turn'] == TriageGroup.SAVABLE).sum()))}",
    ]


def _numbered_lines(rows: list[dict[str, Any]], as_of: datetime, zone: ZoneInfo) -> list[str]:
    return [f"{i}. {_report_line(row, as_of, zone)}" for i, row in enumerate(rows, start=1)]


def _report_line(row: dict[str, Any], as_of: datetime, zone: ZoneInfo) -> str:
    if row["sensitive"]:
        return f"{row['service_name']}: {_deadline_text(row, as_of, zone)}"
    area = report_labels.area_label(row["area_name"], row["placement"])
    title, assignee = f"{row['service_name']}, {area}", report_labels.assignee_label(row["holder"])
    return f"{title}: {_deadline_text(row, as_of, zone)}. {assignee}. No. {row['service_request_id']}"


def _deadline_text(row: dict[str, Any], as_of: datetime, zone: ZoneInfo) -> str:
    if row["state"] == SlaState.NO_TARGET:
        return str(ui_labels.NO_TARGET)
    if row["state"] in OVERDUE_STATES:
        return f"terlambat {span(-row['left'].total_seconds() / 3600)}"
    if row["turn"] == TriageGroup.PAUSED:
        return "jam berhenti"
    due = row["expected_datetime"].to_pydatetime()
    if due.astimezone(zone).date() == as_of.astimezone(zone).date():
        return f"batas hari ini {format_time(due, zone)} {zone_name(due, zone)}"
    due_text = format_datetime(due.astimezone(zone), "EEEE d MMM HH.mm", locale=current_locale())
    return f"batas {due_text} {zone_name(due, zone)}"


def _rate_lines(live_backlog: KecamatanBacklog) -> list[str]:
    row = ranking_row(live_backlog)
    rule: Mapping[str, Any] = live_backlog.snapshot.ranking_rule
    heading = f"*Tepat waktu, {rule['window_days']} hari terakhir*"
    if row is None or row["on_time"] is None:
        return [heading, f"{ui_labels.NOT_ENOUGH.capitalize()} (minimum {number(rule['minimum_sample'])})"]
    lines = [
        f"{percent(row['on_time'])} dari {number(row['n'])} laporan "
        f"(rentang {percent(row['low'])} sampai {percent(row['high'])})",
        f"Kota {percent(rule['city_on_time'])}: {ui_labels.BANDS[Band(row['band'])]}",
    ]
    if row["previous_on_time"] is not None:
        trend = TREND_LABELS.get(row["trend"], "")
        lines.append(f"Periode sebelumnya {percent(row['previous_on_time'])}: {trend}".rstrip(": "))
    return [heading, *lines]


def _longest_late_lines(live_backlog: KecamatanBacklog, zone: ZoneInfo) -> list[str]:
    rows = live_backlog.backlog.rows
    late = rows[rows["state"].isin(OVERDUE_STATES)].sort_values("left").head(LONGEST_LATE_LIMIT)
    lines = _numbered_lines(records(late), live_backlog.backlog.as_of, zone)
    return ["*Paling lama terlambat*", *lines] if lines else []


def _assignee_lines(live_backlog: KecamatanBacklog) -> list[str]:
    lines = [
        f"{report_labels.assignee_label(load.assignee)}: {number(load.reports)}{_late_note(load.overdue)}"
        for load in load_by_assignee(live_backlog.backlog.rows)
    ]
    return ["*Dipegang oleh*", *lines] if lines else []


def _late_note(overdue: int) -> str:
    return f" ({number(overdue)} terlambat)" if overdue else ""


def folded_message(message: str) -> list[Component]:
    """Return a folded message, with a link to WhatsApp and a button to copy it."""
    copy_attributes: dict[str, Any] = {"data-copy": ""}
    link_attributes: dict[str, Any] = {"target": "_blank", "rel": "noopener noreferrer"}
    return [
        html.Details([html.Summary("Lihat teks"), html.Pre(message, className="recap-text")]),
        html.Div(
            [
                html.A(
                    "Kirim lewat WhatsApp",
                    href=urls.whatsapp_url(message),
                    className="link-button first",
                    **link_attributes,
                ),
                html.Button("Salin teks", type="button", className="link-button", **copy_attributes),
            ],
            className="buttons",
        ),
    ]
