"""What would change if the chosen reports were finished now."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.ui import labels, report_labels
from dashboard.ui.format import number, percent
from data.core.backlog.what_if import BacklogFigures, ClosingEffect

PRESELECTED_COUNT = 3


def report_choices(rows: list[dict[str, Any]]) -> list[Component]:
    """The first five to choose from; what they name are keys that the server looks up."""
    return [_report_choice(row, checked=index < PRESELECTED_COUNT) for index, row in enumerate(rows)]


def _report_choice(row: dict[str, Any], *, checked: bool) -> Component:
    label = f"{row['service_name']}, {report_labels.area_label(row['area_name'], row['placement'])}"
    attributes: dict[str, Any] = {
        "data-pick": report_key(row),
        "aria-checked": str(checked).lower(),
        "role": "checkbox",
    }
    return html.Button(
        [html.I(), html.Span(label)], type="button", className="pick", key=report_key(row), **attributes
    )


def report_key(row: dict[str, Any]) -> str:
    """A report's key in one word. No source's name has a slash."""
    return f"{row['source']}/{row['service_request_id']}"


def parse_keys(values: Any) -> list[tuple[str, str]]:
    """The keys of what is chosen; anything else a browser sends is none."""
    strings = [value for value in values or [] if isinstance(value, str)]
    parts = [value.partition("/") for value in strings]
    return [(source, request_id) for source, slash, request_id in parts if slash]


def effect_table(effect: ClosingEffect) -> list[Component]:
    """Before and after, side by side, and whether the difference is more than luck."""
    if not effect.finished:
        return [html.P("Pilih laporan untuk melihat akibatnya.", className="none")]
    before, after = effect.before, effect.after
    lines = [
        ("Belum selesai", number(before.stock), number(after.stock)),
        ("Terlambat", number(before.overdue), number(after.overdue)),
        ("Tepat waktu", _rate(before), _rate(after)),
        ("Rentang 95 %", _interval(before), _interval(after)),
    ]
    head = html.Tr([html.Td(""), html.Th("Sekarang", scope="col"), html.Th("Sesudah", scope="col")])
    rows = [
        html.Tr([html.Th(label, scope="row"), html.Td(now_text), html.Td(html.B(then_text))])
        for label, now_text, then_text in lines
    ]
    return [
        html.Table([html.Thead(head), html.Tbody(rows)]),
        html.P(conclusion(effect), className="small-print"),
    ]


def conclusion(effect: ClosingEffect) -> str:
    """What may be concluded from the two rates."""
    before, after = effect.before, effect.after
    if before.on_time is None or after.on_time is None:
        return f"{labels.NOT_ENOUGH.capitalize()} untuk persentase."
    if after.hits == before.hits:
        return "Persentase tidak berubah: yang terlambat tetap terhitung terlambat. Tunggakan berkurang."
    if effect.beyond_luck:
        return "Perubahan ini lebih besar daripada rentang ketidakpastian sekarang."
    return "Persentase naik sedikit, masih di dalam rentang ketidakpastian sekarang."


def _rate(figures: BacklogFigures) -> str:
    return labels.NOT_ENOUGH if figures.on_time is None else f"{number(100 * figures.on_time, 1)} %"


def _interval(figures: BacklogFigures) -> str:
    if figures.low is None or figures.high is None:
        return "\N{EN DASH}"
    return f"{percent(figures.low)}\N{EN DASH}{percent(figures.high)}"
