"""What would change if the chosen reports were finished now."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.ui import labels, report_labels
from dashboard.ui.format import number, percent
from data.core.backlog.what_if import Effect, Figures

CHOSEN_AT_FIRST = 3


def choices(rows: list[dict[str, Any]]) -> list[Component]:
    """The first five to choose from; what they name are keys that the server looks up."""
    return [_choice(row, chosen=number < CHOSEN_AT_FIRST) for number, row in enumerate(rows)]


def _choice(row: dict[str, Any], *, chosen: bool) -> Component:
    said = f"{row['service_name']}, {report_labels.area(row['area_name'], row['placement'])}"
    marked: dict[str, Any] = {
        "data-pick": key_of(row),
        "aria-checked": str(chosen).lower(),
        "role": "checkbox",
    }
    return html.Button(
        [html.I(), html.Span(said)], type="button", className="pick", key=key_of(row), **marked
    )


def key_of(row: dict[str, Any]) -> str:
    """A report's key in one word. No source's name has a slash."""
    return f"{row['source']}/{row['service_request_id']}"


def keys(values: Any) -> list[tuple[str, str]]:
    """The keys of what is chosen; anything else a browser sends is none."""
    said = [value for value in values or [] if isinstance(value, str)]
    parts = [value.partition("/") for value in said]
    return [(source, identity) for source, slash, identity in parts if slash]


def shown(found: Effect) -> list[Component]:
    """Before and after, side by side, and whether the difference is more than luck."""
    if not found.finished:
        return [html.P("Pilih laporan untuk melihat akibatnya.", className="none")]
    before, after = found.before, found.after
    lines = [
        ("Belum selesai", number(before.stock), number(after.stock)),
        ("Terlambat", number(before.overdue), number(after.overdue)),
        ("Tepat waktu", _rate(before), _rate(after)),
        ("Rentang 95 %", _interval(before), _interval(after)),
    ]
    head = html.Tr([html.Td(""), html.Th("Sekarang", scope="col"), html.Th("Sesudah", scope="col")])
    rows = [html.Tr([html.Th(n, scope="row"), html.Td(a), html.Td(html.B(b))]) for n, a, b in lines]
    return [html.Table([html.Thead(head), html.Tbody(rows)]), html.P(honest(found), className="small-print")]


def honest(found: Effect) -> str:
    """What may be concluded from the two rates."""
    before, after = found.before, found.after
    if before.on_time is None or after.on_time is None:
        return f"{labels.NOT_ENOUGH.capitalize()} untuk persentase."
    if after.hits == before.hits:
        return "Persentase tidak berubah: yang terlambat tetap terhitung terlambat. Tunggakan berkurang."
    if found.beyond_luck:
        return "Perubahan ini lebih besar daripada rentang ketidakpastian sekarang."
    return "Persentase naik sedikit, masih di dalam rentang ketidakpastian sekarang."


def _rate(figures: Figures) -> str:
    return labels.NOT_ENOUGH if figures.on_time is None else f"{number(100 * figures.on_time, 1)} %"


def _interval(figures: Figures) -> str:
    if figures.low is None or figures.high is None:
        return "\N{EN DASH}"
    return f"{percent(figures.low)}\N{EN DASH}{percent(figures.high)}"
