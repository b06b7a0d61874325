"""Tables of reports, without reporters and descriptions; and the section of the worst and oldest ones."""

from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.review import labels
from dashboard.pages.review.view import ReviewView, scrollable_table, section
from dashboard.ui.format import format_long_date, format_time, number, span
from dashboard.ui.report_labels import ASSIGNEE_LABELS
from dashboard.ui.urls import report_url
from data.core.status import STATUS_BY_CODE

EN_DASH = "–"  # noqa: RUF001 (an en dash stands for nobody)
HEADINGS = ["Laporan", "Kategori", "Tempat", "Status", "Masuk", "Batas waktu", "Dipegang oleh"]
REASON_FORMATS = {
    "hours": "{} jam dipegang",
    "minutes": "{} menit",
    "days": "{} hari setelah selesai",
    "in_window": "{} selesai serentak",
    "before_review": "{} selesai menjelang akhir",
    "usual": "biasanya {}",
    "hours_late": "{} jam setelah batas waktu",
    "hours_left": "{} jam sebelum batas waktu",
    "hours_gained": "batas waktu mundur {} jam",
    "reports_that_day": "{} laporan hari itu",
    "person": "pelapor ke-{} dalam daftar ini",
    "service_code_before": "sebelumnya {}",
}


def worst_cases_section(view: ReviewView) -> Component:
    """Return the reports farthest past their deadline, and the oldest open ones."""
    return section(
        "terlambat",
        "Terburuk dan terlama",
        "Dua daftar yang berbeda: yang paling jauh melewati batas waktu, dan yang paling lama menunggu.",
        [
            html.H3("Paling jauh melewati batas waktu"),
            report_table(view, view.review_report["worst"], "Terburuk"),
            html.H3("Paling lama menunggu"),
            report_table(view, view.review_report["oldest"], "Terlama"),
        ],
        "terburuk",
    )


def report_table(view: ReviewView, rows: list[dict[str, Any]], label: str) -> Component:
    """Return a table of reports, or a note that there is none."""
    if not rows:
        return html.P(labels.NO_REPORTS, className="few")
    with_reasons = any(row["figures"] for row in rows)
    head = [*HEADINGS, "Mengapa di sini"] if with_reasons else HEADINGS
    return scrollable_table(head, [_row(view, row, with_reasons) for row in rows], label, "cases")


def _row(view: ReviewView, row: dict[str, Any], with_reasons: bool) -> Component:
    cells = [
        html.Td(row["service_name"]),
        html.Td(_place_content(row, view.with_level(labels.NO_KECAMATAN))),
        html.Td(_status_content(view, row)),
        html.Td(
            [
                _moment_text(view, row["requested_datetime"]),
                html.Small(f"{_duration(row['age_hours'])} lamanya"),
            ]
        ),
        html.Td(_deadline_content(view, row)),
        html.Td(ASSIGNEE_LABELS.get(row["holder"], row["holder"]) or EN_DASH),
    ]
    reason_cells = [html.Td(_reason_text(view, row["figures"]))] if with_reasons else []
    return html.Tr([html.Th(_report_link(row), scope="row"), *cells, *reason_cells])


def _report_link(row: dict[str, Any]) -> Component:
    """Return the number of a report as a link to its page."""
    request_id = row["service_request_id"]
    return html.A(request_id, href=report_url(row["source"], request_id), className="report")


def _place_content(row: dict[str, Any], unplaced: str = "") -> list[Any]:
    if row["parent_name"] is None:
        return [unplaced]
    has_own_name = row["area_name"] and row["area_name"] != row["parent_name"]  # the same: one level only
    return [row["parent_name"], *([html.Small(row["area_name"])] if has_own_name else [])]


def _status_content(view: ReviewView, row: dict[str, Any]) -> list[Any]:
    status_entry = STATUS_BY_CODE.get(row["status_description"])
    content = [status_entry.label if status_entry else row["status_description"]]
    if row["state"]:
        content.append(html.Small(labels.STATE_LABELS[row["state"]], className=f"state {row['state']}"))
    if row["closed_datetime"] is not None:
        content.append(html.Small(_moment_text(view, row["closed_datetime"])))
    if row["reopened"]:
        content.append(html.Small(f"dibuka kembali {number(row['reopened'])} kali"))
    return content


def _deadline_content(view: ReviewView, row: dict[str, Any]) -> list[Any]:
    if row["expected_datetime"] is None:
        return ["tanpa batas waktu"]
    notes = [html.Small("perkiraan")] if row["provisional"] else []
    if row["stopped_at"] is not None and row["state"] is not None:
        notes.append(html.Small(f"jam berhenti sejak {_moment_text(view, row['stopped_at'])}"))
    lateness = _lateness(row["over_hours"], closed=row["state"] is None)
    return [_moment_text(view, row["expected_datetime"]), lateness, *notes]


def _lateness(hours_over: float, *, closed: bool) -> Component:
    if hours_over > 0:
        return html.Small(f"lewat {_duration(hours_over)}", className="late")
    time_left = _duration(-hours_over)
    return html.Small(f"{time_left} sebelum batas" if closed else f"sisa {time_left}")


def _duration(hours: float | None) -> str:
    return "" if hours is None else span(max(0.0, hours))


def _moment_text(view: ReviewView, moment: datetime | str) -> str:
    moment = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return f"{format_long_date(moment, view.city.zone)} {format_time(moment, view.city.zone)}"


def _reason_text(view: ReviewView, reasons: dict[str, Any] | None) -> str:
    """Return the figures for which a report is in this list."""
    return " · ".join(
        REASON_FORMATS[name].format(_format_reason(view, name, value))
        for name, value in (reasons or {}).items()
        if name in REASON_FORMATS and value is not None
    )


def _format_reason(view: ReviewView, name: str, value: Any) -> str:
    if name == "service_code_before":
        return view.category_name(value)
    return number(value, 0 if float(value).is_integer() else 1)
