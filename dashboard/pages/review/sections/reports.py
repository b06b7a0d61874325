"""Reports in a list: what, where, since when, how late, with whom. No person, no text of a report."""

from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.review import labels
from dashboard.pages.review.view import View, section, table
from dashboard.ui.format import clock_time, long_date, number, span
from dashboard.ui.report_labels import HOLDERS
from dashboard.ui.urls import report_address
from data.core.status import BY_CODE

DASH = "–"  # noqa: RUF001 (an en dash stands for nobody)
HEAD = ["Laporan", "Kategori", "Tempat", "Status", "Masuk", "Batas waktu", "Dipegang oleh"]
FIGURES = {
    "hours": "{} jam dipegang", "minutes": "{} menit", "days": "{} hari setelah selesai",
    "in_window": "{} selesai serentak", "before_review": "{} selesai menjelang akhir",
    "usual": "biasanya {}",
    "hours_late": "{} jam setelah batas waktu", "reports_that_day": "{} laporan hari itu",
    "person": "pelapor ke-{} dalam daftar ini", "service_code_before": "sebelumnya {}",
}  # fmt: skip


def cases(view: View) -> Component:
    """The worst and the oldest."""
    return section(
        "terlambat",
        "Terburuk dan terlama",
        "Dua daftar yang berbeda: yang paling jauh melewati batas waktu, dan yang paling lama menunggu.",
        [
            html.H3("Paling jauh melewati batas waktu"),
            listing(view, view.sheet["worst"], "Terburuk"),
            html.H3("Paling lama menunggu"),
            listing(view, view.sheet["oldest"], "Terlama"),
        ],
        "terburuk",
    )


def listing(view: View, rows: list[dict[str, Any]], label: str) -> Component:
    """A table of reports, or in words that there is none."""
    if not rows:
        return html.P(labels.NO_REPORTS, className="few")
    reasons = any(row["figures"] for row in rows)
    head = [*HEAD, "Mengapa di sini"] if reasons else HEAD
    return table(head, [_row(view, row, reasons) for row in rows], label, "cases")


def _row(view: View, row: dict[str, Any], reasons: bool) -> Component:
    cells = [
        html.Td(row["service_name"]),
        html.Td(_place(row)),
        html.Td(_status(view, row)),
        html.Td([_when(view, row["requested_datetime"]), html.Small(f"{_span(row['age_hours'])} lamanya")]),
        html.Td(_deadline(view, row)),
        html.Td(HOLDERS.get(row["holder"], row["holder"]) or DASH),
    ]
    why = [html.Td(_figures(view, row["figures"]))] if reasons else []
    return html.Tr([html.Th(_report(row), scope="row"), *cells, *why])


def _report(row: dict[str, Any]) -> Component:
    """The number of a report, which leads to its own page."""
    number_of = row["service_request_id"]
    return html.A(number_of, href=report_address(row["source"], number_of), className="report")


def _place(row: dict[str, Any]) -> list[Any]:
    if row["parent_name"] is None:
        return [labels.NOWHERE]
    area = [html.Small(row["area_name"])] if row["area_name"] else []
    return [row["parent_name"], *area]


def _status(view: View, row: dict[str, Any]) -> list[Any]:
    word = BY_CODE.get(row["status_description"])
    said = [word.label if word else row["status_description"]]
    if row["state"]:
        said.append(html.Small(labels.STATES[row["state"]], className=f"state {row['state']}"))
    if row["closed_datetime"] is not None:
        said.append(html.Small(_when(view, row["closed_datetime"])))
    if row["reopened"]:
        said.append(html.Small(f"dibuka kembali {number(row['reopened'])} kali"))
    return said


def _deadline(view: View, row: dict[str, Any]) -> list[Any]:
    if row["expected_datetime"] is None:
        return ["tanpa batas waktu"]
    over, closed = row["over_hours"], row["state"] is None
    left = f"{_span(-over)} sebelum batas" if closed else f"sisa {_span(-over)}"
    late = html.Small(f"lewat {_span(over)}", className="late") if over > 0 else html.Small(left)
    notes = [html.Small("perkiraan")] if row["provisional"] else []
    stopped = row["stopped_at"] is not None and row["state"] is not None
    notes += [html.Small(f"jam berhenti sejak {_when(view, row['stopped_at'])}")] if stopped else []
    return [_when(view, row["expected_datetime"]), late, *notes]


def _span(hours: float | None) -> str:
    return "" if hours is None else span(max(0.0, hours))


def _when(view: View, moment: datetime | str) -> str:
    at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return f"{long_date(at, view.city.zone)} {clock_time(at, view.city.zone)}"


def _figures(view: View, figures: dict[str, Any] | None) -> str:
    """The figures that show why a report is in this list."""
    shown = []
    for name, value in (figures or {}).items():
        if name in FIGURES and value is not None:
            shown.append(FIGURES[name].format(_value(view, name, value)))
    return " · ".join(shown)


def _value(view: View, name: str, value: Any) -> str:
    if name == "service_code_before":
        return view.category(value)
    return number(value, 0 if float(value).is_integer() else 1)
