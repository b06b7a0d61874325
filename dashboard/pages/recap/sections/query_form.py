"""What can be chosen on the page: usual periods by one tap, and a plain form for the rest."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.pages.recap import labels
from dashboard.pages.recap.query import PERIOD_LABELS, RecapPageQuery, preset_periods
from dashboard.pages.recap.service import RecapRequest, RecapService
from data.core.access import Permission


def period_controls(service: RecapService, recap_request: RecapRequest) -> list[Component]:
    """The usual periods, and the form; its ``key`` makes the browser take the values of another address."""
    page_query = recap_request.page_query
    form = html.Form(
        [
            _select("wilayah", "Wilayah", _area_options(service, page_query)),
            _select("menurut", "Menurut", [_option(labels.GROUPING_CODES[by], name, by is page_query.by)
                                           for by, name in labels.GROUPING_LABELS.items()]),
            _select("periode", "Periode", [_option(code, name, code == page_query.period)
                                           for code, name in PERIOD_LABELS.items()]),
            _date_field("dari", "Tanggal, atau mulai", page_query.days.first),
            _date_field("sampai", "Sampai (periode sendiri)", page_query.days.last),
            html.Button("Tampilkan", type="submit"),
        ],
        action="/rekap",
        method="get",
        key=page_query.query_string(),
        className="recap-form",
    )  # fmt: skip
    nav_attributes: dict[str, Any] = {"aria-label": "Periode"}
    return [html.Nav(list(_preset_links(recap_request)), className="recap-presets", **nav_attributes), form]


def _preset_links(recap_request: RecapRequest) -> Iterator[Component]:
    for name, preset in preset_periods(recap_request.page_query, recap_request.today).items():
        is_current = (preset.period, preset.days) == (
            recap_request.page_query.period,
            recap_request.page_query.days,
        )
        yield dcc.Link(name, href=f"/rekap?{preset.query_string()}", className="chosen" if is_current else "")


def _area_options(service: RecapService, page_query: RecapPageQuery) -> list[Component]:
    """The areas that whoever asks may see: the city and all, or one kecamatan with its kelurahan."""
    authorizer, areas = service.context.authorizer, service.context.layer.areas
    options = (
        [_option("", labels.WHOLE_CITY, page_query.area is None)]
        if authorizer.is_allowed(Permission.VIEW_REPORTS)
        else []
    )
    for (code, name), kelurahan in areas.groupby(["parent", "parent_name"], sort=False):
        if authorizer.is_allowed(Permission.VIEW_REPORTS, str(code)):
            options.append(
                _option(
                    str(code), f"{service.context.city.areas.parent_level} {name}", page_query.area == code
                )
            )
            options += [
                _option(
                    row.code, f"\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}{row.name}", page_query.area == row.code
                )
                for row in kelurahan.itertuples(index=False)
            ]
    return options


def _option(value: str, label: str, selected: bool) -> Component:
    return html.Option(label, value=value, selected=selected)


def _select(name: str, label: str, options: list[Component]) -> Component:
    return html.Label([html.Span(label), html.Select(options, name=name)])


def _date_field(name: str, label: str, day: date) -> Component:
    input_type: Any = "date"  # every browser of today has it, though Dash does not list it
    date_input = dcc.Input(
        type=input_type,
        name=name,
        value=day.isoformat(),
        id=f"recap-{name}",
        min="1900-01-01",
        max="2200-12-31",
    )
    return html.Label([html.Span(label), date_input], htmlFor=f"recap-{name}")
