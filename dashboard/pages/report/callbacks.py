"""The page: a skeleton, filled by one callback that asks the gate for the area of the report."""

from typing import Any
from urllib.parse import parse_qs, unquote

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component
from plotly.io.json import to_json_plotly
from starlette.concurrency import run_in_threadpool

from dashboard.pages.report import view
from dashboard.pages.report.sections import location, photo_album
from dashboard.ui import labels, report_labels, urls
from dashboard.ui.badges import mark
from dashboard.ui.format import milliseconds, moment_words
from dashboard.ui.locations import in_words
from dashboard.web.context import Site
from dashboard.web.dash_pages import ADDRESS
from data.core.access import Act
from data.core.case_file.case_file import CaseFile
from data.core.digest import digest
from data.core.follow_up.records import FollowUp
from data.core.follow_up.workflow import Move
from data.core.report.key import Key
from data.core.snapshot.snapshot import stale_at
from data.services.submission import OWN

PATH, TITLE = "/laporan/", "Laporan"
PAGE, NAME, STANDING, BANNER = "casefile", "casefile-name", "casefile-standing", "casefile-banner"
WAYS, BODY, SHOWN, CLOCK = "casefile-ways", "casefile-body", "casefile-shown", "casefile-clock"
BEAT, DRAWN = "casefile-beat", "casefile-drawn"
CHILDREN = (NAME, STANDING, BANNER, WAYS, BODY)
EVERY_MS = 15_000
NONE_SUCH = "Laporan ini tidak ada."


def layout() -> Component:
    """The whole page without a figure."""
    return html.Div(
        [
            html.Header(
                [
                    html.Div(id=WAYS, className="ways"),
                    html.H1(TITLE, id=NAME),
                    html.P(report_labels.LOADING, id=STANDING, className="standing", role="status"),
                    html.Div(id=BANNER, className="old-data", role="alert"),
                ]
            ),
            html.Main(id=BODY, className="file"),
            *[dcc.Store(id=name) for name in (SHOWN, CLOCK, DRAWN)],
            dcc.Interval(id=BEAT, interval=EVERY_MS),
        ],
        id=PAGE,
        className="office casefile",
    )


def key_of(address: str | None) -> tuple[str, str]:
    """Source and number in an address; empty where there are none."""
    source, _, identity = (address or "").removeprefix(PATH).partition("/")
    return unquote(source), unquote(identity)


def register(app: Dash, site: Site) -> None:
    """Gives one app the callbacks of this page."""
    outputs = {name: Output(name, "children") for name in CHILDREN}

    @app.callback(
        output={**outputs, SHOWN: Output(SHOWN, "data"), CLOCK: Output(CLOCK, "data")},
        inputs=[
            Input(BEAT, "n_intervals"),
            Input(ADDRESS, "pathname"),
            State(ADDRESS, "search"),
            State(SHOWN, "data"),
        ],
    )
    async def fill(_beat: int | None, address: str, search: Any, shown: Any) -> dict[str, Any]:
        return await run_in_threadpool(filled, site, address, shown, stored_by(search))

    app.clientside_callback(ClientsideFunction("camat", "drawn"), Output(DRAWN, "data"), Input(CLOCK, "data"))


def stored_by(search: Any) -> str:
    """What the address says was just stored, in words; empty where it says nothing."""
    said = search.removeprefix("?") if isinstance(search, str) else ""
    given = parse_qs(said).get(urls.DONE, [""])[0]
    return report_labels.DONE[Move(given)] if given in set(Move) else ""


def filled(site: Site, address: str, shown: Any, stored: str = "") -> dict[str, Any]:
    """The page of the report at an address.

    A report without an area, and one that there is not, are the city's to ask for: whoever may read one
    kecamatan only is refused both, and learns from it nothing about other kecamatan.

    :raises RefusedError: if it is not for whoever asks
    """
    file = site.live.desk.casefile(*key_of(address))
    site.gate.require(Act.READ, file.standing["area_code"] if file else None)
    made = _parts(site, file, stored) if file else {**dict.fromkeys(CHILDREN, ""), STANDING: NONE_SUCH}
    digests = {name: digest(to_json_plotly(part)) for name, part in made.items()}
    held = shown if isinstance(shown, dict) else {}
    new = {name: no_update if held.get(name) == digests[name] else part for name, part in made.items()}
    return {**new, SHOWN: digests, CLOCK: _clock(site)}


def _clock(site: Site) -> dict[str, Any]:
    held, clock = site.live.current(), site.live.clock
    limit = milliseconds(stale_at(held.snapshot)) if held else None
    return {"now": milliseconds(clock.now()), "speed": clock.speed, "stale_at": limit}


def _parts(site: Site, file: CaseFile, stored: str) -> dict[str, Any]:
    row, city = file.standing, site.city
    return {
        NAME: city.category_of(row["service_code"]).name,
        STANDING: _standing(site, file),
        BANNER: _banner(site),
        WAYS: _ways(site, file, stored),
        BODY: _body(site, file),
    }


def _standing(site: Site, file: CaseFile) -> list[Any]:
    held = site.live.current()
    source = site.city.source_of(file.standing["source"])
    name = file.standing["source"]
    label = labels.OWN if name == OWN else source.label if source and source.label else name
    said = html.Span(f"{label} · nomor {file.standing['service_request_id']}")
    return [*(mark(held.snapshot) if held else []), said]


def _banner(site: Site) -> list[Component]:
    held = site.live.current()
    since = held.snapshot.data_as_of if held else None
    said = (
        f"Data belum diperbarui sejak {moment_words(since, site.city.zone)}" if since else labels.NOTHING_YET
    )
    return [html.B(said), html.Span(labels.LAST_KNOWN)]


def _ways(site: Site, file: CaseFile, stored: str) -> list[Component]:
    """What was just stored; then to act on it, back to the kecamatan, and to the place."""
    row = file.standing
    parent = site.lineage.parent(str(row["area_code"]))
    back = [html.A("Kembali ke tunggakan", href=f"/kecamatan/{parent}", className="way")] if parent else []
    to_place = urls.directions(row["lat"], row["long"]) if _point_shown(site, file) else None
    outward: dict[str, Any] = {"target": "_blank", "rel": "noopener noreferrer"}
    there = html.A("Petunjuk arah", href=to_place, className="way", **outward)
    said = [html.P(stored, className="stored", role="status")] if stored else []
    return [*said, *_to_act(site, file), *back, *([there] if to_place else [])]


def _point_shown(site: Site, file: CaseFile) -> bool:
    sensitive = site.city.category_of(file.standing["service_code"]).sensitive
    return not sensitive and file.standing["lat"] is not None


def _body(site: Site, file: CaseFile) -> list[Component]:
    row, city = file.standing, site.city
    area = in_words(site, row["service_code"], row["area_code"], row["placement"])
    drawn = (
        [location.small_map(site, row["lat"], row["long"], row["area_code"])]
        if _point_shown(site, file)
        else []
    )
    left = [
        _section("Laporan", [*view.summary(file, city, area), *drawn]),
        _section("Dua jam", view.clocks(file, city)),
    ]
    right = [
        _section("Foto dan bukti", photo_album.pictures(file, city, site.follow_ups.pictures(_key(file)))),
        _section("Siapa memegang, berapa lama", view.holding(file, city.zone)),
        _section("Riwayat", [view.history(file, city, _made(site, file))]),
    ]
    return [html.Div(left), html.Div(right)]


def _made(site: Site, file: CaseFile) -> dict[int, FollowUp]:
    """The moves made here, by change number."""
    return {made.change: made for made in site.follow_ups.made(_key(file))}


def _key(file: CaseFile) -> Key:
    return file.standing["source"], file.standing["service_request_id"]


def _section(title: str, children: list[Component]) -> Component:
    return html.Section([html.H2(title), *children])


def _to_act(site: Site, file: CaseFile) -> list[Component]:
    """The way to acting on the report, for whoever may."""
    row = file.standing
    if not site.gate.allows(Act.ACT, row["area_code"]):
        return []
    to = urls.address((row["source"], row["service_request_id"]))
    return [html.A("Tindak lanjuti", href=to, className="way first")]
