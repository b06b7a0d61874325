"""The page's layout: all formulas, and empty boxes for their examples, since a layout carries no data."""

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.pages.methodology import ids, labels

PATH = "/cara-hitung"


def layout() -> Component:
    """Return the page without figures."""
    return html.Div(
        [
            html.Header(
                [
                    html.H1(labels.TITLE),
                    html.P(labels.LEAD, className="lead"),
                    html.P(labels.LOADING, id=ids.STATUS_LINE, className="standing", role="status"),
                ]
            ),
            html.Details([html.Summary(labels.CONTENTS), _contents()], className="contents folded"),
            html.Div(_contents(), className="contents beside"),
            html.Main([_section(section) for section in labels.sections()]),
            dcc.Store(id=ids.SCROLL_TARGET),
        ],
        id=ids.PAGE,
        className="office methodology",
    )


def _contents() -> Component:
    """Return the list of figures; a phone folds it, a wide screen shows it beside the text."""
    return html.Nav([html.A(section.title, href=f"#{section.anchor}") for section in labels.sections()])


def _section(section: labels.FormulaSection) -> Component:
    return html.Section(
        [
            html.H2(html.A(section.title, href=f"#{section.anchor}")),
            html.P(section.formula, className="formula"),
            *[html.P(part) for part in section.prose],
            _example_box(section.anchor),
        ],
        id=section.anchor,
    )


def _example_box(anchor: str) -> Component:
    box = html.Div(labels.LOADING, id=ids.example_id(anchor))
    return html.Aside([html.H3(labels.EXAMPLE), box], className="example")
