"""How a kecamatan stands: its tiles, who holds what, itself beside the city and beside itself."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.kecamatan import labels as kecamatan_labels
from dashboard.ui import labels, report_labels
from dashboard.ui.format import number, percent, span
from dashboard.ui.report_labels import TRENDS
from data.core.backlog.backlog import AGES, Turn, by_holder
from data.core.clock.sla import OVERDUE, Sla
from data.core.history.assignees import KECAMATAN, OUTSIDE, REPORTER
from data.core.ranking.ranking import Band
from data.services.backlog import OnDesk

UNKNOWN = "\N{EN DASH}"


def tiles(desk: OnDesk, *, known: bool) -> list[Component]:
    """The four counts; a tap looks at the reports behind one."""
    state, turn = desk.backlog.rows["state"], desk.backlog.rows["turn"]
    counts = (
        ("", "belum selesai", len(state), "all"),
        ("overdue", "terlambat", int(state.isin(OVERDUE).sum()), "late"),
        ("approaching", "mendekati batas", int((state == Sla.APPROACHING).sum()), "approaching"),
        ("savable", "jatuh batas 24 jam", int((turn == Turn.SAVABLE).sum()), "savable"),
    )
    return [_tile(*parts, known=known) for parts in counts]


def _tile(choice: str, label: str, count: int, kind: str, *, known: bool) -> Component:
    target: dict[str, Any] = {"data-state": choice}
    said = [html.B(number(count) if known else UNKNOWN), html.Span(label)]
    return html.A(said, href="#tunggakan", className=f"count {kind}", **target)


def held_by(desk: OnDesk) -> list[Component]:
    """What stands with the kecamatan, with each agency, and with others."""
    lines = by_holder(desk.backlog.rows)
    if not lines:
        return [html.P(kecamatan_labels.NONE_OPEN, className="none")]
    mine = sum(line.reports for line in lines if line.holder == KECAMATAN)
    others = sum(line.reports for line in lines if line.holder in (OUTSIDE, REPORTER))
    agencies = sum(line.reports for line in lines) - mine - others
    parts = ((mine, "di kecamatan"), (agencies, "di perangkat daerah"), (others, "pada pihak lain"))
    said = " · ".join(f"{number(count)} {where}" for count, where in parts)
    head = html.Tr([html.Th(name, scope="col") for name in ("Pemegang", "Laporan", "Terlambat", "Mendekati")])
    rows = [
        html.Tr(
            [
                html.Th(report_labels.holder(line.holder), scope="row"),
                *[html.Td(number(count)) for count in (line.reports, line.overdue, line.approaching)],
            ],
            className="mine" if line.holder == KECAMATAN else "",
        )
        for line in lines
    ]
    return [html.P(said, className="lead"), html.Table([html.Thead(head), html.Tbody(rows)])]


def ages(desk: OnDesk) -> list[Component]:
    """How old the open reports are; the bands together are the backlog."""
    bands, every = desk.backlog.rows["age_band"], len(desk.backlog.rows)
    if not every:
        return []
    counts = [(band, int((bands == band).sum())) for band in AGES]
    lines = [
        html.Li(
            [
                html.Span(kecamatan_labels.AGES[band]),
                html.Span(html.I(style={"width": f"{100 * count / every:.1f}%"}), className="bar"),
                html.B(number(count)),
            ]
        )
        for band, count in counts
    ]
    return [html.H3("Umur laporan terbuka"), html.Ul(lines, className="ages")]


def ranked(desk: OnDesk) -> dict[str, Any] | None:
    """This kecamatan's row of the ranking."""
    return next((row for row in desk.snapshot.ranking if row["code"] == desk.backlog.code), None)


def compared(desk: OnDesk) -> list[Component]:
    """The kecamatan beside the city and beside itself in the previous period."""
    row, rule = ranked(desk), desk.snapshot.ranking_rule
    if row is None or row["on_time"] is None:
        least = number(rule["minimum_sample"])
        n = 0 if row is None else row["n"]
        return [
            html.P(
                f"{labels.NOT_ENOUGH.capitalize()}: {number(n)} dari sedikitnya {least}.", className="none"
            )
        ]
    lines = [
        ("Tepat waktu", percent(row["on_time"]), _interval(row)),
        ("Kota", _share(rule["city_on_time"]), labels.BANDS[Band(row["band"])]),
        ("Periode sebelumnya", _share(row["previous_on_time"]), _trend(row)),
        ("Peringkat", _ranks(row), f"dari {number(_rated(desk))} kecamatan"),
        ("Median penyelesaian", _hours(row["median_hours"]), "yang terbuka ikut dihitung"),
        ("Terlambat dari yang terbuka", _late_share(row), f"kota {_late_share(desk.snapshot.totals)}"),
    ]
    basis = f"{rule['window_days']} hari terakhir, {number(row['n'])} laporan dinilai."
    pairs = [
        html.Div([html.Dt(name), html.Dd([html.B(value), html.Span(note)])]) for name, value, note in lines
    ]
    return [html.Dl(pairs), html.P(basis, className="small-print")]


def _share(share: float | None) -> str:
    return UNKNOWN if share is None else percent(share)


def _interval(row: dict[str, Any]) -> str:
    return f"rentang {percent(row['low'])} sampai {percent(row['high'])}"


def _trend(row: dict[str, Any]) -> str:
    return "belum ada pembanding" if row["trend"] is None else TRENDS[row["trend"]]


def _ranks(row: dict[str, Any]) -> str:
    first, last = number(row["rank_from"]), number(row["rank_to"])
    return first if first == last else f"{first}\N{EN DASH}{last}"


def _rated(desk: OnDesk) -> int:
    return sum(row["rank_from"] is not None for row in desk.snapshot.ranking)


def _hours(hours: float | None) -> str:
    return "belum tercapai" if hours is None else span(hours)


def _late_share(counts: dict[str, Any]) -> str:
    return percent(counts["overdue"] / counts["open"]) if counts["open"] else UNKNOWN
