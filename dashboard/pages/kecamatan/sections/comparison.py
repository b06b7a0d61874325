"""How a kecamatan stands: its tiles, who holds what, itself beside the city and beside itself."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.kecamatan import labels as kecamatan_labels
from dashboard.ui import labels, report_labels
from dashboard.ui.format import number, percent, span
from dashboard.ui.report_labels import TREND_LABELS
from data.core.backlog.backlog import AGE_BAND_ORDER, TriageGroup, load_by_assignee
from data.core.clock.sla import OVERDUE_STATES, SlaState
from data.core.history.assignees import EXTERNAL_AGENCY, KECAMATAN, REPORTER
from data.core.ranking.ranking import Band
from data.services.backlog import KecamatanBacklog

NO_VALUE = "\N{EN DASH}"


def count_tiles(live_backlog: KecamatanBacklog, *, has_data: bool) -> list[Component]:
    """The four counts; a tap looks at the reports behind one."""
    state, turn = live_backlog.backlog.rows["state"], live_backlog.backlog.rows["turn"]
    counts = (
        ("", "belum selesai", len(state), "all"),
        ("overdue", "terlambat", int(state.isin(OVERDUE_STATES).sum()), "late"),
        ("approaching", "mendekati batas", int((state == SlaState.APPROACHING).sum()), "approaching"),
        ("savable", "jatuh batas 24 jam", int((turn == TriageGroup.SAVABLE).sum()), "savable"),
    )
    return [_tile(*parts, has_data=has_data) for parts in counts]


def _tile(state_filter: str, label: str, count: int, kind: str, *, has_data: bool) -> Component:
    attributes: dict[str, Any] = {"data-state": state_filter}
    content = [html.B(number(count) if has_data else NO_VALUE), html.Span(label)]
    return html.A(content, href="#tunggakan", className=f"count {kind}", **attributes)


def assignee_table(live_backlog: KecamatanBacklog) -> list[Component]:
    """What stands with the kecamatan, with each agency, and with others."""
    assignees = load_by_assignee(live_backlog.backlog.rows)
    if not assignees:
        return [html.P(kecamatan_labels.NONE_OPEN, className="none")]
    own_count = sum(assignee.reports for assignee in assignees if assignee.assignee == KECAMATAN)
    other_count = sum(
        assignee.reports for assignee in assignees if assignee.assignee in (EXTERNAL_AGENCY, REPORTER)
    )
    agency_count = sum(assignee.reports for assignee in assignees) - own_count - other_count
    parts = (
        (own_count, "di kecamatan"),
        (agency_count, "di perangkat daerah"),
        (other_count, "pada pihak lain"),
    )
    summary = " · ".join(f"{number(count)} {group}" for count, group in parts)
    header = html.Tr(
        [html.Th(name, scope="col") for name in ("Pemegang", "Laporan", "Terlambat", "Mendekati")]
    )
    rows = [
        html.Tr(
            [
                html.Th(report_labels.assignee_label(assignee.assignee), scope="row"),
                *[
                    html.Td(number(count))
                    for count in (assignee.reports, assignee.overdue, assignee.approaching)
                ],
            ],
            className="mine" if assignee.assignee == KECAMATAN else "",
        )
        for assignee in assignees
    ]
    return [html.P(summary, className="lead"), html.Table([html.Thead(header), html.Tbody(rows)])]


def age_bars(live_backlog: KecamatanBacklog) -> list[Component]:
    """How old the open reports are; the bands together are the backlog."""
    bands, total = live_backlog.backlog.rows["age_band"], len(live_backlog.backlog.rows)
    if not total:
        return []
    counts = [(band, int((bands == band).sum())) for band in AGE_BAND_ORDER]
    lines = [
        html.Li(
            [
                html.Span(kecamatan_labels.AGE_LABELS[band]),
                html.Span(html.I(style={"width": f"{100 * count / total:.1f}%"}), className="bar"),
                html.B(number(count)),
            ]
        )
        for band, count in counts
    ]
    return [html.H3("Umur laporan terbuka"), html.Ul(lines, className="ages")]


def ranking_row(live_backlog: KecamatanBacklog) -> dict[str, Any] | None:
    """This kecamatan's row of the ranking."""
    return next(
        (row for row in live_backlog.snapshot.ranking if row["code"] == live_backlog.backlog.code), None
    )


def comparison(live_backlog: KecamatanBacklog) -> list[Component]:
    """The kecamatan beside the city and beside itself in the previous period."""
    row, rule = ranking_row(live_backlog), live_backlog.snapshot.ranking_rule
    if row is None or row["on_time"] is None:
        minimum = number(rule["minimum_sample"])
        n = 0 if row is None else row["n"]
        return [
            html.P(
                f"{labels.NOT_ENOUGH.capitalize()}: {number(n)} dari sedikitnya {minimum}.", className="none"
            )
        ]
    lines = [
        ("Tepat waktu", percent(row["on_time"]), _interval(row)),
        ("Kota", _format_share(rule["city_on_time"]), labels.BANDS[Band(row["band"])]),
        ("Periode sebelumnya", _format_share(row["previous_on_time"]), _trend(row)),
        ("Peringkat", _rank_range(row), f"dari {number(_rated_count(live_backlog))} kecamatan"),
        ("Median penyelesaian", _format_hours(row["median_hours"]), "yang terbuka ikut dihitung"),
        (
            "Terlambat dari yang terbuka",
            _late_share(row),
            f"kota {_late_share(live_backlog.snapshot.totals)}",
        ),
    ]
    basis = f"{rule['window_days']} hari terakhir, {number(row['n'])} laporan dinilai."
    pairs = [
        html.Div([html.Dt(name), html.Dd([html.B(value), html.Span(note)])]) for name, value, note in lines
    ]
    return [html.Dl(pairs), html.P(basis, className="small-print")]


def _format_share(share: float | None) -> str:
    return NO_VALUE if share is None else percent(share)


def _interval(row: dict[str, Any]) -> str:
    return f"rentang {percent(row['low'])} sampai {percent(row['high'])}"


def _trend(row: dict[str, Any]) -> str:
    return "belum ada pembanding" if row["trend"] is None else TREND_LABELS[row["trend"]]


def _rank_range(row: dict[str, Any]) -> str:
    first, last = number(row["rank_from"]), number(row["rank_to"])
    return first if first == last else f"{first}\N{EN DASH}{last}"


def _rated_count(live_backlog: KecamatanBacklog) -> int:
    return sum(row["rank_from"] is not None for row in live_backlog.snapshot.ranking)


def _format_hours(hours: float | None) -> str:
    return "belum tercapai" if hours is None else span(hours)


def _late_share(counts: dict[str, Any]) -> str:
    return percent(counts["overdue"] / counts["open"]) if counts["open"] else NO_VALUE
