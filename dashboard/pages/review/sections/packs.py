"""What meetings saw: the list of packs, a pack's own head, and what differs from today."""

from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.review import labels
from dashboard.pages.review.sections.drilldown import name_of
from dashboard.pages.review.view import View, table
from dashboard.ui.format import moment_words, number
from data.core.config.city import City
from data.core.review.metric_key import cell_of
from data.core.review.pack import Difference, configuration
from data.services.review import HeldPack

SHOWN = 60


def listed(held: list[HeldPack], city: City) -> list[Component]:
    """All packs, the newest first, each with its verification."""
    if not held:
        return [html.P(labels.NO_PACKS, className="few")]
    head = ["Paket", "Judul", "Dibekukan", "Periode", "Tanda periksa"]
    return [table(head, [_line(one, city) for one in held], "Paket rapat")]


def _line(held: HeldPack, city: City) -> Component:
    pack, zone = held.pack, city.zone
    by = f"oleh {pack.frozen_by or 'tanpa nama'}" if pack else ""
    frozen: list[Component | str] = [moment_words(held.frozen_at, zone), html.Small(by)]
    period = f"{_when(pack.since, city)} sampai {_when(pack.until, city)}" if pack else labels.UNKNOWN
    link = html.A(f"Buka {held.pack_id}", href=f"?paket={held.pack_id}", className="figure")
    return html.Tr(
        [html.Th(link, scope="row"), html.Td(pack.title if pack else labels.UNKNOWN), html.Td(frozen),
         html.Td(period), html.Td(intact(held))]
    )  # fmt: skip


def intact(held: HeldPack) -> Component:
    """Whether what is stored is what was stored."""
    if held.intact:
        return html.Span(["utuh", html.Small(held.checksum[:12])], className="balances", title=held.checksum)
    return html.Span("TIDAK COCOK: isi paket berubah sejak dibekukan", className="broken", role="alert")


def _when(text: str, city: City) -> str:
    return moment_words(datetime.fromisoformat(text), city.zone)


def head(held: HeldPack, found: list[Difference], view: View) -> Component:
    """Which pack this is, whether it is intact, and how much of it today's figures would change."""
    pack, city = held.pack, view.city
    assert pack is not None
    who, when = pack.frozen_by or "tanpa nama", moment_words(held.frozen_at, city.zone)
    same = pack.configuration == configuration(city)
    rules = f"Rumus versi {pack.formula}, konfigurasi kota {pack.configuration[:12]}"
    seen = f"Dibekukan {when} oleh {who}. Yang tampil di bawah adalah persis yang dilihat saat itu. "
    lines: list[Any] = [
        html.H2(f"Paket {held.pack_id}: {pack.title or 'tanpa judul'}"),
        html.P([seen, "Tanda periksa: ", intact(held)]),
        html.P(f"{rules}, sama dengan sekarang." if same else f"{rules}; konfigurasi kini lain."),
    ]
    return html.Section([*lines, _differences(found, view)], className="pack-head")


def _differences(found: list[Difference], view: View) -> Component:
    if not found:
        return html.P(
            "Perhitungan hari ini untuk kedua waktu yang sama memberi angka yang sama.", className="pack-same"
        )
    counts = [one for one in found if one.path.startswith("counts/")]
    rows = [
        html.Tr(
            [html.Th(_named(one, view), scope="row"), html.Td(number(one.then)), html.Td(number(one.now))]
        )
        for one in counts[:SHOWN]
    ]
    said = (
        f"{number(len(counts))} jumlah berbeda dari perhitungan hari ini, karena laporan yang baru "
        "diketahui kemudian. "
        f"Nilai lain yang berbeda: {number(len(found) - len(counts))}. Pada angka yang berbeda tertulis "
        "“kini”."
    )
    cut = [html.P(f"Menampilkan {SHOWN} dari {number(len(counts))}.")] if len(counts) > SHOWN else []
    more = html.Details(
        [html.Summary("Daftar perbedaan"), table(["Angka", "Waktu itu", "Hari ini"], rows, "Perbedaan"), *cut]
    )
    return html.Div([html.P(said, className="differs"), more])


def _named(one: Difference, view: View) -> str:
    return name_of(view, cell_of(one.path.removeprefix("counts/")))
