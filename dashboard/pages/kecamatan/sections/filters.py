"""The filters above the backlog: plain selects, which phones and keyboards handle well."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.kecamatan import labels
from dashboard.ui import report_labels
from dashboard.ui.format import number
from data.core.backlog.backlog import Backlog
from data.core.backlog.filters import FilterOption, count_options
from data.core.config.area_levels import AreaLevels
from data.core.history.places import NO_AREA
from data.lib.translation import LazyText, Text, gettext, lazy_gettext

_FILTER_LABELS: dict[str, Text] = {
    "category": lazy_gettext("Category"),
    "state": lazy_gettext("State"),
    "holder": lazy_gettext("Assignee"),
    "age": lazy_gettext("Age"),
}


def filter_selects(backlog: Backlog, levels: AreaLevels) -> list[Component]:
    """Return a select for each filter, each value with its count, and last one for the order."""
    by_area = area_labels(levels)
    options_by_filter = count_options(backlog.rows)
    filter_fields = [
        _select(name, label, _option_elements(name, options_by_filter[name]))
        for name, label in {**by_area, **_FILTER_LABELS}.items()
    ]
    order: list[Component] = [
        html.Option(str(label), value=value) for value, label in labels.sort_labels(levels)
    ]
    return [*filter_fields, _select("order", gettext("Order"), order)]


def area_labels(levels: AreaLevels) -> dict[str, Text]:
    """Return the filter by area; none where the page shows a single area."""
    return {"area": levels.level} if levels.levels > 1 else {}


def _select(name: str, label: Text, choices: list[Component]) -> Component:
    attributes: dict[str, Any] = {"data-choice": name}
    return html.Label(
        [html.Span(str(label)), html.Select(choices, name=name, **attributes)], className="choice"
    )


def _option_elements(name: str, filter_options: list[FilterOption]) -> list[Component]:
    options = [html.Option(_option_label(name, *option), value=option[0]) for option in filter_options]
    return [html.Option(gettext("All"), value=""), *options]


def _option_label(name: str, code: str, default_label: str, count: int) -> str:
    label_tables: dict[str, dict[Any, LazyText]] = {
        "state": labels.STATE_LABELS,
        "age": labels.AGE_LABELS,
        "area": {NO_AREA: report_labels.NO_AREA_NAME},
    }
    if name == "holder":
        return f"{report_labels.assignee_label(code)} ({number(count)})"
    return f"{label_tables.get(name, {}).get(code, default_label)} ({number(count)})"
