"""The choices above the backlog: plain selects, as phones and keyboards know them."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.kecamatan import labels
from dashboard.ui import report_labels
from dashboard.ui.format import number
from data.core.backlog.backlog import Backlog
from data.core.backlog.filters import NO_AREA, Option, options

LABELS = {
    "area": "Kelurahan",
    "category": "Kategori",
    "state": "Keadaan",
    "holder": "Pemegang",
    "age": "Umur",
}


def selects(backlog: Backlog) -> list[Component]:
    """One select per choice, each value with its count; at the end the order."""
    found = options(backlog.rows)
    made = [_select(name, label, _options(name, found[name])) for name, label in LABELS.items()]
    order: list[Component] = [html.Option(label, value=value) for value, label in labels.SORTS]
    return [*made, _select("order", "Urutan", order)]


def _select(name: str, label: str, choices: list[Component]) -> Component:
    marked: dict[str, Any] = {"data-choice": name}
    return html.Label([html.Span(label), html.Select(choices, name=name, **marked)], className="choice")


def _options(name: str, found: list[Option]) -> list[Component]:
    every = html.Option("Semua", value="")
    return [every, *[html.Option(f"{_said(name, *option)}", value=option[0]) for option in found]]


def _said(name: str, code: str, called: str, count: int) -> str:
    tables: dict[str, dict[Any, str]] = {
        "state": labels.STATES,
        "age": labels.AGES,
        "area": {NO_AREA: report_labels.NO_AREA_NAME},
    }
    if name == "holder":
        return f"{report_labels.holder(code)} ({number(count)})"
    return f"{tables.get(name, {}).get(code, called)} ({number(count)})"
