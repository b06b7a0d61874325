"""What the page's parts say, from one snapshot's backlog; a part that did not change is not sent again."""

from typing import Any

from dash import html, no_update
from dash.development.base_component import Component
from plotly.io.json import to_json_plotly

from dashboard.pages.kecamatan import ids
from dashboard.pages.kecamatan import labels as kecamatan_labels
from dashboard.pages.kecamatan.sections import cards, comparison, effect, filters, grid, recap
from dashboard.ui import labels
from dashboard.ui.badges import mark
from dashboard.ui.format import milliseconds, moment_words, number
from dashboard.web.context import Site
from data.core.access import Act
from data.core.backlog import what_if
from data.core.backlog.backlog import Backlog, Turn
from data.core.backlog.filters import Picking
from data.core.digest import digest
from data.core.snapshot.snapshot import known, records, stale_at
from data.services.backlog import OnDesk

PATH = "/kecamatan/"
LIMIT = 20  # cards shown before more are asked for
MOST = 1_000  # cards that a page can carry; beyond it the table shows all

CHILDREN = (
    ids.TITLE, ids.STANDING, ids.BANNER, ids.TILES, ids.FIVE, ids.FIVE_NOTE, ids.FILTERS,
    ids.HOLDERS, ids.COMPARED, ids.PICKS, ids.MORNING, ids.REVIEW,
)  # fmt: skip
BOX_STYLE = "box_style"
LISTED_BY = [
    "source", "service_request_id", "service_code", "area_code", "holder", "status_description", "state",
    "expected_datetime", "stopped_at", "turn", "age_band",
]  # fmt: skip


def filled(site: Site, code: str, shown: Any) -> dict[str, Any]:
    """Every part that differs from what the browser says it shows, and the server's time."""
    desk = site.live.desk.backlog(code)
    made = _parts(site, desk) if desk else _nothing(site, code)
    held = shown if isinstance(shown, dict) else {}
    digests = {name: digest(to_json_plotly(part)) for name, part in made.items()}
    digests |= {"code": code, "rows": _digest(desk.backlog) if desk else ""}
    new = {name: no_update if held.get(name) == digests[name] else made[name] for name in CHILDREN}
    first = [effect.key_of(row) for row in records(desk.backlog.first)] if desk else []
    return {
        **new,
        ids.PICKED: no_update if new[ids.PICKS] is no_update else first[: effect.CHOSEN_AT_FIRST],
        ids.SHOWN: no_update if held == digests else digests,
        ids.CLOCK: _clock(site, desk),
    }


def _digest(backlog: Backlog) -> str:
    return digest(backlog.rows[LISTED_BY].to_csv(index=False))


def _clock(site: Site, desk: OnDesk | None) -> dict[str, Any]:
    clock, zone = site.live.clock, site.city.timezone
    limit = milliseconds(stale_at(desk.snapshot)) if desk else None
    return {"now": milliseconds(clock.now()), "speed": clock.speed, "stale_at": limit, "zone": zone}


def _nothing(site: Site, code: str) -> dict[str, Any]:
    """No snapshot yet, no such kecamatan, or none named: then those to choose from."""
    found: dict[str, Any] = dict.fromkeys(CHILDREN, "")
    if not code:
        return {**found, ids.TITLE: "Kecamatan", ids.STANDING: "", ids.FIVE_NOTE: _choice(site)}
    waiting = site.live.current() is None
    return {
        **found,
        ids.TITLE: kecamatan_labels.TITLE,
        ids.STANDING: labels.NO_DATA if waiting else kecamatan_labels.UNKNOWN_CODE,
    }


def allowed(site: Site) -> list[tuple[str, str]]:
    """The kecamatan that whoever asks may read: code and name."""
    parents = site.layer.parents
    pairs = zip(parents["code"], parents["name"], strict=True)
    return [(code, name) for code, name in pairs if site.gate.allows(Act.READ, code)]


def _choice(site: Site) -> Component:
    links = [html.A(name, href=f"{PATH}{code}", className="way") for code, name in allowed(site)]
    return html.Span(links)


def _parts(site: Site, desk: OnDesk) -> dict[str, Any]:
    """All parts of the page, with words where there is nothing to show."""
    zone, backlog = site.city.zone, desk.backlog
    first = records(backlog.first)
    details = site.live.desk.details((row["source"], row["service_request_id"]) for row in first)
    beside = [details[row["source"], row["service_request_id"]] for row in first]
    sure = known(desk.snapshot)
    return {
        ids.TITLE: f"{site.city.areas.parent_level} {backlog.name}",
        ids.STANDING: _standing(site, desk),
        ids.BANNER: _banner(site, desk),
        ids.TILES: comparison.tiles(desk, known=sure),
        ids.FIVE: cards.five(first, beside, zone),
        ids.FIVE_NOTE: _five_note(backlog) if sure else labels.NO_DATA,
        ids.FILTERS: filters.selects(backlog) if len(backlog.rows) else [],
        ids.HOLDERS: comparison.held_by(desk) if sure else labels.NO_DATA,
        ids.COMPARED: [*comparison.compared(desk), *comparison.ages(desk)],
        ids.PICKS: effect.choices(first),
        ids.MORNING: _recap(recap.morning(desk, zone)),
        ids.REVIEW: _recap(recap.before_review(desk, zone)),
    }


def _standing(site: Site, desk: OnDesk) -> list[Any]:
    since = desk.snapshot.data_as_of
    said = f"Data per {moment_words(since, site.city.zone)}" if since else labels.NO_DATA
    return [*mark(desk.snapshot), html.Span(said)]


def _banner(site: Site, desk: OnDesk) -> list[Component]:
    """What is said while the data is too old; the browser shows it, for it alone knows if we are heard."""
    since = desk.snapshot.data_as_of
    if since is None:
        return [html.B(labels.NOTHING_YET), html.Span(labels.NEVER_READ)]
    return [
        html.B(f"Data belum diperbarui sejak {moment_words(since, site.city.zone)}"),
        html.Span(labels.LAST_KNOWN),
    ]


def _five_note(backlog: Backlog) -> str:
    rows = backlog.rows
    if rows.empty:
        return kecamatan_labels.NONE_OPEN
    counts = rows["turn"].value_counts()
    said = [
        f"{number(int(counts[turn]))} {kecamatan_labels.TURNS[turn]}" for turn in Turn if counts.get(turn)
    ]
    return f"Dari {number(len(rows))} laporan: {', '.join(said)}.{_late_and_standing(backlog)}"


def _late_and_standing(backlog: Backlog) -> str:
    """Why more reports are late than are to be taken up as late: the clock of some has been stopped."""
    both = backlog.standing_late
    return f" Di antara yang jamnya dihentikan, {number(both)} sudah terlambat." if both else ""


def _recap(said: str) -> list[Component]:
    """The text, folded, and its two ways out."""
    marked: dict[str, Any] = {"data-copy": ""}
    to_share: dict[str, Any] = {"target": "_blank", "rel": "noopener noreferrer"}
    return [
        html.Details([html.Summary("Lihat teks"), html.Pre(said, className="recap-text")]),
        html.Div(
            [
                html.A(
                    "Kirim lewat WhatsApp", href=recap.share_address(said), className="way first", **to_share
                ),
                html.Button("Salin teks", type="button", className="way", **marked),
            ],
            className="ways",
        ),
    ]


def listed(site: Site, code: str, said: Any, shown: Any) -> dict[str, Any]:
    """The list or the table as the browser wants it, with how many of how many.

    :param shown: what the browser holds of the last answer under ``LISTED``
    """
    desk, wants = site.live.desk.backlog(code), said if isinstance(said, dict) else {}
    held = shown if isinstance(shown, dict) else {}
    if desk is None or wants.get("code") != code:
        return _as_it_is()
    asked = digest(_digest(desk.backlog), to_json_plotly(wants), str(known(desk.snapshot)))
    if held.get("digest") == asked:
        return _as_it_is()
    picking = Picking.of(wants)
    rows, table = picking.rows(desk.backlog.rows), wants.get("view") == "table"
    limit = len(rows) if table else _limit(wants)
    count = _count(desk, picking, len(rows), limit) if known(desk.snapshot) else labels.NO_DATA
    shape = _table(code, len(rows), held) if table else {ids.GRID_BOX: [], BOX_STYLE: {}}
    few = [] if table else [cards.small(row, site.city.zone) for row in records(rows.head(limit))]
    return {ids.LIST: few, ids.COUNT: count, **shape, ids.LISTED: {"digest": asked, "table": table}}


def _as_it_is() -> dict[str, Any]:
    return dict.fromkeys((ids.LIST, ids.COUNT, ids.GRID_BOX, BOX_STYLE, ids.LISTED), no_update)


def _table(code: str, count: int, held: dict[str, Any]) -> dict[str, Any]:
    """A table that is there stays: it asks for its rows by itself, and is never mounted anew."""
    made = no_update if held.get("table") else [grid.table(code)]
    return {ids.GRID_BOX: made, BOX_STYLE: grid.size(count)}


def _limit(wants: dict[str, Any]) -> int:
    asked = wants.get("limit")
    return min(max(asked, LIMIT), MOST) if isinstance(asked, int) else LIMIT


def _count(desk: OnDesk, picking: Picking, found: int, limit: int) -> list[Any]:
    """How many are shown of how many, and the way to the rest. An empty list says why it is empty."""
    every = len(desk.backlog.rows)
    if not every:
        return [html.Span(kecamatan_labels.NONE_OPEN)]
    clear = [_button("Hapus saringan", {"clear": True})] if picking.chosen else []
    if not found:
        said = f"Tidak ada laporan dengan saringan ini ({number(every)} laporan tanpa saringan)."
        return [html.Span(said, className="none"), *clear]
    shown = min(found, limit)
    said = f"Menampilkan {number(shown)} dari {number(found)}"
    without = f" ({number(every)} tanpa saringan)" if picking.chosen else ""
    more = [_button("Tampilkan semua", {"limit": MOST})] if shown < found and limit < MOST else []
    rest = [_button("Lihat sebagai tabel", {"view": "table"})] if shown < found and limit >= MOST else []
    return [html.Span(said + without), *more, *rest, *clear]


def _button(said: str, choice: dict[str, Any]) -> Component:
    marked: dict[str, Any] = {"data-set": to_json_plotly(choice)}
    return html.Button(said, type="button", className="way", **marked)


def grid_rows(site: Site, code: str, said: Any, request: dict[str, Any]) -> dict[str, Any]:
    """What the grid asks for."""
    desk, wants = site.live.desk.backlog(code), said if isinstance(said, dict) else {}
    if desk is None:
        return {"rowData": [], "rowCount": 0}
    picking = grid.sorted_as_asked(Picking.of(wants), request)
    return grid.block(picking.rows(desk.backlog.rows), request, site.city.zone)


def effect_of(site: Site, code: str, chosen: Any) -> Any:
    """What finishing the chosen reports would change."""
    desk = site.live.desk.backlog(code)
    if desk is None:
        return ""
    return effect.shown(what_if.effect(desk.backlog, effect.keys(chosen)))
