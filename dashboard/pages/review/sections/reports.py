"""Tables of reports, without reporters and descriptions; and the section of the worst and oldest ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from dashboard.pages.review import labels
from dashboard.pages.review.view import ReviewView, SectionHead, TableColumn
from dashboard.ui.format import format_long_date, format_time, number, span
from dashboard.ui.report_labels import ASSIGNEE_LABELS
from dashboard.ui.urls import report_url
from data.core.status import STATUS_BY_CODE

EN_DASH = "–"  # noqa: RUF001 (an en dash stands for nobody)
HEADINGS = ("Laporan", "Kategori", "Tempat", "Status", "Masuk", "Batas waktu", "Dipegang oleh")
REASON_HEADING = "Mengapa di sini"
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


class CellNote(NamedTuple):
    """A small line under the text of a cell."""

    text: str
    css_class: str = ""


class CellText(NamedTuple):
    """A cell: its text, and small lines under it."""

    text: str
    notes: tuple[CellNote, ...] = ()


class ReportLine(NamedTuple):
    """One report of a list."""

    number: str
    url: str
    cells: list[CellText]


@dataclass(frozen=True)
class ReportTable:
    """A list of reports."""

    label: str
    columns: list[TableColumn]
    lines: list[ReportLine]


@dataclass(frozen=True)
class WorstCases:
    """The section of the worst and oldest reports."""

    head: SectionHead
    worst: ReportTable
    oldest: ReportTable


def worst_cases_section(view: ReviewView) -> WorstCases:
    """Return the reports farthest past their deadline, and the oldest open ones."""
    return WorstCases(
        SectionHead("terburuk", "terlambat", "Terburuk dan terlama", labels.WORST_NOTE),
        report_table(view, view.review_report["worst"], "Terburuk"),
        report_table(view, view.review_report["oldest"], "Terlama"),
    )


def report_table(view: ReviewView, rows: list[dict[str, Any]], label: str) -> ReportTable:
    """Return a table of reports; the reason of each if one of them has one."""
    with_reasons = any(row["figures"] for row in rows)
    headings = [*HEADINGS, REASON_HEADING] if with_reasons else HEADINGS
    return ReportTable(
        label, list(map(TableColumn, headings)), [_line(view, row, with_reasons) for row in rows]
    )


def _line(view: ReviewView, row: dict[str, Any], with_reasons: bool) -> ReportLine:
    age = CellNote(f"{_duration(row['age_hours'])} lamanya")
    cells = [
        CellText(row["service_name"]),
        _place(row, view.with_level(labels.NO_KECAMATAN)),
        _status(view, row),
        CellText(_moment_text(view, row["requested_datetime"]), (age,)),
        _deadline(view, row),
        CellText(ASSIGNEE_LABELS.get(row["holder"], row["holder"]) or EN_DASH),
    ]
    reasons = [CellText(_reason_text(view, row["figures"]))] if with_reasons else []
    request_id = row["service_request_id"]
    return ReportLine(request_id, report_url(row["source"], request_id), [*cells, *reasons])


def _place(row: dict[str, Any], unplaced: str) -> CellText:
    if row["parent_name"] is None:
        return CellText(unplaced)
    has_own_name = row["area_name"] and row["area_name"] != row["parent_name"]  # the same: one level only
    return CellText(row["parent_name"], (CellNote(row["area_name"]),) if has_own_name else ())


def _status(view: ReviewView, row: dict[str, Any]) -> CellText:
    entry = STATUS_BY_CODE.get(row["status_description"])
    return CellText(entry.label if entry else row["status_description"], tuple(_status_notes(view, row)))


def _status_notes(view: ReviewView, row: dict[str, Any]) -> Iterator[CellNote]:
    if row["state"]:
        yield CellNote(labels.STATE_LABELS[row["state"]], f"state {row['state']}")
    if row["closed_datetime"] is not None:
        yield CellNote(_moment_text(view, row["closed_datetime"]))
    if row["reopened"]:
        yield CellNote(f"dibuka kembali {number(row['reopened'])} kali")


def _deadline(view: ReviewView, row: dict[str, Any]) -> CellText:
    if row["expected_datetime"] is None:
        return CellText("tanpa batas waktu")
    return CellText(_moment_text(view, row["expected_datetime"]), tuple(_deadline_notes(view, row)))


def _deadline_notes(view: ReviewView, row: dict[str, Any]) -> Iterator[CellNote]:
    yield _lateness(row["over_hours"], closed=row["state"] is None)
    if row["provisional"]:
        yield CellNote("perkiraan")
    if row["stopped_at"] is not None and row["state"] is not None:
        yield CellNote(f"jam berhenti sejak {_moment_text(view, row['stopped_at'])}")


def _lateness(hours_over: float, *, closed: bool) -> CellNote:
    if hours_over > 0:
        return CellNote(f"lewat {_duration(hours_over)}", "late")
    time_left = _duration(-hours_over)
    return CellNote(f"{time_left} sebelum batas" if closed else f"sisa {time_left}")


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
