"""The form of the page: usual periods as links, and a plain HTML form for the rest."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.pages.recap import labels
from dashboard.pages.recap.query import PERIOD_LABELS, RecapPageQuery, preset_periods
from dashboard.pages.recap.service import RecapRequest, RecapService
from data.core.access import Permission
from data.core.config.area_levels import AreaLevels
from data.lib.date_format import format_typed_date
from data.lib.translation import Text, gettext

INDENT = 2 * "\N{NO-BREAK SPACE}"


def period_controls(service: RecapService, recap_request: RecapRequest) -> list[Component]:
    """Return usual periods and form; the form's ``key`` makes the browser take values of a new address."""
    page_query = recap_request.page_query
    form = html.Form(
        [
            _select("wilayah", gettext("Area"), _area_options(service, page_query)),
            _select("menurut", gettext("By"), _grouping_options(page_query, service.context.city.areas)),
            _select("periode", gettext("Period"), _period_options(page_query)),
            _date_field("dari", gettext("Date, or from"), page_query.days.first),
            _date_field("sampai", gettext("Until (own period)"), page_query.days.last),
            html.Button(gettext("Display"), type="submit"),
        ],
        action="/rekap",
        method="get",
        key=page_query.query_string(),
        className="recap-form",
    )
    nav_attributes: dict[str, Any] = {"aria-label": gettext("Period")}
    return [html.Nav(list(_preset_links(recap_request)), className="recap-presets", **nav_attributes), form]


def _grouping_options(page_query: RecapPageQuery, levels: AreaLevels) -> list[Component]:
    return [
        _option(labels.GROUPING_CODES[by], name, by is page_query.by)
        for by, name in labels.offered_groupings(levels).items()
    ]


def _period_options(page_query: RecapPageQuery) -> list[Component]:
    return [_option(code, name, code == page_query.period) for code, name in PERIOD_LABELS.items()]


def _preset_links(recap_request: RecapRequest) -> Iterator[Component]:
    page_query = recap_request.page_query
    for name, preset in preset_periods(page_query, recap_request.today).items():
        is_current = (preset.period, preset.days) == (page_query.period, page_query.days)
        yield dcc.Link(name, href=f"/rekap?{preset.query_string()}", className="chosen" if is_current else "")


def _area_options(service: RecapService, page_query: RecapPageQuery) -> list[Component]:
    """Return the areas that the principal may read: the city and all, or one kecamatan with its kelurahan."""
    authorizer, areas = service.context.authorizer, service.context.layer.areas
    level = service.context.city.areas.parent_level
    choices = [("", gettext("Whole city"))] if authorizer.is_allowed(Permission.VIEW_REPORTS) else []
    for (code, name), kelurahan in areas.groupby(["parent", "parent_name"], sort=False):
        if authorizer.is_allowed(Permission.VIEW_REPORTS, str(code)):
            choices.append((str(code), f"{level} {name}"))
            below = kelurahan[kelurahan["code"] != code]  # in a city of one level an area is its own parent
            choices += [(row.code, f"{INDENT}{row.name}") for row in below.itertuples(index=False)]
    return [_option(code, name, code == (page_query.area or "")) for code, name in choices]


def _option(value: str, label: Text, selected: bool) -> Component:
    return html.Option(str(label), value=value, selected=selected)


def _select(name: str, label: str, options: list[Component]) -> Component:
    return html.Label([html.Span(label), html.Select(options, name=name)])


def _date_field(name: str, label: str, day: date) -> Component:
    """Return a field of text: a date field shows a date in the browser's language, not in the page's."""
    text_input = dcc.Input(
        type="text", inputMode="numeric", autoComplete="off", name=name, value=format_typed_date(day),
        id=f"recap-{name}",
    )  # fmt: skip
    return html.Label([html.Span(label), text_input], htmlFor=f"recap-{name}")
