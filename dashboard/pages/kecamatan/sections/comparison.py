"""Figures of a kecamatan: counts, assignees, ages, and its comparison with city and previous period."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.kecamatan import labels
from dashboard.ui import labels as ui_labels
from dashboard.ui import report_labels
from dashboard.ui.format import number, percent, span
from dashboard.ui.report_labels import TREND_LABELS
from data.core.backlog.backlog import AGE_BAND_ORDER, AssigneeLoad, TriageGroup, load_by_assignee
from data.core.clock.sla import OVERDUE_STATES, SlaState
from data.core.history.assignees import EXTERNAL_AGENCY, KECAMATAN, REPORTER
from data.core.ranking.ranking import Band
from data.lib.translation import gettext, ngettext
from data.services.backlog import KecamatanBacklog

NO_VALUE = "\N{EN DASH}"


def count_tiles(live_backlog: KecamatanBacklog, *, has_data: bool) -> list[Component]:
    """Return the tiles with the four counts; a tap filters the backlog by one."""
    state, turn = live_backlog.backlog.rows["state"], live_backlog.backlog.rows["turn"]
    counts = (
        ("", gettext("unresolved"), len(state), "all"),
        ("overdue", gettext("late"), int(state.isin(OVERDUE_STATES).sum()), "late"),
        ("approaching", gettext("approaching"), int((state == SlaState.APPROACHING).sum()), "approaching"),
        ("savable", gettext("due within 24 hours"), int((turn == TriageGroup.SAVABLE).sum()), "savable"),
    )
    return [_tile(*parts, has_data=has_data) for parts in counts]


def _tile(state_filter: str, label: str, count: int, kind: str, *, has_data: bool) -> Component:
    attributes: dict[str, Any] = {"data-state": state_filter}
    content = [html.B(number(count) if has_data else NO_VALUE), html.Span(label)]
    return html.A(content, href="#tunggakan", className=f"count {kind}", **attributes)


def assignee_table(live_backlog: KecamatanBacklog) -> list[Component]:
    """Return how many reports the kecamatan, each agency and others are assigned."""
    loads = load_by_assignee(live_backlog.backlog.rows)
    if not loads:
        return [html.P(str(labels.NONE_OPEN), className="none")]
    names = (gettext("Assignee"), gettext("Reports"), gettext("Late"), gettext("Near deadline"))
    header = html.Tr([html.Th(name, scope="col") for name in names])
    rows = [_assignee_row(load) for load in loads]
    table = html.Table([html.Thead(header), html.Tbody(rows)])
    return [html.P(_assignee_summary(loads), className="lead"), table]


def _assignee_summary(loads: list[AssigneeLoad]) -> str:
    own_count = sum(load.reports for load in loads if load.assignee == KECAMATAN)
    other_count = sum(load.reports for load in loads if load.assignee in (EXTERNAL_AGENCY, REPORTER))
    agency_count = sum(load.reports for load in loads) - own_count - other_count
    parts = (
        (own_count, gettext("{count} in the kecamatan")),
        (agency_count, gettext("{count} with agencies")),
        (other_count, gettext("{count} with others")),
    )
    return " · ".join(text.format(count=number(count)) for count, text in parts)


def _assignee_row(load: AssigneeLoad) -> Component:
    counts = [html.Td(number(count)) for count in (load.reports, load.overdue, load.approaching)]
    name = html.Th(report_labels.assignee_label(load.assignee), scope="row")
    return html.Tr([name, *counts], className="mine" if load.assignee == KECAMATAN else "")


def age_bars(live_backlog: KecamatanBacklog) -> list[Component]:
    """Return a bar for each age band; the bands add up to the backlog."""
    bands, total = live_backlog.backlog.rows["age_band"], len(live_backlog.backlog.rows)
    if not total:
        return []
    counts = [(band, int((bands == band).sum())) for band in AGE_BAND_ORDER]
    bars = [_age_bar(str(labels.AGE_LABELS[band]), count, count / total) for band, count in counts]
    return [html.H3(gettext("Age of open reports")), html.Ul(bars, className="ages")]


def _age_bar(label: str, count: int, share: float) -> Component:
    bar = html.Span(html.I(style={"width": f"{100 * share:.1f}%"}), className="bar")
    return html.Li([html.Span(label), bar, html.B(number(count))])


def ranking_row(live_backlog: KecamatanBacklog) -> Mapping[str, Any] | None:
    """Return the kecamatan's row of the ranking."""
    code = live_backlog.backlog.code
    rows: list[Mapping[str, Any]] = list(live_backlog.snapshot.ranking)
    return next((row for row in rows if row["code"] == code), None)


def comparison(live_backlog: KecamatanBacklog) -> list[Component]:
    """Return the kecamatan's figures beside the city's and beside its own of the previous period."""
    row, rule = ranking_row(live_backlog), live_backlog.snapshot.ranking_rule
    if row is None or row["on_time"] is None:
        text = gettext("Too few reports: {count} of at least {minimum}.")
        counts = {"count": number(0 if row is None else row["n"]), "minimum": number(rule["minimum_sample"])}
        return [html.P(text.format(**counts), className="none")]
    reports = ngettext("{count} report", "{count} reports", row["n"])
    basis = gettext("Last {days} days, {reports} judged.").format(days=rule["window_days"], reports=reports)
    pairs = [
        html.Div([html.Dt(name), html.Dd([html.B(value), html.Span(note)])])
        for name, value, note in _comparison_lines(live_backlog, row)
    ]
    return [html.Dl(pairs), html.P(basis, className="small-print")]


def _comparison_lines(live_backlog: KecamatanBacklog, row: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return name, value and note of each line."""
    snapshot = live_backlog.snapshot
    city_rate = _format_share(snapshot.ranking_rule["city_on_time"])
    city_late = gettext("city {rate}").format(rate=_late_share(snapshot.totals))
    rated = number(sum(row["rank_from"] is not None for row in snapshot.ranking))
    return [
        (gettext("On time"), percent(row["on_time"]), _interval(row)),
        (gettext("City"), city_rate, str(ui_labels.BANDS[Band(row["band"])])),
        (gettext("Previous period"), _format_share(row["previous_on_time"]), _trend(row)),
        (gettext("Rank"), _rank_range(row), gettext("of {count} kecamatan").format(count=rated)),
        (
            gettext("Median resolution time"),
            _format_hours(row["median_hours"]),
            gettext("open ones are counted too"),
        ),
        (gettext("Late among the open"), _late_share(row), city_late),
    ]


def _format_share(share: float | None) -> str:
    return NO_VALUE if share is None else percent(share)


def _interval(row: Mapping[str, Any]) -> str:
    return gettext("range {low} to {high}").format(low=percent(row["low"]), high=percent(row["high"]))


def _trend(row: Mapping[str, Any]) -> str:
    return gettext("no comparison yet") if row["trend"] is None else str(TREND_LABELS[row["trend"]])


def _rank_range(row: Mapping[str, Any]) -> str:
    first, last = number(row["rank_from"]), number(row["rank_to"])
    return first if first == last else f"{first}\N{EN DASH}{last}"


def _format_hours(hours: float | None) -> str:
    return gettext("not reached") if hours is None else span(hours)


def _late_share(counts: Mapping[str, Any]) -> str:
    return percent(counts["overdue"] / counts["open"]) if counts["open"] else NO_VALUE
