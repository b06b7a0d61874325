"""The what-if section: which figures would change if the selected reports were closed now."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.ui import labels as ui_labels
from dashboard.ui import report_labels
from dashboard.ui.format import number, percent
from data.core.backlog.what_if import BacklogFigures, ClosingEffect
from data.core.report.key import ReportKey
from data.lib.translation import gettext

PRESELECTED_COUNT = 3


def report_choices(rows: list[dict[str, Any]]) -> list[Component]:
    """Return a checkbox for each of the first five reports; the browser sends their keys."""
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
    """Return a report's key as one string. No source's name has a slash."""
    return f"{row['source']}/{row['service_request_id']}"


def parse_keys(values: Any) -> list[ReportKey]:
    """Return the keys that the browser sends; anything else that it may send is ignored."""
    strings = [value for value in values or [] if isinstance(value, str)]
    parts = [value.partition("/") for value in strings]
    return [(source, request_id) for source, slash, request_id in parts if slash]


def effect_table(effect: ClosingEffect) -> list[Component]:
    """Return the figures before and after, side by side, and what may be concluded."""
    if not effect.closed_count:
        return [html.P(gettext("Choose reports to see the effect."), className="none")]
    before, after = effect.before, effect.after
    lines = [
        (gettext("Unresolved"), number(before.stock), number(after.stock)),
        (gettext("Late"), number(before.overdue), number(after.overdue)),
        (gettext("On time"), _rate(before), _rate(after)),
        (gettext("95 % range"), _interval(before), _interval(after)),
    ]
    names = (gettext("Now"), gettext("Afterwards"))
    head = html.Tr([html.Td(""), *[html.Th(name, scope="col") for name in names]])
    rows = [
        html.Tr([html.Th(label, scope="row"), html.Td(now_text), html.Td(html.B(then_text))])
        for label, now_text, then_text in lines
    ]
    return [
        html.Table([html.Thead(head), html.Tbody(rows)]),
        html.P(conclusion(effect), className="small-print"),
    ]


def conclusion(effect: ClosingEffect) -> str:
    """Return what may be concluded from the two rates."""
    before, after = effect.before, effect.after
    if before.on_time is None or after.on_time is None:
        return gettext("Too few reports for a rate.")
    if after.hits == before.hits:
        return gettext(
            "The rate does not change: what is late still counts as late. The backlog gets smaller."
        )
    if effect.is_significant:
        return gettext("This change is larger than the present range of uncertainty.")
    return gettext("The rate rises a little, still within the present range of uncertainty.")


def _rate(figures: BacklogFigures) -> str:
    return str(ui_labels.NOT_ENOUGH) if figures.on_time is None else f"{number(100 * figures.on_time, 1)} %"


def _interval(figures: BacklogFigures) -> str:
    if figures.low is None or figures.high is None:
        return "\N{EN DASH}"
    return f"{percent(figures.low)}\N{EN DASH}{percent(figures.high)}"
