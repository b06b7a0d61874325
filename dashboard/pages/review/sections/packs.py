"""The list of packs, the head of a pack, and its differences from today."""

from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.review import labels
from dashboard.pages.review.sections.drilldown import metric_label
from dashboard.pages.review.view import ReviewView, scrollable_table
from dashboard.ui.format import format_moment, number
from data.core.config.city import City
from data.core.review.metric_key import parse_metric_key
from data.core.review.pack import Difference, ReviewPack, configuration_digest
from data.services.review import VerifiedPack

DIFFERENCE_LIMIT = 60


def pack_table(stored_packs: list[VerifiedPack], city: City) -> list[Component]:
    """Return all packs, the newest first, each with its verification."""
    if not stored_packs:
        return [html.P(labels.NO_PACKS, className="few")]
    head = ["Paket", "Judul", "Dibekukan", "Periode", "Tanda periksa"]
    rows = [_pack_row(stored_pack, city) for stored_pack in stored_packs]
    return [scrollable_table(head, rows, "Paket rapat")]


def _pack_row(stored_pack: VerifiedPack, city: City) -> Component:
    pack, period, author = stored_pack.pack, labels.UNKNOWN, ""
    if pack:
        period = f"{_moment_text(pack.since, city)} sampai {_moment_text(pack.until, city)}"
        author = f"oleh {pack.frozen_by or 'tanpa nama'}"
    link = html.A(f"Buka {stored_pack.pack_id}", href=f"?paket={stored_pack.pack_id}", className="figure")
    return html.Tr(
        [
            html.Th(link, scope="row"),
            html.Td(pack.title if pack else labels.UNKNOWN),
            html.Td([format_moment(stored_pack.frozen_at, city.zone), html.Small(author)]),
            html.Td(period),
            html.Td(integrity_badge(stored_pack)),
        ]
    )


def integrity_badge(stored_pack: VerifiedPack) -> Component:
    """Return whether a pack is unchanged since it was frozen."""
    if stored_pack.intact:
        return html.Span(
            ["utuh", html.Small(stored_pack.checksum[:12])], className="balances", title=stored_pack.checksum
        )
    return html.Span("TIDAK COCOK: isi paket berubah sejak dibekukan", className="broken", role="alert")


def _moment_text(text: str, city: City) -> str:
    return format_moment(datetime.fromisoformat(text), city.zone)


def pack_header(stored_pack: VerifiedPack, differences: list[Difference], view: ReviewView) -> Component:
    """Return title and verification of a pack, and how today's figures differ from it."""
    pack, city = stored_pack.pack, view.city
    assert pack is not None
    author, frozen_at = pack.frozen_by or "tanpa nama", format_moment(stored_pack.frozen_at, city.zone)
    introduction = (
        f"Dibekukan {frozen_at} oleh {author}. Yang tampil di bawah adalah persis yang dilihat saat itu. "
    )
    lines: list[Any] = [
        html.H2(f"Paket {stored_pack.pack_id}: {pack.title or 'tanpa judul'}"),
        html.P([introduction, "Tanda periksa: ", integrity_badge(stored_pack)]),
        html.P(_version_text(pack, city)),
    ]
    return html.Section([*lines, _difference_list(differences, view)], className="pack-head")


def _version_text(pack: ReviewPack, city: City) -> str:
    version = f"Rumus versi {pack.formula}, konfigurasi kota {pack.configuration[:12]}"
    if pack.configuration == configuration_digest(city):
        return f"{version}, sama dengan sekarang."
    return f"{version}; konfigurasi kini lain."


def _difference_list(differences: list[Difference], view: ReviewView) -> Component:
    if not differences:
        return html.P(
            "Perhitungan hari ini untuk kedua waktu yang sama memberi angka yang sama.", className="pack-same"
        )
    counts = [difference for difference in differences if difference.path.startswith("counts/")]
    summary = (
        f"{number(len(counts))} jumlah berbeda dari perhitungan hari ini, karena laporan yang baru diketahui "
        f"kemudian. Nilai lain yang berbeda: {number(len(differences) - len(counts))}. "
        "Pada angka yang berbeda tertulis “kini”."
    )
    return html.Div([html.P(summary, className="differs"), _difference_details(counts, view)])


def _difference_details(counts: list[Difference], view: ReviewView) -> Component:
    rows = [_difference_row(difference, view) for difference in counts[:DIFFERENCE_LIMIT]]
    table = scrollable_table(["Angka", "Waktu itu", "Hari ini"], rows, "Perbedaan")
    hidden_note = f"Menampilkan {DIFFERENCE_LIMIT} dari {number(len(counts))}."
    notes = [html.P(hidden_note)] if len(counts) > DIFFERENCE_LIMIT else []
    return html.Details([html.Summary("Daftar perbedaan"), table, *notes])


def _difference_row(difference: Difference, view: ReviewView) -> Component:
    label = metric_label(view, parse_metric_key(difference.path.removeprefix("counts/")))
    cells = [html.Td(number(difference.then)), html.Td(number(difference.now))]
    return html.Tr([html.Th(label, scope="row"), *cells])
