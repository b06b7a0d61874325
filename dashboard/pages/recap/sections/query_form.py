"""What can be chosen on the page: usual periods by one tap, and a plain form for the rest."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.pages.recap import labels
from dashboard.pages.recap.query import PERIODS, Ask, presets
from dashboard.pages.recap.service import Desk, Request
from data.core.access import Act


def controls(desk: Desk, request: Request) -> list[Component]:
    """The usual periods, and the form; its ``key`` makes the browser take the values of another address."""
    ask = request.ask
    form = html.Form(
        [
            _select("wilayah", "Wilayah", _areas(desk, ask)),
            _select("menurut", "Menurut", [_option(labels.BY[by], name, by is ask.by)
                                           for by, name in labels.BY_WORDS.items()]),
            _select("periode", "Periode", [_option(code, name, code == ask.period)
                                           for code, name in PERIODS.items()]),
            _date("dari", "Tanggal, atau mulai", ask.days.first),
            _date("sampai", "Sampai (periode sendiri)", ask.days.last),
            html.Button("Tampilkan", type="submit"),
        ],
        action="/rekap",
        method="get",
        key=ask.query(),
        className="recap-form",
    )  # fmt: skip
    label: dict[str, Any] = {"aria-label": "Periode"}
    return [html.Nav(list(_presets(request)), className="recap-presets", **label), form]


def _presets(request: Request) -> Iterator[Component]:
    for name, other in presets(request.ask, request.today).items():
        same = (other.period, other.days) == (request.ask.period, request.ask.days)
        yield dcc.Link(name, href=f"/rekap?{other.query()}", className="chosen" if same else "")


def _areas(desk: Desk, ask: Ask) -> list[Component]:
    """The areas that whoever asks may see: the city and all, or one kecamatan with its kelurahan."""
    gate, areas = desk.site.gate, desk.site.layer.areas
    found = [_option("", labels.WHOLE_CITY, ask.area is None)] if gate.allows(Act.READ) else []
    for (code, name), own in areas.groupby(["parent", "parent_name"], sort=False):
        if gate.allows(Act.READ, str(code)):
            found.append(_option(str(code), f"{desk.site.city.areas.parent_level} {name}", ask.area == code))
            found += [
                _option(row.code, f"\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}{row.name}", ask.area == row.code)
                for row in own.itertuples(index=False)
            ]
    return found


def _option(value: str, words: str, chosen: bool) -> Component:
    return html.Option(words, value=value, selected=chosen)


def _select(name: str, words: str, options: list[Component]) -> Component:
    return html.Label([html.Span(words), html.Select(options, name=name)])


def _date(name: str, words: str, day: date) -> Component:
    kind: Any = "date"  # every browser of today has it, though Dash does not list it
    shown = dcc.Input(
        type=kind, name=name, value=day.isoformat(), id=f"recap-{name}", min="1900-01-01", max="2200-12-31"
    )
    return html.Label([html.Span(words), shown], htmlFor=f"recap-{name}")
