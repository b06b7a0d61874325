"""The page: a skeleton without data, filled by callbacks that ask who asks, compute in a thread, and keep."""

from dataclasses import dataclass
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component
from starlette.concurrency import run_in_threadpool

from dashboard.pages.review import labels as review_labels
from dashboard.pages.review.query import Asked, AskedError, asked, detail, local, period_query
from dashboard.pages.review.sections import (
    assignees,
    case_mix,
    drilldown,
    flow,
    indicators,
    packs,
    ranking,
    reports,
    timeline,
    trends,
)
from dashboard.pages.review.sections.headline import headline, standing
from dashboard.pages.review.view import View, marked, moments
from dashboard.ui import labels
from dashboard.ui.format import moment_words
from dashboard.ui.render_html import markup
from dashboard.web.context import Site
from dashboard.web.dash_pages import ADDRESS
from data.core.access import Act
from data.core.recap.periods import presets
from data.core.review.pack import as_json, differences
from data.core.review.review_report import Reading
from data.services.review import HeldPack, StoreGoneError

PATH, TITLE = "/tinjauan", review_labels.TITLE
PAGE, STANDING, BODY, PANEL = "review", "review-standing", "review-body", "review-panel"
PRESETS, OWN = "review-presets", "review-own"
ASKED, SHOWN, BUSY = "review-asked", "review-shown", "review-busy"
FIGURES, LISTED = "review-figures", "review-listed"  # what BODY and PANEL are drawn from
FREEZE, NAME, FROZEN, PACKS = "review-freeze", "review-name", "review-frozen", "review-packs"


def layout() -> Component:
    """The whole page without a figure."""
    return html.Div(
        [
            html.Header(
                [
                    html.H1(TITLE),
                    html.P(review_labels.LEAD, className="lead"),
                ]
            ),
            _period(),
            html.P(review_labels.COMPUTING, id=BUSY, className="busy", role="status"),
            html.Div(id=STANDING, className="standing", role="status"),
            html.Nav(
                [html.A(said, href=f"#{name}") for name, said in review_labels.PARTS.items()],
                className="jump",
                **marked(aria_label="Bagian"),
            ),
            html.Main(id=BODY),
            _meeting(),
            html.Aside(
                id=PANEL, className="panel closed", role="dialog", **marked(aria_labelledby="rincian-judul")
            ),
            dcc.Store(id=ASKED),
            dcc.Store(id=SHOWN),
            dcc.Store(id=FIGURES),
            dcc.Store(id=LISTED),
        ],
        id=PAGE,
        className="office review",
    )


def _period() -> Component:
    return html.Nav(
        [html.Div(id=PRESETS, className="presets"), html.Div(id=OWN)],
        className="period",
        **marked(aria_label="Periode"),
    )


def _meeting() -> Component:
    name = dcc.Input(id=NAME, placeholder="Judul rapat", maxLength=120, debounce=True)
    return html.Section(
        [
            html.H2("Paket rapat"),
            html.P(review_labels.FREEZE_NOTE, className="note"),
            html.Div(
                [html.Label(["Judul", name]), html.Button(review_labels.FREEZE, id=FREEZE, type="button")],
                className="own",
            ),
            html.P(id=FROZEN, role="status"),
            html.Div(id=PACKS),
        ],
        className="review-section meeting",
        id="paket",
    )


@dataclass(frozen=True)
class Shown:
    """What one look at the page is made of."""

    asked: Asked
    reading: Reading
    held: HeldPack | None = None


def register(app: Dash, site: Site) -> None:
    """Gives one app the page's callbacks."""
    app.clientside_callback(
        ClientsideFunction("review", "part"),
        Output(ASKED, "data"),
        Input(ADDRESS, "search"),
        State(ASKED, "data"),
        State(SHOWN, "data"),
    )
    app.clientside_callback(ClientsideFunction("review", "name"), Output(BODY, "title"), Input(SHOWN, "data"))
    app.clientside_callback(
        ClientsideFunction("review", "body"), Output(BODY, "lang"), Input(FIGURES, "data")
    )
    app.clientside_callback(
        ClientsideFunction("review", "panel"), Output(PANEL, "lang"), Input(LISTED, "data")
    )
    _register_body(app, site)
    _register_panel(app, site)
    _register_packs(app, site)


def _register_body(app: Dash, site: Site) -> None:
    outputs = {
        **{name: Output(name, "children") for name in (STANDING, PRESETS, OWN)},
        SHOWN: Output(SHOWN, "data"),
        FIGURES: Output(FIGURES, "data"),
    }

    @app.callback(
        output=outputs,
        inputs=[Input(ASKED, "data")],
        running=[
            (Output(BUSY, "className"), "busy", "busy done"),
            (Output(BODY, "className"), "computing", ""),
        ],
    )
    async def fill(search: str | None) -> dict[str, Any]:
        site.gate.require(Act.REVIEW)
        try:
            return await run_in_threadpool(figures, site, search)
        except (AskedError, StoreGoneError) as error:
            return _failed(site, error)


def _failed(site: Site, error: Exception) -> dict[str, Any]:
    """No figure at all, and why."""
    said = str(error) if isinstance(error, AskedError) else review_labels.FAILED
    kept = dict.fromkeys((OWN, SHOWN), no_update)
    return {
        STANDING: html.P(said, className="broken", role="alert"),
        FIGURES: "",
        PRESETS: _presets(site, None),
        **kept,
    }


def figures(site: Site, search: str | None) -> dict[str, Any]:
    """What the page shows of an address.

    :raises AskedError: the address names no period
    :raises StoreGoneError: the store cannot be read
    """
    shown = look(site, search)
    view, zone = view_of(site, shown), site.city.zone
    return {
        STANDING: [*_marks(site), *standing(view)],
        FIGURES: markup([*_pack_head(site, shown, view), *parts(view)]),
        PRESETS: _presets(site, shown.asked),
        OWN: moments(local(shown.asked.since, zone), local(shown.asked.until, zone)),
        SHOWN: {"search": search, "revision": shown.reading.dossier.revision, "query": view.query},
    }


def look(site: Site, search: str | None, revision: int | None = None) -> Shown:
    """The reading of an address: as the store is known now, at ``revision``, or as a pack froze it."""
    wanted, reviews = asked(search, site.live.clock.now(), site.city.zone), site.live.reviews
    if wanted.pack is None:
        return Shown(wanted, reviews.read(wanted.since, wanted.until, revision))
    held = reviews.pack(wanted.pack)
    if held is None or held.pack is None:
        raise AskedError(f"Paket {wanted.pack} tidak ada, atau isinya tidak dapat dibaca.")
    period = f"dari={_plain(held.pack.since)}&sampai={_plain(held.pack.until)}"
    frozen = asked(period, site.live.clock.now(), site.city.zone)
    then = Asked(frozen.since, frozen.until, wanted.pack)
    return Shown(then, reviews.read(then.since, then.until, held.pack.revision), held)


def _plain(moment: str) -> str:
    """A moment as an address can carry it: a plus sign is a blank there."""
    return moment.replace("+", "%2B")


def view_of(site: Site, shown: Shown) -> View:
    """The sheet to be drawn: a pack's own, beside what the same moments give today."""
    if shown.held is None or shown.held.pack is None:
        query = period_query(shown.asked.since, shown.asked.until, site.city.zone)
        return View(as_json(shown.reading.sheet), site.city, query)
    today = as_json(site.live.reviews.read(shown.asked.since, shown.asked.until).sheet)
    return View(shown.held.pack.sheet, site.city, f"paket={shown.held.pack_id}", today)


def parts(view: View) -> list[Component]:
    """The page from its values, what matters most first."""
    drawn = (
        headline, flow.flow, ranking.ranks, trends.trends, case_mix.ages, reports.cases,
        case_mix.categories, indicators.signs, assignees.held, timeline.machine,
    )  # fmt: skip
    return [part(view) for part in drawn]


def _marks(site: Site) -> list[Component]:
    return [html.Span(labels.PRACTICE, className="practice")] if site.city.simulated else []


def _pack_head(site: Site, shown: Shown, view: View) -> list[Component]:
    if shown.held is None or view.today is None:
        return []
    return [packs.head(shown.held, differences(view.sheet, view.today), view)]


def _presets(site: Site, shown: Asked | None) -> list[Component]:
    found = presets(site.live.clock.now(), site.city.zone)
    here = None if shown is None or shown.pack else (shown.since, shown.until)
    return [
        html.A(
            review_labels.PRESETS[name], href=f"?{period_query(*span, site.city.zone)}",
            className="figure preset" + (" chosen" if span == here else ""),
        )
        for name, span in found.items()
    ]  # fmt: skip


def _register_panel(app: Dash, site: Site) -> None:
    @app.callback(Output(LISTED, "data"), Input(ADDRESS, "search"), Input(SHOWN, "data"))
    async def fill_panel(search: str | None, shown: dict[str, Any] | None) -> str:
        site.gate.require(Act.REVIEW)
        try:
            wanted = detail(search)
            if wanted is None or shown is None:
                return ""
            return markup(await run_in_threadpool(listing, site, shown, *wanted))
        except (AskedError, StoreGoneError) as error:
            said = str(error) if isinstance(error, AskedError) else review_labels.FAILED
            return markup(drilldown.failed(said))


def listing(site: Site, shown: dict[str, Any], cell: Any, part: int) -> list[Component]:
    """The reports of a number, from the very reading that the page shows."""
    found = look(site, shown["search"], shown["revision"])
    rows = as_json(found.reading.reports(cell, part * drilldown.PAGE, drilldown.PAGE))
    return drilldown.panel(view_of(site, found), cell, found.reading.count(cell), rows, part)


def _register_packs(app: Dash, site: Site) -> None:
    @app.callback(
        output={PACKS: Output(PACKS, "children"), FROZEN: Output(FROZEN, "children")},
        inputs=[Input(FREEZE, "n_clicks"), State(SHOWN, "data"), State(NAME, "value")],
    )
    async def fill_packs(
        clicks: int | None, shown: dict[str, Any] | None, title: str | None
    ) -> dict[str, Any]:
        site.gate.require(Act.REVIEW)
        try:
            said = await run_in_threadpool(_frozen, site, shown, title) if clicks else ""
            found = await run_in_threadpool(site.live.reviews.packs)
        except (AskedError, StoreGoneError) as error:
            return {PACKS: no_update, FROZEN: html.Span(f"Gagal: {error}", className="broken")}
        return {PACKS: packs.listed(found, site.city), FROZEN: said}


def _frozen(site: Site, shown: dict[str, Any] | None, title: str | None) -> Any:
    if shown is None:
        return "Belum ada tinjauan yang dapat dibekukan."
    number = freeze(site, shown, (title or "").strip())
    at = moment_words(site.live.clock.now(), site.city.zone)
    return ["Dibekukan ", at, ": ", html.A(f"paket {number}", href=f"?paket={number}", className="figure")]


def freeze(site: Site, shown: dict[str, Any], title: str) -> int:
    """Keeps what is on the screen: the one place where it is done, and noted in the audit log."""
    who = site.gate.require(Act.FREEZE)
    found = look(site, shown["search"], shown["revision"])
    if found.held is not None:
        raise AskedError("Yang tampil sudah merupakan paket yang dibekukan.")
    wanted, revision = found.asked, found.reading.dossier.revision
    number = site.live.reviews.freeze(wanted.since, wanted.until, revision, by=who.name, title=title)
    site.gate.note(Act.FREEZE, f"paket {number}")
    return number
