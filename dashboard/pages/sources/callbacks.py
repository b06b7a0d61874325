"""The page: a skeleton without data, filled and kept fresh by one callback."""

from typing import Any

from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from dashboard.pages.sources import view
from dashboard.ui import labels
from dashboard.ui.badges import mark
from dashboard.ui.format import moment_words
from dashboard.web.context import Site
from data.core.access import Act

PATH, TITLE = "/sumber", "Sumber Data"
PAGE, STANDING, NOTICES, CARDS, BEAT = "feeds", "feeds-standing", "feeds-notices", "feeds-cards", "feeds-beat"
EVERY_MS = 10_000


def layout() -> Component:
    """The whole page without a figure."""
    return html.Div(
        [
            html.Header(
                [
                    html.H1(TITLE),
                    html.P("Dari mana laporan datang, dan apakah penarikannya lancar.", className="lead"),
                    html.P("Memuat …", id=STANDING, className="standing", role="status"),
                ]
            ),
            html.Div(id=NOTICES),
            html.Main(id=CARDS),
            dcc.Interval(id=BEAT, interval=EVERY_MS),
        ],
        id=PAGE,
        className="office feeds",
    )


def register(app: Dash, site: Site) -> None:
    """Gives one app the callback that fills the page."""
    outputs = {name: Output(name, "children") for name in (STANDING, NOTICES, CARDS)}

    @app.callback(output=outputs, inputs=[Input(BEAT, "n_intervals")])
    def fill(_beat: int | None) -> dict[str, Any]:
        site.gate.require(Act.INSPECT)
        return figures(site)


def figures(site: Site) -> dict[str, Any]:
    """What the page shows of the latest snapshot."""
    held = site.live.current()
    if held is None:
        return {STANDING: labels.NO_DATA, NOTICES: [], CARDS: []}
    snapshot, zone, may = held.snapshot, site.city.zone, site.gate.allows(Act.RUN)
    return {
        STANDING: [*mark(snapshot), html.Span(f"Keadaan per {moment_words(snapshot.as_of, zone)}")],
        NOTICES: view.notices(snapshot),
        CARDS: [view.card(pull, snapshot.as_of, zone, open_handed=may) for pull in snapshot.pulls],
    }
